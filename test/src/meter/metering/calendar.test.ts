import { dayIndex, daysOfMonth, fromCivil, halfHourOf, minuteOf, startOfDay, toCivil } from '../../../../src/meter/metering/calendar.js';
import { equal } from '../../../assert.js';

describe('calendar of Japan Standard Time', () => {
	it('puts the epoch at 9 o’clock in the morning', () => {
		equal(text(0), '1970-1-1 9:0');
		equal(fromCivil(1970, 1, 1, 9, 0), 0);
	});

	it('knows dates that were worked out elsewhere', () => {
		// date -d '2026-11-22 00:00 +0900' +%s and so on, divided by 60
		equal(fromCivil(2026, 11, 22), 1_795_273_200 / 60);
		equal(text(1_795_273_200 / 60 - 1), '2026-11-21 23:59');
		equal(fromCivil(2024, 2, 29, 23, 59), 1_709_218_740 / 60);
		equal(fromCivil(2000, 3, 1), 951_836_400 / 60);
		equal(fromCivil(1999, 12, 31, 23, 30), 946_650_600 / 60);
	});

	it('goes there and back over four hundred years, day by day', () => {
		const start = fromCivil(1900, 1, 1, 12, 34)!;
		let month = 1;
		let day = 0;
		let year = 1900;
		for (let i = 0; i < 146_097; i++) {
			day++;
			if (day > daysOfMonth(year, month)) {
				day = 1;
				month++;
			}
			if (month > 12) {
				month = 1;
				year++;
			}
			const civil = toCivil(start + i * 1440);
			if (civil.year !== year || civil.month !== month || civil.day !== day || civil.hour !== 12 || civil.minute !== 34) {
				throw new Error(`expected ${year}-${month}-${day}, got ${text(start + i * 1440)}`);
			}
			if (fromCivil(year, month, day, 12, 34) !== start + i * 1440) throw new Error(`${year}-${month}-${day} does not come back`);
		}
	});

	it('refuses dates and times that do not exist', () => {
		for (const [year, month, day, hour, minute] of [
			[2026, 2, 29, 0, 0],
			[2100, 2, 29, 0, 0],
			[2026, 4, 31, 0, 0],
			[2026, 0, 1, 0, 0],
			[2026, 13, 1, 0, 0],
			[2026, 1, 0, 0, 0],
			[2026, 1, 1, 24, 0],
			[2026, 1, 1, 0, 60],
			[2026, 1, 1.5, 0, 0],
			[0xffff, 0xff, 0xff, 0xff, 0xff],
		] as const) {
			equal(fromCivil(year, month, day, hour, minute), undefined, `${year}-${month}-${day} ${hour}:${minute}`);
		}
	});

	it('begins a day at midnight in Japan', () => {
		const noon = fromCivil(2026, 11, 22, 12)!;
		equal(text(startOfDay(noon)), '2026-11-22 0:0');
		equal(startOfDay(startOfDay(noon)), startOfDay(noon));
		equal(dayIndex(startOfDay(noon)) - dayIndex(startOfDay(noon) - 1), 1);
	});

	it('rounds a time down to minutes and half-hours', () => {
		equal(minuteOf(59_999), 0);
		equal(minuteOf(60_000), 1);
		equal(halfHourOf(59), 30);
		equal(halfHourOf(60), 60);
	});
});

function text(at: number): string {
	const civil = toCivil(at);
	return `${civil.year}-${civil.month}-${civil.day} ${civil.hour}:${civil.minute}`;
}
