/**
 * Exactly one process at a time, by an advisory lock of the operating system on a file.
 *
 * 1. Open the file, made where there is none, and ask for the exclusive lock on what is open; whoever does not get it has no lock.
 * 2. Look whether the name still leads to the file that is locked. If not, its holder of before has just removed it: from 1 again.
 * 3. Write into it who has it. That is for messages alone and decides nothing.
 * 4. To let go, remove the name if it still leads to the own file, and close the file.
 *
 * The kernel keeps the lock with the open file and gives it up when its last user is gone, by whatever death: nothing is left that a next process would have to
 * take over, and numbers of processes, which containers and restarts use again, decide nothing. It holds between all processes of a kernel that see
 * the file, in whatever container; between hosts as far as the file system has such locks for them (NFS has).
 *
 * Two cannot hold: a lock is for one open file, a name leads to one file, and of those who know the name to lead to what they have locked, only one has
 * locked it. A name is removed by its holder alone (step 4), so what step 2 has seen stays so until that holder lets go.
 */
import { closeSync, constants, fstatSync, ftruncateSync, lstatSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { hostname } from 'node:os';
import process from 'node:process';
import { flock, LOCKING_FLAG } from '../../../hal/node/flock.js';
import { FILE_USAGE, type FileUsageWords } from './file-usage-words.js';
import { reasonOf, UsageError } from './usage-error.js';
import { inEach } from './usage-words.js';

const OWNER_ONLY = 0o600;

export class FileLock {
	readonly #path: string;
	readonly #file: number;

	private constructor(path: string, file: number) {
		this.#path = path;
		this.#file = file;
	}

	/**
	 * Undefined: somebody else has it, `holderOf` tells who.
	 * @throws UsageError where there can be no lock
	 */
	static take(path: string): FileLock | undefined {
		for (;;) {
			const file = openLocked(path);
			if (file === undefined) return undefined;
			if (leadsTo(path, file)) {
				const lock = new FileLock(path, file);
				lock.#sign();
				return lock;
			}
			closeSync(file);
		}
	}

	release(): void {
		if (leadsTo(this.#path, this.#file)) rmSync(this.#path);
		closeSync(this.#file);
	}

	/** A disk that is full does not matter. */
	#sign(): void {
		try {
			ftruncateSync(this.#file);
			writeSync(this.#file, `process ${process.pid} of ${hostname()}\n`, 0);
		} catch {}
	}
}

/** Who has the lock, as a message calls it. */
export function holderOf(path: string, words: FileUsageWords = FILE_USAGE.en): string {
	try {
		const [, id, host] = /^process (\d+) of ([\w.-]+)\n/.exec(readFileSync(path, 'latin1')) ?? [];
		return id === undefined || host === undefined ? words.somebody() : words.holder(id, host);
	} catch {
		return words.somebody();
	}
}

/** Between two tries for a lock, ms. */
const PAUSE = 20;

/**
 * Does a short piece of work that no other process does at the same time.
 * @param patience how long others may have it, ms
 * @throws UsageError when they have it longer
 */
export function withLock<T>(path: string, patience: number, work: () => T): T {
	const end = performance.now() + patience;
	let lock = FileLock.take(path);
	while (lock === undefined) {
		if (performance.now() > end) throw new UsageError(inEach(FILE_USAGE, (words) => words.lockHeld(path, holderOf(path, words))));
		Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE);
		lock = FileLock.take(path);
	}
	try {
		return work();
	} finally {
		lock.release();
	}
}

/** Undefined: somebody else has locked it. */
function openLocked(path: string): number | undefined {
	const flags = constants.O_RDWR | constants.O_CREAT | constants.O_NOFOLLOW | LOCKING_FLAG | (LOCKING_FLAG === 0 ? 0 : constants.O_NONBLOCK);
	let file: number;
	try {
		file = openSync(path, flags, OWNER_ONLY);
	} catch (error) {
		if (LOCKING_FLAG !== 0 && (error as NodeJS.ErrnoException).code === 'EAGAIN') return undefined;
		throw new UsageError(inEach(FILE_USAGE, (words) => words.cannotWrite(path, reasonOf(error))));
	}
	try {
		if (locked(path, file)) return file;
	} catch (error) {
		closeSync(file);
		throw error;
	}
	closeSync(file);
	return undefined;
}

/** False: somebody else has it. Throws UsageError. */
function locked(path: string, file: number): boolean {
	try {
		return flock(file);
	} catch (error) {
		const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
		throw new UsageError(inEach(FILE_USAGE, (words) => (isMissing ? words.noFlock(path) : words.cannotLock(path, reasonOf(error)))));
	}
}

function leadsTo(path: string, file: number): boolean {
	const named = lstatSync(path, { throwIfNoEntry: false, bigint: true });
	const { dev, ino } = fstatSync(file, { bigint: true });
	return named?.dev === dev && named.ino === ino;
}
