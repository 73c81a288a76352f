/**
 * What office and relay exchange: jobs, withdrawals and heads of the log go there until they are answered, answers and reports come from there. The office has
 * no other way to the control system. All of it may be done again at any time, and by several processes at once: nothing is lost, nothing is done twice.
 */
import type { Cipher } from '../../../../hal/ports/cipher.js';
import { FlawError } from '../../../../src/operations/jobs/fields.js';
import type { Contents } from '../../../../src/operations/jobs/messages.js';
import { readSigned, type Signed, sign } from '../../../../src/operations/jobs/signed.js';
import { type RelayClient, RelayError, type RelayTrouble } from '../../relay/relay-client.js';
import { MOST_KEPT } from '../../relay/relay-wire.js';
import { reasonOf } from '../../shared/usage-error.js';
import type { Office } from '../database/office.js';
import type { JobTable } from '../database/tables.js';
import { jobOf } from './put-job.js';
import { expireUnsent, settle, takeReport } from './settle.js';

/** What the office sees of the relay. */
export type Relay = Pick<RelayClient, 'put' | 'fetch'>;

export interface ExchangeKeys {
	/** That the office signs with. */
	readonly signingKey: Uint8Array;
	/** Those of the control system. */
	readonly peerKeys: readonly Uint8Array[];
}

export type ExchangeNews =
	| { readonly kind: 'trouble'; readonly trouble: RelayTrouble }
	/** Here, as with the database. */
	| { readonly kind: 'broken'; readonly reason: string }
	/** After trouble. */
	| { readonly kind: 'back' }
	/** A message that the control system has not signed, or that is none. */
	| { readonly kind: 'unproven'; readonly flaw: FlawError['flaw'] }
	/** An answer to a job that this office has not put. */
	| { readonly kind: 'foreign'; readonly id: string }
	/** The relay has another head of the log at this length: the log here, or that one, is not what it was. */
	| { readonly kind: 'otherHead'; readonly seq: number }
	/** The relay does not take it. */
	| { readonly kind: 'notTaken'; readonly id: string; readonly trouble: RelayTrouble };

/** Messages at a time. */
const MOST = 100;
/** What was put so long ago and is not answered is put again, ms. */
const AGAIN = 3_600_000;
/** How often the log's head goes there while there is something new, ms. */
const HEADS = 60_000;
/** How often somebody looks for new work, ms. */
const LOOK = 200;
/** How long an answer is waited for at a time, s. */
const PATIENCE = 20;
/** How long after trouble it is tried again, ms: at first, and at most. */
const PAUSE = Object.freeze([500, 15_000] as const);
/** Where the office stands in the relay's results. */
const PLACE = 'relay-results';

interface Place {
	readonly epoch?: string;
	readonly after: number;
}

export class Exchange {
	readonly #office: Office;
	readonly #relay: Relay;
	readonly #keys: ExchangeKeys;
	readonly #cipher: Cipher;
	readonly #tell: (news: ExchangeNews) => void;
	/** Of the relay's streams, as it told them last. */
	readonly #epochs = new Map<'jobs' | 'results', string>();
	/** Withdrawals that the relay has from this process. */
	readonly #withdrawn = new Set<string>();
	/** Jobs that it did not take, told once. */
	readonly #notTaken = new Set<string>();
	/** Which of both goes wrong now. */
	readonly #troubled = new Set<'give' | 'take'>();
	#head = { seq: 0, at: Number.NEGATIVE_INFINITY };

	constructor(office: Office, relay: Relay, keys: ExchangeKeys, cipher: Cipher, tell: (news: ExchangeNews) => void) {
		[this.#office, this.#relay, this.#keys, this.#cipher, this.#tell] = [office, relay, keys, cipher, tell];
	}

	/**
	 * Gives the relay all that is for it now.
	 * @returns how many jobs and withdrawals it took
	 * @throws RelayError
	 */
	async give(signal?: AbortSignal): Promise<number> {
		const epoch = this.#epochs.get('jobs');
		let jobs = await this.#giveJobs(signal);
		// That it has lost what it had was seen only then.
		if (this.#epochs.get('jobs') !== epoch) jobs += await this.#giveJobs(signal);
		const withdrawals = await this.#giveWithdrawals(signal);
		await this.#giveHead(signal);
		return jobs + withdrawals;
	}

	/**
	 * Takes what the control system has said.
	 * @param wait for something to come, s
	 * @returns how many messages
	 * @throws RelayError
	 */
	async take(wait = 0, signal?: AbortSignal): Promise<number> {
		return (await this.#take(wait, signal)).count;
	}

	/**
	 * Takes all that there is.
	 * @param most a relay that has more than so many messages is none
	 * @returns how many messages
	 * @throws RelayError
	 */
	async takeAll(most = MOST_KEPT): Promise<number> {
		let all = 0;
		for (let count = -1; count !== 0; all += count) {
			if (all > most) throw new RelayError({ kind: 'strange', reason: `more than ${most} messages` });
			count = await this.take();
		}
		return all;
	}

	async #take(wait: number, signal: AbortSignal | undefined): Promise<{ readonly count: number; readonly isNews: boolean }> {
		const { epoch, after } = await this.#place();
		const fetched = await this.#relay.fetch('results', { epoch, after, wait, most: MOST, ...(signal && { signal }) });
		await this.#heard('results', fetched.epoch);
		let isNews = false;
		for (const { message } of fetched.messages) if (await this.#takeOne(message)) isNews = true;
		const last = fetched.messages.at(-1)?.seq ?? (fetched.epoch === epoch ? after : 0);
		if (last !== after || fetched.epoch !== epoch)
			await this.#keepSetting(PLACE, JSON.stringify({ epoch: fetched.epoch, after: last } satisfies Place));
		return { count: fetched.messages.length, isNews };
	}

	/** Both, until `signal`; trouble is told when it begins and when it is over. */
	async run(signal: AbortSignal): Promise<void> {
		await Promise.all([
			this.#repeat('give', async () => (await this.give(signal)) > 0, signal),
			this.#repeat('take', async () => (await this.#take(PATIENCE, signal)).isNews, signal),
		]);
	}

	/** With a pause behind each turn that came to nothing: a relay may say the same again and again. */
	async #repeat(which: 'give' | 'take', turn: () => Promise<boolean>, signal: AbortSignal): Promise<void> {
		let pause: number = PAUSE[0];
		while (!signal.aborted) {
			try {
				const isNews = await turn();
				if (this.#troubled.delete(which) && this.#troubled.size === 0) this.#tell({ kind: 'back' });
				pause = PAUSE[0];
				if (!isNews) await sleep(LOOK, signal);
			} catch (error) {
				if (signal.aborted) return;
				if (this.#troubled.size === 0) this.#tell(troubleOf(error));
				this.#troubled.add(which);
				await sleep(pause, signal);
				pause = Math.min(2 * pause, PAUSE[1]);
			}
		}
	}

	async #giveJobs(signal: AbortSignal | undefined): Promise<number> {
		let count = 0;
		for (let last = 0, isMore = true; isMore; ) {
			const rows = await this.#waiting(last);
			const due = await this.#claim(rows);
			if (due.length > 0) count += await this.#putJobs(due, signal);
			isMore = rows.length === MOST;
			last = rows.at(-1)?.at ?? last;
		}
		return count;
	}

	/** Jobs behind a moment that the relay does not have, or has had for long without an answer. */
	async #waiting(last: number): Promise<readonly JobTable[]> {
		const before = this.#office.now() - AGAIN;
		return await this.#office.database
			.selectFrom('job')
			.selectAll()
			.where('state', 'in', ['queued', 'sent', 'taken'])
			.where('at', '>', last)
			.where(({ eb, or }) => or([eb('state', '=', 'queued'), eb('sent_at', 'is', null), eb('sent_at', '<=', before)]))
			.orderBy('at')
			.limit(MOST)
			.execute();
	}

	/** From here on the relay may have them. What it never had and is over ends here. */
	async #claim(rows: readonly JobTable[]): Promise<readonly JobTable[]> {
		const { database } = this.#office;
		const now = this.#office.now();
		const over = rows.filter(({ state, expires }) => state === 'queued' && expires <= now);
		for (const { id } of over) await expireUnsent(this.#office, id);
		const queued = rows.filter((job) => job.state === 'queued' && !over.includes(job)).map(({ id }) => id);
		const claimed =
			queued.length === 0
				? []
				: await database.updateTable('job').set({ state: 'sent' }).where('id', 'in', queued).where('state', '=', 'queued').returning('id').execute();
		const ids = new Set(claimed.map(({ id }) => id));
		return rows.filter(({ id, state }) => state !== 'queued' || ids.has(id));
	}

	async #putJobs(rows: readonly JobTable[], signal: AbortSignal | undefined): Promise<number> {
		const messages = rows.map((row) => this.#signed('job', jobOf(row)));
		try {
			await this.#put('jobs', messages, signal);
			await this.#sent(rows.map(({ id }) => id));
			return rows.length;
		} catch (error) {
			if (!isAbout(error)) throw error;
			if (rows.length > 1) {
				let count = 0;
				for (const row of rows) count += await this.#putJobs([row], signal);
				return count;
			}
			const [{ id }] = rows as readonly [JobTable];
			if (!this.#notTaken.has(id)) this.#tell({ kind: 'notTaken', id, trouble: error.trouble });
			this.#notTaken.add(id);
			// It is tried again as one that was not answered.
			await this.#sent([id]);
			return 0;
		}
	}

	async #sent(ids: readonly string[]): Promise<void> {
		await this.#office.database.updateTable('job').set({ sent_at: this.#office.now() }).where('id', 'in', ids).execute();
	}

	async #giveWithdrawals(signal: AbortSignal | undefined): Promise<number> {
		const rows = await this.#office.database
			.selectFrom('job')
			.select(['id', 'withdrawn_at'])
			.where('state', 'in', ['sent', 'taken'])
			.where('withdrawn_at', 'is not', null)
			.execute();
		const fresh = rows.filter(({ id }) => !this.#withdrawn.has(id));
		for (let i = 0; i < fresh.length; i += MOST) {
			const some = fresh.slice(i, i + MOST);
			await this.#put(
				'withdrawals',
				some.map(({ id, withdrawn_at }) => this.#signed('withdrawal', { id, at: withdrawn_at! })),
				signal,
			);
			for (const { id } of some) this.#withdrawn.add(id);
		}
		const open = new Set(rows.map(({ id }) => id));
		for (const id of this.#withdrawn) if (!open.has(id)) this.#withdrawn.delete(id);
		return fresh.length;
	}

	async #giveHead(signal: AbortSignal | undefined): Promise<void> {
		const now = this.#office.now();
		if (now - this.#head.at < HEADS) return;
		const last = await this.#office.database.selectFrom('audit').select(['seq', 'at', 'hash']).orderBy('seq', 'desc').limit(1).executeTakeFirst();
		if (last !== undefined && last.seq !== this.#head.seq) {
			const { seq, at, hash } = last;
			try {
				await this.#put('heads', [this.#signed('head', { seq, at, head: hash.toUpperCase() })], signal);
			} catch (error) {
				if (!isAbout(error)) throw error;
				this.#tell({ kind: 'otherHead', seq });
			}
		}
		this.#head = { seq: last?.seq ?? 0, at: now };
	}

	/** Whether it told something new. */
	async #takeOne(message: unknown): Promise<boolean> {
		let read: Signed<'answer' | 'report'>;
		try {
			read = readSigned(this.#cipher, this.#keys.peerKeys, message, ['answer', 'report']);
		} catch (error) {
			if (!(error instanceof FlawError)) throw error;
			this.#tell({ kind: 'unproven', flaw: error.flaw });
			return false;
		}
		if (read.kind === 'report') return (await takeReport(this.#office, read.content)) > 0;
		const settled = await settle(this.#office, read.content);
		if (settled === 'foreign') this.#tell({ kind: 'foreign', id: read.content.id });
		return settled === 'settled';
	}

	async #put(path: 'jobs' | 'withdrawals' | 'heads', messages: readonly Signed[], signal: AbortSignal | undefined): Promise<void> {
		const { epoch } = await this.#relay.put(path, messages, signal);
		if (path !== 'heads') await this.#heard('jobs', epoch);
	}

	/** Another epoch: the relay has lost what it had, and is given again what has no answer, by whichever process comes first. */
	async #heard(stream: 'jobs' | 'results', epoch: string): Promise<void> {
		if (this.#epochs.get(stream) === epoch) return;
		this.#withdrawn.clear();
		const key = `relay-epoch-${stream}`;
		const before = await this.#setting(key);
		if (before !== undefined && before !== epoch) {
			const { database } = this.#office;
			await database.updateTable('job').set({ sent_at: null }).where('state', 'in', ['sent', 'taken']).execute();
		}
		// Only now: whoever ends before it is kept has another one see it.
		if (before !== epoch) await this.#keepSetting(key, epoch);
		this.#epochs.set(stream, epoch);
	}

	#signed<Kind extends 'job' | 'withdrawal' | 'head'>(kind: Kind, content: Contents[Kind]): Signed<Kind> {
		return sign(this.#cipher, this.#keys.signingKey, kind, content);
	}

	async #place(): Promise<Place> {
		const kept = await this.#setting(PLACE);
		return kept === undefined ? { after: 0 } : JSON.parse(kept);
	}

	async #setting(key: string): Promise<string | undefined> {
		return (await this.#office.database.selectFrom('setting').select('value').where('key', '=', key).executeTakeFirst())?.value;
	}

	async #keepSetting(key: string, value: string): Promise<void> {
		await this.#office.database
			.insertInto('setting')
			.values({ key, value })
			.onConflict((conflict) => conflict.column('key').doUpdateSet({ value }))
			.execute();
	}
}

/** Whether the relay says no to what was put, and not to whoever puts it. */
function isAbout(error: unknown): error is RelayError {
	if (!(error instanceof RelayError)) return false;
	const { trouble } = error;
	return trouble.kind === 'conflict' || (trouble.kind === 'refused' && trouble.status === 400);
}

function troubleOf(error: unknown): ExchangeNews {
	return error instanceof RelayError ? { kind: 'trouble', trouble: error.trouble } : { kind: 'broken', reason: reasonOf(error) };
}

/** Resolves at once where it is over. */
function sleep(ms: number, signal: AbortSignal): Promise<void> {
	return new Promise((resolve) => {
		if (signal.aborted) return resolve();
		const timer = setTimeout(done, ms);
		signal.addEventListener('abort', done, { once: true });
		function done(): void {
			clearTimeout(timer);
			signal.removeEventListener('abort', done);
			resolve();
		}
	});
}
