import { asciiBytes } from '../../../../modules/bytes/ascii.js';
import type { Calendar } from '../../../../modules/cosem/activity-calendar.js';
import { changeAfter, isLookedAt, isWhole, scriptAt } from '../../../../src/route-a/tariff/calendar-rules.js';
import { equal, hex } from '../../../assert.js';
import { at, day, JST, season, special, TWO_SEASONS, week } from './tariff-rig.js';

const EMPTY: Calendar = { name: asciiBytes(''), seasons: [], weeks: [], days: [] };
/** 23 November, each year; 2026 that is a Monday. */
const HOLIDAYS = [special(1, 'ffff0b17ff', 3)];

describe('calendars', () => {
	for (const [when, script] of [
		['2026-11-20T06:59:59', 2],
		['2026-11-20T07:00', 1],
		['2026-11-20T22:59:59', 1],
		['2026-11-20T23:00', 2],
		['2026-11-21T12:00', 2],
		['2026-06-30T14:00', 1],
		['2026-07-01T14:00', 3],
		['2026-09-30T15:59:59', 3],
		['2026-10-01T14:00', 1],
		['2026-11-23T12:00', 2],
		['2027-11-23T12:00', 2],
		['2026-11-24T12:00', 1],
	] as const)
		it(`have at ${when} script ${script}`, () => equal(scriptAt(TWO_SEASONS, HOLIDAYS, at(when), JST), script));

	for (const [after, change] of [
		['2026-11-20T00:00', '2026-11-20T07:00'],
		['2026-11-20T07:00', '2026-11-20T23:00'],
		['2026-11-20T23:00', '2026-11-21T00:00'],
		['2026-11-21T00:00', '2026-11-22T00:00'],
	] as const)
		it(`are looked at after ${after} at ${change}`, () => equal(changeAfter(TWO_SEASONS, HOLIDAYS, at(after), JST), at(change)));

	it('look at the special days of a day and the day before alone', () => {
		const { date } = HOLIDAYS[0]!;
		const seen = ['2026-11-22T23:59:59', '2026-11-23T00:00', '2026-11-24T23:59:59', '2026-11-25T00:00'];
		equal(seen.map((when) => isLookedAt(date, at(when), JST)).join(), 'false,true,true,false');
	});

	it('begin a season within a day', () => {
		const noon = { ...season('summer', '0701'), start: hex('ffff0701ff0c0000ff8000ff') };
		const calendar = {
			...TWO_SEASONS,
			seasons: [noon, TWO_SEASONS.seasons[1]!],
			days: [...TWO_SEASONS.days.slice(0, 1), day(2, '00:00 4'), day(3, '00:00 2')],
		};
		equal(scriptAt(calendar, [], at('2026-07-01T11:59:59'), JST), 1);
		equal(scriptAt(calendar, [], at('2026-07-01T12:00'), JST), 4);
		equal(changeAfter(calendar, [], at('2026-07-01T08:00'), JST), at('2026-07-01T12:00'));
	});

	it('have the last script of the day before until the first of the day', () => {
		const calendar = {
			...EMPTY,
			seasons: [season('a', '0101')],
			weeks: [week('a', [1, 1, 1, 1, 1, 2, 2])],
			days: [day(1, '07:00 1', '23:00 2'), day(2, '09:00 3')],
		};
		equal(scriptAt(calendar, [], at('2026-11-21T08:59'), JST), 2);
		equal(scriptAt(calendar, [], at('2026-11-23T06:59'), JST), 3);
	});

	it('have no script before any season has begun', () => {
		const calendar = { ...TWO_SEASONS, seasons: [{ ...season('rest', '0101'), start: hex('07eb0101ff000000ff8000ff') }] };
		equal(scriptAt(calendar, [], at('2026-12-31T23:59:59'), JST), undefined);
		equal(scriptAt(calendar, [], at('2027-01-01T08:00'), JST), 1);
		equal(changeAfter(calendar, [], at('2026-12-31T12:00'), JST), at('2027-01-01T00:00'));
	});

	it('take a special day whose profile they have not as any other', () => {
		equal(scriptAt(TWO_SEASONS, [special(1, 'ffff0b17ff', 9)], at('2026-11-23T12:00'), JST), 1);
		equal(scriptAt(TWO_SEASONS, [special(1, 'ffff0b17ff', 9), special(2, '07ea0b1701', 3)], at('2026-11-23T12:00'), JST), 2);
	});

	it('open a season by a rule, and none by one that no day keeps', () => {
		const rule = (start: string): Calendar => ({
			...TWO_SEASONS,
			seasons: [TWO_SEASONS.seasons[1]!, { ...season('summer', '0101'), start: hex(start) }],
		});
		// 28 February 2027 is a Sunday.
		equal(scriptAt(rule('fffffffe07ffffffff8000ff'), [], at('2027-03-01T14:00'), JST), 3);
		equal(scriptAt(rule('07eb020107ffffffff8000ff'), [], at('2027-03-01T14:00'), JST), 1);
	});

	it('say nothing where there are no seasons', () => {
		equal(changeAfter(EMPTY, HOLIDAYS, at('2026-11-23T12:00'), JST), Number.POSITIVE_INFINITY);
		equal(scriptAt(EMPTY, HOLIDAYS, at('2026-11-23T12:00'), JST), undefined);
	});

	it('are whole where they have all that they name', () => {
		equal(isWhole(TWO_SEASONS), true);
		equal(isWhole(EMPTY), true);
		equal(isWhole({ ...TWO_SEASONS, weeks: TWO_SEASONS.weeks.slice(1) }), false);
		equal(isWhole({ ...TWO_SEASONS, days: TWO_SEASONS.days.slice(1) }), false);
		equal(isWhole({ ...TWO_SEASONS, days: [...TWO_SEASONS.days, day(4)] }), false);
	});
});
