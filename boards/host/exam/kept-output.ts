/** What a program lets out: secrets are hidden in it, it is kept in a file, and told. Both have a bound, whatever it writes. */
import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { OutputStream, Secret } from '../../../src/exam/record/entry.js';
import { reasonOf } from '../shared/usage-error.js';
import type { ExamHostWords } from './exam-host-words.js';
import type { Secrets } from './secrets.js';

export interface KeptListener {
	onOutput(stream: OutputStream, text: string, leak: readonly Secret[]): void;
	onTrouble(detail: string): void;
}

export interface KeptLimits {
	/** Of the file, bytes. */
	readonly mostBytes: number;
	/** Lines that may be told at once, and then in a second. */
	readonly burst: number;
	readonly aSecond: number;
}

const LIMITS: KeptLimits = Object.freeze({ mostBytes: 16 << 20, burst: 2000, aSecond: 100 });
/** Lines with secrets that are told beyond the bound of others. */
const MOST_LEAKS = 100;
/** Bytes that are written at once. */
const MOST_WAITING = 1 << 16;
const OWNER_ONLY = 0o600;

export class KeptOutput {
	readonly #path: string;
	readonly #secrets: Secrets;
	readonly #listener: KeptListener;
	readonly #words: ExamHostWords;
	/** ms, from any moment. */
	readonly #now: () => number;
	readonly #limits: KeptLimits;
	readonly #began: number;
	#handle: number | undefined;
	#waiting: string[] = [];
	#waitingBytes = 0;
	#bytes = 0;
	/** Lines that the file did not take. */
	#unkept = 0;
	#mayTell: number;
	#toldAt: number;
	#untold = 0;
	#untoldOf: OutputStream = 'stdout';
	#leaks = 0;
	/** Leaking lines of pages that were told: they come again with each look. */
	readonly #toldLeaks = new Set<string>();
	#last = '';

	constructor(
		path: string,
		secrets: Secrets,
		listener: KeptListener,
		words: ExamHostWords,
		now: () => number = () => performance.now(),
		limits: KeptLimits = LIMITS,
	) {
		this.#path = path;
		this.#secrets = secrets;
		this.#listener = listener;
		this.#words = words;
		this.#now = now;
		this.#limits = limits;
		this.#began = now();
		this.#toldAt = this.#began;
		this.#mayTell = limits.burst;
		try {
			mkdirSync(dirname(path), { recursive: true });
			this.#handle = openSync(path, 'w', OWNER_ONLY);
		} catch (error) {
			this.#cannotKeep(error);
		}
	}

	/** The last line that was written, secrets hidden, and without its colours. */
	get lastLine(): string {
		return this.#last;
	}

	line(stream: OutputStream, raw: string): void {
		const { text, leak } = this.#secrets.hide(raw);
		const plain = this.#secrets.hide(stripVTControlCharacters(raw)).text.trim();
		if (plain !== '') this.#last = plain;
		this.#keep(stream, text);
		this.#tell(stream, text, leak);
	}

	/** Only what has secrets in it, once. */
	page(stream: OutputStream, raw: string): void {
		if (this.#secrets.hide(raw).leak.length === 0) return;
		for (const line of raw.split('\n')) {
			const { text, leak } = this.#secrets.hide(line);
			if (leak.length === 0 || this.#toldLeaks.has(text) || this.#toldLeaks.size >= MOST_LEAKS) continue;
			this.#toldLeaks.add(text);
			this.#keep(stream, text);
			this.#tell(stream, text, leak);
		}
	}

	close(): void {
		this.#tellLost();
		this.flush();
		this.#keeping((handle) => {
			if (this.#unkept > 0) writeSync(handle, `${this.#words.fileFull(this.#unkept, this.#limits.mostBytes)}\n`);
			closeSync(handle);
		});
		this.#handle = undefined;
	}

	#keep(stream: OutputStream, text: string): void {
		if (this.#handle === undefined) return;
		const line = `${((this.#now() - this.#began) / 1000).toFixed(3)} ${stream} ${text}\n`;
		const bytes = Buffer.byteLength(line);
		if (this.#unkept > 0 || this.#bytes + bytes > this.#limits.mostBytes) {
			this.#unkept++;
			return;
		}
		this.#bytes += bytes;
		this.#waiting.push(line);
		this.#waitingBytes += bytes;
		if (this.#waitingBytes > MOST_WAITING) this.flush();
	}

	/** Writes what waits. */
	flush(): void {
		const text = this.#waiting.join('');
		this.#waiting = [];
		this.#waitingBytes = 0;
		if (text !== '') this.#keeping((handle) => writeSync(handle, text));
	}

	#tell(stream: OutputStream, text: string, leak: readonly Secret[]): void {
		const now = this.#now();
		this.#mayTell = Math.min(this.#limits.burst, this.#mayTell + ((now - this.#toldAt) / 1000) * this.#limits.aSecond);
		this.#toldAt = now;
		const isLeak = leak.length > 0 && this.#leaks < MOST_LEAKS;
		if (!isLeak && this.#mayTell < 1) {
			this.#untold++;
			this.#untoldOf = stream;
			return;
		}
		if (isLeak) this.#leaks++;
		if (this.#mayTell >= 1) this.#mayTell--;
		this.#tellLost();
		this.#listener.onOutput(stream, text, leak);
	}

	#tellLost(): void {
		const lost = this.#untold;
		this.#untold = 0;
		if (lost > 0) this.#listener.onOutput(this.#untoldOf, this.#words.linesLost(lost), []);
	}

	#keeping(write: (handle: number) => void): void {
		if (this.#handle === undefined) return;
		try {
			write(this.#handle);
		} catch (error) {
			this.#cannotKeep(error);
		}
	}

	/** It is told once, for nothing is tried any more. */
	#cannotKeep(error: unknown): void {
		this.#handle = undefined;
		this.#listener.onTrouble(this.#words.cannotKeep(this.#path, reasonOf(error)));
	}
}
