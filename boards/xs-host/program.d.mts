import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import type { Plugin } from 'esbuild';

/** Sizes of RAM: bytes of chunks, slots, slots of stack; `keys`: how many new property names may come up at run time. */
export interface Pools {
	readonly chunks?: number;
	readonly slots?: number;
	readonly stack?: number;
	readonly keys?: number;
}

export interface End {
	/** The exit code, or the signal that ended the program: SIGKILL at its limit. */
	readonly code: number | string;
	readonly errors: string;
	/** Alive at the end: slots, chunk bytes; the most stack slots in use; bytes of flash. */
	readonly report?: { readonly slots: number; readonly chunks: number; readonly stack: number; readonly flash: number };
}

export interface Run extends End {
	readonly output: string;
}

export const ESP32: { readonly chunks: number; readonly slots: number; readonly stack: number };
export const EXIT: {
	readonly poolFull: number;
	readonly stackOverflow: number;
	readonly outOfKeys: number;
	readonly flashWrite: number;
	readonly flashState: number;
};

export function bundle(entry: string, script: string, options?: { banner?: string; plugins?: Plugin[] }): Promise<void>;
export function startProgram(
	host: string,
	script: string,
	pools?: Pools,
	options?: readonly string[],
	under?: readonly string[],
): ChildProcessWithoutNullStreams;
export function endOf(child: ChildProcessWithoutNullStreams): Promise<End>;
export function runProgram(host: string, script: string, options?: { pools?: Pools; input?: string; limit?: number; options?: readonly string[] }): Promise<Run>;
export function sourceLines(script: string): Promise<(text: string) => string>;
export function bisect(low: number, high: number, grain: number, holds: (size: number) => Promise<boolean>): Promise<number>;
