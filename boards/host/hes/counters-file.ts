/**
 * The file of the counters that a head-end sends with, JSON: by its system title and a fingerprint of the encryption key the first counter that was never
 * reserved. It stands beside the file of the keys, `keys.json.counters`; what is in it is no secret, but must not be lost or go back.
 *
 * ```
 * { "4B45490000000001": { "8C1F3A0E5D27B964": 769 } }
 * ```
 *
 * Several head-ends may use it at the same time: each reserves under a lock, `keys.json.counters.lock`, and writes the file anew before it uses what it
 * reserved.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { toUpperHex } from '../../../modules/bytes/hex.js';
import { COUNTER_EXHAUSTED } from '../../../modules/dlms/security/counters.js';
import { type CounterReserve, TransmitSupply } from '../../../src/head-end/transmit-supply.js';
import { fileOf, writeWhole } from '../shared/durable-file.js';
import { withLock } from '../shared/lock-file.js';
import { reasonOf, UsageError } from '../shared/usage-error.js';

const SUFFIX = '.counters';
/** Of keys that a change is about to put in place of the others. */
const NEW_KEYS = /\.new$/;
const TITLE = /^[0-9A-F]{16}$/;
const FINGERPRINT = /^[0-9A-F]{16}$/;
const FINGERPRINT_BYTES = 8;
/** How long others may hold the lock, ms. */
const PATIENCE = 5000;

type Counters = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** Where the counters of these keys are kept, whatever link leads to the keys. */
export function countersPath(keysPath: string): string {
	return fileOf(keysPath).replace(NEW_KEYS, '') + SUFFIX;
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
		return this.#read()[this.#title]?.[this.#key] ?? 1;
	}

	/** Throws UsageError. */
	reserve(least: number, count: number): number {
		return withLock(`${this.#path}.lock`, PATIENCE, () => {
			const counters = this.#read();
			const own = counters[this.#title];
			const first = Math.max(least, own?.[this.#key] ?? 1);
			const next = Math.min(first + count, COUNTER_EXHAUSTED);
			const text = JSON.stringify({ ...counters, [this.#title]: { ...own, [this.#key]: next } }, undefined, '\t');
			try {
				writeWhole(this.#path, `${text}\n`);
			} catch (error) {
				throw new UsageError(`${this.#path}: cannot write it: ${reasonOf(error)}; --counters FILE keeps the counters elsewhere`);
			}
			return first;
		});
	}

	#read(): Counters {
		let text: string;
		try {
			text = readFileSync(this.#path, 'utf8');
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
			throw new UsageError(`${this.#path}: cannot read it: ${reasonOf(error)}`);
		}
		const counters = countersOf(text);
		if (counters === undefined) {
			throw new UsageError(
				`${this.#path}: expected the counters of a head-end, found something else. Put back what was there; or delete it, and tell once with ` +
					'--counter a number above all that were used under these keys',
			);
		}
		return counters;
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
