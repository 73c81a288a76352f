/**
 * The flash files of a state directory. A state that was filled needs each of them: one that is missing, empty, cut or blank again is refused, since a new
 * one in its place would be a meter without its past, or a Route A that takes old messages for new. A file is made whole under another name and renamed.
 */
import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { blankFlash, FileFlash } from '../../../hal/node/flash.js';
import { type DamagedMemory, SECTOR_SIZE } from '../../../src/world/units/unit-memory.js';
import { writeWhole } from './durable-file.js';
import { FILE_USAGE, type FileUsageWords } from './file-usage-words.js';
import { reasonOf, UsageError } from './usage-error.js';
import { inEach } from './usage-words.js';

export const FLASH = 'meter.flash';
export const ROUTE_A = 'route-a.flash';
export const ROUTE_A_CLIENTS = 'route-a-clients.flash';
export const UNITS = 'units';

/** By the file's name in the directory: which there are, and whether something was ever written into one. */
export type FileMarks = Readonly<Record<string, 'blank' | 'written'>>;

const OWNER_ONLY = 0o700;
const BLANK = 0xff;

const REMEDIES: Readonly<Record<string, (words: FileUsageWords) => string>> = Object.freeze({
	[FLASH]: (words: FileUsageWords) => words.copyRegisters(),
	[ROUTE_A]: (words: FileUsageWords) => words.copyCounters(),
	[ROUTE_A_CLIENTS]: (words: FileUsageWords) => words.copyCounters(),
});

export class StateFiles {
	readonly #directory: string;
	readonly #onMarks: (marks: FileMarks) => void;
	readonly #open = new Map<string, FileFlash>();
	#marks: FileMarks;

	/** @param onMarks gets the marks whenever they change */
	constructor(directory: string, marks: FileMarks, onMarks: (marks: FileMarks) => void) {
		this.#directory = directory;
		this.#marks = marks;
		this.#onMarks = onMarks;
	}

	/** Throws UsageError if one of them is missing or empty. */
	needAll(): void {
		for (const name of Object.keys(this.#marks)) {
			const size = statSync(join(this.#directory, name), { throwIfNoEntry: false })?.size;
			if (size === undefined) throw refusal(this.#directory, name, (words) => words.missing());
			if (size === 0) throw refusal(this.#directory, name, (words) => words.empty());
		}
	}

	/** Makes it, or makes it anew. Throws the system's error. */
	make(name: string, content: Uint8Array): void {
		const path = join(this.#directory, name);
		mkdirSync(dirname(path), { recursive: true, mode: OWNER_ONLY });
		writeWhole(path, content);
		this.#mark(name, isBlank(content));
	}

	/** The state has it, or there is a file of that name. */
	has(name: string): boolean {
		return this.#marks[name] !== undefined || isThere(join(this.#directory, name));
	}

	/** Opened once; blank where the state never had it. Throws UsageError. */
	open(name: string, sectors: number): FileFlash {
		const known = this.#open.get(name);
		if (known !== undefined) return known;
		const path = join(this.#directory, name);
		let flash: FileFlash;
		try {
			this.#check(name, path, sectors * SECTOR_SIZE);
			if (!isThere(path)) this.make(name, blankFlash(sectors, SECTOR_SIZE));
			flash = new FileFlash(path, sectors, SECTOR_SIZE);
		} catch (error) {
			if (error instanceof UsageError) throw error;
			throw new UsageError(`--state ${this.#directory}: ${name}: ${reasonOf(error)}`);
		}
		if (this.#marks[name] === 'blank') {
			flash.onChange = () => {
				flash.onChange = () => {};
				this.#mark(name, false);
			};
		}
		this.#open.set(name, flash);
		return flash;
	}

	close(): void {
		for (const flash of this.#open.values()) flash.close();
	}

	/** Throws UsageError. */
	#check(name: string, path: string, size: number): void {
		const found = statSync(path, { throwIfNoEntry: false });
		const mark = this.#marks[name];
		const refuse = (what: (words: FileUsageWords) => string) => refusal(this.#directory, name, what);
		if (found === undefined) {
			if (mark !== undefined) throw refuse((words) => words.missing());
			return;
		}
		if (found.size === 0) throw refuse((words) => words.empty());
		if (found.size !== size) throw refuse((words) => words.otherSize(size, found.size));
		const blank = isBlank(readFileSync(path));
		if (blank && mark === 'written') throw refuse((words) => words.blank());
		if (mark === undefined) this.#mark(name, blank);
	}

	#mark(name: string, blank: boolean): void {
		const mark = blank ? 'blank' : 'written';
		if (this.#marks[name] === mark) return;
		this.#marks = { ...this.#marks, [name]: mark };
		this.#onMarks(this.#marks);
	}
}

/** In the words of a start that is refused. */
export function refusalOf(directory: string, { cause, owner }: DamagedMemory): UsageError {
	return refusal(directory, `${owner}.flash`, (words) => words.damaged(reasonOf(cause)));
}

export function refusal(directory: string, name: string, what: (words: FileUsageWords) => string): UsageError {
	const remedy = REMEDIES[name] ?? ((words: FileUsageWords) => words.copy());
	return new UsageError(inEach(FILE_USAGE, (words) => words.refused(directory, name, what(words), remedy(words))));
}

function isThere(path: string): boolean {
	return statSync(path, { throwIfNoEntry: false }) !== undefined;
}

function isBlank(content: Uint8Array): boolean {
	return content.every((byte) => byte === BLANK);
}
