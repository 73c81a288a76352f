import assert from 'node:assert/strict';
import { addToGroups, type GroupDay } from '../../../src/mdm/balancing.js';
import { dateText, dayOf, readDate } from '../../../src/mdm/calendar.js';
import { HALF_HOURS } from '../../../src/mdm/day-matrix.js';
import { addDay, addUnknown, BandsError, bandOf, bandsOf, billingPeriodOf, highest, monthOf, noTotal } from '../../../src/mdm/derived.js';
import { decimalsOf, type PointDay } from '../../../src/mdm/points.js';
import { qualityOfBoth, qualityWord } from '../../../src/mdm/quality.js';
import { FLAG, usualRules } from '../../../src/mdm/rules.js';
import { Standing } from '../../../src/mdm/standing.js';
import { validateDay } from '../../../src/mdm/validation.js';
import { DAY, oneMeter, registerOf, usual } from './hand-made.js';

function pointDay(wh: (k: number) => number, more: Partial<PointDay> = {}): PointDay {
	return {
		...{ supplyPoint: 'P1', day: DAY, flags: 0, version: 1, decimals: 1 },
		imports: Float64Array.from({ length: HALF_HOURS }, (_, k) => wh(k)),
		exports: Float64Array.from({ length: HALF_HOURS }, (_, k) => k),
		quality: new Uint8Array(HALF_HOURS).fill(17),
		expected: new Uint8Array(HALF_HOURS).fill(1),
		...more,
	};
}

describe('what is derived from half-hours', () => {
	it('are sums with what is missing, estimated and held beside them', () => {
		const day = pointDay((k) => (k === 3 ? Number.NaN : 100));
		day.quality[3] = 255;
		day.quality[4] = 9;
		day.quality[5] = 8;
		day.quality[6] = 13;
		const total = noTotal();
		addDay(total, day);
		addDay(
			total,
			pointDay(() => 1, { flags: FLAG.held }),
			(k) => k < 2,
		);
		addUnknown(
			total,
			Uint8Array.from({ length: HALF_HOURS }, (_, k) => (k < 2 ? 1 : 0)),
			(k) => k > 0,
		);
		addDay(
			total,
			pointDay(() => 7, { expected: new Uint8Array(HALF_HOURS) }),
		);
		assert.deepEqual(total, { import: 4702, export: 1128 + 1, halfHours: 51, missing: 2, estimated: 3, held: 2 });
	});

	it('are the highest half-hour that was read, and none that was guessed', () => {
		const day = pointDay((k) => 100 + k);
		day.quality[47] = 8;
		day.quality[46] = 255;
		day.quality[45] = 13;
		assert.deepEqual(highest([pointDay(() => 50, { day: DAY - 1 }), day]), { power: 288, day: DAY, halfHour: 44 });
		assert.deepEqual(highest([pointDay(() => 50), pointDay(() => 50, { day: DAY + 1 })]), { power: 100, day: DAY, halfHour: 0 });
		assert.equal(highest([]), undefined);
	});

	it('are months, and periods from a metering day, short months among them', () => {
		const text = ([from, until]: readonly [number, number]) => `${dateText(from)} ${dateText(until)}`;
		const day = (date: string) => readDate(date)!;
		assert.equal(text(monthOf(day('2026-12-31'))), '2026-12-01 2027-01-01');
		assert.equal(text(billingPeriodOf(day('2026-12-09'), 10)), '2026-11-10 2026-12-10');
		assert.equal(text(billingPeriodOf(day('2026-12-10'), 10)), '2026-12-10 2027-01-10');
		assert.equal(text(billingPeriodOf(day('2026-01-05'), 10)), '2025-12-10 2026-01-10');
		assert.equal(text(billingPeriodOf(day('2026-02-27'), 31)), '2026-01-31 2026-02-28');
		assert.equal(text(billingPeriodOf(day('2026-02-28'), 31)), '2026-02-28 2026-03-31');
		assert.equal(text(billingPeriodOf(day('2026-04-30'), 30)), '2026-04-30 2026-05-30');
		for (const meteringDay of [1, 15, 29, 30, 31]) {
			let [begin, end] = billingPeriodOf(dayOf(2024, 1, 1), meteringDay);
			for (let at = dayOf(2024, 1, 1); at < dayOf(2029, 1, 1); at++) {
				if (at === end) [begin, end] = billingPeriodOf(at, meteringDay);
				assert.deepEqual(billingPeriodOf(at, meteringDay), [begin, end]);
				assert.ok(begin <= at && at < end);
			}
		}
	});

	it('are bands, by the first that fits, through midnight, too', () => {
		const bands = bandsOf([
			{ name: 'night', from: '23:00', to: '07:00' },
			{ name: 'day', days: 'working', from: '10:00', to: '17:00' },
			{ name: 'free', days: 'free', from: '00:00', to: '24:00' },
		]);
		const names = (day: number) => Array.from({ length: HALF_HOURS }, (_, k) => bandOf(bands, day, k)?.name ?? '-');
		const [working, free] = [names(DAY), names(dayOf(2026, 11, 23))];
		assert.deepEqual(
			[working[0], working[13], working[14], working[20], working[33], working[34], working[46]],
			[...['night', 'night', '-', 'day', 'day', '-', 'night']],
		);
		assert.deepEqual([free[13], free[14], free[20], free[45], free[46]], ['night', 'free', 'free', 'free', 'night']);
	});

	it('refuse bands that are none', () => {
		for (const [file, told] of [
			[{}, 'expected a list of 1 to 48 bands'],
			[[], 'expected a list of 1 to 48 bands'],
			[[{ from: '00:00', to: '01:00' }], 'band 1: expected a name, got undefined'],
			[[{ name: 'a', days: 'weekend', from: '00:00', to: '01:00' }], 'band 1: expected days working, free or all, got "weekend"'],
			[[{ name: 'a', from: '7:00', to: '01:00' }], 'band 1: expected from as 07:00 or 23:30, got "7:00"'],
			[[{ name: 'a', from: '07:00', to: '24:30' }], 'band 1: expected to as 07:00 or 23:30, got "24:30"'],
			[[{ name: 'a', from: '07:00', to: '24:00', price: 3 }], 'band 1: expected name, days, from and to alone, got "price"'],
		] as const) {
			assert.throws(
				() => bandsOf(file),
				(error) => error instanceof BandsError && error.message === told,
			);
		}
	});

	it('have the digits of their meter, and words for their quality', () => {
		assert.deepEqual([1, 10, 100, 1000, 2000, 500, 50].map(decimalsOf), [3, 2, 1, 0, 0, 1, 2]);
		assert.deepEqual([qualityOfBoth(17, 17), qualityOfBoth(17, 9), qualityOfBoth(17, 255), qualityOfBoth(255, 8)], [17, 13, 255, 255]);
		assert.deepEqual([17, 8, 255, 77].map(qualityWord), ['validated', 'reference day', 'missing', '77']);
	});
});

describe('a balancing group', () => {
	it('is first what came with a count of what is missing, and settled with estimates', () => {
		const register = registerOf({ group: 'north', wh: 100 });
		const matrix = oneMeter(usual, { gone: [5] });
		const standing = Standing.of(matrix, register, usualRules());
		validateDay(matrix, standing, usualRules());
		const told = (isSettled: boolean) => {
			const groups = new Map<string, GroupDay>();
			addToGroups(groups, matrix, standing, register, () => 'north', isSettled);
			addToGroups(groups, matrix, standing, register, (number) => (number === 1 ? 'north' : ''), isSettled);
			const { imports, expected, received, estimated, version } = groups.get('north')!;
			return [3, 4].map((k) => [imports[k], expected[k], received[k], estimated[k], version]);
		};
		assert.deepEqual(told(false), [
			[2 * 100 * usual(3), 2, 2, 0, 0],
			[0, 2, 0, 0, 0],
		]);
		matrix.imports[5] = matrix.imports[4]! + 6;
		matrix.quality[4] = 9;
		matrix.quality[5] = 9;
		matrix.versions[0] = 3;
		assert.deepEqual(told(true), [
			[2 * 100 * usual(3), 2, 2, 0, 3],
			[1200, 2, 0, 2, 3],
		]);
		assert.deepEqual(told(false)[1], [0, 2, 0, 0, 3]);
	});
});
