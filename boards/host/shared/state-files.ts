/**
 * The flash files of a state directory. A state that was filled needs each of them: one that is missing, empty, cut or blank again is refused, since a new
 * one in its place would be a meter without its past, or a Route A that takes old messages for new. A file is made whole under another name and renamed.
 *
 * They are sealed (hal/node/sealed-flash.ts). Those of earlier versions are not: they are taken as they are, and sealed as soon as the run comes about.
 */
import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { blankFlash } from '../../../hal/node/flash.js';
import { isSealedFlash, SealedFlash, SealedFlashError, sealedContent } from '../../../hal/node/sealed-flash.js';
import { DamagedMemory, SECTOR_SIZE, type UnitMemoryError } from '../../../src/world/units/unit-memory.js';
import { writeWhole } from './durable-file.js';
import { FILE_USAGE, type FileUsageWords } from './file-usage-words.js';
import type { StateKey } from './state-key.js';
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
	readonly #key: StateKey;
	readonly #open = new Map<string, SealedFlash>();
	#marks: FileMarks;
	#areSealed: boolean;

	/**
	 * @param areSealed all of them were sealed: one that is not any more is refused
	 * @param onMarks gets the marks whenever they change
	 */
	constructor(directory: string, key: StateKey, marks: FileMarks, areSealed: boolean, onMarks: (marks: FileMarks) => void) {
		this.#directory = directory;
		this.#key = key;
		this.#areSealed = areSealed;
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
		writeWhole(path, sealedContent(content, this.#sealing(name)));
		this.#mark(name, isBlank(content));
	}

	/** The state has it, or there is a file of that name. */
	has(name: string): boolean {
		return this.#marks[name] !== undefined || isThere(join(this.#directory, name));
	}

	/** Opened once; blank where the state never had it. Throws UsageError. */
	open(name: string, sectors: number): SealedFlash {
		const known = this.#open.get(name);
		if (known !== undefined) return known;
		const path = join(this.#directory, name);
		let flash: SealedFlash;
		try {
			const isNew = !isThere(path);
			this.#check(name, path);
			if (isNew) this.make(name, blankFlash(sectors, SECTOR_SIZE));
			flash = new SealedFlash({ path, sectors, sectorSize: SECTOR_SIZE, ...this.#sealing(name), replace: writeWhole });
			if (!isNew) this.#checkContent(name, flash);
		} catch (error) {
			throw this.#refusalFor(name, error);
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

	/** All that are not sealed yet are from then on. Throws the system's error, and UsageError. */
	sealAll(): void {
		for (const name of Object.keys(this.#marks)) {
			const flash = this.#open.get(name);
			const path = join(this.#directory, name);
			if (flash !== undefined) {
				if (!flash.isSealed) flash.seal();
			} else {
				const content = readFileSync(path);
				if (!isSealedFlash(content)) writeWhole(path, sealedContent(content, this.#sealing(name)));
			}
		}
		this.#areSealed = true;
	}

	#sealing(name: string): { readonly name: string; readonly key: () => Uint8Array } {
		return { name, key: () => this.#key.loadOrMake() };
	}

	/** Throws UsageError. */
	#check(name: string, path: string): void {
		const refuse = (what: (words: FileUsageWords) => string) => refusal(this.#directory, name, what);
		if (!isThere(path)) {
			if (this.#marks[name] !== undefined) throw refuse((words) => words.missing());
			return;
		}
		const content = readFileSync(path);
		if (content.length === 0) throw refuse((words) => words.empty());
		if (isSealedFlash(content)) this.#key.load();
		else if (this.#areSealed) throw refuse((words) => words.unsealed());
	}

	/** Throws UsageError. */
	#checkContent(name: string, { isBlank }: SealedFlash): void {
		const mark = this.#marks[name];
		if (isBlank && mark === 'written') throw refusal(this.#directory, name, (words) => words.blank());
		if (mark === undefined) this.#mark(name, isBlank);
	}

	#refusalFor(name: string, error: unknown): UsageError {
		if (error instanceof UsageError) return error;
		if (!(error instanceof SealedFlashError)) return new UsageError(`--state ${this.#directory}: ${name}: ${reasonOf(error)}`);
		const { fault } = error;
		return refusal(this.#directory, name, (words) =>
			fault.kind === 'size' ? words.otherSize(fault.expected, fault.found) : words.altered(this.#key.path),
		);
	}

	#mark(name: string, blank: boolean): void {
		const mark = blank ? 'blank' : 'written';
		if (this.#marks[name] === mark) return;
		this.#marks = { ...this.#marks, [name]: mark };
		this.#onMarks(this.#marks);
	}
}

/** In the words of a start that is refused, which names the file and what to do where a memory holds something else. */
export function refusalOf(directory: string, error: UnitMemoryError): UsageError {
	const { cause } = error;
	if (error instanceof DamagedMemory)
		return refusal(directory, `${error.owner}.flash`, (words) => words[`${error.damage}Flash` as const](reasonOf(cause)));
	return cause instanceof UsageError ? cause : new UsageError(error.message);
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
