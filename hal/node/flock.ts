import { type StdioOptions, spawnSync } from 'node:child_process';
import process from 'node:process';

/** Flag of open(2) on macOS; Node has no name for it. */
const O_EXLOCK = 0x20;
/** Where `flock` finds the file among its own. */
const INHERITED = 3;
const IS_TAKEN = 1;

/** Flag for open(2) where opening locks; there it fails with EAGAIN where somebody else has the lock. */
export const LOCKING_FLAG = process.platform === 'darwin' ? O_EXLOCK : 0;

/**
 * The exclusive advisory lock of flock(2) on a file that is open here, for as long as it is. Where opening locks it is there already.
 *
 * Node itself has no such lock on Linux. The program `flock` (util-linux, busybox) locks a file that it inherits open, and leaves it locked: the open file is
 * this process's. On macOS opening locks (O_EXLOCK of open(2)).
 *
 * False: somebody else has it.
 * @throws the system's error, ENOENT where there is no `flock`
 */
export function flock(file: number): boolean {
	if (LOCKING_FLAG !== 0) return true;
	const stdio: StdioOptions = ['ignore', 'ignore', 'pipe', file];
	const { status, signal, stderr, error } = spawnSync('flock', ['-n', '-x', String(INHERITED)], { stdio, encoding: 'utf8' });
	if (status === 0) return true;
	if (status === IS_TAKEN && stderr === '') return false;
	throw error ?? new Error(signal ?? stderr);
}
