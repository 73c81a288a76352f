/** What a log of a serial line comes to. */
import type { ModuleModel } from '../../../modules/wi-sun-module/models.js';

/** What a program or a module says at once. */
export interface Said {
	/** SKSTACK: a line without its end, one character a byte. J11: a frame, in digits. */
	readonly text: string;
	/** What SKSENDTO sends. */
	readonly data: Uint8Array | undefined;
}

export interface LogStep extends Said {
	readonly by: 'host' | 'module';
	/** Of the file, from 1. */
	readonly line: number;
	/** ms since any beginning; undefined where the log does not tell. */
	readonly at: number | undefined;
}

/** Its steps have at least one of each side. */
export interface Log {
	readonly dialect: ModuleModel['dialect'];
	readonly steps: readonly LogStep[];
}

export type LogWrong =
	/** `noFrame`: in a log of J11. `side`: the frame is not of the side that the line names. */
	{ readonly kind: 'noLine' | 'noSteps' | 'cut' | 'noFrame' | 'side' } | { readonly kind: 'data'; readonly length: number; readonly got: number };

export class LogError extends Error {
	/** @param line of the file, from 1 */
	constructor(
		readonly line: number,
		readonly wrong: LogWrong,
	) {
		super(`log, line ${line}: ${wrong.kind}`);
	}
}
