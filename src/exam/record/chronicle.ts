/** The record of an exam: every entry in its order, with what was said at the dongles beside it. It is bounded; what does not fit is counted. */
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
	lost = 0;

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

	/** How many entries did not fit. */
	get lost(): number {
		let lost = 0;
		for (const session of this.#sessions.values()) lost += session.lost;
		return lost;
	}

	/** @param at ms since the session began. Returns its number; undefined where it did not fit. */
	add(session: number, at: number, body: EntryBody): number | undefined {
		const recording = this.#of(session);
		const isOutput = body.kind === 'output';
		if (this.#last >= MOST_ENTRIES || (isOutput && recording.output >= MOST_OUTPUT)) {
			recording.lost++;
			return undefined;
		}
		if (isOutput) recording.output++;
		const entry: Entry = { number: ++this.#last, session, at, ...body };
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
