/** When a program had values again, and when it showed them. */
import { SECOND } from '../../../modules/time/durations.js';
import type { Claims } from '../declaration.js';
import type { Entry } from './entry.js';
import type { Line, Place } from './lines.js';
import { carriesPresentValue } from './served-value.js';

/** Beyond two polls, for what a program shows to be seen, ms. */
const SIGHT = 5 * SECOND;

/** Present values that the meter served, from one time to another, ms since the session began. */
export function servedIn(lines: readonly Line[], from: number, to: number): readonly Place[] {
	return lines.filter((line) => line.at >= from && line.at <= to && isServed(line));
}

/** The first present value that the meter served behind an entry, until a time, ms since the session began. */
export function servedBehind(lines: readonly Line[], { entry }: Place, to: number): Place | undefined {
	return lines.find((line) => line.entry > entry && line.at <= to && isServed(line));
}

function isServed(line: Line): boolean {
	return line.kind === 'receives' && line.frame !== undefined && carriesPresentValue(line.frame);
}

/** Powers that the program showed. */
export function shownIn(entries: readonly Entry[], from: number, to: number): readonly Place[] {
	const shown: Place[] = [];
	for (const entry of entries) {
		if (entry.kind !== 'shown' || entry.at < from || entry.at > to) continue;
		const { what, value } = entry.observation;
		if (what === 'power' && typeof value === 'number') shown.push({ entry: entry.number, at: entry.at });
	}
	return shown;
}

/** How long after a value was served it may be seen where the program shows it, ms. */
export function sightOf({ pollMs }: Claims): number {
	return 2 * pollMs + SIGHT;
}
