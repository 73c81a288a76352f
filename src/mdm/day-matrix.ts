/**
 * A day of a shard in columns: what the registers of each meter showed at the 49 boundaries of its 48 half-hours, and what is known of these.
 *
 * A slot counts half-hours since 1970-01-01T00:00Z to the boundary that ends one; a day counts days since 1970-01-01 in Japan, where boundary 0 is its 00:00
 * and boundary 48 that of the next. Half-hour k, from 0 to 47, lies between boundaries k and k + 1.
 */

/** What stands where nothing is known of a register. */
export const MISSING = 0xffffffff;
export const HALF_HOURS = 48;
export const BOUNDARIES = HALF_HOURS + 1;
export const METERS_A_SHARD = 100_000;
/** Of a half-hour of which nothing is known. */
export const NO_QUALITY = 255;
/** As read, and nobody has looked at it (QualityOfReading of ESPI). */
export const RAW = 14;

/** Half-hours by which Japan's day begins before that of UTC. */
const AHEAD = 18;
/** Conflicts that are kept; all are counted. */
const MOST_CONFLICTS = 1000;

/** That of boundary 0. */
export const firstSlotOf = (day: number): number => day * HALF_HOURS - AHEAD;

/** In which the half-hour lies that ends at a slot. */
export const dayOfSlot = (slot: number): number => Math.ceil((slot + AHEAD) / HALF_HOURS) - 1;

/** Of the shard of a meter, from 0. @param number from 1 */
export const shardOf = (number: number): number => Math.floor((number - 1) / METERS_A_SHARD);

/** One meter at one boundary. */
export interface Reading {
	/** From 1. */
	readonly number: number;
	readonly slot: number;
	/** Counts of the registers, `MISSING` for none. */
	readonly import: number;
	readonly export: number;
	/** Bits of `INTERVAL_STATUS` of the half-hour that ends here. */
	readonly status: number;
}

/** A reading that differs from one that came before it; that one is kept. */
export interface Conflict {
	readonly number: number;
	readonly slot: number;
	readonly kept: readonly [number, number];
	readonly refused: readonly [number, number];
}

export type Taken = 'new' | 'same' | 'conflict' | 'unknown' | 'otherDay';

export class DayMatrix {
	readonly day: number;
	readonly shard: number;
	/** Of the meters, a row each. */
	readonly numbers: Uint32Array;
	/** `BOUNDARIES` a row: counts of the registers. */
	readonly imports: Uint32Array;
	readonly exports: Uint32Array;
	/** `HALF_HOURS` a row. */
	readonly status: Uint8Array;
	/** `HALF_HOURS` a row, QualityOfReading of ESPI; `NO_QUALITY`: unknown. */
	readonly quality: Uint8Array;
	/** A row: bits of what a validation found. */
	readonly flags: Uint32Array;
	/** A row. */
	readonly versions: Uint16Array;
	readonly conflicts: Conflict[] = [];
	conflictCount = 0;
	/** Row by number less the first of the shard; −1: none. */
	readonly #rows = new Int32Array(METERS_A_SHARD).fill(-1);

	/** Throws RangeError of a number that is not of the shard, or stands there twice. */
	constructor(day: number, shard: number, numbers: Uint32Array) {
		const count = numbers.length;
		[this.day, this.shard, this.numbers] = [day, shard, numbers];
		this.imports = new Uint32Array(BOUNDARIES * count).fill(MISSING);
		this.exports = new Uint32Array(BOUNDARIES * count).fill(MISSING);
		this.status = new Uint8Array(HALF_HOURS * count);
		this.quality = new Uint8Array(HALF_HOURS * count).fill(NO_QUALITY);
		this.flags = new Uint32Array(count);
		this.versions = new Uint16Array(count);
		for (let row = 0; row < count; row++) {
			const number = numbers[row]!;
			if (number < 1 || shardOf(number) !== shard) throw new RangeError(`day matrix: expected meters of shard ${shard}, got ${number}`);
			const place = number - 1 - shard * METERS_A_SHARD;
			if (this.#rows[place] !== -1) throw new RangeError(`day matrix: meter ${number} stands there twice`);
			this.#rows[place] = row;
		}
	}

	/** Of a meter; −1: it is not there. */
	rowOf(number: number): number {
		return this.#rows[number - 1 - this.shard * METERS_A_SHARD] ?? -1;
	}

	/** Takes what is not known yet; the first that comes is kept. */
	take(reading: Reading): Taken {
		const row = this.rowOf(reading.number);
		if (row < 0) return 'unknown';
		const boundary = reading.slot - firstSlotOf(this.day);
		if (boundary < 0 || boundary > HALF_HOURS) return 'otherDay';
		const at = row * BOUNDARIES + boundary;
		const kept = [this.imports[at]!, this.exports[at]!] as const;
		if (kept[0] !== MISSING || kept[1] !== MISSING) {
			if (kept[0] === reading.import && kept[1] === reading.export) return 'same';
			this.#conflict({ number: reading.number, slot: reading.slot, kept, refused: [reading.import, reading.export] });
			return 'conflict';
		}
		this.imports[at] = reading.import;
		this.exports[at] = reading.export;
		if (boundary > 0) {
			this.status[row * HALF_HOURS + boundary - 1] = reading.status;
			if (this.#isKnown(at - 1)) this.quality[row * HALF_HOURS + boundary - 1] = RAW;
		}
		if (boundary < HALF_HOURS && this.#isKnown(at + 1)) this.quality[row * HALF_HOURS + boundary] = RAW;
		return 'new';
	}

	#isKnown(at: number): boolean {
		return this.imports[at] !== MISSING || this.exports[at] !== MISSING;
	}

	#conflict(conflict: Conflict): void {
		this.conflictCount++;
		if (this.conflicts.length < MOST_CONFLICTS) this.conflicts.push(conflict);
	}
}
