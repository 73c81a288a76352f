/**
 * When a campaign gives its commands: rows, each for many meters from its time on, at a rate that the link bears and to so many meters at once. A meter that
 * does not answer is tried again, later each time, until the row's time is over. No meter has two commands at once; of two rows about the same subject that are
 * due for a meter, the later holds and the earlier is not given any more.
 *
 * Nothing is kept for each command: a row has a bit for each meter and a place up to which it was begun, and only those wait in lists that are tried again.
 */
import type { Scheduler, Timer } from '../../../hal/ports/scheduler.js';

export interface CampaignRow {
	/** ms since 1970-01-01T00:00:00Z: from when on, and until when it may be begun. */
	readonly due: number;
	readonly until: number;
	/** Rows of one subject put an end to one another. */
	readonly subject: string;
	/** A byte for each meter: not 0 where it is for it. */
	readonly members: Uint8Array;
}

/** How one try ended: `silent` may be tried again. */
export type TryEnd = 'done' | 'refused' | 'silent';

/** How a command ended; `replaced`: a later row holds; `late`: its time was over before it could be begun. */
export type CampaignEnd = TryEnd | 'replaced' | 'late';

export interface CampaignOptions {
	/** In their order where times are the same. */
	readonly rows: readonly CampaignRow[];
	/** Commands that are begun a second, at most. */
	readonly rate: number;
	/** Meters at once, at most. */
	readonly parallel: number;
	/** Between the tries of a meter that is silent, ms; the last of them again and again. */
	readonly pauses: readonly number[];
	readonly scheduler: Scheduler;
	/** ms since 1970-01-01T00:00:00Z. */
	readonly now: () => number;
	/** It was done before, and is not again. */
	readonly isDone: (row: number, meter: number) => boolean;
	/** Before a row is begun; it waits for that. */
	readonly onDue: (row: number) => Promise<void>;
	readonly work: (row: number, meter: number) => Promise<TryEnd>;
	readonly onEnd: (row: number, meter: number, end: CampaignEnd, tries: number) => void;
	/** All is over, or what was under way has ended behind `stop`. */
	readonly onOver: () => void;
	readonly onError: (error: unknown) => void;
}

interface Again {
	readonly row: number;
	readonly meter: number;
	readonly tries: number;
	readonly at: number;
}

/** How soon a meter is looked at again that has another command, ms. */
const BUSY = 1000;
const SECOND = 1000;
/** What a timer may be late by, ms. */
const LATENESS = 50;
/** How far ahead timers are set, ms: a host's ends at 2^31. */
const LONGEST = 3_600_000;

export class Campaign {
	/** Commands under way. */
	readonly #busy = new Set<number>();
	readonly #options: CampaignOptions;
	/** Rows by time. */
	readonly #order: readonly number[];
	/** By row: up to which meter it was begun; −1: it is not due yet; −2: it is, and is waited for. */
	readonly #next: Int32Array;
	/** Those that are tried again: a list for each pause, so that each is in the order of time. Behind them that of meters that were busy. */
	readonly #again: Again[][];
	readonly #heads: number[];
	/** When the next command may be begun, ms of the scheduler. */
	#free = 0;
	#timer: Timer | undefined;
	#isStopped = false;
	#isOver = false;

	constructor(options: CampaignOptions) {
		const { rows, pauses } = options;
		this.#options = options;
		this.#order = rows.map((_, i) => i).sort((one, other) => rows[one]!.due - rows[other]!.due || one - other);
		this.#next = new Int32Array(rows.length).fill(NOT_DUE);
		this.#again = Array.from({ length: pauses.length + 1 }, () => []);
		this.#heads = new Array(pauses.length + 1).fill(0);
	}

	start(): void {
		this.#free = this.#options.scheduler.now();
		this.#pump();
	}

	/** Begins no more. */
	stop(): void {
		this.#isStopped = true;
		this.#timer?.cancel();
		this.#endIfOver();
	}

	/** Begins what may be begun now, and comes again when more may. */
	#pump(): void {
		this.#timer?.cancel();
		this.#timer = undefined;
		const { scheduler, now, rate, parallel } = this.#options;
		const time = now();
		this.#look(time);
		while (!this.#isStopped && this.#busy.size < parallel) {
			if (this.#free > scheduler.now()) break;
			const task = this.#take(time);
			if (task === undefined) break;
			// What timers are late by is made up for, what was not used for want of work is not.
			this.#free = Math.max(this.#free, scheduler.now() - LATENESS) + SECOND / rate;
			this.#begin(task);
		}
		this.#endIfOver();
		if (this.#isOver || this.#isStopped || this.#timer !== undefined) return;
		const delay = this.#busy.size >= parallel ? LONGEST : Math.max(this.#free - scheduler.now(), this.#delay(time));
		this.#timer = scheduler.after(Math.min(delay, LONGEST), () => this.#pump());
	}

	/** Rows that are due now are made ready. */
	#look(time: number): void {
		const { rows, onDue, onError } = this.#options;
		for (const row of this.#order) {
			if (rows[row]!.due > time) return;
			if (this.#next[row] !== NOT_DUE || this.#isStopped) continue;
			this.#next[row] = IS_WAITED_FOR;
			onDue(row).then(() => {
				this.#next[row] = 0;
				this.#pump();
			}, onError);
		}
	}

	/** The next command that is to be begun; those that are not any more are ended. */
	#take(time: number): Again | undefined {
		for (;;) {
			const task = this.#fromLists(time) ?? this.#fromRows(time);
			if (task === undefined) return undefined;
			const { row, meter, tries } = task;
			if (this.#isReplaced(row, meter, time)) this.#options.onEnd(row, meter, 'replaced', tries);
			else if (time > this.#options.rows[row]!.until) this.#options.onEnd(row, meter, tries === 0 ? 'late' : 'silent', tries);
			else if (this.#busy.has(meter)) this.#put(this.#again.length - 1, { row, meter, tries, at: time + BUSY });
			else return task;
		}
	}

	#fromLists(time: number): Again | undefined {
		for (const [i, list] of this.#again.entries()) {
			const head = this.#heads[i]!;
			const task = list[head];
			if (task === undefined || task.at > time) continue;
			this.#heads[i] = head + 1;
			if (head > SPENT && 2 * head > list.length) {
				list.splice(0, head + 1);
				this.#heads[i] = 0;
			}
			return task;
		}
		return undefined;
	}

	#fromRows(time: number): Again | undefined {
		const { rows, isDone } = this.#options;
		for (const row of this.#order) {
			const { due, members } = rows[row]!;
			if (due > time) return undefined;
			if (this.#next[row]! < 0) continue;
			for (let meter = this.#next[row]!; meter < members.length; meter++) {
				this.#next[row] = meter + 1;
				if (members[meter] !== 0 && !isDone(row, meter)) return { row, meter, tries: 0, at: time };
			}
		}
		return undefined;
	}

	/** Whether a later row of the same subject is due for this meter. */
	#isReplaced(row: number, meter: number, time: number): boolean {
		const { rows } = this.#options;
		const own = rows[row]!;
		return rows.some(
			({ subject, members, due }, other) =>
				subject === own.subject && members[meter] !== 0 && due <= time && (due > own.due || (due === own.due && other > row)),
		);
	}

	#begin({ row, meter, tries: before }: Again): void {
		const { work, onEnd, onError, pauses, now, rows } = this.#options;
		const tries = before + 1;
		this.#busy.add(meter);
		work(row, meter)
			.then((end) => {
				this.#busy.delete(meter);
				const pause = Math.min(before, pauses.length - 1);
				const at = now() + (pauses[pause] ?? 0);
				if (end === 'silent' && !this.#isStopped && pauses.length > 0 && at <= rows[row]!.until) this.#put(pause, { row, meter, tries, at });
				else onEnd(row, meter, end, tries);
				this.#pump();
			})
			.catch(onError);
	}

	#put(list: number, task: Again): void {
		this.#again[list]!.push(task);
	}

	/** How long nothing can be begun, as far as is known, ms. */
	#delay(time: number): number {
		let first = Number.POSITIVE_INFINITY;
		for (const [i, list] of this.#again.entries()) first = Math.min(first, list[this.#heads[i]!]?.at ?? first);
		for (const [row, { due }] of this.#options.rows.entries()) {
			if (this.#next[row] === NOT_DUE) first = Math.min(first, due);
			else if (this.#next[row]! >= 0 && this.#next[row]! < this.#options.rows[row]!.members.length) first = Math.min(first, time);
		}
		return Math.max(0, first - time);
	}

	#endIfOver(): void {
		if (this.#isOver || this.#busy.size > 0) return;
		const isLeft = () =>
			this.#again.some((list, i) => list.length > this.#heads[i]!) ||
			this.#options.rows.some(({ members }, row) => this.#next[row]! < members.length);
		if (!this.#isStopped && isLeft()) return;
		this.#isOver = true;
		this.#timer?.cancel();
		this.#options.onOver();
	}
}

const NOT_DUE = -1;
const IS_WAITED_FOR = -2;
/** Members of a list that were taken and are let go at once. */
const SPENT = 1024;
