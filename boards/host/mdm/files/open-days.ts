/** What came of days until now, out of journals: a matrix is made when it is asked for, and kept up as long as it is among the last that were. */
import { type JournalBlock, RECORD_SIZE, readingAt } from '../../../../src/head-end/collection/journal.js';
import { BOUNDARIES, DayMatrix, dayOfSlot, firstSlotOf, HALF_HOURS, METERS_A_SHARD, MISSING, shardOf } from '../../../../src/mdm/day-matrix.js';
import type { Journals } from './journals.js';

/** What came of a shard on a day. */
export interface OpenState {
	/** Meters. */
	readonly rows: number;
	/** Half-hours of them whose end has not come. */
	readonly missing: number;
}

/** Bytes of matrices that are kept; the one that is asked for is, however large. */
const MOST_KEPT = 512 << 20;
/** Of a meter in a matrix, and of a matrix without any. */
const METER = 8 * BOUNDARIES + 2 * HALF_HOURS + 10;
const MATRIX = 4 * METERS_A_SHARD;

export class OpenDays {
	readonly #journals: Journals;
	/** By day and shard: the segments that have something of it. */
	readonly #segments = new Map<string, Set<string>>();
	/** The last that were asked for, the newest behind. */
	readonly #kept = new Map<string, DayMatrix>();
	/** By day and shard, of those of which nothing came since. */
	readonly #states = new Map<string, OpenState>();

	constructor(journals: Journals) {
		this.#journals = journals;
	}

	/** Takes what journals have that is new. Throws UsageError. */
	sync(): void {
		this.#journals.sync((block, segment) => this.#note(block, segment));
	}

	/** Shards of which something came, rising. */
	shardsOf(day: number): readonly number[] {
		const found = [...this.#segments.keys()].map((key) => key.split(':').map(Number)).filter(([each]) => each === day);
		return found.map(([, shard]) => shard!).sort((one, other) => one - other);
	}

	/** Undefined: nothing came. */
	matrix(day: number, shard: number): DayMatrix | undefined {
		const key = keyOf(day, shard);
		const segments = this.#segments.get(key);
		if (segments === undefined) return undefined;
		let matrix = this.#kept.get(key);
		this.#kept.delete(key);
		if (matrix === undefined) {
			matrix = new DayMatrix(day, shard, new Uint32Array(0));
			this.#journals.again(segments, (block) => {
				matrix = taken(matrix!, block);
			});
		}
		this.#kept.set(key, matrix);
		let bytes = 0;
		for (const [each, { numbers }] of [...this.#kept].reverse()) {
			bytes += MATRIX + METER * numbers.length;
			if (each !== key && bytes > MOST_KEPT) this.#kept.delete(each);
		}
		return matrix;
	}

	/** Undefined: nothing came. */
	state(day: number, shard: number): OpenState | undefined {
		const key = keyOf(day, shard);
		const known = this.#states.get(key);
		if (known !== undefined) return known;
		const matrix = this.matrix(day, shard);
		if (matrix === undefined) return undefined;
		const { numbers, imports, exports } = matrix;
		let missing = 0;
		for (let i = 0; i < numbers.length * BOUNDARIES; i++) if (i % BOUNDARIES > 0 && imports[i] === MISSING && exports[i] === MISSING) missing++;
		const state = { rows: numbers.length, missing };
		this.#states.set(key, state);
		return state;
	}

	#note(block: JournalBlock, segment: string): void {
		const touched = new Set<string>();
		const view = viewOf(block.records);
		for (let at = 0; at < block.records.length; at += RECORD_SIZE) {
			const { number, slot } = readingAt(view, at);
			const day = dayOfSlot(slot);
			touched.add(keyOf(day, shardOf(number)));
			if (isMidnight(slot, day)) touched.add(keyOf(day + 1, shardOf(number)));
		}
		for (const key of touched) {
			const segments = this.#segments.get(key) ?? new Set();
			segments.add(segment);
			this.#segments.set(key, segments);
			this.#states.delete(key);
			const matrix = this.#kept.get(key);
			if (matrix !== undefined) this.#kept.set(key, taken(matrix, block));
		}
	}
}

const keyOf = (day: number, shard: number): string => `${day}:${shard}`;

/** The end of one day, and the begin of the next. */
const isMidnight = (slot: number, day: number): boolean => slot === firstSlotOf(day) + HALF_HOURS;

/** With what a block has of this day; another matrix where meters came that it did not know. */
function taken(before: DayMatrix, { records }: JournalBlock): DayMatrix {
	const view = viewOf(records);
	const begin = firstSlotOf(before.day);
	let matrix = before;
	const fresh = new Set<number>();
	const each = (use: (at: number, number: number) => void): void => {
		for (let at = 0; at < records.length; at += RECORD_SIZE) {
			const slot = view.getUint32(at + 4, true);
			const number = view.getUint32(at, true);
			if (slot >= begin && slot <= begin + HALF_HOURS && shardOf(number) === before.shard) use(at, number);
		}
	};
	each((_, number) => {
		if (before.rowOf(number) < 0) fresh.add(number);
	});
	if (fresh.size > 0) matrix = withMore(before, fresh);
	each((at) => {
		matrix.take(readingAt(view, at));
	});
	return matrix;
}

function withMore(before: DayMatrix, fresh: ReadonlySet<number>): DayMatrix {
	const numbers = Uint32Array.from([...before.numbers, ...fresh]).sort();
	const matrix = new DayMatrix(before.day, before.shard, numbers);
	for (const [from, number] of before.numbers.entries()) {
		const to = matrix.rowOf(number);
		matrix.imports.set(before.imports.subarray(from * BOUNDARIES, (from + 1) * BOUNDARIES), to * BOUNDARIES);
		matrix.exports.set(before.exports.subarray(from * BOUNDARIES, (from + 1) * BOUNDARIES), to * BOUNDARIES);
		matrix.status.set(before.status.subarray(from * HALF_HOURS, (from + 1) * HALF_HOURS), to * HALF_HOURS);
		matrix.quality.set(before.quality.subarray(from * HALF_HOURS, (from + 1) * HALF_HOURS), to * HALF_HOURS);
	}
	matrix.conflicts.push(...before.conflicts);
	matrix.conflictCount = before.conflictCount;
	return matrix;
}

function viewOf(bytes: Uint8Array): DataView {
	return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
