import { dateTimeOf, deviationOf, earliest, latest, statusOf, timeOf } from '../../../../modules/dlms/axdr/date-time.js';
import { bytesEqual, equal, hex } from '../../../assert.js';

const JST = -540;
// 2026-11-01 12:30 in Japan, a Sunday: the worked push of the Route A profile.
const NOON = Date.UTC(2026, 10, 1, 3, 30);
const NOON_BYTES = '07ea 0b 01 07 0c 1e 00 00 fde4 00';

describe('COSEM date-time', () => {
	it('writes and reads a time in Japan', () => {
		bytesEqual(dateTimeOf(NOON, JST, 0), NOON_BYTES);
		equal(timeOf(hex(NOON_BYTES), JST), NOON);
		equal(deviationOf(hex(NOON_BYTES)), JST);
		equal(statusOf(hex(NOON_BYTES)), 0);
	});

	it('counts the days of the week from Monday', () => {
		for (let day = 0; day < 7; day++) equal(dateTimeOf(NOON + 86_400_000 * (day + 1), JST, 0)[4], day + 1);
	});

	it('keeps hundredths and status', () => {
		bytesEqual(dateTimeOf(NOON + 990, JST, 0x81), '07ea 0b 01 07 0c 1e 00 63 fde4 81');
		equal(timeOf(dateTimeOf(NOON + 990, JST, 0x81), 0), NOON + 990);
	});

	it('converts every deviation', () => {
		for (const deviation of [-720, -540, -1, 0, 60, 300, 840]) equal(timeOf(dateTimeOf(NOON, deviation, 0), 0), NOON, `deviation ${deviation}`);
	});

	it('takes the deviation it is told where the bytes specify none', () => {
		equal(timeOf(hex('07ea 0b 01 ff 0c 1e 00 00 8000 ff'), JST), NOON);
		equal(deviationOf(hex('07ea 0b 01 ff 0c 1e 00 00 8000 ff')), undefined);
		equal(statusOf(hex('07ea 0b 01 ff 0c 1e 00 00 8000 ff')), 0);
	});

	it('takes open seconds and hundredths as 0', () => equal(timeOf(hex('07ea 0b 01 ff 0c 1e ff ff 8000 ff'), JST), NOON));

	it('is no time while year, month, day, hour or minute are open', () => {
		for (const bytes of [
			'ffff 0b 01 07 0c 1e 00 00 fde4 00',
			'07ea ff 01 07 0c 1e 00 00 fde4 00',
			'07ea 0b ff 07 0c 1e 00 00 fde4 00',
			'07ea 0b 01 07 ff 1e 00 00 fde4 00',
			'07ea 0b 01 07 0c ff 00 00 fde4 00',
		])
			equal(timeOf(hex(bytes), JST), undefined, bytes);
	});

	it('is no time where the calendar has none', () => {
		for (const bytes of [
			'07ea 0d 01 07 0c 1e 00 00 fde4 00',
			'07ea 00 01 07 0c 1e 00 00 fde4 00',
			'07ea 02 1d ff 0c 1e 00 00 fde4 00',
			'07ea 0b 00 07 0c 1e 00 00 fde4 00',
			'07ea 0b 01 07 18 1e 00 00 fde4 00',
			'07ea 0b 01 07 0c 3c 00 00 fde4 00',
			'07ea 0b 01 07 0c 1e 3c 00 fde4 00',
			'07ea 0b 01 07 0c 1e 00 64 fde4 00',
			'07ea 0b 01 07 0c 1e 00 00 7fff 00',
			'0001 0b 01 07 0c 1e 00 00 fde4 00',
			'07ea 0b 01 07 0c 1e 00 00 fde4',
		])
			equal(timeOf(hex(bytes), JST), undefined, bytes);
	});

	// What is asked for by the time that was told of it is found: its ms were not told.
	it('lasts, as an end, until its hundredth is over', () => {
		const told = dateTimeOf(Date.UTC(2026, 10, 1, 12, 0, 0, 347), 0, 0);
		equal(earliest(told, 0), Date.UTC(2026, 10, 1, 12, 0, 0, 340));
		equal(latest(told, 0), Date.UTC(2026, 10, 1, 12, 0, 0, 349));
	});

	// A real meter's Sunday, 2025-12-14T00:16, has 0 where Sunday is 7.
	it('is a time whatever its day of the week', () => {
		const sunday = Date.UTC(2025, 11, 14, 0, 16);
		for (const weekday of ['00', '01', '07', '08', 'ff']) {
			const bytes = hex(`07E90C0E ${weekday} 00100000 0000 00`);
			equal(timeOf(bytes, JST), sunday, weekday);
			equal(earliest(bytes, JST), sunday, weekday);
			equal(latest(bytes, JST), sunday + 9, weekday);
		}
	});

	it('knows leap years', () => equal(timeOf(hex('07ec 02 1d ff 00 00 00 00 fde4 00'), JST), Date.UTC(2028, 1, 28, 15)));

	it('begins and ends a range as open fields say', () => {
		const day = hex('07ea 0b 01 ff ff ff ff ff fde4 ff');
		equal(earliest(day, 0), Date.UTC(2026, 9, 31, 15));
		equal(latest(day, 0), Date.UTC(2026, 10, 1, 14, 59, 59, 999));
		const month = hex('07ec 02 ff ff ff ff ff ff 8000 ff');
		equal(earliest(month, JST), Date.UTC(2028, 0, 31, 15));
		equal(latest(month, JST), Date.UTC(2028, 1, 29, 14, 59, 59, 999));
		const any = hex('ffff ff ff ff ff ff ff ff 8000 ff');
		equal(earliest(any, JST), -Infinity);
		equal(latest(any, JST), Infinity);
	});

	it('knows the last days of a month', () => {
		equal(earliest(hex('07ec 02 fe ff 00 00 00 00 0000 ff'), 0), Date.UTC(2028, 1, 29));
		equal(earliest(hex('07ec 02 fd ff 00 00 00 00 0000 ff'), 0), Date.UTC(2028, 1, 28));
	});
});
