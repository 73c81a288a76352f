/** What one judges a program by, in its order: what was said at its own dongle, and what broke off whatever was under way. */
import type { Act } from './act.js';
import type { Entry } from './entry.js';

export type Line = Act | Break;

/** The program was started or is gone, or the port of its dongle is. `crashes`: its supervisor starts it again. */
export interface Break {
	readonly kind: 'starts' | 'exits' | 'crashes' | 'isStopped' | 'portGoes' | 'portReturns';
	readonly entry: number;
	/** ms since the session began. */
	readonly at: number;
}

/** A line or a part of one, as far as evidence goes. */
export interface Place {
	readonly entry: number;
	readonly at: number;
}

/** The dongle of the program under test; others in the air are the exam's. */
const OWN_DONGLE = 'dongle';

interface Kept {
	readonly acts: readonly Act[];
	readonly length: number;
	readonly lines: readonly Line[];
}

/** By the entries that they are of: many judges look at one record. */
const KEPT = new WeakMap<readonly Entry[], Kept>();

export function linesOf({ acts, entries }: { readonly acts: readonly Act[]; readonly entries: readonly Entry[] }): readonly Line[] {
	const kept = KEPT.get(entries);
	if (kept?.acts === acts && kept.length === entries.length) return kept.lines;
	const lines = madeOf(acts, entries);
	KEPT.set(entries, { acts, length: entries.length, lines });
	return lines;
}

function madeOf(acts: readonly Act[], entries: readonly Entry[]): readonly Line[] {
	const lines: Line[] = acts.filter(({ node }) => node === OWN_DONGLE);
	for (const entry of entries) {
		const kind = breakOf(entry);
		if (kind !== undefined) lines.push({ kind, entry: entry.number, at: entry.at });
	}
	return lines.sort((a, b) => a.entry - b.entry);
}

function breakOf(entry: Entry): Break['kind'] | undefined {
	if (entry.kind === 'program') {
		if (entry.state === 'started') return 'starts';
		if (entry.state === 'ended' || entry.state === 'killed') return 'isStopped';
		return entry.again === true ? 'crashes' : 'exits';
	}
	if (entry.kind !== 'world' || entry.event.event !== 'port' || entry.event.node !== OWN_DONGLE) return undefined;
	const { state } = entry.event;
	return state === 'gone' ? 'portGoes' : state === 'back' ? 'portReturns' : undefined;
}

export function isBreak(line: Line): line is Break {
	return BREAKS.includes(line.kind);
}

const BREAKS: readonly string[] = Object.freeze(['starts', 'exits', 'crashes', 'isStopped', 'portGoes', 'portReturns'] satisfies Break['kind'][]);
