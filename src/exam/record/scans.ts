/** Scans for PANs, with what they found. */
import { EVENT } from '../../../modules/wi-sun-module/skstack/language/event.js';
import type { Act } from './act.js';
import { isBreak, type Line, type Place } from './lines.js';

export interface Scan extends Place {
	readonly isPaired: boolean;
	readonly duration: number;
	readonly found: readonly Found[];
	/** EVENT 22; undefined: it did not come before something else began. */
	readonly end: Place | undefined;
}

export type Found = Extract<Act, { readonly kind: 'found' }>;

type Open = { -readonly [Key in keyof Scan]: Scan[Key] } & { found: Found[] };

export function scansIn(lines: readonly Line[]): readonly Scan[] {
	const scans: Open[] = [];
	let open: Open | undefined;
	for (const line of lines) {
		const { entry, at } = line;
		if (line.kind === 'scans' && line.mode !== 'energy') {
			open = { entry, at, isPaired: line.mode === 'paired', duration: line.duration, found: [], end: undefined };
			scans.push(open);
		} else if (line.kind === 'found') open?.found.push(line);
		else if (line.kind === 'event' && line.number === EVENT.scanDone) {
			if (open !== undefined) open.end = { entry, at };
			open = undefined;
		} else if (isBreak(line) || line.kind === 'resets' || line.kind === 'joins') open = undefined;
	}
	return scans;
}

/** Over, and without a single PAN. */
export function isEmpty({ found, end }: Scan): boolean {
	return end !== undefined && found.length === 0;
}
