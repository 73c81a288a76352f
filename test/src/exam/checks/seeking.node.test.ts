import { deepEqual } from 'node:assert/strict';
import { MINUTE, SECOND } from '../../../../modules/time/durations.js';
import type { Finding } from '../../../../src/exam/checks/check.js';
import { SEEKING_CHECKS } from '../../../../src/exam/checks/seeking.js';
import { METER_ADDRESS, METER_MAC, OTHER_ADDRESS, TestRecord } from '../records.js';

const told = (findings: readonly Finding[]) => findings.map(({ verdict, kind }) => `${verdict} ${kind}`);
const POWER = Object.freeze({ 231: '000004d5' });

describe('a wrong password (B1)', () => {
	const { judge } = SEEKING_CHECKS['paces-wrong-password'];
	const refused = () =>
		new TestRecord().output('power 1237 W').output('joining').wait(1).step('wrong-password').strikes().output('joining').joins(0x24, 100);

	it('is to be told of by something new', () => {
		const look = refused().output('the meter refuses').wait(MINUTE).ends().look();
		deepEqual(told(judge(look)), ['pass joinsPaced', 'pass toldUser']);
	});

	it('is not told of by what a program says anyway', () => {
		const look = refused().output('power 43 W').output('joining').wait(MINUTE).ends().look();
		deepEqual(told(judge(look)), ['pass joinsPaced', 'warning toldNobody']);
	});

	it('is told of by what was said at a refusal before', () => {
		const record = new TestRecord()
			.output('power 1 W')
			.joins(0x24, 100)
			.output('refused')
			.wait(2 * MINUTE)
			.step('wrong-password')
			.strikes();
		const look = record.joins(0x24, 100).output('refused').wait(MINUTE).ends().look();
		deepEqual(told(judge(look)), ['pass joinsPaced', 'pass toldUser']);
	});

	it('tells nothing of a program whose output is not seen', () => {
		const look = new TestRecord().step('wrong-password').strikes().joins(0x24, 100).wait(MINUTE).ends().look();
		deepEqual(told(judge(look)), ['pass joinsPaced']);
	});

	it('fails who ends', () => {
		const look = refused().output('the meter refuses').program('exited', 1).wait(MINUTE).ends().look();
		deepEqual(told(judge(look)), ['pass joinsPaced', 'pass toldUser', 'fail died']);
	});
});

for (const [name, step] of [
	['paces-silent-refusal', 'refused-joins'],
	['paces-taken-meter', 'taken-meter'],
] as const) {
	describe(`a join that is met by silence: ${SEEKING_CHECKS[name].id}`, () => {
		const { judge } = SEEKING_CHECKS[name];

		it('passes with the pace until then, and values when the meter lets it in', () => {
			const record = new TestRecord().step(step).strikes().joins(0x24, 40_000).lifted().wait(10_000).joins(0x25).asks([0xe7]).wait(500);
			deepEqual(told(judge(record.replies(POWER).wait(1).ends().look())), ['pass joinsPaced', 'pass recovered']);
		});

		it('fails where no value comes', () => {
			const look = new TestRecord()
				.step(step)
				.strikes()
				.joins(0x24, 40_000)
				.lifted()
				.wait(15 * MINUTE)
				.ends()
				.look();
			deepEqual(told(judge(look)), ['pass joinsPaced', 'fail notRecovered']);
		});

		it('did not come to the test without a refusal', () => {
			const look = new TestRecord().step(step).strikes().wait(MINUTE).lifted().asks([0xe7]).replies(POWER).wait(1).ends().look();
			deepEqual(told(judge(look)), []);
		});
	});
}

describe('scans that find nothing (B3)', () => {
	const { judge } = SEEKING_CHECKS['paces-empty-scans'];
	const rounds = (pause: number) => {
		const record = new TestRecord().step('empty-scans').strikes().scans(4, false).scans(5, false).wait(pause).scans(4, false).lifted();
		return told(judge(record.scans(5).joins(0x25).asks([0xe7]).replies(POWER).wait(1).ends().look()));
	};

	it('are to have pauses of ten seconds between their rounds, not within them', () => {
		deepEqual(rounds(10_000), ['pass scansPaused', 'pass recovered']);
		deepEqual(rounds(9_900), ['warning scansNotPaused', 'pass recovered']);
	});
});

describe('neighbours (B5)', () => {
	const { judge } = SEEKING_CHECKS['joins-own-meter-among-neighbours'];
	const joining = (peer: string, neighbours = 1) => {
		const record = new TestRecord().step('neighbour-pans').strikes();
		for (let i = 0; i < neighbours; i++) record.finds(`001D12900000000${i}`, '00000000');
		record.finds(METER_MAC, 'CCDDEEFF').joins(0x25, 100, peer).asks([0xe7]).replies(POWER).wait(1);
		return told(judge(record.ends().look()));
	};

	it('are not joined', () => {
		deepEqual(joining(METER_ADDRESS), ['pass joinedOwn', 'pass recovered']);
		deepEqual(joining(OTHER_ADDRESS), ['fail joinedNeighbour', 'pass recovered']);
	});

	it('are none where nobody else was found: it is no test', () => {
		deepEqual(joining(METER_ADDRESS, 0), ['pass recovered']);
	});
});

describe('a late beacon (B4), a moved PAN (B6)', () => {
	it('is found within five minutes', () => {
		const { judge } = SEEKING_CHECKS['finds-late-beacon'];
		const found = (ms: number) =>
			new TestRecord().step('slow-beacon').strikes().scans(4, false).wait(ms).scans(5).asks([0xe7]).replies(POWER).wait(1).ends();
		deepEqual(told(judge(found(MINUTE).look())), ['pass recovered']);
		deepEqual(
			told(
				judge(
					new TestRecord()
						.step('slow-beacon')
						.strikes()
						.scans(4, false)
						.wait(5 * MINUTE)
						.ends()
						.look(),
				),
			),
			['fail notRecovered'],
		);
		deepEqual(
			told(
				judge(
					new TestRecord()
						.step('slow-beacon')
						.strikes()
						.wait(5 * MINUTE)
						.ends()
						.look(),
				),
			),
			[],
		);
	});

	it('is found again', () => {
		const { judge } = SEEKING_CHECKS['finds-moved-meter'];
		const record = new TestRecord()
			.step('moved-pan')
			.strikes()
			.wait(90 * SECOND)
			.scans()
			.joins(0x25)
			.asks([0xe7])
			.replies(POWER)
			.wait(1);
		deepEqual(told(judge(record.ends().look())), ['pass recovered']);
	});
});

describe('many meters (B44)', () => {
	const { judge, applies } = SEEKING_CHECKS['reads-many-meters'];
	const reading = (...peers: string[]) => {
		const record = new TestRecord().step('many-meters').strikes();
		for (const peer of peers) {
			const [epc, edt] = [0xe7, Uint8Array.of(0, 0, 4, 0xd5)];
			const frame = { tid: 1, seoj: 0x028801, deoj: 0x05ff01, esv: 0x72, properties: [{ epc, edt }] };
			record.act({ kind: 'receives', peer, port: 3610, ownPort: 3610, secured: true, bytes: edt, frame });
		}
		return told(
			judge(
				record
					.wait(5 * MINUTE)
					.ends()
					.look(),
			),
		);
	};

	it('are read both', () => {
		deepEqual(reading(METER_ADDRESS, OTHER_ADDRESS), ['pass joinedMany']);
		deepEqual(reading(METER_ADDRESS, METER_ADDRESS), ['fail joinedOne']);
	});

	it('are asked for of who claims them', () => {
		const look = new TestRecord().look();
		deepEqual(applies({ ...look, claims: { ...look.claims, manyMeters: undefined } }), { kind: 'claims', claim: 'manyMeters' });
		deepEqual(applies({ ...look, claims: { ...look.claims, manyMeters: true } }), undefined);
	});
});
