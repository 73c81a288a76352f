import assert from 'node:assert/strict';
import { SeededRandom } from '../../../hal/virtual/random.js';
import { kindOf } from '../../../src/mdm/calendar.js';
import { BOUNDARIES, type DayMatrix, HALF_HOURS, MISSING } from '../../../src/mdm/day-matrix.js';
import { type Around, estimateRows, rowsWithGaps, split } from '../../../src/mdm/estimation.js';
import type { MeterDay } from '../../../src/mdm/reading-store.js';
import { FLAG, rulesOf } from '../../../src/mdm/rules.js';
import { countsIn, Standing } from '../../../src/mdm/standing.js';
import { validateDay } from '../../../src/mdm/validation.js';
import { DAY, type METER, oneMeter, registerOf, usual } from './hand-made.js';

const [REFERENCE, INTERPOLATED, VALIDATED, NONE] = [8, 9, 17, 255];
const NOTHING: Around = { before: () => undefined, after: () => undefined, earlier: () => [] };

/** Earlier days, each half-hour `of(day, k)`. */
function earlier(days: number, of: (day: number, k: number) => number, { quality = VALIDATED, flags = 0 } = {}): MeterDay[] {
	return Array.from({ length: days }, (_, i) => {
		const day = DAY - 1 - i;
		const { imports, exports, status } = oneMeter((k) => of(day, k), { day });
		return { number: 1, day, version: 1, imports, exports, status, flags, quality: new Uint8Array(HALF_HOURS).fill(quality) };
	});
}

function estimated(matrix: DayMatrix, around: Partial<Around> = {}, { meter = {} as Partial<typeof METER>, file = {} as unknown } = {}): DayMatrix {
	const rules = rulesOf(file);
	const standing = Standing.of(matrix, registerOf(meter), rules);
	validateDay(matrix, standing, rules);
	estimateRows(matrix, standing, rules, { ...NOTHING, ...around }, rowsWithGaps(matrix, standing));
	return matrix;
}
const parts = ({ imports }: DayMatrix, from: number, to: number) => Array.from({ length: to - from }, (_, i) => countsIn(imports, 0, from + i, 1e6));
const qualities = ({ quality }: DayMatrix, from: number, to: number) => [...quality.subarray(from, to)];

describe('estimates', () => {
	it('of two hours are an even split, the rest at their end', () => {
		const matrix = estimated(oneMeter((k) => (k === 11 ? 5 : usual(k)), { gone: [11, 12, 13] }));
		const truth = usual(10) + 5 + usual(12) + usual(13);
		assert.deepEqual(parts(matrix, 10, 14), [Math.floor(truth / 4), Math.floor(truth / 4), Math.floor(truth / 4), truth - 3 * Math.floor(truth / 4)]);
		assert.deepEqual(qualities(matrix, 9, 15), [VALIDATED, INTERPOLATED, INTERPOLATED, INTERPOLATED, INTERPOLATED, VALIDATED]);
	});

	it('of longer gaps have the shape of the last three like days, scaled to the registers', () => {
		const gone = [11, 12, 13, 14];
		// Working days draw in half-hour 12 alone, free ones in 13 alone; days before the last three are otherwise.
		let working = 0;
		const shape = (day: number, k: number) => {
			if (kindOf(day) === 'free') return k === 13 ? 9 : 0;
			if (k === 0) working++;
			return working <= 3 ? (k === 12 ? 4 : 0) : 50;
		};
		const matrix = estimated(oneMeter(usual, { gone }), { earlier: () => earlier(20, shape) });
		const truth = [10, 11, 12, 13, 14].reduce((sum, k) => sum + usual(k), 0);
		assert.deepEqual(parts(matrix, 10, 15), [0, 0, truth, 0, 0]);
		assert.deepEqual(qualities(matrix, 10, 15), Array(5).fill(REFERENCE));
	});

	it('take no shape from days that are estimates, or held, or older than it reaches', () => {
		const gone = [11, 12, 13, 14];
		const spiked = (_: number, k: number) => (k === 12 ? 4 : 0);
		const truth = [10, 11, 12, 13, 14].reduce((sum, k) => sum + usual(k), 0);
		const even = [...Array<number>(4).fill(Math.floor(truth / 5)), truth - 4 * Math.floor(truth / 5)];
		for (const options of [{ quality: REFERENCE }, { quality: INTERPOLATED }, { flags: FLAG.held }]) {
			const matrix = estimated(oneMeter(usual, { gone }), { earlier: () => earlier(20, spiked, options) });
			assert.deepEqual(parts(matrix, 10, 15), even);
			assert.deepEqual(qualities(matrix, 10, 15), Array(5).fill(INTERPOLATED));
		}
		const old = earlier(20, spiked).map((each) => ({ ...each, day: each.day - 28 }));
		assert.deepEqual(parts(estimated(oneMeter(usual, { gone }), { earlier: () => old }), 10, 15), even);
		const reached = estimated(oneMeter(usual, { gone }), { earlier: () => old }, { file: { estimation: { reach: 29 } } });
		assert.deepEqual(parts(reached, 10, 15), [0, 0, truth, 0, 0]);
	});

	it('without a later register are like days as they were, and say so', () => {
		const gone = Array.from({ length: 8 }, (_, i) => 41 + i);
		const matrix = estimated(oneMeter(usual, { gone }), { earlier: () => earlier(9, (_, k) => k) });
		assert.deepEqual(parts(matrix, 40, 48), [40, 41, 42, 43, 44, 45, 46, 47]);
		assert.deepEqual(qualities(matrix, 40, 48), Array(8).fill(REFERENCE));
		assert.equal(matrix.flags[0]! & FLAG.unscaled, FLAG.unscaled);
		const nothing = estimated(oneMeter(usual, { gone }));
		assert.deepEqual(qualities(nothing, 40, 48), Array(8).fill(NONE));
		assert.equal(nothing.imports[48], MISSING);
		assert.equal(nothing.flags[0]! & FLAG.unscaled, 0);
	});

	it('go over the ends of the day, with the same sum on both sides', () => {
		const [today, tomorrow] = [oneMeter(usual), oneMeter(usual, { day: DAY + 1 })];
		const shift = today.imports[48]! - tomorrow.imports[0]!;
		for (let i = 0; i < BOUNDARIES; i++) tomorrow.imports[i]! += shift;
		const [from, to] = [today.imports[40]!, tomorrow.imports[6]!];
		today.imports.fill(MISSING, 41);
		tomorrow.imports.fill(MISSING, 0, 6);
		const days = () => earlier(20, (_, k) => 1 + (k % 7));
		estimated(today, { after: () => ({ boundary: 54, count: to }), earlier: days });
		estimated(tomorrow, { before: () => ({ boundary: -8, count: from }), earlier: days });
		assert.equal(today.imports[48], tomorrow.imports[0]);
		assert.equal(
			parts(today, 40, 48)
				.concat(parts(tomorrow, 0, 6))
				.reduce((sum, each) => sum + each),
			to - from,
		);
		assert.equal(today.flags[0]! & FLAG.unscaled, 0);
	});

	it('leave unknown what went back over the gap, and what nobody asked to estimate', () => {
		const back = oneMeter(usual, { gone: [15, 16] });
		back.imports.fill(back.imports[14]! - 5, 17);
		assert.deepEqual(qualities(estimated(back), 14, 17), [NONE, NONE, NONE]);
		assert.deepEqual(qualities(estimated(oneMeter(usual, { gone: [15] }), {}, { file: { missing: { on: false } } }), 14, 16), [NONE, NONE]);
	});

	it('have nothing from before a meter came, nor behind where it went', () => {
		const beyond = { before: () => ({ boundary: -3, count: 900 }), after: () => ({ boundary: 50, count: 5000 }) };
		const register = registerOf({ from: 0, to: 1 });
		assert.equal(register.numbersOf(DAY, 0).length, 0);
		const half = (DAY * 48 - 18 + 10) * 1_800_000;
		const came = estimated(oneMeter(usual, { gone: Array.from({ length: 12 }, (_, i) => i) }), beyond, { meter: { from: half + 1 } });
		assert.deepEqual(qualities(came, 0, 13), [...Array(12).fill(NONE), VALIDATED]);
		const went = estimated(oneMeter(usual, { gone: Array.from({ length: 39 }, (_, i) => 10 + i) }), beyond, { meter: { to: half + 1 } });
		assert.deepEqual(qualities(went, 8, 12), [VALIDATED, NONE, NONE, NONE]);
		const likely = { earlier: () => earlier(9, (_, k) => k) };
		const gone = Array.from({ length: 39 }, (_, i) => 10 + i);
		for (const to of [half + 1, half + 38 * 1_800_000]) {
			const ends = estimated(oneMeter(usual, { gone }), likely, { meter: { to } });
			assert.deepEqual(qualities(ends, 8, 12), [VALIDATED, NONE, NONE, NONE]);
		}
		assert.equal(estimated(oneMeter(usual, { gone }), likely, { meter: { to: half + 38 * 1_800_000 + 1 } }).quality[9], REFERENCE);
	});

	it('of both directions are of the worse of both', () => {
		const meter = { twoWay: true };
		const matrix = oneMeter(usual, { gone: [5], exports: usual });
		matrix.exports.fill(MISSING, 4, 10);
		estimated(matrix, { earlier: () => earlier(9, (_, k) => k) }, { meter });
		assert.deepEqual(qualities(matrix, 2, 11), [VALIDATED, ...Array(7).fill(REFERENCE), VALIDATED]);
		const lone = oneMeter(usual, { gone: [5], exports: usual });
		lone.exports.fill(MISSING, 45);
		estimated(lone, {}, { meter });
		assert.deepEqual(qualities(lone, 3, 7), [VALIDATED, INTERPOLATED, INTERPOLATED, VALIDATED]);
		assert.deepEqual(qualities(lone, 43, 48), [VALIDATED, NONE, NONE, NONE, NONE]);
	});

	it('sum to the difference of the registers whatever is missing, through the end of the register, too', () => {
		const chance = new SeededRandom(0x5eed);
		const random = () => chance.fraction();
		let [gaps, wraps] = [0, 0];
		for (let round = 0; round < 2000; round++) {
			const begin = round % 2 === 0 ? Math.floor(random() * 900_000) : 1_000_000 - 1 - Math.floor(random() * 300);
			const truth = Array.from({ length: HALF_HOURS }, () => Math.floor(random() * 24));
			const whole = oneMeter((k) => truth[k]!, { begin });
			const gone = Array.from({ length: 47 }, (_, i) => i + 1).filter(() => random() < (round % 3 === 0 ? 0.9 : 0.3));
			const matrix = oneMeter((k) => truth[k]!, { begin, gone });
			const days = random() < 0.5 ? [] : earlier(10, (_, k) => (k * 7 + round) % 11);
			estimated(matrix, { earlier: () => days }, { file: { high: { on: false }, flat: { on: false } } });
			assert.equal(
				parts(matrix, 0, 48).reduce((sum, each) => sum + each),
				truth.reduce((sum, each) => sum + each),
			);
			for (let boundary = 0; boundary < BOUNDARIES; boundary++) {
				if (!gone.includes(boundary)) assert.equal(matrix.imports[boundary], whole.imports[boundary]);
				else gaps++;
			}
			if (whole.imports[48]! < begin) wraps++;
			assert.ok(matrix.quality.every((each) => each !== NONE));
		}
		assert.ok(gaps > 20_000 && wraps > 500, `${gaps} ${wraps}`);
	});

	it('are made of rows that lack a register, and of no others', () => {
		const rows = (gone: readonly number[], meter = {}) => {
			const matrix = oneMeter(usual, { gone });
			return rowsWithGaps(matrix, Standing.of(matrix, registerOf(meter), rulesOf({})));
		};
		const whole = Array.from({ length: BOUNDARIES }, (_, i) => i);
		assert.deepEqual([rows([]), rows([0]), rows([48]), rows(whole), rows([], { twoWay: true })], [[], [0], [0], [0], [0]]);
	});

	it('never give more than there is, nor less than nothing', () => {
		const chance = new SeededRandom(7);
		const random = () => chance.fraction();
		for (let round = 0; round < 5000; round++) {
			const length = 1 + Math.floor(random() * 60);
			const total = Math.floor(random() ** 3 * 1e6);
			const shape = round % 2 === 0 ? undefined : Array.from({ length }, () => random() ** 8 * 1e5);
			const made = split(total, length, shape);
			assert.equal(made.length, length);
			assert.equal(
				made.reduce((sum, each) => sum + each),
				total,
			);
			assert.ok(made.every((each) => each >= 0 && Number.isInteger(each)));
		}
		assert.deepEqual(split(7, 3, [0, 0, 0]), [2, 2, 3]);
		assert.deepEqual(split(7, 3, [1, 2, 0]), [2, 4, 1]);
	});
});
