/**
 * A control system in virtual time: a journal that can fail, meters that answer or not, a relay in an adversary's hands, and an office. The control system is
 * killed at any moment and made anew from what its journal has; whatever it was waiting for never comes.
 */
import { newHostCipher } from '../../../../boards/host/shared/host-cipher.js';
import { SYSTEM_RANDOM } from '../../../../hal/node/random.js';
import { VirtualScheduler } from '../../../../hal/virtual/scheduler.js';
import { drawnPair } from '../../../../modules/dlms/security/general-keys.js';
import { type BookEntry, ControlBook } from '../../../../src/operations/jobs/control-book.js';
import { ControlDesk, type DeskNews, type Outcome } from '../../../../src/operations/jobs/control-desk.js';
import { flawText } from '../../../../src/operations/jobs/flaw-texts.js';
import type { Answer, Job } from '../../../../src/operations/jobs/messages.js';
import { readSigned, type Signed, sign } from '../../../../src/operations/jobs/signed.js';
import { isEnded } from '../../../../src/operations/jobs/states.js';

export const START = Date.UTC(2026, 11, 1);
const CIPHER = newHostCipher();
export const OFFICE = drawnPair(CIPHER, SYSTEM_RANDOM, 1)!;
const CONTROL = drawnPair(CIPHER, SYSTEM_RANDOM, 1)!;

/** Draws from 0 to one below a number. */
export type Below = (number: number) => number;

/** What a meter is like, and what was ever done at it. */
export interface VirtualMeter {
	version: number;
	contact: 'open' | 'closed';
	amperes: number | null;
	/** Changes, by the job that made each. */
	readonly changes: { readonly id: string; readonly what: string; readonly at: number }[];
}

export class ControlRig {
	readonly scheduler = new VirtualScheduler();
	readonly meters = new Map<string, VirtualMeter>();
	readonly news: DeskNews[] = [];
	/** The journal, as it is on the disk. */
	disk: BookEntry[] = [];
	/** ms by which the control system's clock is ahead. */
	skew = 0;
	/** How often, in a thousand, a meter cannot be reached, and a journal not be written. */
	silence = 0;
	diskFull = 0;
	/** What the relay was given. */
	readonly answers: Signed<'answer'>[] = [];
	book!: ControlBook;
	desk!: ControlDesk;
	#life = 0;
	readonly #below: Below;

	constructor(below: Below) {
		this.#below = below;
	}

	now = (): number => START + this.scheduler.now() + this.skew;

	/** Made from what the journal has. */
	start(): void {
		const life = ++this.#life;
		const isAlive = () => life === this.#life;
		this.book = new ControlBook(this.disk);
		const book = this.book;
		this.desk = new ControlDesk({
			book,
			keep: (entries) => this.#keep(entries, book, isAlive),
			meters: { knows: (meter) => this.meters.has(meter), work: (job, isLook) => this.#work(job, isLook, isAlive) },
			sign: (answer) => sign(CIPHER, CONTROL.privateKey, 'answer', answer),
			read: (message) => readSigned(CIPHER, [OFFICE.publicKey], message, ['job', 'withdrawal']),
			flawText: ({ flaw }) => flawText(flaw),
			now: this.now,
			scheduler: { now: () => this.scheduler.now(), after: (delay, task) => this.scheduler.after(delay, () => isAlive() && task()) },
			parallel: 3,
			onNews: (news) => this.news.push(news),
			onAnswer: () => {},
		});
		this.desk.start();
	}

	kill(): void {
		this.#life++;
	}

	/** Written anew, as a start does it. */
	tidy(): void {
		this.disk = [...this.book.snapshot(this.now())];
	}

	/** The relay takes what there is, and loses it; that it has it is kept, or not. */
	give(isLost = false): void {
		const answers = this.book.toGive(200);
		if (!isLost) this.answers.push(...answers);
		const given: BookEntry = { entry: 'given', answers: answers.map(({ content: { id, state } }) => ({ id, state })) };
		if (answers.length === 0 || this.#below(1000) < this.diskFull) return;
		this.disk.push(given);
		this.book.apply(given);
	}

	/** The end that each job has had, by its id. */
	ends(): Map<string, Answer[]> {
		const ends = new Map<string, Answer[]>();
		for (const { content } of this.answers) if (isEnded(content.state)) ends.set(content.id, [...(ends.get(content.id) ?? []), content]);
		return ends;
	}

	/** Runs for so many ms of virtual time. */
	async run(ms: number): Promise<void> {
		const end = this.scheduler.now() + ms;
		await settled();
		while (this.scheduler.next <= end) {
			this.scheduler.step();
			await settled();
		}
		this.scheduler.runUntil(end);
		await settled();
	}

	async #keep(entries: readonly BookEntry[], book: ControlBook, isAlive: () => boolean): Promise<void> {
		await this.#pause();
		if (!isAlive()) return never();
		if (this.#below(1000) < this.diskFull) throw new Error('no space left');
		this.disk.push(...entries);
		for (const each of entries) book.apply(each);
		await this.#pause();
		return isAlive() ? undefined : never();
	}

	async #work(job: Job, isLook: boolean, isAlive: () => boolean): Promise<Outcome> {
		const meter = this.meters.get(job.meter)!;
		await this.#pause();
		if (!isAlive()) return never();
		const isDone = stateOf(meter, job) === 'done';
		if (this.#below(1000) < this.silence) return { kind: 'later', why: 'noAnswer', code: null, isTouched: false };
		if (isDone || isLook) return isAlive() ? this.#told(meter, job, isLook) : never();
		if (job.kind === 'credentials' && meter.version > job.body.version) return this.#told(meter, job, isLook);
		// The order goes out; it may arrive or not, and its answer may come back or not.
		if (this.#below(1000) < this.silence) return { kind: 'later', why: 'lost', code: null, isTouched: true };
		change(meter, job, this.now());
		await this.#pause();
		if (!isAlive()) return never();
		if (this.#below(1000) < this.silence) return { kind: 'later', why: 'noAnswer', code: null, isTouched: true };
		return this.#told(meter, job, false);
	}

	#told(meter: VirtualMeter, job: Job, isLook: boolean): Outcome {
		const state = stateOf(meter, job);
		if (state === 'old') return { kind: 'failed', result: { why: 'oldVersion', code: null, version: meter.version } };
		if (state === 'undone') {
			if (!isLook) throw new Error('it was done');
			return { kind: 'undone' };
		}
		return { kind: 'done', result: resultOf(meter, job) } as Outcome;
	}

	/** Some of it takes time, during which others work and whoever does it may be killed. */
	async #pause(): Promise<void> {
		const ms = this.#below(4) * 20;
		if (ms > 0) await new Promise<void>((resolve) => this.scheduler.after(ms, resolve));
	}
}

function stateOf(meter: VirtualMeter, job: Job): 'done' | 'undone' | 'old' {
	if (job.kind === 'credentials') return meter.version === job.body.version ? 'done' : meter.version > job.body.version ? 'old' : 'undone';
	if (job.kind === 'supply') return meter.contact === job.body.to ? 'done' : 'undone';
	if (job.kind === 'amperes') return meter.amperes === job.body.amperes ? 'done' : 'undone';
	return 'done';
}

/** @param at by the clock of the control system */
function change(meter: VirtualMeter, job: Job, at: number): void {
	if (job.kind === 'credentials') {
		meter.version = job.body.version;
		meter.changes.push({ id: job.id, what: `version ${job.body.version}`, at });
	} else if (job.kind === 'supply') {
		meter.contact = job.body.to;
		meter.changes.push({ id: job.id, what: job.body.to, at });
	} else if (job.kind === 'amperes') {
		meter.amperes = job.body.amperes;
		meter.changes.push({ id: job.id, what: `${job.body.amperes} A`, at });
	}
}

function resultOf(meter: VirtualMeter, { kind }: Job): object {
	switch (kind) {
		case 'credentials':
			return { version: meter.version };
		case 'supply':
			return { contact: meter.contact, control: 'connected', mode: 4, before: meter.contact };
		case 'amperes':
			return { amperes: meter.amperes, before: null };
		case 'units':
			return { units: [] };
		case 'status':
			return {
				...{ startup: 'clear', authentication: 'clear', connection: 'clear', unit: 'normal', verdict: 'active' },
				...{ since: 0, version: meter.version, changed: null, communication: null },
			};
	}
}

export function signedJob(job: Job): Signed<'job'> {
	return sign(CIPHER, OFFICE.privateKey, 'job', job);
}

export function signedWithdrawal(id: string, at: number): Signed<'withdrawal'> {
	return sign(CIPHER, OFFICE.privateKey, 'withdrawal', { id, at });
}

/** All that can go on without time passing has. */
async function settled(): Promise<void> {
	for (let i = 0; i < 3; i++) await new Promise((resolve) => setImmediate(resolve));
}

function never<Of>(): Promise<Of> {
	return new Promise<Of>(() => {});
}
