/**
 * A file to which records are only ever added, and are on the disk when that is told.
 *
 * | line  | what                                                                      |
 * |-------|---------------------------------------------------------------------------|
 * | 16    | the first half of SHA-256 over the JSON, 32 hexadecimal digits            |
 * | 1     | blank                                                                     |
 * | 1 to 9 | how many bytes the JSON has, decimal                                     |
 * | 1     | blank                                                                     |
 * | n     | JSON: a list of records, all that were added at once                      |
 * | 1     | line feed                                                                 |
 *
 * What was written at once is one line, so that power that fails leaves at most the last line half written: it is cut off, and was promised to nobody. A
 * line that is not as it was written and has something behind it is damage: nothing of the file is used then.
 */
import { createHash } from 'node:crypto';
import { readFileSync, rmSync, truncateSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { syncDirectory, UNFINISHED, writeWhole } from '../shared/durable-file.js';

const DIGITS = 32;
const OWNER_ONLY = 0o600;
const LINE_FEED = 0x0a;
/** Of a line before its JSON, bytes. */
const MOST_HEAD = 43;
/** Of a line of a file that is written anew. */
const MOST_RECORDS = 1000;

/** A line that is not as it was written, and that others follow. */
export class DamageError extends Error {
	constructor(
		readonly path: string,
		readonly line: number,
	) {
		super(`${path}: line ${line} is damaged`);
	}
}

/** It could not be written, and is not in the file. */
export class UnwrittenError extends Error {
	readonly isFull: boolean;

	constructor(readonly reason: NodeJS.ErrnoException) {
		super(reason.message);
		this.isFull = reason.code === 'ENOSPC' || reason.code === 'EDQUOT' || reason.code === 'EFBIG';
	}
}

export interface OpenedLog<Of> {
	readonly log: DurableLog<Of>;
	/** In their order. */
	readonly records: readonly Of[];
	/** Bytes of a last line that was half written, and is cut off. */
	readonly cut: number;
}

interface Waiting {
	readonly records: readonly unknown[];
	readonly onKept: (() => void) | undefined;
	readonly resolve: () => void;
	readonly reject: (error: unknown) => void;
}

export class DurableLog<Of> {
	readonly #path: string;
	#file: FileHandle;
	/** Bytes that are good. */
	#length: number;
	#waiting: Waiting[] = [];
	#work: Promise<void> | undefined;
	/** Why nothing can be written any more; undefined: it can. */
	#broken: UnwrittenError | undefined;

	private constructor(path: string, file: FileHandle, length: number) {
		this.#path = path;
		this.#file = file;
		this.#length = length;
	}

	/** Makes the file where there is none. Throws DamageError, or the system's error. */
	static async open<Of>(path: string): Promise<OpenedLog<Of>> {
		rmSync(path + UNFINISHED, { force: true });
		const bytes = contentOf(path);
		const { records, good } = recordsIn<Of>(path, bytes);
		const cut = bytes.length - good;
		if (cut > 0) truncateSync(path, good);
		const file = await open(path, 'a', OWNER_ONLY);
		await file.datasync();
		syncDirectory(path);
		return { log: new DurableLog<Of>(path, file, good), records, cut };
	}

	/** Bytes of the file. */
	get length(): number {
		return this.#length;
	}

	/**
	 * Resolves once all of them are on the disk; several calls at once share a write.
	 * @param onKept told then, before anything else is done with the file
	 * @throws UnwrittenError: none of them is in the file
	 */
	append(records: readonly Of[], onKept?: () => void): Promise<void> {
		if (records.length === 0) return Promise.resolve();
		return new Promise((resolve, reject) => {
			this.#waiting.push({ records, onKept, resolve, reject });
			this.#work ??= this.#writeAll();
		});
	}

	/**
	 * Has these records alone in it from now on; what is being added waits for it. The file is whole all the time.
	 * @param records told once nothing is being written any more
	 * @throws UnwrittenError: the file is as it was
	 */
	async replace(records: () => readonly Of[]): Promise<void> {
		while (this.#work !== undefined) await this.#work;
		const work = this.#replaced(records()).finally(() => {
			this.#work = this.#waiting.length > 0 ? this.#writeAll() : undefined;
		});
		this.#work = work.catch(() => {});
		await work;
	}

	/** What is being added is written first. */
	async close(): Promise<void> {
		while (this.#work !== undefined) await this.#work;
		await this.#file.close();
	}

	async #writeAll(): Promise<void> {
		while (this.#waiting.length > 0) {
			const batch = this.#waiting;
			this.#waiting = [];
			try {
				await this.#write(lineOf(batch.flatMap(({ records }) => records)));
				for (const { onKept, resolve } of batch) {
					onKept?.();
					resolve();
				}
			} catch (error) {
				for (const { reject } of batch) reject(error);
			}
		}
		this.#work = undefined;
	}

	async #write(line: Uint8Array): Promise<void> {
		if (this.#broken !== undefined) throw this.#broken;
		try {
			await this.#file.appendFile(line);
		} catch (error) {
			await this.#cutBack(error);
			throw new UnwrittenError(error as NodeJS.ErrnoException);
		}
		try {
			await this.#file.datasync();
		} catch (error) {
			// What the system has then is not known, and a second time it may not tell.
			this.#broken = new UnwrittenError(error as NodeJS.ErrnoException);
			throw this.#broken;
		}
		this.#length += line.length;
	}

	/** Half a line with another one behind it would be damage. */
	async #cutBack(why: unknown): Promise<void> {
		try {
			await this.#file.truncate(this.#length);
			await this.#file.datasync();
		} catch {
			this.#broken = new UnwrittenError(why as NodeJS.ErrnoException);
		}
	}

	async #replaced(records: readonly Of[]): Promise<void> {
		if (this.#broken !== undefined) throw this.#broken;
		const lines = linesOf(records);
		try {
			writeWhole(this.#path, lines);
		} catch (error) {
			throw new UnwrittenError(error as NodeJS.ErrnoException);
		}
		const before = this.#file;
		try {
			this.#file = await open(this.#path, 'a', OWNER_ONLY);
		} catch (error) {
			this.#broken = new UnwrittenError(error as NodeJS.ErrnoException);
			throw this.#broken;
		}
		this.#length = lines.length;
		await before.close();
	}
}

function contentOf(path: string): Buffer {
	try {
		return readFileSync(path);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return Buffer.alloc(0);
		throw error;
	}
}

/** What is good, and how many bytes that is. Throws DamageError. */
function recordsIn<Of>(path: string, bytes: Buffer): { readonly records: readonly Of[]; readonly good: number } {
	const records: Of[] = [];
	let good = 0;
	for (let number = 1; good < bytes.length; number++) {
		const end = bytes.indexOf(LINE_FEED, good);
		const line = end < 0 ? undefined : recordsOf(bytes.subarray(good, end));
		if (line === undefined) {
			if (hasMore(bytes.subarray(good), end - good)) throw new DamageError(path, number);
			break;
		}
		for (const each of line) records.push(each as Of);
		good = end + 1;
	}
	return { records, good };
}

/** Undefined: the line is not as it was written. */
function recordsOf(line: Buffer): readonly unknown[] | undefined {
	const { check, length, from } = headOf(line);
	const text = line.subarray(from);
	return text.length === length && check === checkOf(text) ? (JSON.parse(text.toString()) as readonly unknown[]) : undefined;
}

/** Whether anything stands behind a line that is no good: by its line feed, or by its length where that was changed. */
function hasMore(rest: Buffer, end: number): boolean {
	const { length, from } = headOf(rest);
	return (end >= 0 && end + 1 < rest.length) || (length >= 0 && rest.length > from + length + 1);
}

/** What a line begins with, and where its JSON does; a length of -1: it is none. */
function headOf(line: Buffer): { readonly check: string; readonly length: number; readonly from: number } {
	const [head = '', check = '', digits = '-1'] = /^([0-9a-f]{32}) (\d{1,9}) /.exec(line.subarray(0, MOST_HEAD).toString('latin1')) ?? [];
	return { check, length: Number(digits), from: head.length };
}

/** All of them, some a line: one text of all may be longer than a text can be. */
function linesOf(records: readonly unknown[]): Uint8Array {
	const lines: Uint8Array[] = [];
	for (let from = 0; from < records.length; from += MOST_RECORDS) lines.push(lineOf(records.slice(from, from + MOST_RECORDS)));
	return Buffer.concat(lines);
}

function lineOf(records: readonly unknown[]): Uint8Array {
	const text = Buffer.from(JSON.stringify(records));
	return Buffer.concat([Buffer.from(`${checkOf(text)} ${text.length} `), text, Buffer.of(LINE_FEED)]);
}

function checkOf(text: Uint8Array): string {
	return createHash('sha256').update(text).digest('hex').slice(0, DIGITS);
}
