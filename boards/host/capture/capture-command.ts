/** `keiki capture open`: a capture in Wireshark, decrypted and with ECHONET Lite dissected. */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import process from 'node:process';
import { DecodeError } from '../../../modules/bytes/reader.js';
import { COSEM_DISSECTOR } from '../../../modules/capture/cosem-dissector.js';
import { ECHONET_LITE_DISSECTOR } from '../../../modules/capture/echonet-lite-dissector.js';
import { packetComments } from '../../../modules/capture/pcapng.js';
import { keysFile, keysInComments } from '../../../modules/capture/wireshark.js';
import { EXIT, type ExitCode } from '../shared/exit-codes.js';
import { notice } from '../shared/notice.js';
import type { CommonWords } from '../shared/program.js';
import { reasonOf, UsageError } from '../shared/usage-error.js';
import { inEach } from '../shared/usage-words.js';
import { CAPTURE_WORDS } from './capture-words.js';
import { CAPTURE_USAGE } from './usage-words.js';

/** What Wireshark has no dissectors for. */
const DISSECTORS = Object.freeze({ 'echonet-lite.lua': ECHONET_LITE_DISSECTOR, 'cosem.lua': COSEM_DISSECTOR });

export interface WiresharkProfile {
	/** The directory that stands for Wireshark's own settings. */
	readonly directory: string;
	/** The dissectors, in Lua. */
	readonly scripts: readonly string[];
	/** How many link keys it holds. */
	readonly keys: number;
}

/** Throws UsageError for a file that is no capture. */
export async function openCapture(file: string, { lang = 'en' }: CommonWords): Promise<ExitCode> {
	const texts = CAPTURE_WORDS[lang];
	const { directory, scripts, keys } = writeWiresharkProfile(file);
	const words = [...scripts.flatMap((script) => ['-X', `lua_script:${script}`]), '-r', resolve(file)];
	process.stdout.write(`${texts.wiresharkProfile(directory, keys)}\n`);
	process.stdout.write(`${texts.onTerminal(`WIRESHARK_CONFIG_DIR='${directory}' tshark ${words.map(quoted).join(' ')}`)}\n`);
	const failure = await start('wireshark', words, { ...process.env, WIRESHARK_CONFIG_DIR: directory });
	if (failure === undefined) process.stdout.write(`${texts.starting()}\n`);
	else notice((told) => told.noWireshark(isMissing(failure) ? undefined : failure.message));
	return failure === undefined ? EXIT.done : EXIT.untold;
}

/** Writes a profile for the keys that the capture's comments tell; next to the capture, or where that is not allowed among this user's caches. */
export function writeWiresharkProfile(file: string): WiresharkProfile {
	const keys = keysInComments(comments(file));
	const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'keiki');
	let failure: unknown;
	for (const directory of [`${resolve(file)}.wireshark`, join(cache, `${basename(file)}.wireshark`)]) {
		try {
			mkdirSync(directory, { recursive: true, mode: 0o700 });
			writeFileSync(join(directory, 'ieee802154_keys'), keysFile(keys), { mode: 0o600 });
			const scripts = Object.entries(DISSECTORS).map(([name, text]) => {
				const script = join(directory, name);
				writeFileSync(script, text);
				return script;
			});
			return { directory, scripts, keys: keys.length };
		} catch (error) {
			failure ??= error;
		}
	}
	throw new UsageError(inEach(CAPTURE_USAGE, (words) => words.cannotWrite(file, reasonOf(failure))));
}

function comments(file: string): string[] {
	let bytes: Uint8Array;
	try {
		bytes = readFileSync(file);
	} catch (error) {
		throw new UsageError(inEach(CAPTURE_USAGE, (words) => words.cannotRead(file, reasonOf(error))));
	}
	try {
		return packetComments(bytes);
	} catch (error) {
		if (error instanceof DecodeError) throw new UsageError(inEach(CAPTURE_USAGE, (words) => words.noCapture(file, reasonOf(error))));
		throw error;
	}
}

/** Why the program did not start; undefined if it did. */
function start(program: string, words: readonly string[], env: NodeJS.ProcessEnv): Promise<NodeJS.ErrnoException | undefined> {
	return new Promise((done) => {
		const child = spawn(program, words, { env, stdio: 'ignore', detached: true });
		child.once('error', done);
		child.once('spawn', () => {
			child.unref();
			done(undefined);
		});
	});
}

/** Whether there is no such program. */
function isMissing({ code }: NodeJS.ErrnoException): boolean {
	return code === 'ENOENT';
}

function quoted(word: string): string {
	return /^[\w./:-]+$/.test(word) ? word : `'${word.replace(/'/g, "'\\''")}'`;
}
