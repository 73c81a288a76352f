import { deepEqual } from 'node:assert/strict';
import { ESV } from '../../../../modules/echonet-lite/frame.js';
import type { CheckRow, Finding, Look } from '../../../../src/exam/checks/check.js';
import { REPLY_CHECKS } from '../../../../src/exam/checks/replies.js';
import type { Observable } from '../../../../src/exam/declaration.js';
import type { StepName } from '../../../../src/exam/situations/steps.js';
import { HEMS, METER, NODE, TestRecord } from '../records.js';

const told = (findings: readonly Finding[]) => findings.map(({ verdict, kind }) => `${verdict} ${kind}`);
const judge = (name: keyof typeof REPLY_CHECKS, look: Look) => told((REPLY_CHECKS[name] as CheckRow).judge(look));
const FAULT = (line: string) => ({ kind: 'command', line: `fault ${line}`, refusal: undefined }) as const;
const SEEN = Object.freeze({ observes: new Set<Observable>(['power', 'energy', 'history', 'use']) });
const power = (watts: number) => ({ 231: watts.toString(16).padStart(8, '0') });

/** A program that shows what it is served, in a step from now on. */
const reading = (step: StepName) => {
	const record = new TestRecord();
	for (const watts of [1237, 43]) record.asks([0xe7]).wait(500).replies(power(watts)).shows('power', watts).wait(9500);
	return record.step(step).strikes();
};

describe('a slow reply (B13)', () => {
	const slow = (ms: number, shown = true) => {
		const record = reading('slow-reply').asks([0xe7]).wait(ms).replies(power(900));
		if (shown) record.shows('power', 900);
		return judge('accepts-slow-replies', record.wait(9000).ends().look(SEEN));
	};

	it('is waited for, and shown', () => {
		deepEqual(slow(18_000), ['pass tookSlowReply']);
		deepEqual(slow(18_000, false), ['pass tookSlowReply', 'fail slowReplyNotShown']);
	});

	it('is warned of where a second request goes out before', () => {
		const record = reading('slow-reply').asks([0xe7]).wait(12_000).asks([0xe7]).wait(500).replies(power(900)).wait(9000);
		deepEqual(judge('accepts-slow-replies', record.ends().look()), ['warning repeatedEarly']);
	});

	it('did not come where replies were fast', () => {
		deepEqual(slow(500), []);
	});
});

describe('a late reply (B14)', () => {
	const late = (shown: number) => {
		const record = reading('late-reply').asks([0xe7]).wait(21_000).asks([0xe7]).wait(500).replies(power(900)).shows('power', 900).wait(49_000);
		record.replies(power(3210), { tid: 3 }).wait(100).asks([0xe7]).wait(500).replies(power(910)).shows('power', shown).wait(100);
		return judge('ignores-late-replies', record.ends().look(SEEN));
	};

	it('is not shown', () => {
		deepEqual(late(910), ['pass livedOn', 'pass shownRight', 'pass repeatedPatiently']);
		deepEqual(late(3210), ['pass livedOn', 'warning shownWrong', 'pass repeatedPatiently']);
	});

	it('did not come where replies came in time', () => {
		deepEqual(judge('ignores-late-replies', reading('late-reply').polls(3).ends().look(SEEN)), []);
	});
});

describe('a lost request (B12)', () => {
	const lost = (ms: number) => {
		const record = reading('lost-request').entry(FAULT('request-timeout=always once')).asks([0xe7]).wait(ms).asks([0xe7]).wait(500);
		return judge('repeats-lost-requests', record.replies(power(900)).shows('power', 900).entry(FAULT('off')).wait(1).ends().look(SEEN));
	};

	it('is repeated after the timer', () => {
		deepEqual(lost(20_100), ['pass recovered', 'pass repeatedPatiently']);
		deepEqual(lost(19_900), ['pass recovered', 'warning repeatedEarly']);
		deepEqual(lost(1_900), ['pass recovered', 'fail repeatedAtOnce']);
	});

	it('did not come where all were answered', () => {
		const record = reading('lost-request').entry(FAULT('request-timeout=always once')).polls(2).entry(FAULT('off'));
		deepEqual(judge('repeats-lost-requests', record.ends().look()), []);
	});
});

describe('old replies (B15)', () => {
	const stale = (shown: number) => {
		const record = reading('stale-replies')
			.asks([0xe7])
			.wait(500)
			.replies(power(43), { tid: 2 })
			.replies(power(900))
			.shows('power', shown)
			.wait(9500);
		return judge('tells-replies-by-tid', record.ends().look(SEEN));
	};

	it('are not taken for new ones', () => {
		deepEqual(stale(900), ['pass livedOn', 'pass shownRight']);
		deepEqual(stale(43), ['pass livedOn', 'pass shownRight', 'fail repliesNotShown']);
	});

	it('did not come', () => {
		deepEqual(judge('tells-replies-by-tid', reading('stale-replies').polls(2).ends().look()), []);
	});
});

describe('what comes in between (B16)', () => {
	const inf = (record: TestRecord) =>
		record.receives({ tid: 0, seoj: METER, deoj: HEMS, esv: ESV.INF, properties: [{ epc: 0x80, edt: Uint8Array.of(0x30) }] });

	it('is an INF before a reply, which is still taken', () => {
		const record = inf(reading('interleaved-inf').asks([0xe7]).wait(500))
			.wait(10)
			.replies(power(900))
			.shows('power', 900)
			.wait(100);
		deepEqual(judge('takes-lines-in-any-order', record.ends().look(SEEN)), ['pass livedOn', 'pass shownRight']);
	});

	it('is an INF for which a request is repeated, or its reply left', () => {
		const record = inf(reading('interleaved-inf').asks([0xe7]).wait(500))
			.wait(100)
			.asks([0xe7])
			.wait(10)
			.replies(power(900))
			.wait(9000);
		deepEqual(judge('takes-lines-in-any-order', record.ends().look(SEEN)), ['pass livedOn', 'fail repliesNotShown', 'warning repeatedInfRequest']);
	});

	it('is a datagram before OK', () => {
		const record = reading('interleaved-lines').entry(FAULT('interleaved-echo=always')).asks([0xe7]);
		inf(record).ok('SKSENDTO').wait(100).entry(FAULT('off')).wait(1);
		deepEqual(judge('takes-lines-in-any-order', record.ends().look()), ['pass livedOn']);
	});

	it('did not come', () => {
		deepEqual(judge('takes-lines-in-any-order', reading('interleaved-inf').polls(2).ends().look()), []);
		const record = reading('interleaved-lines').entry(FAULT('interleaved-echo=always')).asks([0xe7]).ok('SKSENDTO').wait(100).replies(power(900));
		deepEqual(judge('takes-lines-in-any-order', record.entry(FAULT('off')).ends().look()), []);
	});
});

describe('what brings clumsy programs down (B17, B31, B32)', () => {
	const TESTS = [
		['survives-undeclared-inf', 'undeclared-inf', (record: TestRecord) => record.replies(power(1), { esv: ESV.INF, tid: 0 })],
		['survives-malformed-frames', 'malformed', (record: TestRecord) => record.receivesMalformed()],
		['survives-refused-choice', 'set-refused', (record: TestRecord) => record.replies({ 229: '01' }, { esv: ESV.SetC_SNA })],
	] as const;
	for (const [name, step, comes] of TESTS) {
		it(`${step}: passes who goes on, fails who ends`, () => {
			deepEqual(judge(name, comes(reading(step)).wait(100).ends().look()), ['pass livedOn']);
			deepEqual(judge(name, comes(reading(step)).program('exited', 1).wait(100).ends().look()), ['fail died']);
			deepEqual(judge(name, reading(step).wait(100).ends().look()), []);
		});
	}
});

describe('a partial answer (B18)', () => {
	const partial = (answers: number, shown?: number) => {
		const record = reading('partial-sna');
		for (let i = 0; i < answers; i++) {
			record
				.asks([0xe7, 0xe8])
				.wait(500)
				.replies({ ...power(900 + i), 232: '' }, { esv: ESV.Get_SNA });
			if (i === 0 && shown !== undefined) record.shows('power', shown);
			record.wait(9500);
		}
		return record.ends().look(SEEN);
	};

	it('is used', () => {
		deepEqual(judge('uses-partial-answers', partial(3, 900)), ['pass usedPartialAnswer']);
		deepEqual(judge('uses-partial-answers', partial(3)), ['fail usedNothingOfPartialAnswer']);
	});

	it('is given two polls', () => {
		deepEqual(judge('uses-partial-answers', partial(2)), []);
	});

	it('did not come', () => {
		deepEqual(judge('uses-partial-answers', reading('partial-sna').polls(3).ends().look(SEEN)), []);
	});
});

describe('questions of the meter (B30)', () => {
	const question = (record: TestRecord, tid: number, esv: number, deoj: number, epc: number) =>
		record.receives({ tid, seoj: NODE, deoj, esv, properties: [{ epc, edt: new Uint8Array(0) }] });
	const answer = (record: TestRecord, tid: number, esv: number, seoj: number, epc: number) =>
		record.sends({ tid, seoj, deoj: NODE, esv, properties: [{ epc, edt: Uint8Array.of(1) }] });
	const asked = (get: boolean, set: number | undefined, other: boolean) => {
		const record = question(reading('meter-asks'), 0x8000, ESV.Get, NODE, 0xd6);
		if (get) answer(record, 0x8000, ESV.Get_Res, NODE, 0xd6);
		question(record.wait(3000), 0x8006, ESV.SetC, HEMS, 0xf0);
		if (set !== undefined) answer(record, 0x8006, set, HEMS, 0xf0);
		question(record.wait(3000), 0x8007, ESV.Get, 0x013001, 0x80);
		if (other) answer(record, 0x8007, ESV.Get_Res, 0x013001, 0x80);
		return record.wait(3000).ends();
	};

	it('are answered', () => {
		deepEqual(judge('answers-questions-of-meter', asked(true, ESV.SetC_SNA, false).look()), ['pass answeredMeter', 'pass livedOn']);
	});

	it('fail who claims to answer and does not, and are warned of by the others', () => {
		const record = asked(false, ESV.SetC_SNA, false);
		const { claims } = record.look();
		const said = (answers: boolean | undefined) => judge('answers-questions-of-meter', record.look({ claims: { ...claims, answers } }));
		deepEqual(said(true), ['fail didNotAnswerMeter', 'pass livedOn']);
		deepEqual(said(undefined), ['warning didNotAnswerMeter', 'pass livedOn']);
		deepEqual(said(false), ['pass livedOn']);
	});

	it('are warned of who takes what it has to refuse, or answers for another', () => {
		deepEqual(judge('answers-questions-of-meter', asked(true, ESV.Set_Res, true).look()), [
			'pass answeredMeter',
			'warning didNotRefuseMeter',
			'warning answeredForOther',
			'pass livedOn',
		]);
	});

	it('did not come', () => {
		deepEqual(judge('answers-questions-of-meter', reading('meter-asks').polls(2).ends().look()), []);
	});
});

describe('long replies that do not come (B33)', () => {
	const asked = (ms: number) => {
		const record = reading('long-reply-lost').asks([0xe2]).wait(ms).asks([0xe7]).replies(power(900)).shows('power', 900).wait(1);
		return judge('polls-on-without-long-replies', record.ends().look(SEEN));
	};

	it('do not stop the others', () => {
		deepEqual(asked(61_000), ['pass pollsWentOn']);
		deepEqual(asked(301_000), ['warning recoveredLate']);
	});

	it('did not come where none was asked for', () => {
		deepEqual(judge('polls-on-without-long-replies', reading('long-reply-lost').polls(2).ends().look()), []);
	});
});
