import { isWindow, opensAt } from '../../../modules/cosem/communication-window.js';
import { equal, hex } from '../../assert.js';

const JST = -540;
const at = (text: string): number => Date.parse(`${text}+09:00`);
const told = (time: number): string => (time === Number.POSITIVE_INFINITY ? 'never' : new Date(time - JST * 60_000).toISOString().slice(0, 16));

/** From 01:00 to 05:00 of each day; over midnight; on 22 November 2026; 10 minutes of each hour; on Sundays. */
const DAILY = hex('FFFFFFFFFF 010000FF 8000FF FFFFFFFFFF 050000FF 8000FF');
const NIGHT = hex('FFFFFFFFFF 170000FF FDE400 FFFFFFFFFF 060000FF FDE400');
const ONCE = hex('07EA0B16FF 0C000000 8000FF 07EA0B16FF 0D000000 8000FF');
const HOURLY = hex('FFFFFFFFFF FF0000FF 8000FF FFFFFFFFFF FF0A00FF 8000FF');
const SUNDAYS = hex('FFFFFFFF07 010000FF 8000FF FFFFFFFF07 050000FF 8000FF');

describe('Communication window', () => {
	for (const [name, window, now, opening] of [
		['daily, before it', DAILY, '2026-11-22T00:59:59', '2026-11-22T01:00'],
		['daily, as it opens', DAILY, '2026-11-22T01:00', 'open'],
		['daily, in it', DAILY, '2026-11-22T04:59:59', 'open'],
		['daily, as it closes', DAILY, '2026-11-22T05:00', '2026-11-23T01:00'],
		['over midnight, before', NIGHT, '2026-11-22T22:59', '2026-11-22T23:00'],
		['over midnight, in it', NIGHT, '2026-11-22T00:00', 'open'],
		['over midnight, behind it', NIGHT, '2026-11-22T06:00', '2026-11-22T23:00'],
		['of one day, before', ONCE, '2026-11-21T12:30', '2026-11-22T12:00'],
		['of one day, in it', ONCE, '2026-11-22T12:30', 'open'],
		['of one day, behind it', ONCE, '2026-11-22T13:00', 'never'],
		['hourly, in it', HOURLY, '2026-11-22T13:09', 'open'],
		['hourly, behind it', HOURLY, '2026-11-22T13:10', '2026-11-22T14:00'],
		['on Sundays, on a Monday', SUNDAYS, '2026-11-23T02:00', '2026-11-29T01:00'],
		['on Sundays, on one', SUNDAYS, '2026-11-22T02:00', 'open'],
	] as const)
		it(name, () => {
			const found = opensAt(window, at(now), JST);
			equal(found === at(now) ? 'open' : told(found), opening);
		});

	it('is of two different times, by the local time of the meter', () => {
		for (const window of [DAILY, NIGHT, ONCE, HOURLY, SUNDAYS]) equal(isWindow(window, JST), true);
		equal(isWindow(NIGHT, 0), false, 'told for another place');
		equal(isWindow(hex('FFFFFFFFFF 010000FF 8000FF FFFFFFFFFF 010000FF 8000FF'), JST), false, 'of no length');
		equal(isWindow(hex('FFFFFFFFFF 180000FF 8000FF FFFFFFFFFF 010000FF 8000FF'), JST), false, '24:00');
		equal(isWindow(hex('07EAFFFFFF FF0000FF 8000FF FFFFFFFFFF 010000FF 8000FF'), JST), false, 'each hour of one year');
		equal(isWindow(DAILY.subarray(0, 23), JST), false, 'too short');
	});
});
