import { LIMITS } from '../../../../src/exam/limits.js';
import { gradeOf, type UnderstandOptions } from '../../../../src/exam/understanding/understand.js';
import { equal } from '../../../assert.js';
import { Record } from './record.js';

const WINDOW = 25_000;
const NO_POWER = 0x7ffffffe;
const NO_ENERGY = 0xfffffffe;

describe('What a HEMS shows', () => {
	it('is right where it was served, within half a step', () => {
		equal(new Record().gets('E7=000004D5').shows('power', 1237).told, 'right');
		equal(new Record().gets('E7=FFFFFCDF').shows('power', -801).told, 'right');
		equal(new Record().gets('E8=00417FFE').shows('currentR', 6.5).shows('currentT', 'none').told, 'right; none');
		equal(new Record().gets('E0=00003039 E1=01').shows('energy', 1234.5).shows('energy', 1234.55).told, 'right; right');
		const stepped = (value: number, step: number) =>
			new Record()
				.gets('E7=000004D5')
				.shows('power', value)
				.understood({ steps: { power: step } })[0]!.understood.is;
		equal(`${stepped(1240, 10)} ${stepped(1230, 10)} ${stepped(1200, 100)} ${stepped(1242, 10)}`, 'right wrong right right');
		equal(stepped(1242.1, 10), 'wrong');
		equal(stepped(1237.6, 1), 'wrong');
	});

	it('is right as long as two polls and five seconds after it was served, and as often as it is only shown again', () => {
		const late = (ms: number) => new Record().gets('E7=000004D5').wait(1).gets('E7=0000002B').wait(ms).shows('power', 1237).told;
		equal(`${late(WINDOW - 1)}, ${late(WINDOW)}`, 'right, wrong staleReply E7');
		const again = new Record()
			.gets('E7=000004D5')
			.shows('power', 1237)
			.wait(600_000)
			.gets('E7=0000002B')
			.wait(WINDOW + 1)
			.shows('power', 1237);
		equal(again.told, 'right; right again');
		equal(again.understood()[1]!.understood.is === 'right' && (again.understood()[1]!.understood as { ageMs: number }).ageMs, 600_000 + WINDOW + 1);
		equal(again.shows('power', 43).told, 'right; right again; wrong staleReply E7');
	});

	it('is not judged before anything of its kind was served, nor where it is no number', () => {
		equal(new Record().gets('E0=00003039').shows('power', 0).shows('power', 'unreadable').told, 'unjudged nothingServed; unjudged notANumber');
		equal(new Record().gets('E7=000004D5').shows('online', 1).told, 'unjudged notAValue');
	});

	it('is none rightly where there was none, or nothing was served lately', () => {
		equal(new Record().gets('E7=000004D5').wait(10_000).gets('E7=7FFFFFFE').shows('power', 'none').told, 'none');
		equal(new Record().shows('power', 'none').gets('E7=7FFFFFFE').shows('power', 'none').told, 'none; none');
		equal(
			new Record()
				.gets('E7=000004D5')
				.shows('power', 'none')
				.wait(WINDOW + 1)
				.shows('power', 'none').told,
			'none?; none',
		);
	});

	it('may be the register as the last half-hour had it', () => {
		const record = new Record().gets('E0=00003039 E1=01').notifies('EA=07EA0B1D0A000000003038').wait(600_000).gets('E0=0000303A');
		equal(record.shows('energy', 1234.4).told, 'right');
	});
});

describe('A wrong value is explained', () => {
	for (const [why, served, what, value] of [
		['unsigned E7', 'E7=FFFFFCDF', 'power', 4294966495],
		['unsigned E8R', 'E8=FFBF0041', 'currentR', 6547.1],
		['noDataAsNumber E7', 'E7=7FFFFFFE', 'power', NO_POWER],
		['noDataAsNumber E7', 'E7=7FFFFFFE', 'power', NO_POWER * 1000],
		['noDataAsNumber E7', 'E7=7FFFFFFE', 'power', 0],
		['noDataAsNumber E0', 'E0=FFFFFFFE E1=01', 'energy', NO_ENERGY / 10],
		['noDataAsNumber E0', 'E0=FFFFFFFE E1=01', 'energy', -0.2],
		['noDataAsNumber E0', 'E0=FFFFFFFE E1=01 D3=00000007', 'energy', (NO_ENERGY * 7) / 10],
		['noDataAsNumber E8R', 'E8=7FFE0041', 'currentR', 3276.6],
		['tFromNoData E8T', 'E8=00417FFE', 'currentT', 3276.6],
		['tFromNoData E8R', 'E8=00417FFE', 'currentT', 6.5],
		['overTop E7', 'E7=7FFFFFFF', 'power', 2147483647],
		['overTop E7', 'E7=80000000', 'power', -2147483648],
		['overTop E8R', 'E8=80000041', 'currentR', -3276.8],
		['unitForgotten E0', 'E0=00003039 E1=01', 'energy', 12345],
		['unitForgotten E0', 'E0=00003039 E1=02', 'energy', 1234.5],
		['unitForgotten E7', 'E7=000004D5', 'power', 1237_000],
		['coefficientForgotten E0', 'E0=00003039 E1=02 D3=00000007', 'energy', 123.45],
		['coefficientForgotten E0', 'E0=00003039 E1=02 D3=00000007', 'energy', 123.45 * 49],
		['coefficientForgotten E0', 'E0=00003039 E1=02 D3=00000007', 'energy', 12345],
		['bytesSwapped E7', 'E7=000004D5', 'power', 0xd5040000 - 2 ** 32],
		['bytesSwapped E7', 'E7=000004D5', 'power', 0x04d50000],
		['bytesSwapped E8R', 'E8=00410012', 'currentR', 0x4100 / 10],
		['otherObservable E0', 'E0=00003039 E7=000004D5', 'power', 12345],
		['otherObservable E0', 'E0=00003039 E7=000004D5', 'power', 1234.5],
		['otherObservable E8R', 'E8=00410023', 'currentT', 6.5],
		['unknown', 'E7=000004D5', 'power', 1239],
		['unknown', 'E7=000004D5 E0=00003039', 'power', 777],
		// Near misses: what they would be explained by was not served.
		['unknown', 'E7=000004D5', 'power', 4294966495],
		['unknown', 'E7=FFFFFCDF', 'power', 4294966493],
		['unknown', 'E7=000004D5', 'power', NO_POWER],
		['unknown', 'E7=000004D5', 'power', 0],
		['unknown', 'E7=7FFFFFFE', 'power', 1237],
		['unknown', 'E8=00410023', 'currentT', 3276.6],
		['unknown', 'E7=000004D5', 'power', 2147483647],
		['unknown', 'E0=00003039 E1=01', 'energy', 123.46],
		['unitForgotten E7', 'E7=000004D5', 'power', 1.237],
		['unitForgotten E7', 'E7=000004D5', 'power', 1.2],
		['unknown', 'E7=000004D5', 'power', 1],
		['unsigned E7', 'E7=FFFFFCDF', 'power', 4294966.495],
		['unknown', 'E0=00003039 E1=01', 'energy', 8641.5],
	] as const) {
		it(`${value} of ${served}: ${why}`, () => equal(new Record().gets(served).shows(what, value).told, `wrong ${why}`));
	}

	it('by a late answer to another request, and by that alone', () => {
		const record = new Record();
		record.asks(0xe7);
		record.wait(30_000).asks(0xe7);
		record.answers('E7=0000002B', 1).answers('E7=000004D5', 2);
		equal(record.shows('power', 43).shows('power', 44).shows('power', 1237).told, 'wrong staleReply E7; wrong unknown; right');
	});

	it('by a small number only where it tells something', () => {
		equal(new Record().gets('E7=000004D5 E0=00000001 E3=00000000').shows('power', 1).told, 'wrong unknown');
	});
});

describe('A half-hour or a history that a HEMS shows', () => {
	const HALF_HOURS = 'EA=07EA0B1D0A000000003039';
	const history = () => new Record().gets('E1=01').gets('EC=07EA0B1D0A0003000030390000000000003020000000000000300000000000');

	it('is right at the time of its EDT, however that is written', () => {
		for (const time of ['2026-11-29T10:00', '2026/11/29 10:00:00', '1795914000', '2026-11-29T01:00:00Z', undefined])
			equal(new Record().notifies(HALF_HOURS).wait(900_000).shows('halfHour', 1234.5, time).told, 'right', time);
		equal(history().shows('history', 1232, '2026-11-29 09:30').told, 'right');
	});

	it('is wrong at another time, or with another value, and not judged where none was served', () => {
		equal(history().shows('history', 1232, '2026-11-29 10:00').told, 'wrong otherTime EC');
		equal(new Record().notifies(HALF_HOURS).shows('halfHour', 1234.5, '2026-11-29T10:04:31').told, 'wrong otherTime EA');
		equal(history().shows('history', 12320, '2026-11-29 09:30').told, 'wrong unitForgotten EC');
		equal(history().shows('history', 1111, '2026-11-29 09:30').told, 'wrong unknown');
		equal(history().shows('history', 1111, '2026-11-29 08:30').told, 'unjudged nothingServed');
	});

	it('is the use of a half-hour by two counters, with its beginning or its end', () => {
		// 1234.5, 1232.0, 1228.8
		for (const [value, time, told] of [
			[2.5, '2026-11-29 09:30', 'right'],
			[2.5, '2026-11-29 10:00', 'right'],
			[3.2, '2026-11-29 09:00', 'right'],
			[2.5, undefined, 'right'],
			[2.5, '2026-11-29 09:00', 'wrong otherTime EC'],
			[2.7, '2026-11-29 09:30', 'wrong unknown'],
			[1234.5, '2026-11-29 10:00', 'wrong wholeCounter EC'],
			[-1234.5, '2026-11-29 10:00', 'wrong wholeCounter EC'],
			[2.5, '2026-11-28 10:00', 'wrong otherTime EC'],
			[9, '2026-11-28 10:00', 'unjudged nothingServed'],
		] as const)
			equal(history().shows('use', value, time).told, told, `${value} at ${time}`);
		equal(new Record().shows('use', 2.5).told, 'unjudged nothingServed');
	});

	it('is the use of a half-hour in which the register began again at 0, and none where the meter was another one', () => {
		const fell = (edt: string, digits = '06') => new Record().gets(`E1=01 D7=${digits}`).gets(`EC=07EA0B1D0A0002${edt}`);
		// 000004 after 999998
		const wrapped = () => fell('0000000400000000000F423E00000000');
		equal(wrapped().shows('use', 0.6, '2026-11-29 09:30').told, 'right');
		equal(wrapped().shows('use', -99999.4, '2026-11-29 09:30').told, 'wrong unknown');
		equal(fell('0000000400000000000F423E00000000', '08').shows('use', 0.6, '2026-11-29 09:30').told, 'wrong unknown', 'of eight digits');
		// 50.0 and 50.1 kWh
		equal(fell('000001F200000000000F423E00000000').shows('use', 50, '2026-11-29 09:30').told, 'right');
		equal(fell('000001F300000000000F423E00000000').shows('use', 50.1, '2026-11-29 09:30').told, 'wrong unknown');
		const replaced = () => fell('00000000000000000001E24000000000');
		for (const value of [-12345.6, 87654.4]) equal(replaced().shows('use', value, '2026-11-29 09:30').told.startsWith('wrong'), true, `${value}`);
	});

	it('is a use in another unit', () => {
		equal(history().shows('use', 25, '2026-11-29 09:30').told, 'wrong unitForgotten EC');
		equal(history().shows('use', 2500, '2026-11-29 09:30').told, 'wrong unitForgotten EC');
		// 25 counts of 0.01 kWh, × 7
		const scaled = () => new Record().gets('E1=02 D3=00000007').gets('EC=07EA0B1D0A000200003039000000000000302000000000');
		equal(scaled().shows('use', 1.75, '2026-11-29 09:30').told, 'right');
		equal(scaled().shows('use', 0.25, '2026-11-29 09:30').told, 'wrong coefficientForgotten EC');
		equal(scaled().shows('use', 25, '2026-11-29 09:30').told, 'wrong coefficientForgotten EC');
	});

	it('is no use where a counter was missing', () => {
		const gap = new Record().gets('E1=01').gets('EC=07EA0B1D0A0002FFFFFFFE000000000000302000000000');
		equal(gap.shows('use', (NO_ENERGY - 0x3020) / 10, '2026-11-29 10:00').told, 'wrong noDataAsNumber EC');
		equal(gap.shows('use', 5, '2026-11-29 10:00').told, 'wrong noDataAsNumber EC; wrong unknown');
	});
});

describe('The grade of what a HEMS shows', () => {
	const grade = (record: Record, options: Partial<UnderstandOptions> = {}) => {
		const given = gradeOf(record.understood(options), LIMITS);
		return given === undefined ? 'none' : `${given.verdict} ${given.shown.length}`;
	};
	const wrong = (times: number, value = 1239) => {
		const record = new Record();
		for (let i = 0; i < times; i++) record.wait(10_000).gets('E7=000004D5').shows('power', value);
		return record;
	};

	it('is a pass where all is right, and none where nothing was judged', () => {
		equal(grade(wrong(2, 1237)), 'pass 2');
		equal(grade(new Record().gets('E7=7FFFFFFE').shows('power', 'none')), 'pass 1');
		equal(grade(new Record().shows('power', 0)), 'none');
		equal(grade(new Record().gets('E7=000004D5').shows('power', 'none')), 'none');
	});

	it('is a warning up to two wrong values, and a fail with three equal ones', () => {
		equal(`${grade(wrong(1))} ${grade(wrong(2))} ${grade(wrong(3))}`, 'warning 1 warning 2 fail 3');
		equal(grade(wrong(2).wait(10_000).gets('E7=000004D5').shows('power', 1240)), 'warning 3', 'not equal');
	});

	it('does not count what is only shown again', () => {
		equal(grade(wrong(1).wait(1).shows('power', 1239).wait(1).shows('power', 1239)), 'warning 1');
	});

	it('is a fail with one value that is wrong by more than ten times, or any number for no data', () => {
		equal(`${grade(wrong(1, 12370))} ${grade(wrong(1, 12371))} ${grade(wrong(1, 123))} ${grade(wrong(1, 124))}`, 'warning 1 fail 1 fail 1 warning 1');
		equal(grade(new Record().gets('E7=7FFFFFFE').shows('power', NO_POWER)), 'fail 1');
		equal(grade(new Record().gets('E7=7FFFFFFE').shows('power', 0)), 'warning 1');
	});
});
