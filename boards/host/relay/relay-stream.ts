/**
 * Messages one way, in the order in which they came: kept on the disk until whoever they are for says that it has them. A message that comes again is the
 * one that is there.
 *
 * Who asks for what is behind number N has all up to N; these are let go. Numbers begin anew where the directory was lost: an epoch, drawn at random, tells it.
 */
import { createHash, randomUUID } from 'node:crypto';
import { canonicalText } from '../../../src/operations/jobs/canonical.js';
import type { Signed } from '../../../src/operations/jobs/signed.js';
import { DurableLog } from './durable-log.js';

/** A line of the file. */
type Kept =
	/** The first: what was there before is gone, up to `dropped`. */
	{ readonly epoch: string; readonly dropped: number } | { readonly seq: number; readonly at: number; readonly message: Signed };

export interface Numbered {
	readonly seq: number;
	readonly message: Signed;
}

interface Entry extends Numbered {
	readonly at: number;
	readonly bytes: number;
	readonly hash: string;
	readonly name: string | undefined;
}

export interface StreamBounds {
	readonly messages: number;
	readonly bytes: number;
	/** How long a message is kept that nobody has fetched, ms. */
	readonly age: number;
}

/** There is no room: whoever it is for has to fetch what is there first. */
export class FullError extends Error {}

/** Another message of this name is there. */
export class ConflictError extends Error {
	constructor(readonly index: number) {
		super(`message ${index}: another one of its name is there`);
	}
}

export interface StreamOptions {
	readonly path: string;
	readonly bounds: StreamBounds;
	/** Whether the oldest go where there is no room; else there is none for the new. */
	readonly isRolling?: boolean;
	/** Of messages of which there may be one alone; undefined: it may come with other contents. */
	readonly nameOf?: (message: Signed) => string | undefined;
	/** ms since 1970-01-01T00:00:00Z. */
	readonly now: () => number;
}

/** So much of the file is of messages that are gone before it is written anew, bytes. */
const WASTE = 1 << 20;

export class RelayStream {
	readonly epoch: string;
	readonly #options: StreamOptions;
	readonly #log: DurableLog<Kept>;
	/** Bytes of a last line that was half written when the power failed. */
	readonly cut: number;
	#entries: Entry[] = [];
	#dropped: number;
	#next: number;
	#bytes = 0;
	readonly #hashes = new Map<string, number>();
	readonly #names = new Map<string, string>();
	#waiting = new Set<() => void>();
	/** One after the other, so that numbers and places in the file are in the same order. */
	#turn: Promise<unknown> = Promise.resolve();

	private constructor(options: StreamOptions, log: DurableLog<Kept>, records: readonly Kept[], cut: number) {
		this.#options = options;
		this.#log = log;
		this.cut = cut;
		const [first] = records;
		this.epoch = first !== undefined && 'epoch' in first ? first.epoch : randomUUID();
		this.#dropped = first !== undefined && 'epoch' in first ? first.dropped : 0;
		this.#next = this.#dropped + 1;
		for (const each of records) if ('seq' in each) this.#add(entryOf(each, options));
	}

	/** @throws DamageError, or the system's error */
	static async open(options: StreamOptions): Promise<RelayStream> {
		const { log, records, cut } = await DurableLog.open<Kept>(options.path);
		const stream = new RelayStream(options, log, records, cut);
		if (records.length === 0) await log.append([{ epoch: stream.epoch, dropped: 0 }]);
		return stream;
	}

	/** How many are kept. */
	get size(): number {
		return this.#entries.length;
	}

	get last(): number {
		return this.#next - 1;
	}

	/**
	 * All of them, or none; those that are there already are not added.
	 * @throws FullError, ConflictError, UnwrittenError
	 */
	put(messages: readonly Signed[]): Promise<void> {
		const put = this.#turn.then(() => this.#put(messages));
		this.#turn = put.catch(() => {});
		return put;
	}

	async #put(messages: readonly Signed[]): Promise<void> {
		const { bounds, isRolling = false, now } = this.#options;
		const at = now();
		const fresh: Entry[] = [];
		const hashes = new Set<string>();
		const names = new Map<string, string>();
		let bytes = 0;
		for (const [i, message] of messages.entries()) {
			const entry = entryOf({ seq: this.#next + fresh.length, at, message }, this.#options);
			const { hash, name } = entry;
			const known = name === undefined ? undefined : (this.#names.get(name) ?? names.get(name));
			if (known !== undefined && known !== hash) throw new ConflictError(i);
			if (this.#hashes.has(hash) || hashes.has(hash)) continue;
			hashes.add(hash);
			if (name !== undefined) names.set(name, hash);
			fresh.push(entry);
			bytes += entry.bytes;
		}
		if (fresh.length === 0) return;
		const isFull = () => this.#entries.length + fresh.length > bounds.messages || this.#bytes + bytes > bounds.bytes;
		if (isRolling) while (isFull() && this.#entries.length > 0) this.#drop(this.#entries[0]!.seq);
		if (isFull()) throw new FullError();
		await this.#log.append(fresh.map(({ seq, message }) => ({ seq, at, message })));
		for (const entry of fresh) this.#add(entry);
		this.#tidy();
		this.#wake();
	}

	/** Those behind a number, at most so many. */
	behind(seq: number, most: number): readonly Numbered[] {
		// Their numbers have no gap.
		const first = Math.max(0, seq - this.#dropped);
		return this.#entries.slice(first, first + most).map(({ seq: number, message }) => ({ seq: number, message }));
	}

	/** Those up to a number are had by whoever they are for. */
	letGo(seq: number): void {
		this.#drop(Math.min(seq, this.last));
		this.#tidy();
	}

	/** Lets those go that nobody has fetched for too long. Returns how many. */
	letAge(): number {
		const { bounds, now } = this.#options;
		const oldest = now() - bounds.age;
		let last: Entry | undefined;
		let count = 0;
		for (const each of this.#entries) {
			if (each.at >= oldest) break;
			last = each;
			count++;
		}
		if (last !== undefined) this.letGo(last.seq);
		return count;
	}

	/** Resolves when something comes behind this number, or after so many ms, or when `signal` says so. */
	async wait(seq: number, ms: number, signal: AbortSignal): Promise<void> {
		if (this.last > seq || ms <= 0 || signal.aborted) return;
		await new Promise<void>((resolve) => {
			const end = () => {
				clearTimeout(timer);
				this.#waiting.delete(end);
				signal.removeEventListener('abort', end);
				resolve();
			};
			const timer = setTimeout(end, ms);
			this.#waiting.add(end);
			signal.addEventListener('abort', end);
		});
	}

	async close(): Promise<void> {
		this.#wake();
		await this.#turn;
		await this.#log.close();
	}

	#wake(): void {
		for (const each of [...this.#waiting]) each();
	}

	#add(entry: Entry): void {
		this.#entries.push(entry);
		this.#hashes.set(entry.hash, entry.seq);
		if (entry.name !== undefined) this.#names.set(entry.name, entry.hash);
		this.#bytes += entry.bytes;
		this.#next = entry.seq + 1;
	}

	#drop(seq: number): void {
		let count = 0;
		for (const each of this.#entries) {
			if (each.seq > seq) break;
			this.#hashes.delete(each.hash);
			if (each.name !== undefined) this.#names.delete(each.name);
			this.#bytes -= each.bytes;
			count++;
		}
		if (count === 0) return;
		this.#dropped = this.#entries[count - 1]!.seq;
		this.#entries = this.#entries.slice(count);
	}

	/** Writes the file anew where most of it is of messages that are gone. */
	#tidy(): void {
		if (!this.#isWasteful) return;
		// Where there is no room for it, the file stays as it is, and the next time tries again.
		this.#turn = this.#turn.then(() => this.#tidied()).catch(() => {});
	}

	async #tidied(): Promise<void> {
		// Another one may have done it meanwhile.
		if (!this.#isWasteful) return;
		await this.#log.replace(() => [
			{ epoch: this.epoch, dropped: this.#dropped },
			...this.#entries.map(({ seq, at, message }) => ({ seq, at, message })),
		]);
	}

	get #isWasteful(): boolean {
		return this.#log.length >= 2 * this.#bytes + WASTE;
	}
}

function entryOf({ seq, at, message }: Extract<Kept, { readonly seq: number }>, { nameOf }: StreamOptions): Entry {
	const text = canonicalText({ kind: message.kind, content: message.content });
	const hash = createHash('sha256').update(text).digest('base64');
	return { seq, at, message, bytes: text.length + message.signature.length, hash, name: nameOf?.(message) };
}
