import { gapsIn, piecesOf } from '../../../src/head-end/profile-reading.js';
import { csvField, ProfileTable } from '../../../src/head-end/profile-table.js';
import { equal, throws } from '../../assert.js';

const PERIOD = 1_800_000;
const JST = -540;
/** 2026-11-01 in Japan. */
const at = (hour: number, minute = 0, second = 0) => Date.UTC(2026, 9, 31, 15 + hour, minute, second);
const gaps = (times: readonly number[], from: number, to: number) =>
	gapsIn(times, { from, to }, PERIOD, JST)
		.map((span) => `${(span.from - at(0)) / PERIOD}-${(span.to - at(0)) / PERIOD}`)
		.join(' ');

describe('gaps', () => {
	it('are all of it where there is nothing', () => equal(gaps([], at(0), at(24)), '0-48'));
	it('are none where each slot has a row', () => equal(gaps([at(0), at(0, 30), at(1)], at(0), at(1)), ''));
	it('lie between the rows, and at both ends', () => equal(gaps([at(1), at(3), at(3, 30)], at(0), at(5)), '0-1 3-5 8-10'));
	it('begin and end with whole slots', () => equal(gaps([], at(0, 1), at(1, 29)), '1-2'));
	it('are closed by a row some seconds early or late', () => equal(gaps([at(0, 29, 58), at(1, 0, 3)], at(0, 30), at(1)), ''));
	it('are not closed by a row in the middle of a slot', () => equal(gaps([at(0, 47)], at(0, 30), at(1)), '2-2'));

	it('follow midnight where a day is a slot', () => {
		const [gap] = gapsIn([], { from: at(3), to: at(25) }, 86_400_000, JST);
		equal(gap!.from, at(24));
	});

	it('come in pieces', () => {
		const pieces = [...piecesOf({ from: 0, to: 10 * PERIOD }, PERIOD, 4)];
		equal(pieces.map(({ from, to }) => `${from / PERIOD}-${to / PERIOD}`).join(), '0-3,4-7,8-10');
	});
});

describe('a table of rows', () => {
	const cells = (...values: readonly unknown[]) => values.map((json) => ({ text: () => '', json, physicalUnit: '' }));
	const table = () => new ProfileTable('KEI1', ['status', '1.0.1.8.0.255 Wh'], JST, true);

	it('is the same when it was read again', () => {
		const first = table();
		equal(
			first.add([
				{ time: at(1), cells: cells(0, 100) },
				{ time: at(0, 30), cells: cells(2, 50.5) },
			]),
			2,
		);
		const text = 'device,time,status,1.0.1.8.0.255 Wh\nKEI1,2026-11-01T00:30:00+09:00,2,50.5\nKEI1,2026-11-01T01:00:00+09:00,0,100\n';
		equal(first.text(), text);
		const second = table();
		second.load(text);
		equal(second.text(), text);
		equal(second.times.length, 2);
	});

	it('keeps the row that is there', () => {
		const one = table();
		one.add([{ time: at(1), cells: cells(0, 1) }]);
		equal(one.add([{ time: at(1), cells: cells(0, 2) }]), 0);
		equal(one.text().includes(',0,1\n'), true);
	});

	it('keeps several rows of one time where rows do not come by time', () => {
		const log = new ProfileTable('KEI1', ['event'], JST, false);
		equal(
			log.add([
				{ time: at(1), cells: cells(1) },
				{ time: at(1), cells: cells(2) },
				{ time: at(1), cells: cells(2) },
			]),
			2,
		);
	});

	it('takes lines of CR LF', () => {
		const one = table();
		one.load('device,time,status,1.0.1.8.0.255 Wh\r\nKEI1,2026-11-01T00:30:00+09:00,2,50\r\n');
		equal(one.size, 1);
	});

	it('is no other device’s, has no other columns, and each row has a time', () => {
		throws(() => table().load('a,b\n'), /line 1: expected device,time,status,1\.0\.1\.8\.0\.255 Wh, got a,b/);
		throws(
			() => table().load('device,time,status,1.0.1.8.0.255 Wh\nKEI2,2026-11-01T00:30:00+09:00,2,50\n'),
			/line 2: expected a row of KEI1, got one of KEI2/,
		);
		throws(() => table().load('device,time,status,1.0.1.8.0.255 Wh\nKEI1,yesterday,2,50\n'), /line 2: expected a time/);
	});

	it('quotes what has commas, quotes or line breaks', () => {
		equal(csvField('a,b'), '"a,b"');
		equal(csvField('say "x"'), '"say ""x"""');
		equal(csvField(null), '');
	});
});
