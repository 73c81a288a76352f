import type { Log } from '../ports/log.js';

/** Lines on the debugger's console (xsbug, or xsbug-log in a terminal); nothing in a release build, which has no console. */
export const TRACE_LOG: Log = Object.freeze({
	write(layer: string, text: string): void {
		trace(`${layer}: ${text}\n`);
	},
});
