import type { Log } from '../ports/log.js';

/** Lines on the standard output. */
export const PRINT_LOG: Log = Object.freeze({
	write(layer: string, text: string): void {
		print(`${layer}: ${text}`);
	},
});

/** One line to the standard output (log.c). */
export function print(this: unknown, text: string): void {
	native('xs_keiki_print').call(this, text);
}
