import assert from 'node:assert/strict';
import { DayMatrix, firstSlotOf, HALF_HOURS } from '../../../src/mdm/day-matrix.js';
import type { StandingMeter } from '../../../src/mdm/meter-register.js';
import { FLAG, RULE_NAMES, RULES, RulesError, rulesIn, rulesOf, usualRules } from '../../../src/mdm/rules.js';
import { Standing } from '../../../src/mdm/standing.js';
import { checkContinuity, validateDay } from '../../../src/mdm/validation.js';
import { INTERVAL_STATUS } from '../../../src/meter/metering/readings.js';
import { DAY, oneMeter, registerOf, timeAt, usual } from './hand-made.js';

/** 60 A × 200 V × 0.5 h × 1.2 of 100 Wh. */
const LIMIT = 72;

function judged(matrix: DayMatrix, file: unknown = {}, meter: Partial<StandingMeter> = {}, before?: DayMatrix): readonly string[] {
	const rules = rulesOf(file);
	validateDay(matrix, Standing.of(matrix, registerOf(meter), rules), rules, before);
	return rulesIn(matrix.flags[0]!);
}
const isHeld = (matrix: DayMatrix) => (matrix.flags[0]! & FLAG.held) !== 0;
const without = (matrix: DayMatrix, quality: number) => [...matrix.quality].flatMap((each, k) => (each === quality ? [k] : []));

describe('the rules of validation', () => {
	it('find nothing wrong with a day as it should be', () => {
		const matrix = oneMeter(usual);
		assert.deepEqual(judged(matrix), []);
		assert.equal(matrix.flags[0], 0);
		assert.deepEqual(without(matrix, 17).length, HALF_HOURS);
	});

	it('find a register that is missing, and no half-hour beside it known', () => {
		const matrix = oneMeter(usual, { gone: [10, 11, 48] });
		assert.deepEqual(judged(matrix), ['missing']);
		assert.deepEqual(without(matrix, 255), [9, 10, 11, 47]);
	});

	it('find the first register of the day missing', () => {
		const matrix = oneMeter(usual, { gone: [0] });
		assert.deepEqual(judged(matrix), ['missing']);
		assert.deepEqual(without(matrix, 255), [0]);
	});

	it('find a second value of a boundary, of which the first is kept', () => {
		const matrix = oneMeter(usual);
		assert.equal(matrix.take({ number: 1, slot: firstSlotOf(DAY) + 3, import: 7, export: 0, status: 0 }), 'conflict');
		assert.deepEqual(judged(matrix), ['duplicate']);
		assert.equal(isHeld(matrix), false);
	});

	it('find a register that went back, and hold the day', () => {
		const matrix = oneMeter(usual);
		matrix.imports[20] = matrix.imports[19]! - 1;
		assert.deepEqual(judged(matrix), ['order']);
		assert.equal(isHeld(matrix), true);
		assert.deepEqual(without(matrix, 10), [19, 20]);
	});

	it('find one that went back over a gap, and one beyond its digits', () => {
		const back = oneMeter(usual);
		back.imports.fill(0xffffffff, 15, 20);
		back.imports.fill(back.imports[14]! - 5, 20);
		assert.deepEqual(judged(back), ['missing', 'order']);
		const beyond = oneMeter(usual);
		beyond.imports[48] = 1_000_000;
		assert.deepEqual(judged(beyond), ['order']);
	});

	it('take a register through its end for what it is', () => {
		const matrix = oneMeter(usual, { begin: 999_950 });
		assert.deepEqual(judged(matrix), []);
		const gap = oneMeter(usual, { begin: 999_950, gone: [5, 6, 7, 8, 9, 10, 11, 12] });
		assert.deepEqual(judged(gap), ['missing']);
	});

	it('find half-hours that do not sum to the registers: more than one round in a day', () => {
		const matrix = oneMeter(() => 4, { begin: 0, modulus: 100 });
		assert.deepEqual(judged(matrix, { flat: { on: false } }, { digits: 2, wh: 10 }), ['sum']);
		assert.equal(isHeld(matrix), true);
	});

	it('find a day that does not begin where the one before ended', () => {
		const before = oneMeter(usual, { day: DAY - 1 });
		const matrix = oneMeter(usual, { begin: before.imports[48]! + 1 });
		judged(matrix);
		assert.equal(checkContinuity(matrix, usualRules(), before), 1);
		assert.deepEqual(rulesIn(matrix.flags[0]!), ['sum']);
		assert.equal(isHeld(matrix), true);
		const right = oneMeter(usual, { begin: before.imports[48]! });
		judged(right);
		assert.equal(checkContinuity(right, usualRules(), before), 0);
		assert.equal(checkContinuity(matrix, rulesOf({ sum: { on: false } }), before), 0);
		// A meter that did not stand there on the day before.
		assert.equal(checkContinuity(matrix, usualRules(), new DayMatrix(DAY - 1, 0, Uint32Array.of(9))), 0);
	});

	it('find a half-hour above what the contract lets through, by its settings', () => {
		const spiky = (most: number) => oneMeter((k) => (k < 3 ? most : usual(k)));
		const matrix = spiky(LIMIT + 1);
		assert.deepEqual(judged(matrix), ['high']);
		assert.deepEqual(without(matrix, 10), [0, 1, 2]);
		assert.deepEqual(judged(spiky(LIMIT)), []);
		assert.deepEqual(judged(spiky(LIMIT + 1), { high: { factor: 1.5 } }), []);
		assert.deepEqual(judged(spiky(LIMIT + 1), {}, { amperes: 0 }), []);
		assert.deepEqual(judged(oneMeter(usual, { exports: (k) => (k < 3 ? LIMIT + 1 : usual(k)) }), {}, { twoWay: true }), ['high']);
	});

	it('find a half-hour above it beside a gap, too', () => {
		const matrix = oneMeter((k) => (k === 4 ? LIMIT + 1 : usual(k)), { gone: [30] });
		assert.deepEqual(judged(matrix, { spike: { on: false } }), ['missing', 'high']);
		assert.deepEqual(without(matrix, 10), [4]);
	});

	it('find a half-hour that stands out of the third highest by more than percent, above the floor', () => {
		const of = (most: number) => oneMeter((k) => (k === 20 ? most : k === 21 ? 11 : k % 2 === 0 ? 5 : 4));
		// 5 is the third highest: 14 is 180 % above it.
		assert.deepEqual(judged(of(15)), ['spike']);
		assert.deepEqual(judged(of(14)), []);
		assert.deepEqual(judged(of(15), { spike: { percent: 201 } }), []);
		assert.deepEqual(judged(of(15), { spike: { floor: 1500 } }), []);
		assert.equal(without(of(15), 10).length, 0);
		assert.deepEqual(judged(oneMeter((k) => (k === 20 ? 15 : 4 + (k % 2)), { gone: [40] })), ['missing', 'spike']);
	});

	it('find days that are all alike, on the second of them, and not where power was out', () => {
		const first = oneMeter(() => 0, { day: DAY - 1 });
		assert.deepEqual(judged(first), []);
		assert.equal(first.flags[0], FLAG.flatDay);
		assert.deepEqual(
			judged(
				oneMeter(() => 0),
				{},
				{},
				first,
			),
			['flat'],
		);
		assert.deepEqual(
			judged(
				oneMeter(() => 3),
				{},
				{},
				first,
			),
			['flat'],
		);
		assert.deepEqual(
			judged(
				oneMeter(() => 0),
				{ flat: { days: 1 } },
			),
			['flat'],
		);
		assert.deepEqual(
			judged(
				oneMeter(() => 0),
				{},
				{},
				oneMeter(usual, { day: DAY - 1 }),
			),
			[],
		);
		const dark = oneMeter(() => 0);
		dark.status[7] = INTERVAL_STATUS.powerOut;
		assert.deepEqual(judged(dark, {}, {}, first), ['status']);
		assert.deepEqual(
			judged(
				oneMeter(() => 0, { exports: usual }),
				{ flat: { days: 1 } },
				{ twoWay: true },
			),
			[],
		);
	});

	it('carry what the meter tells of its clock and its state', () => {
		for (const [status, expected] of [
			[INTERVAL_STATUS.clockSet, ['clock']],
			[INTERVAL_STATUS.powerOut, ['status']],
			[INTERVAL_STATUS.incomplete, ['status']],
			[INTERVAL_STATUS.lost | INTERVAL_STATUS.clockSet, ['clock', 'status']],
		] as const) {
			for (const k of [0, 3, 47]) {
				const matrix = oneMeter(usual);
				matrix.status[k] = status;
				assert.deepEqual(judged(matrix), expected);
			}
		}
	});

	it('count a meter from when it came until it went', () => {
		const came = oneMeter(usual, { gone: [0, 1, 2] });
		assert.deepEqual(judged(came, {}, { from: timeAt(DAY, 3) + 1 }), ['exchange']);
		assert.deepEqual(without(came, 255), [0, 1, 2]);
		const went = oneMeter(usual);
		assert.deepEqual(judged(went, {}, { to: timeAt(DAY, 40) + 1 }), ['exchange']);
		assert.deepEqual(without(went, 255), [41, 42, 43, 44, 45, 46, 47]);
	});

	it('can be turned off one by one', () => {
		const dirty = () => {
			const matrix = oneMeter((k) => (k === 2 ? 90 : usual(k)), { gone: [10] });
			matrix.imports[20] = 1;
			matrix.status.fill(15);
			matrix.take({ number: 1, slot: firstSlotOf(DAY) + 3, import: 7, export: 0, status: 0 });
			return matrix;
		};
		const meter = { to: timeAt(DAY, 47) };
		const all = judged(dirty(), {}, meter);
		assert.deepEqual(all, ['missing', 'duplicate', 'order', 'high', 'spike', 'clock', 'status', 'exchange']);
		for (const name of all) {
			assert.deepEqual(
				judged(dirty(), { [name]: { on: false } }, meter),
				all.filter((each) => each !== name),
			);
		}
	});

	it('have bits of their own and words in both languages', () => {
		assert.equal(new Set(RULE_NAMES.map((name) => RULES[name].bit)).size, RULE_NAMES.length);
		for (const name of RULE_NAMES)
			for (const text of [RULES[name].en, RULES[name].ja, RULES[name].test.en, RULES[name].test.ja]) assert.notEqual(text, '');
	});

	it('refuse settings that are none', () => {
		for (const [file, told] of [
			[[], 'the rules: expected an object, got []'],
			[{ hihg: {} }, 'hihg: expected one of missing, duplicate, order, sum, high, spike, flat, clock, status, exchange, estimation'],
			[{ high: { volt: 100 } }, 'high.volt: expected one of on, volts, factor'],
			[{ high: { factor: '2' } }, 'high.factor: expected a number from 0.1 to 100, got "2"'],
			[{ flat: { days: 3 } }, 'flat.days: expected a number from 1 to 2, got 3'],
			[{ sum: { on: 1 } }, 'sum.on: expected true or false, got 1'],
			[{ estimation: { on: true } }, 'estimation.on: expected one of straight, likeDays, reach'],
		] as const) {
			assert.throws(
				() => rulesOf(file),
				(error) => error instanceof RulesError && error.message === told,
			);
		}
	});
});
