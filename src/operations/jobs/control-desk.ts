/**
 * The control system's work on jobs: takes what the relay has, does it at the meters, and has an answer for each. Whatever stops it, it goes on from its
 * journal: a job is in the journal before the relay may let it go, that it is begun before anything is changed at the meter, and its answer before anybody
 * gets it. A job that was begun may have been done: the meter is asked first then, and what it says holds.
 *
 * One job at a time at a meter. Those that are wanted at once go first; of several of a kind of which the later one is to hold, the later one alone is done.
 */
import type { Scheduler, Timer } from '../../../hal/ports/scheduler.js';
import { DAY, SECOND } from '../../../modules/time/durations.js';
import { canonicalText } from './canonical.js';
import { type BookEntry, type ControlBook, type OpenJob, REMEMBERED } from './control-book.js';
import { FlawError } from './fields.js';
import { KINDS, type NotDone } from './kinds.js';
import type { Answer, Job } from './messages.js';
import type { Signed } from './signed.js';
import { dueAt, momentOf } from './states.js';

/** What came of one try at a meter. */
export type Outcome =
	| { readonly kind: 'done'; readonly result: Extract<Answer, { readonly state: 'done' }>['result'] }
	/** It cannot be done. */
	| { readonly kind: 'failed'; readonly result: NotDone }
	/** It may be done another time. `isTouched`: the meter may have been changed all the same. */
	| { readonly kind: 'later'; readonly why: string; readonly code: number | null; readonly isTouched: boolean }
	/** Of a look: what the job asks for is not so at the meter. */
	| { readonly kind: 'undone' };

export interface MeterWork {
	/** Whether there is such a meter. */
	knows(meter: string): boolean;
	/**
	 * Does it, or finds that it is done.
	 * @param isLook whether the meter is only to be asked whether it was done
	 */
	work(job: Job, isLook: boolean): Promise<Outcome>;
}

export type DeskNews =
	/** What the relay had is nobody's who may: in words. */
	| { readonly kind: 'disbelieved'; readonly text: string }
	/** Another job under an id that is known; one that expired so long ago that nothing is known of it any more. */
	| { readonly kind: 'conflict' | 'stale'; readonly id: string }
	| { readonly kind: 'taken' | 'begun'; readonly job: Job }
	| { readonly kind: 'postponed'; readonly job: Job; readonly why: string; readonly next: number }
	| { readonly kind: 'answered'; readonly answer: Answer }
	/** The journal takes nothing at present. */
	| { readonly kind: 'unkept'; readonly reason: string };

export interface DeskOptions {
	readonly book: ControlBook;
	/** Resolves once they are on the disk, in this order, and in the book; rejects where none of them is. */
	readonly keep: (entries: readonly BookEntry[]) => Promise<void>;
	readonly meters: MeterWork;
	readonly sign: (answer: Answer) => Signed<'answer'>;
	/** Throws FlawError, whose words `flawText` has. */
	readonly read: (message: unknown) => Signed<'job' | 'withdrawal'>;
	readonly flawText: (error: FlawError) => string;
	/** ms since 1970-01-01T00:00:00Z. */
	readonly now: () => number;
	readonly scheduler: Scheduler;
	/** Meters at once. */
	readonly parallel: number;
	readonly onNews: (news: DeskNews) => void;
	/** There is an answer for the relay. */
	readonly onAnswer: () => void;
}

interface Retry {
	readonly at: number;
	readonly tries: number;
	readonly why: string;
	readonly code: number | null;
}

/** Between tries: the first, doubled each time, and the longest, ms. */
const FIRST_PAUSE = SECOND;
const LONGEST_PAUSE = 60 * SECOND;
/** Nobody waits longer without looking again, ms: clocks are set. */
const LOOK_AGAIN = 30 * SECOND;
/** Jobs that are open; more are left to the relay. */
const MOST_OPEN = 100_000;
/** How long a job that was begun is looked for at its meter once it has expired, ms. */
const LOOKED_FOR = 7 * DAY;

export class ControlDesk {
	readonly #options: DeskOptions;
	readonly #busy = new Set<string>();
	/** Meters at which something may be to do, in their order. */
	readonly #ready = new Set<string>();
	readonly #retries = new Map<string, Retry>();
	#timer: Timer | undefined;
	#isEnded = false;
	#turn: Promise<void> = Promise.resolve();
	readonly #works = new Set<Promise<void>>();

	constructor(options: DeskOptions) {
		this.#options = options;
	}

	/** Goes on with what the book has. */
	start(): void {
		this.#readyAll();
	}

	get isFull(): boolean {
		return this.#options.book.openCount >= MOST_OPEN;
	}

	/** Nothing is being done, and nothing can be before its time. */
	get isIdle(): boolean {
		return this.#busy.size === 0 && this.#ready.size === 0;
	}

	/**
	 * Takes what a relay had; resolves once it may let it go.
	 * @throws what `keep` rejects with: nothing was taken
	 */
	take(epoch: string, messages: readonly { readonly seq: number; readonly message: unknown }[]): Promise<void> {
		const taken = this.#turn.then(() => this.#take(epoch, messages));
		this.#turn = taken.catch(() => {});
		return taken;
	}

	/** Nothing is begun any more; resolves once nothing is under way. */
	async end(): Promise<void> {
		this.#isEnded = true;
		this.#timer?.cancel();
		await Promise.all([this.#turn, ...this.#works]);
	}

	async #take(epoch: string, messages: readonly { readonly seq: number; readonly message: unknown }[]): Promise<void> {
		const { book, now } = this.#options;
		const last = messages.at(-1)?.seq ?? 0;
		if (messages.length === 0 && book.cursor.epoch === epoch) return;
		const jobs = new Map<string, Job>();
		const entries: BookEntry[] = [];
		for (const { message } of messages) {
			const read = this.#read(message);
			if (read === undefined) continue;
			const { id } = read.content;
			if (read.kind === 'withdrawal') {
				if (!book.giveAgain(id)) entries.push({ entry: 'withdrawn', withdrawal: read.content });
				continue;
			}
			const known = book.open(id)?.job ?? jobs.get(id);
			if (known !== undefined) {
				if (canonicalText(known) !== canonicalText(read.content)) this.#options.onNews({ kind: 'conflict', id });
			} else if (book.giveAgain(id)) continue;
			else if (read.content.expires + REMEMBERED < now()) this.#options.onNews({ kind: 'stale', id });
			else {
				jobs.set(id, read.content);
				entries.push({ entry: 'taken', job: read.content });
			}
		}
		entries.push({ entry: 'cursor', epoch, after: last });
		await this.#keep(entries);
		for (const job of jobs.values()) {
			this.#options.onNews({ kind: 'taken', job });
			this.#ready.add(job.meter);
		}
		for (const each of entries) if (each.entry === 'withdrawn') this.#readyOf(each.withdrawal.id);
		const early = [...jobs.values()].filter((job) => dueAt(job, now()) === 'early' && !book.isWithdrawn(job.id));
		// Who asked for it hears that it is here, if not at once then when it is done.
		if (early.length > 0) await this.#answer(early.map((job) => ({ ...aboutOf(job, now()), state: 'taken', result: {} }) as Answer)).catch(() => {});
		if (book.toGiveCount > 0) this.#options.onAnswer();
		this.#pump();
	}

	#read(message: unknown): Signed<'job' | 'withdrawal'> | undefined {
		try {
			return this.#options.read(message);
		} catch (error) {
			if (!(error instanceof FlawError)) throw error;
			this.#options.onNews({ kind: 'disbelieved', text: this.#options.flawText(error) });
			return undefined;
		}
	}

	#readyOf(id: string): void {
		const open = this.#options.book.open(id);
		if (open !== undefined) this.#ready.add(open.job.meter);
	}

	#readyAll(): void {
		for (const meter of this.#options.book.meters) this.#ready.add(meter);
		this.#pump();
	}

	/** Begins what can be. */
	#pump(): void {
		if (this.#isEnded) return;
		for (const meter of this.#ready) {
			if (this.#busy.size >= this.#options.parallel) break;
			if (this.#busy.has(meter)) continue;
			this.#ready.delete(meter);
			this.#busy.add(meter);
			const work = this.#workAt(meter).finally(() => {
				this.#works.delete(work);
				this.#busy.delete(meter);
				this.#pump();
			});
			this.#works.add(work);
		}
		this.#wait();
	}

	/** Until the next time has come. */
	#wait(): void {
		this.#timer?.cancel();
		const { book, now, scheduler } = this.#options;
		// Whatever is under way looks again at its end.
		if (book.openCount === 0 || (this.#ready.size > 0 && this.#busy.size > 0)) return;
		const moment = now();
		let next = moment + LOOK_AGAIN;
		for (const meter of book.meters) {
			if (this.#busy.has(meter) || this.#ready.has(meter)) continue;
			for (const { job } of book.openAt(meter)) next = Math.min(next, this.#nextOf(job, moment));
		}
		this.#timer = scheduler.after(Math.max(SECOND / 10, next - moment), () => this.#readyAll());
	}

	#nextOf(job: Job, now: number): number {
		const retry = this.#retries.get(job.id)?.at ?? 0;
		const due = dueAt(job, now);
		if (due === 'over') return retry;
		return Math.min(job.expires, Math.max(job.notBefore, retry));
	}

	/** Ends what is to be ended at a meter, and does one job there. Never rejects. */
	async #workAt(meter: string): Promise<void> {
		const { book, now } = this.#options;
		const moment = now();
		const open = book.openAt(meter);
		const ended = open.flatMap((each) => this.#endOf(each, open, moment) ?? []);
		if (ended.length > 0) {
			try {
				await this.#answer(ended);
			} catch {
				// Said already; they end another time.
				for (const { id } of ended) this.#postpone(book.open(id)!.job, 'broken', null);
				return;
			}
		}
		const candidates = book.openAt(meter).filter(({ job }) => this.#isToDo(job, moment));
		candidates.sort((a, b) => rankOf(a.job) - rankOf(b.job) || momentOf(a.job) - momentOf(b.job));
		const [first] = candidates;
		if (first === undefined) return;
		await this.#do(first);
		if (book.openAt(meter).length > 0) this.#ready.add(meter);
	}

	/** The answer of a job that ends without anything being done; undefined: it does not. */
	#endOf({ job, isBegun, isWithdrawn }: OpenJob, others: readonly OpenJob[], now: number): Answer | undefined {
		const about = aboutOf(job, now);
		const failed = (why: string) => ({ ...about, state: 'failed', result: { why, code: null } }) as Answer;
		if (!this.#options.meters.knows(job.meter)) return failed('unknownMeter');
		if (!isBegun && isWithdrawn) return { ...about, state: 'withdrawn', result: {} } as Answer;
		if (KINDS[job.kind].isInOrder && this.#isOvertaken(job, others, now)) return failed('overtaken');
		const isOver = dueAt(job, now) === 'over';
		if (!isOver || (isBegun && now < job.expires + LOOKED_FOR)) return undefined;
		const { why = null, code = null } = this.#retries.get(job.id) ?? {};
		return { ...about, state: 'expired', result: { why, code } } as Answer;
	}

	/** A later one of its kind holds, or is to be done by now. */
	#isOvertaken(job: Job, others: readonly OpenJob[], now: number): boolean {
		const moment = momentOf(job);
		const isLater = (other: OpenJob) =>
			other.job.kind === job.kind && !other.isWithdrawn && dueAt(other.job, now) === 'due' && momentOf(other.job) > moment;
		return (this.#options.book.momentAt(job.meter, job.kind) ?? 0) > moment || others.some(isLater);
	}

	#isToDo(job: Job, now: number): boolean {
		return dueAt(job, now) !== 'early' && (this.#retries.get(job.id)?.at ?? 0) <= now;
	}

	async #do(open: OpenJob): Promise<void> {
		const { book, meters, now, onNews } = this.#options;
		const { job } = open;
		// What was begun may have been done, and nobody knows: then it is not to be done any more, but may be found.
		const isLook = open.isBegun && (open.isWithdrawn || dueAt(job, now()) === 'over');
		const wasBegun = open.isBegun;
		const isPatient = KINDS[job.kind].isPatient;
		if (isPatient && !open.isBegun) {
			try {
				await this.#keep([{ entry: 'begun', id: job.id }]);
			} catch {
				this.#postpone(job, 'broken', null);
				return;
			}
		}
		onNews({ kind: 'begun', job });
		let outcome: Outcome;
		try {
			outcome = await meters.work(job, isLook);
		} catch (error) {
			outcome = { kind: 'later', why: 'broken', code: null, isTouched: true };
			onNews({ kind: 'unkept', reason: error instanceof Error ? error.message : String(error) });
		}
		if (outcome.kind === 'later' && !isPatient) outcome = { kind: 'failed', result: { why: outcome.why, code: outcome.code } };
		if (outcome.kind === 'later') {
			// The journal says that it was begun; as long as this one runs it knows better.
			if (!outcome.isTouched && !wasBegun) open.isBegun = false;
			this.#postpone(job, outcome.why, outcome.code);
			return;
		}
		const about = aboutOf(job, now());
		const { why = null, code = null } = this.#retries.get(job.id) ?? {};
		const answer =
			outcome.kind === 'undone'
				? open.isWithdrawn
					? { ...about, state: 'withdrawn', result: {} }
					: { ...about, state: 'expired', result: { why, code } }
				: { ...about, state: outcome.kind, result: outcome.result };
		try {
			await this.#answer([answer as Answer]);
		} catch {
			// It was begun, so that the meter is asked the next time whether it is done.
			if (book.open(job.id) !== undefined) this.#postpone(job, 'broken', null);
		}
	}

	#postpone(job: Job, why: string, code: number | null): void {
		const { now, onNews } = this.#options;
		const tries = (this.#retries.get(job.id)?.tries ?? 0) + 1;
		const at = now() + Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (tries - 1));
		this.#retries.set(job.id, { at, tries, why, code });
		onNews({ kind: 'postponed', job, why, next: at });
	}

	/** Signs answers and keeps them. Throws what `keep` rejects with. */
	async #answer(answers: readonly Answer[]): Promise<void> {
		await this.#keep(answers.map((answer) => ({ entry: 'answered', answer: this.#options.sign(answer) })));
		for (const answer of answers) {
			if (answer.state !== 'taken') this.#retries.delete(answer.id);
			this.#options.onNews({ kind: 'answered', answer });
		}
		this.#options.onAnswer();
	}

	async #keep(entries: readonly BookEntry[]): Promise<void> {
		const { keep, onNews } = this.#options;
		try {
			await keep(entries);
		} catch (error) {
			onNews({ kind: 'unkept', reason: error instanceof Error ? error.message : String(error) });
			throw error;
		}
	}
}

function aboutOf({ id, kind, meter }: Job, at: number): Pick<Answer, 'id' | 'kind' | 'meter' | 'at'> {
	return { id, kind, meter, at };
}

/** Those that somebody waits for go first. */
function rankOf({ kind }: Job): number {
	return KINDS[kind].isPatient ? 1 : 0;
}
