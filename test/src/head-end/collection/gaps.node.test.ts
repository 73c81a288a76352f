import assert from 'node:assert/strict';
import { Gaps } from '../../../../src/head-end/collection/gaps.js';
import { MeterTable, tableMemory } from '../../../../src/head-end/collection/meter-table.js';
import { keysOf, titleOf } from './pushed.js';

const FIRST = 994_000;
const at = (slot: number, minutes = 0) => 1800 * slot + 60 * minutes;

function rig(meters = 3, last = FIRST) {
	const table = new MeterTable(tableMemory(meters, true));
	for (let number = 1; number <= meters; number++) table.add(number, titleOf(number), keysOf(number));
	return new Gaps(table, meters, FIRST, last);
}

describe('gaps of a collector', () => {
	it('are asked for 5, 15 and 30 minutes after their boundary, then each hour', () => {
		const gaps = rig(1);
		const tries: number[] = [];
		for (let now = at(FIRST); now <= at(FIRST, 300); now += 60) {
			gaps.look(now);
			if (gaps.nextDue(0, now) < 0) continue;
			tries.push((now - at(FIRST)) / 60);
			gaps.asked(0, false, 0, now);
		}
		assert.deepEqual(tries, [5, 15, 30, 90, 150, 210, 270]);
	});

	it('are of those meters alone whose half-hour did not come', () => {
		const gaps = rig();
		gaps.mark(0, FIRST);
		gaps.mark(2, FIRST);
		gaps.look(at(FIRST, 5));
		assert.deepEqual([gaps.nextDue(0, at(FIRST, 5)), gaps.nextDue(2, at(FIRST, 5)), gaps.open], [1, -1, 1]);
		assert.deepEqual(gaps.coverage(FIRST), { expected: 3, received: 2 });
	});

	it('are asked for from the first to the last that is missing, those that are too young among them', () => {
		const gaps = rig(1);
		gaps.mark(0, FIRST + 1);
		gaps.look(at(FIRST + 3, 4));
		assert.deepEqual(gaps.missing(0, at(FIRST + 3, 4)), { from: FIRST, to: FIRST + 3, count: 3 });
		assert.equal(gaps.open, 2);
	});

	it('end with what came, whoever brought it, and the next one is asked for from its own boundary on', () => {
		const gaps = rig(1);
		gaps.look(at(FIRST, 5));
		gaps.mark(0, FIRST);
		gaps.asked(0, true, FIRST - 4, at(FIRST, 5));
		assert.deepEqual([gaps.nextDue(0, at(FIRST, 34)), gaps.open], [-1, 0]);
		gaps.look(at(FIRST + 1, 5));
		assert.equal(gaps.nextDue(0, at(FIRST + 1, 5)), 0);
	});

	it('that a meter has not are given up once its clock could have told them, and not before', () => {
		const gaps = rig(1);
		gaps.look(at(FIRST + 5, 5));
		assert.equal(gaps.asked(0, true, FIRST + 1, at(FIRST + 5, 5)), 2);
		assert.equal(gaps.open, 4);
		assert.equal(gaps.asked(0, false, FIRST + 5, at(FIRST + 5, 15)), 0);
		assert.equal(gaps.asked(0, true, FIRST + 5, at(FIRST + 5, 30)), 4);
		assert.deepEqual([gaps.open, gaps.nextDue(0, at(FIRST + 50))], [0, -1]);
	});

	it('begin when a meter comes, and end when it goes', () => {
		const gaps = rig(2);
		gaps.expect(0, undefined, FIRST + 1);
		gaps.expect(1, FIRST + 1, undefined);
		gaps.look(at(FIRST + 2, 5));
		assert.deepEqual(gaps.missing(0, at(FIRST + 2, 5)), { from: FIRST, to: FIRST, count: 1 });
		assert.deepEqual(gaps.missing(1, at(FIRST + 2, 5)), { from: FIRST + 1, to: FIRST + 2, count: 2 });
		assert.deepEqual(
			[FIRST, FIRST + 1].map((slot) => gaps.coverage(slot).expected),
			[1, 1],
		);
	});

	it('are not those of a meter that is nowhere, until it is there again', () => {
		const gaps = rig(1);
		gaps.expect(0, undefined, 1);
		gaps.look(at(FIRST + 1, 5));
		assert.deepEqual([gaps.coverage(FIRST).expected, gaps.missing(0, at(FIRST + 1, 5)), gaps.nextDue(0, at(FIRST + 1, 5))], [0, undefined, -1]);
		gaps.expect(0, undefined, undefined);
		assert.equal(gaps.coverage(FIRST).expected, 1);
	});

	it('are forgotten after 45 days, and their places are free for others', () => {
		const gaps = rig(1);
		for (let slot = FIRST; slot < FIRST + 48 * 100; slot++) {
			assert.equal(gaps.has(0, slot), false, `${slot - FIRST}`);
			if (slot % 7 !== 0) gaps.mark(0, slot);
			gaps.look(at(slot, 5));
		}
		const lacks = gaps.missing(0, at(FIRST + 48 * 100 - 1, 5))!;
		assert.equal(lacks.from, Math.ceil((FIRST + 48 * 55 - 1) / 7) * 7);
		assert.equal(lacks.count, Math.ceil((45 * 48) / 7));
	});

	it('of before are those that the journal has not, where a collector begins again', () => {
		const gaps = rig(1, FIRST + 480);
		for (let slot = FIRST - 48 * 60; slot < FIRST + 480; slot++) if (slot % 100 !== 0) gaps.mark(0, slot);
		gaps.since(FIRST);
		gaps.look(at(FIRST + 480, 5));
		assert.deepEqual(gaps.missing(0, at(FIRST + 480, 5)), { from: FIRST, to: FIRST + 480, count: 6 });
		assert.equal(gaps.open, 6);
	});

	it('are no half-hours that are too old or lie far ahead, whose places others have', () => {
		const gaps = rig(1);
		for (const slot of [FIRST - 2304, FIRST + 2304, FIRST + 1 - 2304, FIRST + 49]) gaps.mark(0, slot);
		assert.deepEqual(
			[FIRST, FIRST + 1, FIRST + 49].map((slot) => gaps.has(0, slot)),
			[false, false, false],
		);
		gaps.mark(0, FIRST + 48);
		assert.ok(gaps.has(0, FIRST + 48));
	});

	it('are found after a long sleep, though others have come before', () => {
		const gaps = rig(1);
		for (let slot = FIRST; slot < FIRST + 2000; slot++) {
			gaps.mark(0, slot);
			gaps.look(at(slot, 5));
		}
		gaps.look(at(FIRST + 48 * 300, 5));
		assert.equal(gaps.missing(0, at(FIRST + 48 * 300, 5))!.count, 45 * 48 + 1);
	});

	it('are found after a long sleep', () => {
		const gaps = rig(1);
		gaps.look(at(FIRST + 48 * 300, 5));
		assert.equal(gaps.missing(0, at(FIRST + 48 * 300, 5))!.count, 45 * 48 + 1);
	});
});
