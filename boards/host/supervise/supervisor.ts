/** The control system: from the relay to the meters and back, whatever of it is gone for a while. */
import { RealTime } from '../../../hal/node/real-time.js';
import { SECOND } from '../../../modules/time/durations.js';
import { ControlDesk, type DeskNews } from '../../../src/operations/jobs/control-desk.js';
import { flawText } from '../../../src/operations/jobs/flaw-texts.js';
import type { Contents, Report } from '../../../src/operations/jobs/messages.js';
import { readSigned, type Signed, sign } from '../../../src/operations/jobs/signed.js';
import type { HesOptions } from '../hes/hes-options.js';
import { UnwrittenError } from '../relay/durable-log.js';
import type { PartyIdentity } from '../relay/identity-files.js';
import { type RelayClient, RelayError, type RelayTrouble } from '../relay/relay-client.js';
import { newHostCipher } from '../shared/host-cipher.js';
import type { Journal } from './journal.js';
import { MeterJobs } from './meter-jobs.js';
import { Reporter } from './reporter.js';

export type SupervisorNews = DeskNews | { readonly kind: 'relayLost'; readonly trouble: RelayTrouble } | { readonly kind: 'relayBack' };

export interface SupervisorOptions {
	readonly journal: Journal;
	readonly relay: RelayClient;
	readonly identity: PartyIdentity;
	readonly hes: HesOptions;
	/** ms since 1970-01-01T00:00:00Z. */
	readonly now: () => number;
	/** ms between two looks at all meters; undefined: never. */
	readonly interval: number | undefined;
	readonly onNews: (news: SupervisorNews) => void;
}

/** How long the relay is to wait for a job, s. */
const PATIENCE = 25;
/** Between tries at the relay, ms: the first, and the longest. */
const FIRST_PAUSE = 250;
const LONGEST_PAUSE = 5 * SECOND;
/** Answers at once. */
const MOST_ANSWERS = 200;

export class Supervisor {
	readonly #options: SupervisorOptions;
	readonly #cipher = newHostCipher();
	readonly #desk: ControlDesk;
	readonly #reporter: Reporter;
	readonly #end = new AbortController();
	#loops: Promise<unknown> = Promise.resolve();
	#wake: () => void = () => {};
	/** Something came for the relay since the giver looked. */
	#isCalled = false;
	readonly #lost = new Set<'fetch' | 'give'>();

	constructor(options: SupervisorOptions) {
		this.#options = options;
		const { journal, hes, now, interval, identity, onNews } = options;
		const meters = new MeterJobs(hes, (seen) => this.#reporter.see(seen));
		const keep = journal.keep.bind(journal);
		const call = () => this.#call();
		this.#reporter = new Reporter({ book: journal.book, meters, keep, now, interval, parallel: hes.parallel, onReport: call });
		this.#desk = new ControlDesk({
			...{ book: journal.book, keep, meters, now, scheduler: new RealTime(), parallel: hes.parallel, onNews, onAnswer: call },
			sign: (answer) => this.#signed('answer', answer),
			read: (message) => readSigned(this.#cipher, identity.peerKeys, message, ['job', 'withdrawal']),
			flawText: ({ flaw }) => flawText(flaw),
		});
	}

	/** Jobs that are open, answers that the relay has not, and meters that answer. */
	get state(): { readonly open: number; readonly toGive: number; readonly answering: number; readonly isRelayLost: boolean } {
		const { book } = this.#options.journal;
		return { open: book.openCount, toGive: book.toGiveCount, answering: this.#reporter.answering, isRelayLost: this.#lost.size > 0 };
	}

	/** Until `end`. Rejects where something broke that should not. */
	start(): Promise<unknown> {
		this.#desk.start();
		this.#reporter.start();
		this.#loops = Promise.all([this.#fetchAll(), this.#giveAll()]);
		return this.#loops;
	}

	/**
	 * Does what is there and can be done now, unless `end` comes first. False: the relay was not to be had, or has not all answers.
	 */
	async once(): Promise<boolean> {
		this.#desk.start();
		try {
			while ((await this.#fetch(0)) > 0);
			await this.#untilIdle();
			while (await this.#give());
			return true;
		} catch (error) {
			if (!(error instanceof RelayError) && !(error instanceof UnwrittenError)) throw error;
			if (error instanceof RelayError) this.#options.onNews({ kind: 'relayLost', trouble: error.trouble });
			await this.#untilIdle();
			return false;
		}
	}

	/** Begins nothing any more, and resolves once nothing is under way. */
	async end(): Promise<void> {
		this.#end.abort();
		this.#call();
		await Promise.all([this.#desk.end(), this.#reporter.end(), this.#loops]);
		this.#options.relay.close();
		await this.#options.journal.close();
	}

	async #fetchAll(): Promise<void> {
		await this.#again('fetch', async () => {
			if (this.#desk.isFull) await this.#sleep(SECOND);
			else await this.#fetch(PATIENCE);
		});
	}

	async #giveAll(): Promise<void> {
		await this.#again('give', async () => {
			this.#isCalled = false;
			if (await this.#give()) return;
			await new Promise<void>((resolve) => {
				this.#wake = resolve;
				if (this.#isCalled || this.#end.signal.aborted) resolve();
			});
		});
	}

	/** Again and again; with pauses that grow where the relay is not to be had or the disk is full. */
	async #again(what: 'fetch' | 'give', work: () => Promise<void>): Promise<void> {
		let pause = FIRST_PAUSE;
		while (!this.#end.signal.aborted) {
			try {
				await work();
				pause = FIRST_PAUSE;
				if (this.#lost.delete(what) && this.#lost.size === 0) this.#options.onNews({ kind: 'relayBack' });
			} catch (error) {
				if (this.#end.signal.aborted) return;
				if (error instanceof RelayError) this.#lose(what, error.trouble);
				else if (!(error instanceof UnwrittenError)) throw error;
				await this.#sleep(pause);
				pause = Math.min(2 * pause, LONGEST_PAUSE);
			}
		}
	}

	#lose(what: 'fetch' | 'give', trouble: RelayTrouble): void {
		const isNews = this.#lost.size === 0;
		this.#lost.add(what);
		if (isNews) this.#options.onNews({ kind: 'relayLost', trouble });
	}

	/** Returns how many came. Throws RelayError, UnwrittenError. */
	async #fetch(wait: number): Promise<number> {
		const { relay, journal } = this.#options;
		const { epoch, messages } = await relay.fetch('jobs', { ...journal.book.cursor, wait, signal: this.#end.signal });
		await this.#desk.take(epoch, messages);
		return messages.length;
	}

	/** False: there is nothing for the relay. Throws likewise. */
	async #give(): Promise<boolean> {
		const { relay, journal } = this.#options;
		const answers = journal.book.toGive(MOST_ANSWERS);
		const report: Report | undefined = this.#reporter.next();
		if (answers.length === 0 && report === undefined) return false;
		const messages: Signed[] = [...answers, ...(report === undefined ? [] : [this.#signed('report', report)])];
		await relay.put('results', messages, this.#end.signal);
		if (report !== undefined) this.#reporter.told(report);
		if (answers.length > 0) await journal.keep([{ entry: 'given', answers: answers.map(({ content: { id, state } }) => ({ id, state })) }]);
		return true;
	}

	#signed<Kind extends 'answer' | 'report'>(kind: Kind, content: Contents[Kind]): Signed<Kind> {
		return sign(this.#cipher, this.#options.identity.signingKey, kind, content);
	}

	/** Or it is to end. */
	async #untilIdle(): Promise<void> {
		while (!this.#desk.isIdle && !this.#end.signal.aborted) await this.#sleep(FIRST_PAUSE / 10);
	}

	#call(): void {
		this.#isCalled = true;
		this.#wake();
	}

	async #sleep(ms: number): Promise<void> {
		const { signal } = this.#end;
		if (signal.aborted) return;
		await new Promise<void>((resolve) => {
			const end = () => {
				clearTimeout(timer);
				signal.removeEventListener('abort', end);
				resolve();
			};
			const timer = setTimeout(end, ms);
			signal.addEventListener('abort', end);
		});
	}
}
