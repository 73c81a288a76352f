import assert from 'node:assert/strict';
import { BOUNDARIES, DayMatrix, dayOfSlot, firstSlotOf, HALF_HOURS, MISSING, NO_QUALITY, RAW, shardOf } from '../../../src/mdm/day-matrix.js';

const DAY = 20_800;

describe('a day of a shard in columns', () => {
	const reading = (number: number, boundary: number, count: number, status = 0) => ({
		number,
		slot: firstSlotOf(DAY) + boundary,
		import: count,
		export: MISSING,
		status,
	});

	it("begins at 00:00 in Japan, which is 15:00 UTC of the day before, and ends with the next day's begin", () => {
		assert.equal(firstSlotOf(DAY) * 1_800_000, Date.UTC(1970, 0, 1 + DAY) - 9 * 3_600_000);
		assert.deepEqual(
			[0, 1, 48, 49].map((boundary) => dayOfSlot(firstSlotOf(DAY) + boundary) - DAY),
			[-1, 0, 0, 1],
		);
	});

	it('takes the first reading of a boundary, and tells of each what it was', () => {
		const matrix = new DayMatrix(DAY, 0, Uint32Array.of(5, 3));
		const told = [
			reading(3, 0, 10),
			reading(3, 0, 10),
			reading(3, 0, 11),
			reading(4, 0, 1),
			reading(3, 49, 1),
			reading(3, -1, 1),
			reading(100_003, 0, 1),
		];
		assert.deepEqual(
			told.map((each) => matrix.take(each)),
			['new', 'same', 'conflict', 'unknown', 'otherDay', 'otherDay', 'unknown'],
		);
		assert.equal(matrix.imports[BOUNDARIES], 10);
		assert.deepEqual(matrix.conflicts, [{ number: 3, slot: firstSlotOf(DAY), kept: [10, MISSING], refused: [11, MISSING] }]);
	});

	it('knows a half-hour once both its boundaries are there, in whichever order they come', () => {
		const matrix = new DayMatrix(DAY, 0, Uint32Array.of(1));
		for (const boundary of [1, 2, 4, 3, 48, 0]) matrix.take(reading(1, boundary, boundary, boundary));
		assert.deepEqual([...matrix.quality.subarray(0, 5)], [RAW, RAW, RAW, RAW, NO_QUALITY]);
		assert.equal(matrix.quality[47], NO_QUALITY);
		assert.deepEqual([...matrix.status.subarray(0, 4)], [1, 2, 3, 4]);
		assert.equal(matrix.status[HALF_HOURS - 1], 48);
	});

	it('keeps so many conflicts, and counts all', () => {
		const matrix = new DayMatrix(DAY, 0, Uint32Array.of(1));
		for (let i = 0; i < 1200; i++) matrix.take(reading(1, 0, i));
		assert.deepEqual([matrix.conflicts.length, matrix.conflictCount], [1000, 1199]);
	});

	it('refuses meters of other shards, and one twice', () => {
		assert.equal(shardOf(100_000), 0);
		assert.equal(shardOf(100_001), 1);
		assert.throws(() => new DayMatrix(DAY, 0, Uint32Array.of(100_001)), /expected meters of shard 0, got 100001/);
		assert.throws(() => new DayMatrix(DAY, 0, Uint32Array.of(0)), /expected meters of shard 0, got 0/);
		assert.throws(() => new DayMatrix(DAY, 1, Uint32Array.of(100_001, 100_001)), /twice/);
	});
});
