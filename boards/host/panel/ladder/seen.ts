/** What was seen of a program at one dongle, as far as causes follow from it. */
import type { UnsentRung } from './rung.js';

export interface Seen {
	/** A program has opened the port, where that shows (over TCP); and has written anything. */
	opened: boolean;
	wrote: boolean;
	/** Lines that are no command, and commands. */
	gibberish: number;
	commands: number;
	/** As it was set last: of a meter here, or of none; not set, or lost by a reset. */
	id: 'none' | 'right' | 'other';
	password: 'none' | 'right' | 'wrong';
	/** The last command but those that send; its answer, null as long as there is none. */
	last: { readonly word: string; answer: string | null; readonly at: number } | undefined;
	/** The last command that was refused, until the same one is not. */
	refused: { readonly word: string; readonly answer: string } | undefined;
	/** Of the SKSCAN whose scan is still to begin. */
	asked: ScanAsked | undefined;
	scan: ScanSeen | undefined;
	join: JoinSeen | undefined;
	/** How the last session ended. */
	ended: 'failed' | 'terminatedByPeer' | 'terminated' | 'terminationTimeout' | 'expired' | 'power' | undefined;
	/** Requests since the last datagram that came, and when the first of them left. */
	unanswered: number;
	unansweredSince: number | undefined;
	unsent: UnsentRung['why'] | undefined;
	limited: boolean;
}

export interface ScanAsked {
	/** 2 beacons with the pairing id, 3 without. */
	readonly mode: number;
	/** Bit n: channel 33 + n. */
	readonly mask: number;
}

export interface ScanSeen {
	state: 'running' | 'done';
	found: number;
	/** One of the world's meters is among them. */
	foundMeter: boolean;
	readonly paired: boolean;
	readonly duration: number;
	/** Undefined with J11. */
	readonly asked: ScanAsked | undefined;
	endedAt?: number;
}

export interface JoinSeen {
	state: 'running' | 'joined' | 'failed';
	/** Whose address it is; null: no meter's. */
	readonly meter: string | null;
	/** Whether the dongle was on the meter's channel and PAN. */
	readonly place: 'right' | 'other';
	/** Messages of the meter. */
	received: number;
	/** Result-Code that it gave. */
	result: number | null;
	readonly began: number;
}

export function newSeen(): Seen {
	return {
		...{ opened: false, wrote: false, gibberish: 0, commands: 0, id: 'none', password: 'none', limited: false },
		...{ last: undefined, refused: undefined, asked: undefined, scan: undefined, join: undefined, ended: undefined },
		...{ unanswered: 0, unansweredSince: undefined, unsent: undefined },
	};
}

/** As SKSCAN has them: mode, mask, duration. */
export function scanOfWords(words: readonly string[]): ScanAsked {
	const [, mode = '', mask = ''] = words;
	return { mode: Number.parseInt(mode, 16), mask: Number.parseInt(mask, 16) };
}
