/**
 * The file of the counters that a head-end sends with, JSON: by its system title and a fingerprint of the encryption key the first counter that was never
 * reserved. One file serves all keys of a user, keiki/hes-counters.json among the user's states; what is in it is no secret, but must not be lost or go
 * back.
 *
 * ```
 * { "4B45490000000001": { "8C1F3A0E5D27B964": 769 } }
 * ```
 *
 * Several head-ends may use it at the same time: each reserves under a lock, `hes-counters.json.lock`, and writes the file anew before it uses what it
 * reserved.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { toUpperHex } from '../../../modules/bytes/hex.js';
import { COUNTER_EXHAUSTED } from '../../../modules/dlms/security/counters.js';
import { type CounterReserve, TransmitSupply } from '../../../src/head-end/transmit-supply.js';
import { fileOf, writeWhole } from '../shared/durable-file.js';
import { withLock } from '../shared/lock-file.js';
import { notice } from '../shared/notice.js';
import { statePath } from '../shared/own-places.js';
import { reasonOf, UsageError } from '../shared/usage-error.js';
import { inEach } from '../shared/usage-words.js';
import { HES_USAGE } from './usage-words.js';

const NAME = 'hes-counters.json';
/** Suffix of the file beside the keys, where the counters stood in the version before. */
const SUFFIX = '.counters';
/** Suffix of keys that a change is about to put in place of the others. */
const NEW_KEYS = /\.new$/;
const TITLE = /^[0-9A-F]{16}$/;
const FINGERPRINT = /^[0-9A-F]{16}$/;
const FINGERPRINT_BYTES = 8;
/** How long others may hold the lock, ms. */
const PATIENCE = 5000;

type Counters = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** Where the counters are kept; those that stand beside these keys come there first. Throws UsageError. */
export function countersPath(keysPath: string): string {
	const path = statePath(NAME);
	// Whatever link leads to the keys.
	takeOver(fileOf(keysPath).replace(NEW_KEYS, '') + SUFFIX, path);
	return path;
}

/** Moves the counters of `old` into the file at `path`; where both have one, the later holds. */
function takeOver(old: string, path: string): void {
	if (!existsSync(old)) return;
	withLock(`${old}.lock`, PATIENCE, () => {
		// Somebody else may have done it since.
		if (!existsSync(old)) return;
		withLock(`${path}.lock`, PATIENCE, () => {
			const counters: Record<string, Record<string, number>> = {};
			for (const [title, keys] of [...Object.entries(read(path)), ...Object.entries(read(old))]) {
				const own = counters[title] ?? {};
				for (const [key, next] of Object.entries(keys)) own[key] = Math.max(next, own[key] ?? 1);
				counters[title] = own;
			}
			write(path, counters);
			rmSync(old);
		});
		notice((words) => words.countersMoved(old, path));
	});
}

/** Says which key it is, and nothing about it: 16 hexadecimal digits. */
export function fingerprint(key: Uint8Array): string {
	return toUpperHex(createHash('sha256').update('keiki invocation counter').update(key).digest().subarray(0, FINGERPRINT_BYTES));
}

/** The supplies of one run, one for each key and title. */
export class TransmitSupplies {
	readonly #supplies = new Map<string, TransmitSupply>();

	/** @param path of the file; undefined: the counters are not kept */
	of(path: string | undefined, title: Uint8Array, encryptionKey: Uint8Array): TransmitSupply {
		const [sender, key] = [toUpperHex(title), fingerprint(encryptionKey)];
		const name = `${sender} ${key} ${path ?? ''}`;
		let supply = this.#supplies.get(name);
		if (supply === undefined) {
			supply = new TransmitSupply(path === undefined ? undefined : new CountersFile(path, sender, key));
			this.#supplies.set(name, supply);
		}
		return supply;
	}
}

/** The counters of one key and title in a file, which is made with the first reservation. */
export class CountersFile implements CounterReserve {
	readonly #path: string;
	readonly #title: string;
	readonly #key: string;

	/** @param title, key 16 upper-case hexadecimal digits each: of the sender's system title, and the key's fingerprint */
	constructor(path: string, title: string, key: string) {
		this.#path = path;
		this.#title = title;
		this.#key = key;
	}

	/** Throws UsageError. */
	get next(): number {
		return read(this.#path)[this.#title]?.[this.#key] ?? 1;
	}

	/** Throws UsageError. */
	reserve(least: number, count: number): number {
		return withLock(`${this.#path}.lock`, PATIENCE, () => {
			const counters = read(this.#path);
			const own = counters[this.#title];
			const first = Math.max(least, own?.[this.#key] ?? 1);
			const next = Math.min(first + count, COUNTER_EXHAUSTED);
			write(this.#path, { ...counters, [this.#title]: { ...own, [this.#key]: next } });
			return first;
		});
	}
}

/** Throws UsageError. */
function read(path: string): Counters {
	let text: string;
	try {
		text = readFileSync(path, 'utf8');
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
		throw new UsageError(inEach(HES_USAGE, (words) => words.cannotRead(path, reasonOf(error))));
	}
	const counters = countersOf(text);
	if (counters === undefined) {
		throw new UsageError(inEach(HES_USAGE, (words) => words.noCounters(path)));
	}
	return counters;
}

/** Throws UsageError. */
function write(path: string, counters: Counters): void {
	try {
		writeWhole(path, `${JSON.stringify(counters, undefined, '\t')}\n`);
	} catch (error) {
		throw new UsageError(inEach(HES_USAGE, (words) => words.countersNotWritten(path, reasonOf(error))));
	}
}

/** Undefined: it is something else. */
function countersOf(text: string): Counters | undefined {
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		return undefined;
	}
	const isWhole = entries(value)?.every(
		([title, keys]) => TITLE.test(title) && entries(keys)?.every(([key, next]) => FINGERPRINT.test(key) && isCounter(next)),
	);
	return isWhole ? (value as Counters) : undefined;
}

function entries(value: unknown): [string, unknown][] | undefined {
	return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : undefined;
}

function isCounter(value: unknown): boolean {
	return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= COUNTER_EXHAUSTED;
}
