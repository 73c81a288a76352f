import { isExecutionTime, isOnDate, isOpenDate, lastExecution, nextExecution } from '../../../modules/cosem/execution-time.js';
import { equal, hex } from '../../assert.js';

const JST = -540;
const at = (text: string): number => Date.parse(`${text}+09:00`);
const next = (bytes: string, after: string): string => {
	const time = nextExecution(hex(bytes), at(after), JST);
	return time === Number.POSITIVE_INFINITY ? 'never' : new Date(time + 9 * 3_600_000).toISOString().slice(0, 22);
};

describe('times of execution', () => {
	for (const [what, bytes, after, expected] of [
		['a date in full, once', '0C1E0000 07EA0B0107', '2026-10-01T00:00', '2026-11-01T12:30:00.00'],
		['and not again', '0C1E0000 07EA0B0107', '2026-11-01T12:30', 'never'],
		['nor after its year', '0C1E0000 07EA0B01FF', '2027-01-01T00:00', 'never'],
		['in a year that is far', '00000000 08340101FF', '2026-01-01T00:00', '2100-01-01T00:00:00.00'],
		['every day', '060000FF FFFFFFFFFF', '2026-11-01T06:00', '2026-11-02T06:00:00.00'],
		['this day, when the time is still to come', '060000FF FFFFFFFFFF', '2026-11-01T05:59:59', '2026-11-01T06:00:00.00'],
		['on Sundays', '17000000 FFFFFFFF07', '2026-11-02T00:00', '2026-11-08T23:00:00.00'],
		['on the first of each month', '00000000 FFFFFF01FF', '2026-12-01T00:00', '2027-01-01T00:00:00.00'],
		['on the last of each month', '00000000 FFFFFFFEFF', '2027-01-31T00:00', '2027-02-28T00:00:00.00'],
		['on the last but one', '00000000 FFFFFFFDFF', '2028-02-01T00:00', '2028-02-28T00:00:00.00'],
		['on 29 February', '00000000 FFFF021DFF', '2096-03-01T00:00', '2104-02-29T00:00:00.00'],
		['on a 29 February that is a Monday', '00000000 FFFF021D01', '2026-11-29T00:00', '2044-02-29T00:00:00.00'],
		['on a 9 June that is a Tuesday', '0D101000 FFFF060902', '2027-03-02T00:00', '2037-06-09T13:16:16.00'],
		['on a 30 February', '00000000 FFFF021EFF', '2026-11-29T00:00', 'never'],
		['on a 31st that is a Sunday', '00000000 FFFFFF1F07', '2026-11-29T00:00', '2027-01-31T00:00:00.00'],
		['to the hundredth', '0C1E1E32 07EA0B01FF', '2026-01-01T00:00', '2026-11-01T12:30:30.50'],
		['on a day that a month has not', '00000000 07EA0B1FFF', '2026-01-01T00:00', 'never'],
		['every hour', 'FF1E0000 FFFFFFFFFF', '2026-11-01T06:29:59', '2026-11-01T06:30:00.00'],
		['every hour, behind its minute', 'FF1E0000 FFFFFFFFFF', '2026-11-01T23:30', '2026-11-02T00:30:00.00'],
		['on a Monday that is none', '00000000 07EA0B0101', '2026-01-01T00:00', 'never'],
	] as const)
		it(what, () => equal(next(bytes, after), expected));

	for (const [bytes, open, full] of [
		['0C1E0000 07EA0B0107', true, true],
		['0C1EFFFF 07EA0B01FF', true, true],
		['18000000 07EA0B0107', false, false],
		['FF000000 07EA0B0107', false, false],
		['FF1E0000 FFFFFFFFFF', true, false],
		['FF1E0000 FFFFFFFF07', false, false],
		['FF1E0000 07EAFFFFFF', false, false],
		['003C0000 07EA0B0107', false, false],
		['00003C00 07EA0B0107', false, false],
		['00000064 07EA0B0107', false, false],
		['00000000 07B10B0107', false, false],
		['00000000 07EA000107', false, false],
		['00000000 07EA0D0107', false, false],
		['00000000 07EA0B0007', false, false],
		['00000000 07EA0B2007', false, false],
		['00000000 07EA0B0100', false, false],
		['00000000 07EA0B0108', false, false],
		['00000000 FFFF0B0107', true, false],
		['00000000 07EAFF0107', true, false],
		['00000000 07EA0BFFFF', true, false],
		['00000000 07EA0BFEFF', true, false],
		['00000000 07EA0B1FFF', true, false],
		['00000000 07EA0B01', false, false],
	] as const)
		it(`${bytes}: ${open ? 'open dates' : 'none'}${full ? ', full dates' : ''}`, () => {
			equal([isExecutionTime(hex(bytes), true), isExecutionTime(hex(bytes), false)].join(), `${open},${full}`);
		});

	for (let weekday = 1; weekday <= 7; weekday++)
		it(`find each 29 February of weekday ${weekday} over 400 years, up to 40 years away`, () => {
			const bytes = hex(`060000 00 FFFF021D0${weekday}`);
			const expected: number[] = [];
			for (let year = 2000; year < 2400; year++) {
				const date = new Date(Date.UTC(year, 1, 29));
				if (date.getUTCMonth() === 1 && (date.getUTCDay() || 7) === weekday) expected.push(date.getTime() + 6 * 3_600_000 + JST * 60_000);
			}
			equal(expected.length > 10, true);
			let after = at('2000-01-01T00:00');
			for (const time of expected) {
				after = nextExecution(bytes, after, JST);
				equal(after, time);
			}
		});

	it('tell the same over years as a calendar that is walked minute by minute', () => {
		// Each day of four years, one time a day.
		let after = at('2026-01-01T00:00');
		const end = at('2030-01-01T00:00');
		let days = 0;
		for (; after < end; days++) {
			const time = nextExecution(hex('0C0000FF FFFFFFFFFF'), after, JST);
			equal(time - after, days === 0 ? 12 * 3_600_000 : 24 * 3_600_000);
			after = time;
		}
		equal(days, 4 * 365 + 2);
	});

	for (const [what, bytes, until, expected] of [
		['of a date in full', '0C1E0000 07EA0B0107', '2026-12-01T00:00', '2026-11-01T12:30:00.00'],
		['at this very time', '0C1E0000 07EA0B0107', '2026-11-01T12:30', '2026-11-01T12:30:00.00'],
		['and none before', '0C1E0000 07EA0B0107', '2026-11-01T12:29:59', 'never'],
		['of each hour', 'FF1E0000 FFFFFFFFFF', '2026-11-01T12:31', '2026-11-01T12:30:00.00'],
		['of each hour, at this very time', 'FF1E0000 FFFFFFFFFF', '2026-11-01T12:30', '2026-11-01T12:30:00.00'],
		['of each hour, in the hour before', 'FF1E0FFF FFFFFFFFFF', '2026-11-01T00:30', '2026-10-31T23:30:15.00'],
		['of every day, yesterday', '060000FF FFFFFFFFFF', '2026-11-01T05:59', '2026-10-31T06:00:00.00'],
		['of each year, in the year before', '00000000 FFFF0401FF', '2026-03-31T23:59', '2025-04-01T00:00:00.00'],
		['of a year that has not come', '00000000 07EB0101FF', '2026-11-29T00:00', 'never'],
		['of a year that has gone', '00000000 07E9FFFEFF', '2026-11-29T00:00', '2025-12-31T00:00:00.00'],
		['on Sundays', '00000000 FFFFFFFF07', '2026-11-30T00:00', '2026-11-29T00:00:00.00'],
		['on 29 February', '00000000 FFFF021DFF', '2104-02-28T00:00', '2096-02-29T00:00:00.00'],
		['on a 30 February', '00000000 FFFF021EFF', '2026-11-29T00:00', 'never'],
	] as const)
		it(`have a last one ${what}`, () => {
			const time = lastExecution(hex(bytes), at(until), JST);
			equal(time === Number.NEGATIVE_INFINITY ? 'never' : new Date(time + 9 * 3_600_000).toISOString().slice(0, 22), expected);
		});

	// 2026-11-29 is a Sunday.
	for (const [date, isOn] of [
		['07EA0B1DFF', true],
		['07EA0B1D07', true],
		['FFFFFFFFFF', true],
		['FFFFFFFF07', true],
		['FFFF0BFDFF', true],
		['FFFF0BFEFF', false],
		['07EA0B1D01', false],
		['07EB0B1DFF', false],
		['FFFF0C1DFF', false],
		['FFFFFF1CFF', false],
	] as const)
		it(`${isOn ? 'are' : 'are not'} on 2026-11-29 by ${date}`, () => equal(isOnDate(hex(date), Date.UTC(2026, 10, 29) / 86_400_000), isOn));

	it('have dates of five bytes that can be', () => {
		equal(isOpenDate(hex('FFFFFFFFFF')), true);
		equal(isOpenDate(hex('FFFF0D01FF')), false);
		equal(isOpenDate(hex('FFFFFFFF')), false);
	});
});
