import { readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import process from 'node:process';
import { reasonOf, UsageError } from './usage-error.js';

/**
 * Makes `path` this process's own until `release`. Returns the id of the process that has it, if one does; what a process that lives no more
 * has left behind is taken over.
 */
export function acquireLock(path: string): number | undefined {
	for (;;) {
		try {
			writeFileSync(path, `${process.pid}\n`, { flag: 'wx' });
			return undefined;
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
		}
		const holder = Number.parseInt(readFileSync(path, 'utf8'), 10);
		if (holder !== process.pid && isAlive(holder)) return holder;
		unlinkSync(path);
	}
}

export function releaseLock(path: string): void {
	unlinkSync(path);
}

function isAlive(id: number): boolean {
	if (!(id > 0)) return false;
	try {
		process.kill(id, 0);
		return true;
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'EPERM';
	}
}

/** Between two tries for a lock, ms. */
const PAUSE = 10;

/**
 * Does a short piece of work that no other process does at the same time. What a process that lives no more has left behind is taken over.
 * @param patience how long others may have it, ms
 * @throws UsageError when they have it longer
 */
export function withLock<T>(path: string, patience: number, work: () => T): T {
	const end = performance.now() + patience;
	while (!tryLock(path)) {
		const holder = holderOf(path);
		if (holder !== undefined && isGone(holder) && takeAway(path, holder)) continue;
		if (performance.now() > end) throw new UsageError(`${path}: ${holder ?? 'somebody'} has it; if that is no keiki at work, delete it`);
		Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE);
	}
	try {
		return work();
	} finally {
		unlinkSync(path);
	}
}

/** This process, as a lock names it: containers that share a directory have the same numbers. */
function nameOfThis(): string {
	return `process ${process.pid} of ${hostname()}`;
}

/** Throws UsageError where there can be no lock. */
function tryLock(path: string): boolean {
	try {
		writeFileSync(path, `${nameOfThis()}\n`, { flag: 'wx' });
		return true;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
		throw new UsageError(`${path}: cannot write it: ${reasonOf(error)}`);
	}
}

/** Undefined: it has gone, or its holder is about to write who it is. */
function holderOf(path: string): string | undefined {
	try {
		const text = readFileSync(path, 'utf8');
		return text.endsWith('\n') ? text.trimEnd() : undefined;
	} catch {
		return undefined;
	}
}

/** Whether it is known to live no more: this process asks while it has no lock. */
function isGone(holder: string): boolean {
	const [, id, host] = /^process (\d+) of (.+)$/.exec(holder) ?? [];
	return host === hostname() && (Number(id) === process.pid || !isAlive(Number(id)));
}

/** Removes the lock of a process that lives no more. False: somebody else is about to. */
function takeAway(path: string, holder: string): boolean {
	const taking = `${path}.taking`;
	if (!tryLock(taking)) return false;
	try {
		// Only its holder, who is no more, and who has `taking` remove a lock: it is still the same one.
		if (holderOf(path) === holder) unlinkSync(path);
		return true;
	} finally {
		unlinkSync(taking);
	}
}
