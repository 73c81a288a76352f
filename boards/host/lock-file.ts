import { readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import process from 'node:process';

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
