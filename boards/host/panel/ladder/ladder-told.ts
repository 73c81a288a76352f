/** What is told of the ladders, to pages and to scripts. */
import type { Cause } from './causes.js';
import type { Attempt, LadderTimer, Rung } from './rung.js';

/** How it stands at one dongle. */
export interface LadderStand {
	/** `dongle`, `dongle-2`, … */
	readonly node: string;
	readonly model: string;
	/** Where a program opens it. */
	readonly path: string;
	readonly dialect: 'skstack' | 'j11';
	/** A program has opened the port, or written anything. */
	readonly touched: boolean;
	readonly scanning: boolean;
	/** Of Table 2, for the meter that it is about; null without Route B. */
	readonly verdict: string | null;
	readonly verdictCauses: readonly string[];
	readonly meter: string;
	/** Null: nothing has stopped. */
	readonly stopped: Cause | null;
	readonly timers: readonly LadderTimer[];
	/** Virtual ms since the start. */
	readonly now: number;
}

/** The whole of it: heads of all attempts, and the last one with its rungs. */
export interface LadderTold extends LadderStand {
	readonly attempts: readonly Attempt[];
	readonly rungs: readonly Rung[];
}

/** What has changed of the last attempt. */
export interface LadderChange extends LadderStand {
	readonly attempt: Attempt;
	readonly rungs: readonly Rung[];
}

/** The first message has all dongles; each after it has one that began anew, or what has changed of one. */
export type LadderMessage =
	| { readonly kind: 'all'; readonly start: number; readonly dongles: readonly LadderTold[] }
	| { readonly kind: 'anew'; readonly dongle: LadderTold }
	| { readonly kind: 'change'; readonly dongle: LadderChange };

/** Of one meter: the three lines that a HEMS needs, and a command that is one. */
export interface HemsNeeds {
	/** Where programs open the dongles. */
	readonly ports: readonly { readonly path: string; readonly model: string }[];
	/** 32 characters. */
	readonly id: string;
	/** 12 characters; null where it is not asked for, or not shown. */
	readonly password: string | null;
	/** The run does not tell it: whoever started it has given it. */
	readonly isHidden: boolean;
	readonly command: string;
}
