import assert from 'node:assert/strict';
import { civilOf, dateText, dayOf, holidayOf, kindOf, readDate } from '../../../src/mdm/calendar.js';

/** As the Cabinet Office's list of holidays (syukujitsu.csv) has them. */
const HOLIDAYS: Readonly<Record<number, readonly string[]>> = {
	2019: [
		...['01-01', '01-14', '02-11', '03-21', '04-29', '04-30', '05-01', '05-02', '05-03', '05-04', '05-05', '05-06', '07-15', '08-11', '08-12'],
		...['09-16', '09-23', '10-14', '10-22', '11-03', '11-04', '11-23'],
	],
	2020: [
		...['01-01', '01-13', '02-11', '02-23', '02-24', '03-20', '04-29', '05-03', '05-04', '05-05', '05-06', '07-23', '07-24', '08-10', '09-21'],
		...['09-22', '11-03', '11-23'],
	],
	2021: [
		...['01-01', '01-11', '02-11', '02-23', '03-20', '04-29', '05-03', '05-04', '05-05', '07-22', '07-23', '08-08', '08-09', '09-20', '09-23'],
		...['11-03', '11-23'],
	],
	2026: [
		...['01-01', '01-12', '02-11', '02-23', '03-20', '04-29', '05-03', '05-04', '05-05', '05-06', '07-20', '08-11', '09-21', '09-22', '09-23'],
		...['10-12', '11-03', '11-23'],
	],
};

describe('the calendar of the data management', () => {
	it('knows the holidays of Japan as they were announced, moved, substituted and between others', () => {
		for (const [year, expected] of Object.entries(HOLIDAYS)) {
			const found: string[] = [];
			for (let day = dayOf(Number(year), 1, 1); day < dayOf(Number(year) + 1, 1, 1); day++)
				if (holidayOf(day) !== undefined) found.push(dateText(day).slice(5));
			assert.deepEqual(found, expected, year);
		}
	});

	it('names them', () => {
		assert.equal(holidayOf(dayOf(2026, 5, 6)), '振替休日');
		assert.equal(holidayOf(dayOf(2026, 9, 22)), '国民の休日');
		assert.equal(holidayOf(dayOf(2026, 9, 23)), '秋分の日');
		assert.equal(holidayOf(dayOf(2018, 12, 23)), '天皇誕生日');
		assert.equal(holidayOf(dayOf(2019, 12, 23)), undefined);
	});

	it('tells free days from working ones', () => {
		assert.deepEqual(
			[1, 2, 3, 4, 5, 6, 7].map((date) => kindOf(dayOf(2026, 5, date))),
			['working', 'free', 'free', 'free', 'free', 'free', 'working'],
		);
	});

	it('reads dates that there are, of years whose holidays are known', () => {
		assert.deepEqual(civilOf(readDate('2028-02-29')!), { year: 2028, month: 2, date: 29 });
		for (const text of ['2027-02-29', '2015-12-31', '2100-01-01', '2026-1-1', '20260101', '']) assert.equal(readDate(text), undefined, text);
		assert.equal(holidayOf(dayOf(2099, 12, 31)), undefined);
		assert.throws(() => holidayOf(dayOf(2102, 1, 1)), /known from 2016 to 2099/);
	});
});
