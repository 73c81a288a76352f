import { deepEqual } from 'node:assert/strict';
import { MINUTE, SECOND } from '../../../../modules/time/durations.js';
import type { Finding } from '../../../../src/exam/checks/check.js';
import { SESSION_CHECKS } from '../../../../src/exam/checks/sessions.js';
import { TestRecord } from '../records.js';

const told = (findings: readonly Finding[]) => findings.map(({ verdict, kind }) => `${verdict} ${kind}`);
const POWER = Object.freeze({ 231: '000004d5' });
const read = (record: TestRecord) => record.asks([0xe7]).replies(POWER).wait(1).ends().look();

for (const [name, step] of [
	['recovers-lost-session', 'lost-session'],
	['recovers-mute-meter', 'mute'],
] as const) {
	describe(`a meter that answers no more: ${SESSION_CHECKS[name].id}`, () => {
		const { judge } = SESSION_CHECKS[name];

		it('is joined again after patient repeats', () => {
			const record = new TestRecord().step(step).strikes().asks([0xe7]).wait(21_000).asks([0xe7]).wait(21_000).joins(0x25);
			deepEqual(told(judge(read(record))), ['pass recovered', 'pass repeatedPatiently']);
		});

		it('is asked too fast', () => {
			const record = new TestRecord().step(step).strikes().asks([0xe7]).wait(1_000).asks([0xe7]).wait(21_000).joins(0x25);
			deepEqual(told(judge(read(record))), ['pass recovered', 'fail repeatedAtOnce']);
		});

		it('is never read again', () => {
			deepEqual(
				told(
					judge(
						new TestRecord()
							.step(step)
							.strikes()
							.wait(15 * MINUTE)
							.ends()
							.look(),
					),
				),
				['fail notRecovered'],
			);
		});
	});
}

describe('the end of a session (B8)', () => {
	const { judge } = SESSION_CHECKS['recovers-after-event-26'];
	const joinedAfter = (ms: number) => told(judge(read(new TestRecord().step('end-session').strikes().event(0x26).wait(ms).joins(0x25, 0))));

	it('is to be followed by values within a minute', () => {
		deepEqual(joinedAfter(59 * SECOND), ['pass recovered']);
		deepEqual(joinedAfter(61 * SECOND), ['warning recoveredLate']);
		deepEqual(joinedAfter(16 * MINUTE), ['fail recoveredLate']);
	});

	it('did not come to the test where no EVENT told', () => {
		deepEqual(told(judge(read(new TestRecord().step('end-session').strikes().wait(1000)))), []);
	});
});

describe('an authentication anew (B9)', () => {
	const { judge } = SESSION_CHECKS['holds-requests-after-event-29'];
	const begun = () => new TestRecord().step('short-lifetime').event(0x25).strikes().wait(44_000);

	it('holds requests up, and values come on', () => {
		deepEqual(told(judge(read(begun().event(0x29).wait(5000).event(0x25).wait(5000)))), ['pass heldRequests', 'pass keptSession']);
	});

	it('is warned of where something is sent meanwhile', () => {
		const record = begun().event(0x29).wait(100).asks([0xe7]).wait(5000).event(0x25);
		deepEqual(told(judge(read(record))), ['warning didNotHoldRequests', 'pass keptSession']);
	});

	it('goes on where no EVENT 29 told', () => {
		deepEqual(told(judge(read(begun().event(0x25).wait(5000)))), ['pass keptSession']);
	});

	it('fails where no value comes on', () => {
		deepEqual(
			told(
				judge(
					begun()
						.event(0x25)
						.wait(5 * MINUTE)
						.ends()
						.look(),
				),
			),
			['fail notRecovered'],
		);
	});

	it('is none where it joined', () => {
		deepEqual(told(judge(read(begun().joins(0x25)))), []);
	});
});

describe('an authentication that fails (B10)', () => {
	const { judge } = SESSION_CHECKS['recovers-failed-reauthentication'];
	const failed = () => new TestRecord().step('failed-reauthentication').strikes().event(0x29).wait(40_000);

	it('is counted from EVENT 24 on, and from 29 on where that alone was told', () => {
		deepEqual(told(judge(read(failed().event(0x24).wait(59_000).joins(0x25, 0)))), ['pass recovered']);
		deepEqual(told(judge(read(failed().event(0x24).wait(61_000).joins(0x25, 0)))), ['warning recoveredLate']);
		deepEqual(told(judge(read(failed().joins(0x25, 0).wait(25_000)))), ['warning recoveredLate']);
	});
});

describe('the transmit limit (B34)', () => {
	const { judge } = SESSION_CHECKS['holds-sends-at-transmit-limit'];
	const limited = (sends: number) => {
		const record = new TestRecord().step('transmit-limit').event(0x32).strikes();
		for (let i = 0; i < sends; i++) record.asks([0xe7]).event(0x21, 1).wait(10_000);
		return told(judge(read(record.lifted().event(0x33).wait(1000))));
	};

	it('allows three sends, and warns of four', () => {
		deepEqual(limited(0), ['pass sentLittleWhileLimited', 'pass recovered']);
		deepEqual(limited(3), ['pass sentLittleWhileLimited', 'pass recovered']);
		deepEqual(limited(4), ['warning sentWhileLimited', 'pass recovered']);
	});

	it('counts scans and joins', () => {
		const record = new TestRecord().step('transmit-limit').event(0x32).strikes().scans(4, false).joins(0x24).scans(4, false).joins(0x24).lifted();
		deepEqual(told(judge(read(record))), ['warning sentWhileLimited', 'pass recovered']);
	});
});

describe('a power cut (B40)', () => {
	it('is counted from its end', () => {
		const { judge } = SESSION_CHECKS['recovers-power-cut'];
		const record = new TestRecord()
			.step('long-power-cut')
			.strikes()
			.wait(10 * MINUTE)
			.lifted()
			.wait(4 * MINUTE);
		deepEqual(told(judge(read(record))), ['pass recovered']);
	});
});

describe('SKTERM without an answer (B43)', () => {
	const { judge } = SESSION_CHECKS['survives-unanswered-termination'];
	const ended = (end: (record: TestRecord) => TestRecord) => {
		const record = new TestRecord().step('ignored-termination').strikes().act({ kind: 'terminates' }).wait(40_000);
		return told(judge(read(end(record).lifted().program('started').wait(5000))));
	};

	it('is survived', () => {
		deepEqual(
			ended((record) => record.program('ended', 0)),
			['pass endedUnterminated', 'pass recovered'],
		);
	});

	it('is warned of where only force ends the program', () => {
		deepEqual(
			ended((record) => record.program('killed')),
			['warning killedUnterminated', 'pass recovered'],
		);
	});

	it('is what a program dies of', () => {
		deepEqual(
			ended((record) => record.program('exited', 1)),
			['pass recovered', 'fail died'],
		);
	});

	it('did not come where none was sent', () => {
		deepEqual(told(judge(read(new TestRecord().step('ignored-termination').strikes().program('ended', 0).lifted()))), []);
	});
});

describe('a lossy air (B45)', () => {
	const { judge } = SESSION_CHECKS['reads-over-lossy-air'];
	const off = (record: TestRecord) => record.entry({ kind: 'command', line: 'fault off', refusal: undefined }).wait(1).ends().look();
	const polled = (answered: number, lost: number) => {
		const record = new TestRecord().step('lossy-air').strikes();
		record.polls(answered);
		for (let i = 0; i < lost; i++) record.asks([0xe7]).wait(21_000).joins(0x25, 0);
		return told(judge(off(record.wait(MINUTE))));
	};

	it('leaves 95 % of the polls', () => {
		deepEqual(polled(19, 1), ['pass readLossy']);
		deepEqual(polled(18, 1), ['warning readTooLittle']);
		deepEqual(polled(1, 2), ['fail readTooLittle']);
	});

	it('counts none behind it, where the session ends and a slow join is to come', () => {
		const record = new TestRecord().step('lossy-air').strikes().polls(6).wait(MINUTE);
		record
			.entry({ kind: 'command', line: 'fault drop off', refusal: undefined })
			.entry({ kind: 'command', line: 'fault corrupt off', refusal: undefined });
		for (let i = 0; i < 60; i++) record.asks([0xe7]).event(0x21, 1).wait(10_000);
		deepEqual(told(judge(record.ends().look())), ['pass readLossy']);
	});

	it('counts a poll with its repeats once', () => {
		const record = new TestRecord().step('lossy-air').strikes().polls(3).asks([0xe7]).wait(21_000).asks([0xe7]).wait(500).replies([0xe7]);
		deepEqual(told(judge(off(record.wait(MINUTE)))), ['pass readLossy']);
	});
});
