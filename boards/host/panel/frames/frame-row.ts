/** What is told of frames: types that the server and the page share. */
import type { FrameMedium } from '../../../../src/world/watch/frame-log.js';

/** A frame in one line. */
export interface FrameRow {
	readonly id: number;
	readonly elapsedMs: number;
	readonly medium: FrameMedium;
	/** Who sent it, by the medium. */
	readonly node: string;
	/** By what the frame tells. */
	readonly source: string;
	readonly destination: string;
	/** The innermost that is known, and all, the outermost first. */
	readonly protocol: string;
	readonly layers: readonly string[];
	readonly info: string;
	/** Bytes. */
	readonly length: number;
	readonly channel: number | null;
	/** dBm. */
	readonly rssi: number | null;
	/** Of ECHONET Lite. */
	readonly tid: number | null;
	readonly epcs: readonly number[];
	readonly malformed: boolean;
}

/** How many frames there were on each medium. */
export type FrameCounts = Readonly<Record<FrameMedium, number>>;

/** Of the topic `frames`. */
export interface FramesTold {
	/** Ids of the oldest that is kept, and of the next. */
	readonly first: number;
	readonly next: number;
	readonly counts: FrameCounts;
	readonly rows: readonly FrameRow[];
	/** Of the frames since the last message, how many have no row here: there were too many. */
	readonly left: number;
	/** The message says how things stand: what was told before does not count. */
	readonly fresh?: boolean;
}

export interface FrameList {
	readonly first: number;
	readonly next: number;
	readonly counts: FrameCounts;
	/** In the order of their ids. */
	readonly rows: readonly FrameRow[];
	/** Where the search goes on, as `before` or `after`; null: it is at its end. */
	readonly more: number | null;
}

export interface FieldJson {
	readonly name: string;
	readonly value: string;
	readonly start: number;
	readonly end: number;
	readonly clause: string;
	/** Which bits of the number that its bytes make. */
	readonly bits?: number;
	/** As Wireshark's display filter. */
	readonly filter?: string;
	readonly malformed?: true;
	/** Left out. */
	readonly hidden?: true;
	readonly children?: readonly FieldJson[];
}

export interface FrameDetail {
	readonly row: FrameRow;
	/** Hexadecimal digits; `..` for a byte that is left out. */
	readonly sources: readonly { readonly name: string; readonly hex: string }[];
	readonly layers: readonly {
		readonly protocol: string;
		readonly source: number;
		readonly start: number;
		readonly end: number;
		readonly fields: readonly FieldJson[];
	}[];
}
