/** Where a user's own files go by themselves, by the XDG Base Directory Specification 0.8: what is kept, and sockets. */
import { lstatSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import process from 'node:process';
import { isOwn } from '../../../hal/node/temporary.js';
import { FILE_USAGE } from './file-usage-words.js';
import { reasonOf, UsageError } from './usage-error.js';
import { inEach } from './usage-words.js';

type Environment = Readonly<Record<string, string | undefined>>;

const NAME = 'keiki';
const OWNER_ONLY = 0o700;

/** A file of what is kept from one run to the next; its directory is made. Throws UsageError. */
export function statePath(...names: readonly string[]): string {
	const path = join(stateDirectory(process.env), ...names);
	try {
		mkdirSync(dirname(path), { recursive: true, mode: OWNER_ONLY });
	} catch (error) {
		throw new UsageError(inEach(FILE_USAGE, (words) => words.noStateHome(dirname(path), reasonOf(error))));
	}
	return path;
}

/** A relative path is no place, says the specification. */
export function stateDirectory({ XDG_STATE_HOME: home }: Environment): string {
	return join(home !== undefined && isAbsolute(home) ? home : join(homedir(), '.local', 'state'), NAME);
}

/** For sockets, made where it is not there; undefined: the system has none for this user. */
export function runtimeDirectory({ XDG_RUNTIME_DIR: home }: Environment = process.env): string | undefined {
	if (home === undefined || !isAbsolute(home)) return undefined;
	const found = lstatSync(home, { throwIfNoEntry: false });
	if (found === undefined || !found.isDirectory() || !isOwn(found)) return undefined;
	const path = join(home, NAME);
	try {
		mkdirSync(path, { recursive: true, mode: OWNER_ONLY });
		return path;
	} catch {
		return undefined;
	}
}
