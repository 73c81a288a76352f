/** What a collector has of its meters: the table, the register, and where each stands in its source, read again where it changes. */

import { fromHex, toUpperHex } from '../../../../modules/bytes/hex.js';
import { derivedKey } from '../../../../src/head-end/collection/derived-keys.js';
import { KEYS_SIZE, MeterTable, tableMemory } from '../../../../src/head-end/collection/meter-table.js';
import type { RegisterRow } from '../../../../src/head-end/collection/register-table.js';
import type { RouteAKeys } from '../../../../src/route-a/keys.js';
import { identityOf } from '../../../../src/world/meter/identity.js';
import { readKeysFile } from '../../shared/keys-file.js';
import { withLock } from '../../shared/lock-file.js';
import { UsageError } from '../../shared/usage-error.js';
import { inEach } from '../../shared/usage-words.js';
import { hostCipher } from '../hes-options.js';
import { type CollectedMeter, DIGITS, fastKeys, keysIn, lineAt, linesIn, meterIn, WH } from './collect-meters.js';
import { COLLECT_USAGE } from './collect-words.js';
import { mergeRegister, readRegister, registerPath, writeRegister } from './register-file.js';

export type Source =
	| { readonly kind: 'meters'; readonly path: string }
	| { readonly kind: 'keys'; readonly path: string }
	| { readonly kind: 'master'; readonly master: Uint8Array; readonly count: number };

/** A meter of a source. */
export interface KnownMeter {
	readonly keys: RouteAKeys;
	readonly path: string | undefined;
	readonly place: string | undefined;
	readonly server: number | undefined;
}

interface Found {
	readonly meter: CollectedMeter;
	/** Where its line begins, or which of the files it is. */
	readonly offset: number;
	readonly line: number;
	readonly path: string;
}

/** Rows there is room for beyond those that are there: a twentieth, and these. */
const SPARE = 1024;
/** How long another collector may have the register, ms: it is of a million meters. */
const PATIENCE = 10_000;
const NOT_DERIVED = new Uint8Array(KEYS_SIZE);
const SEED = 0;

export class KnownMeters {
	readonly table: MeterTable;
	readonly capacity: number;
	readonly #source: Source;
	readonly #client: number;
	readonly #data: string;
	/** By row: where its line begins in the file of meters, or which of the files of keys it is, and its number. −1: it is not there any more. */
	readonly #offsets: Float64Array;
	readonly #lines: Uint32Array;
	/** Of the files of keys. */
	#paths: readonly string[] = [];
	readonly #ends = new Map<number, { readonly from: string; readonly to: string }>();

	/** Reads the source and writes the register. Throws UsageError. */
	constructor(source: Source, data: string, client: number) {
		this.#source = source;
		this.#client = client;
		this.#data = data;
		const found = source.kind === 'master' ? [] : this.#found();
		const register = source.kind === 'master' ? [] : this.#registered(found);
		const rows = source.kind === 'master' ? source.count : register.length;
		this.capacity = source.kind === 'master' ? rows : rows + Math.ceil(rows / 20) + SPARE;
		this.table = new MeterTable(tableMemory(this.capacity, source.kind === 'master'));
		this.#offsets = new Float64Array(source.kind === 'master' ? 0 : this.capacity).fill(-1);
		this.#lines = new Uint32Array(source.kind === 'master' ? 0 : this.capacity);
		if (source.kind === 'master') for (let n = 1; n <= rows; n++) this.table.add(n, identityOf(SEED, n).systemTitle, NOT_DERIVED);
		else this.#take(found, register);
	}

	/** Reads the source anew: meters that came, keys that changed. Throws UsageError, and then all is as it was. */
	readAnew(): void {
		if (this.#source.kind === 'master') return;
		const found = this.#found();
		this.#take(found, this.#registered(found, this.capacity));
	}

	/** Keys of a meter by its number, where they are derived. */
	derived(number: number): Uint8Array | undefined {
		const source = this.#source;
		if (source.kind !== 'master') return undefined;
		const keys = new Uint8Array(KEYS_SIZE);
		const purpose = this.#client === 2 ? (['encryption 2', 'authentication 2'] as const) : (['encryption 1', 'authentication 1'] as const);
		for (const [i, each] of purpose.entries()) keys.set(derivedKey(hostCipher(), source.master, number, each), (KEYS_SIZE / 2) * i);
		return keys;
	}

	/** Whether its source has a meter, which may be another collector's, or be gone. */
	isThere(row: number): boolean {
		return this.#source.kind === 'master' || this.#offsets[row]! >= 0;
	}

	/** All that its source tells of a meter; undefined: it is not there. Throws UsageError where the source is not what it was when it was read. */
	of(row: number): KnownMeter | undefined {
		const source = this.#source;
		const offset = this.#offsets[row] ?? -1;
		if (source.kind === 'master' || offset < 0) return undefined;
		const path = source.kind === 'keys' ? this.#paths[offset]! : source.path;
		const known = source.kind === 'keys' ? { keys: readKeysFile(path), path, place: undefined, server: undefined } : this.#inLine(path, offset, row);
		if (this.table.rowOf(known.keys.systemTitle) !== row) throw new UsageError(inEach(COLLECT_USAGE, (words) => words.changed(path)));
		return known;
	}

	#inLine(path: string, offset: number, row: number): KnownMeter {
		let found: ReturnType<typeof meterIn>;
		try {
			found = meterIn(lineAt(path, offset), path, this.#lines[row]!, this.#client);
		} catch (error) {
			if (!(error instanceof UsageError)) throw error;
			throw new UsageError(inEach(COLLECT_USAGE, (words) => words.changed(path)));
		}
		const { meter, keys, isDemo } = found;
		return { keys, path: isDemo ? undefined : path, place: meter.place, server: meter.server };
	}

	/** From when on, and until when, a meter hangs there: ISO 8601, or empty. */
	stands(row: number): { readonly from: string; readonly to: string } | undefined {
		return this.#ends.get(row);
	}

	/** Throws UsageError. */
	#found(): Found[] {
		const { path, kind } = this.#source as Extract<Source, { readonly path: string }>;
		const found: Found[] = [];
		const titles = new Set<string>();
		const numbers = new Set<number>();
		const take = (meter: CollectedMeter, offset: number, line: number, path: string, place: string): void => {
			const { title, number } = meter.facts;
			if (titles.has(title)) throw new UsageError(inEach(COLLECT_USAGE, (words) => words.titleTwice(place, title)));
			if (meter.isNumbered && numbers.has(number)) throw new UsageError(inEach(COLLECT_USAGE, (words) => words.numberTwice(place, number)));
			titles.add(title);
			if (meter.isNumbered) numbers.add(number);
			found.push({ meter, offset, line, path });
		};
		if (kind === 'keys') {
			for (const [i, each] of keysIn(path).entries()) {
				const facts = { number: i + 1, title: toUpperHex(each.keys.systemTitle), ...NO_FACTS };
				take(
					{ facts, keys: fastKeys(each.keys.clients[this.#client]), isNumbered: false, place: undefined, server: undefined },
					i,
					i + 1,
					each.path,
					each.path,
				);
			}
			return found;
		}
		for (const { text, offset, number } of linesIn(path)) {
			if (text.trim() === '') continue;
			take(meterIn(text, path, number, this.#client).meter, offset, number, path, `--meters ${path}: line ${number}`);
		}
		return found;
	}

	/**
	 * Writes them into the register, which other collectors write, too.
	 * @param most meters that it may have then
	 * @throws UsageError
	 */
	#registered(found: readonly Found[], most = Number.POSITIVE_INFINITY): readonly RegisterRow[] {
		return withLock(`${registerPath(this.#data)}.lock`, PATIENCE, () => {
			const before = readRegister(this.#data);
			const register = mergeRegister(before, numbered(before, found), new Date().toISOString());
			if (register.length > most) throw new UsageError(inEach(COLLECT_USAGE, (words) => words.tooMany(register.length, most)));
			writeRegister(this.#data, register);
			return register;
		});
	}

	#take(found: readonly Found[], register: readonly RegisterRow[]): void {
		this.#offsets.fill(-1);
		if (this.#source.kind === 'keys') this.#paths = found.map(({ path }) => path);
		const byTitle = new Map(found.map((each) => [each.meter.facts.title, each]));
		for (const { number, title, from, to } of register) {
			const told = byTitle.get(title);
			const bytes = fromHex(title);
			let row = this.table.rowOf(bytes);
			const keys = told?.meter.keys ?? NOT_DERIVED;
			if (row < 0) row = this.table.add(number, bytes, keys);
			else if (told !== undefined) this.table.replaceKeys(row, keys);
			if (row < 0) continue;
			if (told !== undefined) {
				this.#offsets[row] = told.offset;
				this.#lines[row] = told.line;
			}
			if (from !== '' || to !== '') this.#ends.set(row, { from, to });
		}
	}
}

/** Each keeps the number that the register has of it; a new one has its own, unless another meter has it. */
function numbered(register: readonly RegisterRow[], found: readonly Found[]): RegisterRow[] {
	const kept = new Map(register.map(({ title, number }) => [title, number]));
	const taken = new Set(kept.values());
	let next = 1;
	return found.map(({ meter: { facts } }) => {
		let number = kept.get(facts.title);
		if (number === undefined) {
			number = facts.number;
			while (taken.has(number)) number = next++;
			taken.add(number);
		}
		return { ...facts, number };
	});
}

const NO_FACTS = Object.freeze({
	...{ serial: '', supplyPoint: '', wh: WH, digits: DIGITS, amperes: 0, twoWay: true, group: '', concentrator: '', from: '', to: '' },
});
