import assert from 'node:assert/strict';
import type { DayTold, Hole } from '../../../../../../boards/host/panel/curves/told.js';
import {
	axisSteps,
	barPaths,
	cellOf,
	cellPaths,
	kilowattHours,
	mostEnergy,
	niceTop,
	SHADES,
	SLOTS,
	shadeOf,
	topOfShade,
} from '../../../../../../boards/host/panel/page/curves/scales.js';
import { clockText, dateText, secondText, weekdayOf } from '../../../../../../boards/host/panel/page/curves/times.js';

/** Slots with an energy; a hole in all others. */
function day(energies: Readonly<Record<number, number>>, hole: Hole = 'powerOut'): DayTold {
	const known = Array.from({ length: SLOTS }, (_, slot) => energies[slot] ?? null);
	const zero = known.map((each) => (each === null ? null : 0));
	const holes = known.map((each) => (each === null ? hole : null));
	return { day: 0, start: 0, register: { import: known, export: zero }, energy: { import: known, export: zero }, holes, status: [] };
}

/** Squares of a path. */
const squares = (path: string | undefined) => (path ?? '').split('M').length - 1;

describe('page: scales of half-hours', () => {
	it('ends an axis with a round number', () => {
		assert.deepEqual([0, 0.7, 1, 1.1, 130, 2400, 9_999].map(niceTop), [1, 0.8, 1, 1.2, 150, 2500, 10_000]);
		assert.deepEqual(axisSteps(1500, 3), [0, 500, 1000, 1500]);
		assert.deepEqual(axisSteps(1200, 4), [0, 500, 1000]);
	});

	it('has a shade of its own for nothing, and the darkest for the most', () => {
		assert.deepEqual([shadeOf(0, 100), shadeOf(0.001, 100), shadeOf(100, 100), shadeOf(500, 100), shadeOf(5, 0)], [0, 1, SHADES, SHADES, 0]);
		for (let shade = 1; shade <= SHADES; shade++) assert.equal(shadeOf(topOfShade(shade, 700), 700), shade);
	});

	it('makes one path of all cells that look the same, none of what has not come', () => {
		const days = [day({ 0: 100, 1: 0, 5: 100 }, 'ahead'), day({ 0: 100 })];
		const most = mostEnergy(days, 'import');
		assert.equal(most, 100);
		const paths = cellPaths(days, 'import', most, 10, 9);
		assert.deepEqual(
			[...paths].map(([look, path]) => [look, squares(path)]),
			[
				[SHADES, 3],
				[0, 1],
				['hole', SLOTS - 1],
			],
		);
		assert.ok(paths.get(SHADES)!.startsWith('M0 0h10v9h-10z'));
		assert.equal(cellOf(days[0]!, 2, 'import', most), 'ahead');
	});

	it('draws what was drawn upwards from the zero line, and holes over all of the height', () => {
		const paths = barPaths(day({ 0: 500, 1: 0 }, 'clockSet'), 10, 0.1, 80, 100);
		assert.equal(squares(paths.import), 1);
		assert.match(paths.import, /^M0\.75 30h8\.5v50/);
		assert.equal(squares(paths.export), 0);
		assert.equal(squares(paths.holes), SLOTS - 2);
		assert.equal(barPaths(day({}, 'ahead'), 10, 1, 80, 100).holes, '');
	});

	it('shows energy as fine as it is counted', () => {
		assert.deepEqual(
			[kilowattHours(400, 100), kilowattHours(12_340, 10), kilowattHours(5, 1), kilowattHours(3000, 1000)],
			['0.4', '12.34', '0.005', '3.0'],
		);
	});

	it('has times of Japan, wherever the reader is', () => {
		const time = Date.UTC(2026, 10, 29, 15, 0, 7);
		assert.deepEqual([dateText(time), clockText(time), secondText(time), weekdayOf(time)], ['2026-11-30', '00:00', '00:00:07', 1]);
	});
});
