/** What holds of every adapter of `ReadingStore`. */
import assert from 'node:assert/strict';
import { type JournalBlock, RECORD_SIZE } from '../../../src/head-end/collection/journal.js';
import { BOUNDARIES, DayMatrix, firstSlotOf, HALF_HOURS, MISSING } from '../../../src/mdm/day-matrix.js';
import type { MeterDay, ReadingStore } from '../../../src/mdm/reading-store.js';

const DAY = 20_800;
const RECEIVED = Date.UTC(2026, 11, 12, 3);
const [VALIDATED, REFERENCE_DAY] = [17, 8];

export interface StoreRig {
	/** An empty one the first time, the same again afterwards. */
	open(): Promise<ReadingStore>;
	/** Ends what there is of it. */
	end(): Promise<void>;
}

export interface GivenReading {
	readonly number: number;
	readonly boundary: number;
	readonly import: number;
	readonly export?: number;
	readonly day?: number;
	readonly status?: number;
}

/** A block of a journal as a collector writes it. */
export function blockOf(worker: number, sequence: number, readings: readonly GivenReading[], receivedAt = RECEIVED + sequence): JournalBlock {
	const records = new Uint8Array(readings.length * RECORD_SIZE);
	const view = new DataView(records.buffer);
	for (const [i, each] of readings.entries()) {
		const at = i * RECORD_SIZE;
		view.setUint32(at, each.number, true);
		view.setUint32(at + 4, firstSlotOf(each.day ?? DAY) + each.boundary, true);
		view.setUint32(at + 8, each.import, true);
		view.setUint32(at + 12, each.export ?? 0, true);
		view.setUint32(at + 16, sequence, true);
		view.setUint8(at + 20, each.status ?? 0);
		view.setUint8(at + 21, 1);
		view.setUint16(at + 22, 5, true);
	}
	return { worker, sequence, receivedAt, records };
}

/** A day that is whole: meter n began it at 1000 n and takes n and k counts in half-hour k. */
export function wholeDay(numbers: readonly number[], { day = DAY, version = 1, more = 0, quality = VALIDATED } = {}): DayMatrix {
	const matrix = new DayMatrix(day, Math.floor((numbers[0]! - 1) / 100_000), Uint32Array.from(numbers));
	for (const [row, number] of numbers.entries()) {
		matrix.imports[row * BOUNDARIES] = 1000 * number;
		matrix.exports[row * BOUNDARIES] = number;
		for (let k = 0; k < HALF_HOURS; k++) {
			matrix.imports[row * BOUNDARIES + k + 1] = matrix.imports[row * BOUNDARIES + k]! + number + k + more;
			matrix.exports[row * BOUNDARIES + k + 1] = matrix.exports[row * BOUNDARIES + k]! + (k % 2);
			matrix.quality[row * HALF_HOURS + k] = quality;
		}
		matrix.versions[row] = version;
	}
	return matrix;
}

export function readingStoreContract(rigOf: () => StoreRig | Promise<StoreRig>): void {
	let rig: StoreRig;
	let store: ReadingStore;
	beforeEach(async () => {
		rig = await rigOf();
		store = await rig.open();
	});
	afterEach(async () => {
		await store.close();
		await rig.end();
	});
	async function again(): Promise<void> {
		await store.close();
		store = await rig.open();
	}

	it('tells of a day what came until now', async () => {
		await store.append(blockOf(1, 1, [reading(7, 0, 100), reading(7, 1, 103), { ...reading(8, 1, 50), status: 3 }]));
		const day = await store.day(DAY, 0);
		assert.deepEqual([...day!.numbers], [7, 8]);
		assert.deepEqual([...day!.imports.subarray(0, 3)], [100, 103, MISSING]);
		assert.deepEqual([...day!.imports.subarray(BOUNDARIES, BOUNDARIES + 3)], [MISSING, 50, MISSING]);
		assert.equal(day!.status[HALF_HOURS], 3);
		assert.equal(await store.day(DAY + 2, 0), undefined);
		assert.equal(await store.day(DAY, 1), undefined);
	});

	it('counts a block once that comes again, at once, after others, and when the store was closed', async () => {
		const blocks = [1, 2, 3].map((sequence) => blockOf(1, sequence, [reading(sequence, 1, 10), reading(sequence, 2, 11)]));
		for (const block of [blocks[0]!, ...blocks, blocks[1]!, blocks[0]!]) await store.append(block);
		await again();
		await store.append(blocks[2]!);
		assert.deepEqual(await openState(), { rows: 3, missing: 3 * HALF_HOURS - 6 });
	});

	it('takes blocks of the same number of several workers as several', async () => {
		await store.append(blockOf(1, 1, [reading(1, 1, 10)]));
		await store.append(blockOf(2, 1, [reading(2, 1, 10)]));
		assert.equal((await openState())?.rows, 2);
	});

	it('keeps the first of two readings of one boundary that differ, in one block as in two', async () => {
		await store.append(blockOf(1, 1, [reading(1, 1, 10), reading(1, 1, 99), reading(2, 1, 20)]));
		await store.append(blockOf(2, 1, [reading(2, 1, 98)], RECEIVED + 1000));
		const day = await store.day(DAY, 0);
		assert.deepEqual([day!.imports[1], day!.imports[BOUNDARIES + 1]], [10, 20]);
	});

	it('takes a reading of midnight for both days', async () => {
		await store.append(blockOf(1, 1, [reading(1, HALF_HOURS, 500)]));
		assert.equal((await store.day(DAY, 0))!.imports[HALF_HOURS], 500);
		assert.equal((await store.day(DAY + 1, 0))!.imports[0], 500);
	});

	it('takes readings of many days in one block', async () => {
		await store.append(
			blockOf(
				1,
				1,
				Array.from({ length: 45 }, (_, i) => ({ ...reading(1, 5, 100 + i), day: DAY - i })),
			),
		);
		assert.equal((await store.day(DAY - 44, 0))!.imports[5], 144);
		assert.equal((await store.day(DAY, 0))!.imports[5], 100);
	});

	it('keeps a closed day as it was given, with registers after a gap and such as began again at 0', async () => {
		const given = wholeDay([1, 2, 3]);
		given.imports.fill(MISSING, 10, 20);
		given.quality.fill(255, 9, 20);
		given.imports[BOUNDARIES] = MISSING;
		given.imports.fill(3, BOUNDARIES + 40, 2 * BOUNDARIES);
		given.exports.fill(MISSING, 2 * BOUNDARIES);
		given.status[5] = 9;
		given.quality[HALF_HOURS + 7] = REFERENCE_DAY;
		given.flags[1] = 0x8000_0001;
		await store.put(DAY, 0, 1, given);
		await again();
		assert.deepEqual(plain((await store.day(DAY, 0))!), plain(given));
	});

	it('tells a closed day as it was put, whatever comes later', async () => {
		await store.put(DAY, 0, 1, wholeDay([1]));
		await store.append(blockOf(1, 1, [reading(1, 1, 5)]));
		assert.deepEqual(plain((await store.day(DAY, 0))!), plain(wholeDay([1])));
	});

	it('counts a version once that is put again', async () => {
		await store.put(DAY, 0, 1, wholeDay([1, 2]));
		await store.put(DAY, 0, 1, wholeDay([1, 2]));
		await again();
		await store.put(DAY, 0, 1, wholeDay([1, 2]));
		assert.deepEqual(await states(), [{ shard: 0, rows: 2, version: 1, closed: true, missing: 0, estimated: 0 }]);
		assert.equal((await all([1, 2], { history: true })).length, 2);
	});

	it('takes a later version of some meters for those alone, and keeps the old', async () => {
		await store.put(DAY, 0, 1, wholeDay([1, 2, 3], { quality: REFERENCE_DAY }));
		await store.put(DAY, 0, 2, wholeDay([2], { version: 2, more: 1 }));
		assert.deepEqual([...(await store.day(DAY, 0))!.versions], [1, 2, 1]);
		assert.deepEqual([...(await store.day(DAY, 0, 1))!.versions], [1, 1, 1]);
		assert.deepEqual(await states(), [{ shard: 0, rows: 3, version: 2, closed: true, missing: 0, estimated: 2 * HALF_HOURS }]);
		assert.deepEqual((await all([1, 2, 3])).map(shortOf), ['1 v1', '2 v2', '3 v1']);
		assert.deepEqual((await all([2, 3], { asOf: 1 })).map(shortOf), ['2 v1', '3 v1']);
		assert.deepEqual((await all([2, 3], { history: true })).map(shortOf), ['2 v1', '2 v2', '3 v1']);
		const [second] = await all([2]);
		assert.equal(second!.imports[1], 2003);
	});

	it('tells the days of meters by meter and day, of those alone that are asked for', async () => {
		for (const day of [DAY, DAY + 1, DAY + 2]) await store.put(day, 0, 1, wholeDay([1, 2], { day }));
		await store.put(DAY + 1, 1, 1, wholeDay([100_001], { day: DAY + 1 }));
		const told: string[] = [];
		for await (const { number, day } of store.days([100_001, 2, 9], DAY + 1, DAY + 2)) told.push(`${number} ${day - DAY}`);
		assert.deepEqual(told, ['2 1', '2 2', '100001 1']);
	});

	it('tells one half-hour of all meters, of closed shards and of open ones', async () => {
		await store.put(DAY, 0, 1, wholeDay([1, 2, 3]));
		await store.put(DAY, 0, 2, wholeDay([3], { version: 2, more: 1 }));
		await store.append(blockOf(1, 1, [reading(100_001, 4, 10), reading(100_001, 5, 12), reading(100_002, 5, 9)]));
		const columns = [];
		for await (const { shard, numbers, imports } of store.slot(firstSlotOf(DAY) + 5))
			columns.push({ shard, numbers: [...numbers], imports: [...imports] });
		assert.deepEqual(columns, [
			{ shard: 0, numbers: [1, 2, 3], imports: [5, 6, 8] },
			{ shard: 1, numbers: [100_001, 100_002], imports: [2, MISSING] },
		]);
	});

	it('tells a half-hour of meters that a later version alone has, each its own', async () => {
		await store.put(DAY, 0, 1, wholeDay([1, 3, 5]));
		await store.put(DAY, 0, 2, wholeDay([2, 3, 9], { version: 2, more: 1 }));
		const columns = [];
		for await (const { numbers, imports } of store.slot(firstSlotOf(DAY) + 1)) columns.push({ numbers: [...numbers], imports: [...imports] });
		assert.deepEqual(columns, [{ numbers: [1, 2, 3, 5, 9], imports: [1, 3, 4, 5, 10] }]);
	});

	const reading = (number: number, boundary: number, count: number): GivenReading => ({ number, boundary, import: count });
	const shortOf = ({ number, version }: MeterDay) => `${number} v${version}`;
	const states = () => store.shards(DAY);
	async function openState() {
		const [state] = await states();
		return state === undefined || state.closed ? undefined : { rows: state.rows, missing: state.missing };
	}
	async function all(numbers: readonly number[], options?: Parameters<ReadingStore['days']>[3]) {
		const told: MeterDay[] = [];
		for await (const each of store.days(numbers, DAY - 1, DAY + 1, options)) told.push(each);
		return told;
	}
}

function plain({ numbers, imports, exports, status, quality, flags, versions }: DayMatrix) {
	return Object.fromEntries(
		Object.entries({ numbers, imports, exports, status, quality, flags, versions }).map(([name, values]) => [name, [...values]]),
	);
}
