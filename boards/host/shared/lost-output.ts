/** Output that did not get where it should: a disk takes no more. It is told, and the exit code says so, too. */
import process from 'node:process';

/** Of a disk, of a user's share of it, of the greatest file that a process may have. */
const FULL: readonly (string | undefined)[] = Object.freeze(['ENOSPC', 'EDQUOT', 'EFBIG']);

/** Whether it is the disk that takes no more, and not a reader that has gone. */
export function isFull({ code }: NodeJS.ErrnoException): boolean {
	return FULL.includes(code);
}

/**
 * Looks after stdout for as long as the process lives. A reader that has gone has seen enough; what a full disk has not taken is lost.
 * @param code with which the process ends then, if it ended well otherwise
 */
export function tellLostOutput(code: number): void {
	let isLost = false;
	process.stdout.on('error', (error: NodeJS.ErrnoException) => {
		if (isLost || !isFull(error)) return;
		isLost = true;
		process.stderr.write(`keiki: the output cannot be written: ${error.message}\n`);
	});
	process.on('exit', () => {
		if (isLost) process.exitCode ||= code;
	});
}
