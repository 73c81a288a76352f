/**
 * What the control system knows of the jobs that came to it, made of the entries of its journal, one after the other: the same entries make the same book.
 *
 * | entry     | when                                                                                             |
 * |-----------|--------------------------------------------------------------------------------------------------|
 * | taken     | a job came, and its signature is the office's                                                    |
 * | withdrawn | likewise a withdrawal, of a job that is here or has yet to come                                   |
 * | begun     | before anything is changed at the meter                                                          |
 * | answered  | the answer is signed; all but that of a job kept for later ends it                                |
 * | given     | the relay has it on its disk                                                                      |
 * | cursor    | all that the relay had up to there is in the journal                                              |
 * | moment    | when the last of a kind that was done at a meter was to be done                                   |
 * | ended     | in a journal that was written anew: what is left of a job that has ended                          |
 * | facts     | what is known of a meter                                                                          |
 */
import { DAY } from '../../../modules/time/durations.js';
import { KINDS } from './kinds.js';
import type { Answer, Job, MeterFacts, Withdrawal } from './messages.js';
import type { Signed } from './signed.js';
import { momentOf } from './states.js';

export type BookEntry =
	| { readonly entry: 'taken'; readonly job: Job }
	| { readonly entry: 'withdrawn'; readonly withdrawal: Withdrawal }
	| { readonly entry: 'begun'; readonly id: string }
	| { readonly entry: 'answered'; readonly answer: Signed<'answer'> }
	| { readonly entry: 'given'; readonly answers: readonly Pick<Answer, 'id' | 'state'>[] }
	| { readonly entry: 'cursor'; readonly epoch: string; readonly after: number }
	| { readonly entry: 'moment'; readonly meter: string; readonly kind: Job['kind']; readonly moment: number }
	| { readonly entry: 'ended'; readonly answer: Signed<'answer'>; readonly expires: number; readonly isGiven: boolean }
	| { readonly entry: 'facts'; readonly facts: MeterFacts };

export interface OpenJob {
	readonly job: Job;
	/** Something may have been changed at the meter. */
	isBegun: boolean;
	isWithdrawn: boolean;
}

interface EndedJob {
	readonly answer: Signed<'answer'>;
	readonly expires: number;
}

export interface Cursor {
	readonly epoch: string | undefined;
	readonly after: number;
}

/** How long jobs are remembered that have ended, so that none is done again that comes again: longer than a relay keeps them, ms. */
export const REMEMBERED = 40 * DAY;
/** Of those that have ended; beyond it those go that expired first. */
const MOST_ENDED = 200_000;
/** Of withdrawals of jobs that have not come. */
const MOST_WITHDRAWN = 10_000;

export class ControlBook {
	readonly #open = new Map<string, OpenJob>();
	readonly #atMeter = new Map<string, Set<string>>();
	readonly #ended = new Map<string, EndedJob>();
	readonly #withdrawn = new Map<string, Withdrawal>();
	/** Answers that the relay has not, by job. */
	readonly #toGive = new Map<string, Signed<'answer'>>();
	readonly #moments = new Map<string, number>();
	readonly #facts = new Map<string, MeterFacts>();
	#cursor: Cursor = { epoch: undefined, after: 0 };

	constructor(entries: Iterable<BookEntry> = []) {
		for (const each of entries) this.apply(each);
	}

	apply(entry: BookEntry): void {
		switch (entry.entry) {
			case 'taken':
				this.#take(entry.job);
				break;
			case 'withdrawn':
				this.#withdraw(entry.withdrawal);
				break;
			case 'begun': {
				const open = this.#open.get(entry.id);
				if (open !== undefined) open.isBegun = true;
				break;
			}
			case 'answered':
				this.#answer(entry.answer);
				break;
			case 'given':
				// Another one may have taken its place meanwhile.
				for (const { id, state } of entry.answers) if (this.#toGive.get(id)?.content.state === state) this.#toGive.delete(id);
				break;
			case 'cursor':
				this.#cursor = { epoch: entry.epoch, after: entry.after };
				break;
			case 'moment':
				this.#moments.set(`${entry.meter} ${entry.kind}`, entry.moment);
				break;
			case 'ended':
				this.#end(entry.answer, entry.expires);
				if (!entry.isGiven) this.#toGive.set(entry.answer.content.id, entry.answer);
				break;
			case 'facts':
				this.#facts.set(entry.facts.meter, entry.facts);
				break;
		}
	}

	get cursor(): Cursor {
		return this.#cursor;
	}

	get openCount(): number {
		return this.#open.size;
	}

	/** Meters that jobs are open at. */
	get meters(): Iterable<string> {
		return this.#atMeter.keys();
	}

	open(id: string): OpenJob | undefined {
		return this.#open.get(id);
	}

	openAt(meter: string): readonly OpenJob[] {
		return [...(this.#atMeter.get(meter) ?? [])].map((id) => this.#open.get(id)!);
	}

	answerTo(id: string): Signed<'answer'> | undefined {
		return this.#ended.get(id)?.answer;
	}

	isWithdrawn(id: string): boolean {
		return this.#withdrawn.has(id) || this.#open.get(id)?.isWithdrawn === true;
	}

	/** Of the last that was done of this kind at this meter; undefined: none was. */
	momentAt(meter: string, kind: Job['kind']): number | undefined {
		return this.#moments.get(`${meter} ${kind}`);
	}

	/** Answers that the relay has not, the oldest first. */
	toGive(most: number): readonly Signed<'answer'>[] {
		const some: Signed<'answer'>[] = [];
		for (const each of this.#toGive.values()) {
			if (some.length >= most) break;
			some.push(each);
		}
		return some;
	}

	get toGiveCount(): number {
		return this.#toGive.size;
	}

	/** Whoever asked for the job does not have its answer. False: it has not ended. */
	giveAgain(id: string): boolean {
		const answer = this.answerTo(id);
		if (answer !== undefined) this.#toGive.set(id, answer);
		return answer !== undefined;
	}

	factsOf(meter: string): MeterFacts | undefined {
		return this.#facts.get(meter);
	}

	get facts(): Iterable<MeterFacts> {
		return this.#facts.values();
	}

	/** Entries that make the same book, without what need not be remembered any more. @param now ms since 1970-01-01T00:00:00Z */
	snapshot(now: number): readonly BookEntry[] {
		for (const [id, { at }] of this.#withdrawn) if (at + REMEMBERED < now) this.#withdrawn.delete(id);
		for (const [id, { expires }] of this.#ended) if (expires + REMEMBERED < now && !this.#toGive.has(id)) this.#ended.delete(id);
		const { epoch, after } = this.#cursor;
		return [
			...(epoch === undefined ? [] : [{ entry: 'cursor', epoch, after } as const]),
			...[...this.#moments].map(([place, moment]) => {
				const [meter, kind] = place.split(' ') as [string, Job['kind']];
				return { entry: 'moment', meter, kind, moment } as const;
			}),
			...[...this.#withdrawn.values()].map((withdrawal) => ({ entry: 'withdrawn', withdrawal }) as const),
			...[...this.#open.values()].flatMap(({ job, isBegun, isWithdrawn }) => [
				{ entry: 'taken', job } as const,
				...(isWithdrawn ? [{ entry: 'withdrawn', withdrawal: { id: job.id, at: now } } as const] : []),
				...(isBegun ? [{ entry: 'begun', id: job.id } as const] : []),
			]),
			...[...this.#ended].map(([id, { answer, expires }]) => ({ entry: 'ended', answer, expires, isGiven: !this.#toGive.has(id) }) as const),
			...[...this.#facts.values()].map((facts) => ({ entry: 'facts', facts }) as const),
		];
	}

	#take(job: Job): void {
		this.#open.set(job.id, { job, isBegun: false, isWithdrawn: this.#withdrawn.delete(job.id) });
		const there = this.#atMeter.get(job.meter);
		if (there === undefined) this.#atMeter.set(job.meter, new Set([job.id]));
		else there.add(job.id);
	}

	#withdraw(withdrawal: Withdrawal): void {
		const open = this.#open.get(withdrawal.id);
		if (open !== undefined) open.isWithdrawn = true;
		else if (!this.#ended.has(withdrawal.id)) bounded(this.#withdrawn, withdrawal.id, withdrawal, MOST_WITHDRAWN);
	}

	#answer(answer: Signed<'answer'>): void {
		const { id, state } = answer.content;
		const open = this.#open.get(id);
		if (open === undefined) return;
		this.#toGive.set(id, answer);
		if (state === 'taken') return;
		const { job } = open;
		// One of before is not done any more.
		if (state === 'done' && KINDS[job.kind].isInOrder) this.#moments.set(`${job.meter} ${job.kind}`, momentOf(job));
		this.#open.delete(id);
		const there = this.#atMeter.get(job.meter)!;
		there.delete(id);
		if (there.size === 0) this.#atMeter.delete(job.meter);
		this.#end(answer, job.expires);
	}

	#end(answer: Signed<'answer'>, expires: number): void {
		bounded(this.#ended, answer.content.id, { answer, expires }, MOST_ENDED);
	}
}

/** The oldest goes where there are more. */
function bounded<Value>(map: Map<string, Value>, key: string, value: Value, most: number): void {
	map.set(key, value);
	if (map.size <= most) return;
	for (const oldest of map.keys()) {
		map.delete(oldest);
		break;
	}
}
