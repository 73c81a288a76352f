/** The rows of frames that the page holds: the newest ones, or what was there when its reader stopped to look. */
import type { FrameRow, FramesTold } from '../../frames/frame-row.js';
import { type Asked, fits } from './query.js';

/** The most rows that the page holds. */
export const MOST_ROWS = 5000;

export interface KeptRows {
	/** In the order of their ids. */
	readonly rows: readonly FrameRow[];
	/** Frames that came while nothing was added. */
	readonly waiting: number;
	/** Frames that have no row, for there were too many. */
	readonly left: number;
}

export const NO_ROWS: KeptRows = Object.freeze({ rows: [], waiting: 0, left: 0 });

/** With what was told. @param follows the newest are shown; else all stays as it is, and what comes is only counted */
export function withTold(kept: KeptRows, told: FramesTold, asked: Asked, follows: boolean): KeptRows {
	const last = kept.rows[kept.rows.length - 1]?.id ?? 0;
	// Some of it may have been had from a search.
	const fresh = told.rows.filter((row) => row.id > last && fits(row, asked));
	if (!follows) return { ...kept, waiting: kept.waiting + fresh.length };
	if (fresh.length === 0 && told.left === 0) return kept;
	const rows = kept.rows.concat(fresh);
	return { rows: rows.length > MOST_ROWS ? rows.slice(rows.length - MOST_ROWS) : rows, waiting: 0, left: kept.left + told.left };
}

/** What was found in place of all, and behind it what has come since it was asked for. */
export function withFound(kept: KeptRows, rows: readonly FrameRow[], asked: Asked): KeptRows {
	const last = rows[rows.length - 1]?.id ?? 0;
	return { ...NO_ROWS, rows: rows.concat(kept.rows.filter((row) => row.id > last && fits(row, asked))) };
}

/** With older ones before it. */
export function withOlder(kept: KeptRows, older: readonly FrameRow[]): KeptRows {
	const first = kept.rows[0]?.id ?? Number.POSITIVE_INFINITY;
	return { ...kept, rows: older.filter((row) => row.id < first).concat(kept.rows) };
}

/** Where a row stands; −1: it is not there. */
export function indexOf(rows: readonly FrameRow[], id: number | undefined): number {
	return id === undefined ? -1 : rows.findIndex((row) => row.id === id);
}
