import { ESV } from '../../../../modules/echonet-lite/frame.js';
import type { Served } from '../../../../src/exam/understanding/served.js';
import { isoTime } from '../../../../src/world/time/iso-time.js';
import { equal } from '../../../assert.js';
import { Record } from './record.js';

const shown = ({ what, value, is, isStale, time }: Served) =>
	`${what} ${is === 'value' ? Number(value!.toFixed(6)) : is}${time === undefined ? '' : ` ${isoTime(time).slice(0, 16)}`}${isStale ? ' stale' : ''}`;
const told = (record: Record) => record.served.map(shown).join('; ');

describe('What was served', () => {
	for (const [edt, value] of [
		['E7=000004D5', 'E7 1237'],
		['E7=FFFFFCDF', 'E7 -801'],
		['E7=7FFFFFFE', 'E7 noData'],
		['E7=7FFFFFFF', 'E7 beyond'],
		['E7=80000000', 'E7 beyond'],
		['E7=7FFFFFFD', 'E7 2147483645'],
		['E8=00417FFE', 'E8R 6.5; E8T noData'],
		['E8=FFBF8000', 'E8R -6.5; E8T beyond'],
		['E0=00003039', 'E0 1234.5'],
		['E3=FFFFFFFE', 'E3 noData'],
		['EA=07EA0B1D0A000000003039', 'EA 1234.5 2026-11-29T10:00'],
		['EB=07EA0B1D0A0000FFFFFFFE', 'EB noData 2026-11-29T10:00'],
		[
			'EC=07EA0B1D0A0002000030390000000100003038FFFFFFFE',
			'EC 1234.5 2026-11-29T10:00; EC reverse 0.1 2026-11-29T10:00; EC 1234.4 2026-11-29T09:30; EC reverse noData 2026-11-29T09:30',
		],
		['D0=07EA0B1D0A00000000303900000001', 'D0 1234.5 2026-11-29T10:00; D0 reverse 0.1 2026-11-29T10:00'],
		['E7=0004D5', ''],
		['E7=', ''],
		['E1=05', ''],
		['88=42', ''],
	]) {
		it(`is read off ${edt}`, () => equal(told(new Record().gets(edt!)), value));
	}

	it('is a slot of the day that was chosen, with its time', () => {
		const slots = Array.from({ length: 48 }, (_, i) => (i < 2 ? `0000303${i}` : 'FFFFFFFE')).join('');
		const { served } = new Record().gets(`E2=0001${slots}`);
		equal(served.length, 48);
		equal(served.slice(0, 3).map(shown).join('; '), 'E2 1233.6 2026-11-28T00:00; E2 1233.7 2026-11-28T00:30; E2 noData 2026-11-28T01:00');
		equal(shown(served[47]!), 'E2 noData 2026-11-28T23:30');
		equal(shown(new Record().gets(`E2=00FF${slots}`).served[0]!), 'E2 1233.6', 'before the first choice there is no day');
	});

	it('is scaled with E1 and D3 as they were told, before, in the same frame, or first of all behind', () => {
		equal(told(new Record().gets('E0=00003039 E1=02').gets('D3=00000007').gets('E0=00003039')), 'E0 864.15; E1 0.01; D3 7; E0 864.15');
		equal(told(new Record().gets('E1=02').gets('E0=00003039').gets('E1=01').gets('E0=00003039')), 'E1 0.01; E0 123.45; E1 0.1; E0 1234.5');
		equal(told(new Record().gets('E1=02').gets('E0=00003039 E1=00')), 'E1 0.01; E0 12345; E1 1');
		equal(told(new Record().gets('E1=00').gets('E7=00000064 E8=00640064')), 'E1 1; E7 100; E8R 10; E8T 10');
	});

	it('is of the parts that came with a Get_SNA, of an INF and of an INFC', () => {
		const record = new Record();
		record.asks(0xe7, 0xe1);
		equal(told(record.answers('E7=000004D5 E1=', 1, ESV.Get_SNA).notifies('E7=00000001').answers('E7=00000002', 0, ESV.INFC)), 'E7 1237; E7 1; E7 2');
	});

	it('is stale where it answers no open request', () => {
		const record = new Record().gets('E7=00000001').answers('E7=00000001', 1).answers('E7=00000003', 9);
		equal(told(record), 'E7 1; E7 1 stale; E7 3 stale');
	});

	it('answers, of requests with one TID, the one for the same properties', () => {
		const record = new Record();
		for (const epcs of [[0xe1], [0xe7], [0xe0, 0xe3]]) record.asksAs(0, ...epcs);
		const answered = record.answers('E1=01', 0).answers('E7=00000001', 0).answers('E0=00000002 E3=00000003', 0);
		equal(told(answered.answers('E7=00000001', 0)), 'E1 0.1; E7 1; E0 0.2; E3 0.3; E7 1 stale');
	});

	it('is stale where the program had given up, after its timer, and asked again', () => {
		const late = (wait: number, asks: readonly number[] = [0xe7]) => {
			const record = new Record();
			record.asks(0xe7);
			record.wait(wait - 1).asks(...asks);
			return told(record.wait(1).answers('E7=00000001', 1).answers('E7=00000002', 2));
		};
		equal(late(20_001), 'E7 1 stale; E7 2');
		equal(late(20_000), 'E7 1; E7 2', 'within timer 1');
		equal(late(20_001, [0xe8]), 'E7 1; E7 2', 'another property was asked for');
		const two = new Record();
		two.asks(0xe7, 0xe8);
		two.wait(59_999).asks(0xe7);
		equal(told(two.wait(1).answers('E7=00000001', 1)), 'E7 1', 'within timer 2');
		const patient = new Record();
		patient.asks(0xe7);
		equal(told(patient.wait(70_000).answers('E7=00000001', 1)), 'E7 1', 'it was waited for');
	});

	it('is what came to the dongle of the program alone', () => {
		const record = new Record().gets('E7=00000001');
		const other = record.acts.map((act) => ({ ...act, node: 'dongle-2' }));
		record.acts.push(...other);
		equal(told(record), 'E7 1');
	});
});
