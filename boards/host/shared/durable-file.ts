/** Files that are whole on the disk when the call returns, and whole as they were before where it does not. */
import { closeSync, fsyncSync, linkSync, lstatSync, openSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import process from 'node:process';

const OWNER_ONLY = 0o600;

/** The file itself where the path is a link to it, which a rename would put an end to. */
export function fileOf(path: string): string {
	return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ? realpathSync(path) : path;
}

/** Makes a file, for its owner only unless `mode` says otherwise; throws the system's error, EEXIST where there is one. */
export function createWhole(path: string, content: string | Uint8Array, mode = OWNER_ONLY): void {
	const handle = openSync(path, 'wx', mode);
	try {
		// All of it, where writeSync may stop half-way on a disk that gets full.
		writeFileSync(handle, content);
		fsyncSync(handle);
	} finally {
		closeSync(handle);
	}
	syncDirectory(path);
}

/** Of the name of a file that is not whole yet. */
export const UNFINISHED = '.part';

/** Replaces a file, or makes it, as `createWhole` does. Throws the system's error. Two at once need a lock of their own. */
export function writeWhole(path: string, content: string | Uint8Array, mode = OWNER_ONLY): void {
	const part = path + UNFINISHED;
	try {
		// A process that was killed may have left it.
		rmSync(part, { force: true });
		createWhole(part, content, mode);
		renameSync(part, path);
	} catch (error) {
		rmSync(part, { force: true });
		throw error;
	}
	syncDirectory(path);
}

/** Makes a file that is never altered, whole or not at all, where others may be about to make it, too. False: one is there. Throws the system's error. */
export function createOnce(path: string, content: string | Uint8Array): boolean {
	const part = `${path}.${process.pid}${UNFINISHED}`;
	rmSync(part, { force: true });
	try {
		createWhole(part, content);
		// Unlike a rename it fails where there is one.
		linkSync(part, path);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
		return false;
	} finally {
		rmSync(part, { force: true });
	}
	syncDirectory(path);
	return true;
}

/** The name of a file that was made or renamed is on the disk, too. */
export function syncDirectory(path: string): void {
	// Windows opens no directories, and keeps their entries in its journal.
	if (process.platform === 'win32') return;
	const handle = openSync(dirname(path), 'r');
	try {
		fsyncSync(handle);
	} finally {
		closeSync(handle);
	}
}
