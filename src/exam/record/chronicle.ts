/** The record of an exam: every entry in its order, with what was said at the dongles beside it. It is bounded; that something did not fit is an entry. */
import type { WorldEvent } from '../../world/schema/event-rows.js';
import type { Act } from './act.js';
import { Dialogue } from './dialogue.js';
import type { Entry, EntryBody, EntryPlace } from './entry.js';

/** Entries that a session may have; a program that floods loses the rest of its lines, not the meter's. */
const MOST_OUTPUT = 20_000;
const MOST_ENTRIES = 400_000;

export interface SessionRecord {
	readonly number: number;
	readonly entries: readonly Entry[];
	readonly acts: readonly Act[];
}

class Recording implements SessionRecord {
	readonly entries: Entry[] = [];
	readonly acts: Act[] = [];
	readonly dialogue = new Dialogue();
	output = 0;
	/** What did not fit was told, once of each kind. */
	readonly told = new Set<'flood' | 'full'>();

	constructor(readonly number: number) {}
}

export class Chronicle {
	/** Told each entry, and the acts that it ends. */
	onEntry: (entry: Entry, acts: readonly Act[]) => void = () => {};
	readonly #sessions = new Map<number, Recording>();
	#last = 0;

	get sessions(): readonly SessionRecord[] {
		return [...this.#sessions.values()];
	}

	session(number: number): SessionRecord {
		return this.#of(number);
	}

	/** @param at ms since the session began. Returns the number of the entry, or of the one that says that it did not fit; undefined where that was said before. */
	add(session: number, at: number, body: EntryBody): number | undefined {
		const recording = this.#of(session);
		// What it gave away is kept: whoever watches it bounds that.
		const isOutput = body.kind === 'output' && body.leak.length === 0;
		const isFull = this.#last >= MOST_ENTRIES;
		if (isFull || (isOutput && recording.output >= MOST_OUTPUT)) {
			const trouble = isFull ? 'full' : 'flood';
			if (recording.told.has(trouble)) return undefined;
			recording.told.add(trouble);
			return this.#put(recording, at, { kind: 'trouble', trouble, ms: 0, detail: '' });
		}
		if (isOutput) recording.output++;
		return this.#put(recording, at, body);
	}

	#put(recording: Recording, at: number, body: EntryBody): number {
		const entry: Entry = { number: ++this.#last, session: recording.number, at, ...body };
		recording.entries.push(entry);
		const acts = body.kind === 'world' ? this.#acts(recording, entry, body.event) : NONE;
		recording.acts.push(...acts);
		this.onEntry(entry, acts);
		return entry.number;
	}

	#acts({ dialogue }: Recording, place: EntryPlace, event: WorldEvent): readonly Act[] {
		return event.event === 'serial' ? dialogue.onSerial(place, event) : NONE;
	}

	#of(number: number): Recording {
		let recording = this.#sessions.get(number);
		if (recording === undefined) {
			recording = new Recording(number);
			this.#sessions.set(number, recording);
		}
		return recording;
	}
}

const NONE: readonly Act[] = Object.freeze([]);
