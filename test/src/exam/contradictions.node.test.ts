import { ESV } from '../../../modules/echonet-lite/frame.js';
import { contradictionsIn, contradictionsOf } from '../../../src/exam/contradictions.js';
import type { Claims } from '../../../src/exam/declaration.js';
import { equal } from '../../assert.js';
import { HEMS, METER, NODE, OTHER_ADDRESS, TestRecord } from './records.js';
import { ALL_CLAIMS } from './rig.js';

const sessionsOf = (record: TestRecord) => [{ number: 1, entries: record.entries, acts: record.acts }];

function found(record: TestRecord, claims: Partial<Claims>): string {
	return contradictionsOf(sessionsOf(record), { ...ALL_CLAIMS, ...claims })
		.map(({ kind, fields }) => [kind, ...Object.values(fields)].join(' '))
		.join('; ');
}

const bare = (epc: number) => [{ epc, edt: new Uint8Array(0) }];

describe('Claims that contradict what was seen', () => {
	it('are no history, where it is set or asked for', () => {
		const record = () => new TestRecord().asks({ 229: '00' }, { esv: ESV.SetC }).asks([0xe7, 0xe2]).asks([0xe7]);
		equal(found(record(), { history: false }), 'history 2');
		equal(found(record(), { history: undefined }), '');
		equal(found(new TestRecord().asks([0xea]), { history: false }), '');
	});

	it('are no INFC, where it is confirmed', () => {
		const record = new TestRecord().sends({ tid: 1, seoj: HEMS, deoj: METER, esv: ESV.INFC_Res, properties: bare(0xea) });
		equal(found(record, { infc: false }), 'infc 1');
		equal(found(record, { infc: true }), '');
	});

	it('are no answers, where there are some', () => {
		const record = new TestRecord().sends({ tid: 1, seoj: NODE, deoj: NODE, esv: ESV.Get_Res, properties: bare(0xd6) });
		equal(found(record, { answers: false }), 'answers 1');
		equal(found(record, { answers: true }), '');
	});

	it('are no notifications, where half-hours are shown that were never asked for', () => {
		const record = () => new TestRecord().shows('halfHour', 12).shows('halfHourReverse', 1).shows('halfHour', 'none').shows('power', 1);
		equal(found(record(), { notifications: false }), 'notifications 2');
		equal(found(record().asks([0xea]), { notifications: false }), '');
		equal(found(record(), { notifications: true }), '');
	});

	it('are one meter, where it joins two', () => {
		const record = new TestRecord().joins(0x25).joins(0x25, 0, OTHER_ADDRESS);
		equal(found(record, { manyMeters: false }), 'manyMeters 2');
		equal(found(new TestRecord().joins(0x25).joins(0x24, 0, OTHER_ADDRESS), { manyMeters: false }), '');
	});

	it('are a poll that is off by more than twice', () => {
		equal(found(new TestRecord().polls(6, 20_000), { pollMs: 10_000 }), '');
		equal(found(new TestRecord().polls(6, 20_100), { pollMs: 10_000 }), 'poll 10 20.1');
		equal(found(new TestRecord().polls(6, 10_000), { pollMs: 20_000 }), '');
		equal(found(new TestRecord().polls(6, 9_900), { pollMs: 20_000 }), 'poll 20 9.9');
		equal(found(new TestRecord().polls(5, 60_000), { pollMs: 10_000 }), '');
	});

	it('are said in English and in Japanese', () => {
		const sessions = sessionsOf(new TestRecord().polls(6, 30_000));
		equal(contradictionsIn(sessions, ALL_CLAIMS, 'en')[0], 'claims.poll is 10 s, but it asked every 30 s');
		equal(contradictionsIn(sessions, ALL_CLAIMS, 'ja')[0], 'claims.pollは10 sですが、30 sごとに要求しました');
	});
});
