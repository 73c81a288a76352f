import { deepEqual, equal } from 'node:assert/strict';
import { MINUTE, SECOND } from '../../../../modules/time/durations.js';
import type { Finding, Look } from '../../../../src/exam/checks/check.js';
import { allTaken, paced, patient, phaseOf, recovered, struck, survived, survivedAll } from '../../../../src/exam/checks/judgements.js';
import { LIMITS } from '../../../../src/exam/limits.js';
import { TestRecord } from '../records.js';

const told = (findings: readonly Finding[]) => findings.map(({ verdict, kind }) => `${verdict} ${kind}`);
const POWER = Object.freeze({ 231: '000004d5' });
const whole = (look: Look) => ({ from: 0, to: look.step.to });

describe('recovery', () => {
	/** A value so long after it struck, and the step goes on until then. */
	const comesBack = (ms: number) => {
		const record = new TestRecord()
			.step('mute')
			.strikes()
			.wait(ms - 500)
			.asks([0xe7])
			.wait(500)
			.replies(POWER)
			.wait(10)
			.ends();
		const look = record.look();
		return recovered(look, phaseOf(look, 'strikes')!, LIMITS.recoveryPass);
	};

	it('passes just inside its limit, with the loss and the value as evidence', () => {
		const [finding] = comesBack(5 * MINUTE - SECOND);
		equal(`${finding?.verdict} ${finding?.kind}`, 'pass recovered');
		deepEqual(finding?.evidence, [2, 4]);
		deepEqual(finding?.measured, { value: 299_000, limit: 300_000, unit: 'ms' });
	});

	it('is warned of just outside, and fails where it takes longer than that limit', () => {
		deepEqual(told(comesBack(5 * MINUTE + SECOND)), ['warning recoveredLate']);
		deepEqual(told(comesBack(15 * MINUTE + SECOND)), ['fail recoveredLate']);
	});

	it('fails where no value comes in the time of a warning; of less time it says nothing', () => {
		const never = (ms: number) => {
			const look = new TestRecord().step('mute').strikes().wait(ms).ends().look();
			return told(recovered(look, phaseOf(look, 'strikes')!, LIMITS.recoveryPass));
		};
		deepEqual(never(15 * MINUTE), ['fail notRecovered']);
		deepEqual(never(15 * MINUTE - 10), ['fail notRecovered'], 'the EVENT came 10 ms behind what the step did');
		deepEqual(never(14 * MINUTE), []);
	});

	it('is no value of before, at the same time', () => {
		const record = new TestRecord()
			.step('mute')
			.asks([0xe7])
			.replies(POWER)
			.strikes()
			.wait(15 * MINUTE)
			.ends();
		const look = record.look();
		deepEqual(told(recovered(look, phaseOf(look, 'strikes')!, LIMITS.recoveryPass)), ['fail notRecovered']);
	});

	it('is to be shown, where powers are', () => {
		const record = new TestRecord().asks([0xe7]).replies(POWER).shows('power', 1237).wait(1000);
		record
			.step('mute')
			.strikes()
			.wait(1000)
			.asks([0xe7])
			.replies(POWER)
			.wait(30 * SECOND)
			.ends();
		const observed = record.look({ observes: new Set(['power']) });
		deepEqual(told(recovered(observed, phaseOf(observed, 'strikes')!, LIMITS.recoveryPass)), ['pass recovered', 'warning notShownAgain']);
		const unseen = record.look();
		deepEqual(told(recovered(unseen, phaseOf(unseen, 'strikes')!, LIMITS.recoveryPass)), ['pass recovered']);
	});
});

describe('patience', () => {
	const repeated = (ms: number, ...properties: number[]) => {
		const look = new TestRecord().asks(properties).wait(ms).asks(properties).wait(100).replies(properties).look();
		return told(patient(look, whole(look)));
	};

	it('is 20 s of one property, and 60 s of more', () => {
		deepEqual(repeated(20_100, 0xe7), ['pass repeatedPatiently']);
		deepEqual(repeated(19_900, 0xe7), ['warning repeatedEarly']);
		deepEqual(repeated(60_100, 0xe7, 0xe8), ['pass repeatedPatiently']);
		deepEqual(repeated(59_900, 0xe7, 0xe8), ['warning repeatedEarly']);
	});

	it('fails below 2 s', () => {
		deepEqual(repeated(1_900, 0xe7), ['fail repeatedAtOnce']);
		deepEqual(repeated(2_100, 0xe7), ['warning repeatedEarly']);
	});

	it('is lost where one of the properties is asked for in another request', () => {
		const look = new TestRecord().asks([0xe7, 0xe8]).wait(15_000).asks([0xe7]).look();
		deepEqual(told(patient(look, whole(look))), ['warning repeatedEarly']);
	});

	it('is not asked for where the request was answered, did not leave, or its session is over', () => {
		const findings = (record: TestRecord) => {
			const look = record.wait(1000).asks([0xe7]).look();
			return told(patient(look, whole(look)));
		};
		deepEqual(findings(new TestRecord().asks([0xe7]).replies(POWER)), []);
		deepEqual(findings(new TestRecord().asks([0xe7]).event(0x21, 1)), []);
		deepEqual(findings(new TestRecord().asks([0xe7]).event(0x26).joins(0x25)), []);
	});

	it('is warned of where one request is repeated more than three times', () => {
		const record = (times: number) => {
			const requests = new TestRecord();
			for (let i = 0; i <= times; i++) requests.asks([0xe7]).wait(21_000);
			const look = requests.look();
			return told(patient(look, whole(look))).filter((each) => !each.startsWith('pass'));
		};
		deepEqual(record(3), []);
		deepEqual(record(4), ['warning repeatedTooOften']);
	});
});

describe('pace of joins', () => {
	const joining = (...pauses: number[]) => {
		const record = new TestRecord().step('wrong-password').strikes().joins(0x24, 500);
		for (const pause of pauses) record.wait(pause - 500).joins(0x24, 500);
		const look = record.ends().look();
		return told(paced(look, struck(look)!));
	};
	const many = (count: number, pause: number) => joining(...Array.from({ length: count - 1 }, () => pause));

	it('passes with three in a minute, and is warned of with four', () => {
		deepEqual(joining(10_000, 30_000), ['pass joinsPaced']);
		deepEqual(joining(10_000, 15_000, 30_000), ['warning joinsTooMany']);
	});

	it('is warned of with eleven in five minutes at a steady pace, not with ten', () => {
		deepEqual(many(11, 29_000), ['warning joinsNotSlower']);
		deepEqual(many(10, 30_000), ['pass joinsPaced']);
	});

	it('fails with 21 in five minutes', () => {
		deepEqual(many(21, 14_000), ['fail joinsTooMany']);
		deepEqual(many(20, 14_000), ['warning joinsNotSlower']);
	});

	it('fails with three within a second, where that comes again', () => {
		const rush = [600, 300];
		deepEqual(joining(...rush, 20_000, ...rush), ['fail joinsInRushes']);
		deepEqual(joining(...rush), ['pass joinsPaced']);
	});

	it('of no join there is none', () => {
		const look = new TestRecord().step('wrong-password').strikes().wait(MINUTE).ends().look();
		deepEqual(paced(look, struck(look)!), []);
	});
});

describe('survival', () => {
	const judged = (record: TestRecord) => {
		const look = record.look();
		return told(survived(look, whole(look)));
	};

	it('fails where a program ends, and is warned of where somebody starts it again', () => {
		deepEqual(judged(new TestRecord().program('started').wait(1).program('exited', 1)), ['fail died']);
		deepEqual(judged(new TestRecord().crashes(1).wait(1).program('started')), ['warning diedAndRestarted']);
		deepEqual(judged(new TestRecord().crashes(1).wait(1)), ['warning diedAndRestarted'], 'not yet started again');
	});

	it('is no restart where a step starts it again, and one where the step goes on meanwhile', () => {
		const ended = new TestRecord().step('mute').strikes().program('exited', 1).wait(1).lifted().program('started').ends();
		deepEqual(judged(ended), ['fail died']);
		const crashed = new TestRecord().step('mute').strikes().crashes(1).wait(1).lifted().program('started').ends();
		deepEqual(judged(crashed), ['warning diedAndRestarted']);
	});

	it('is not asked for where the exam ends it', () => {
		deepEqual(judged(new TestRecord().program('started').wait(1).program('ended', 0)), []);
		deepEqual(judged(new TestRecord().program('started').wait(1).program('killed')), []);
	});

	it('is not asked for what a program writes as it is ended', () => {
		const interrupted = () => new TestRecord().program('started').output('Traceback (most recent call last):');
		deepEqual(judged(interrupted().wait(1999).program('ended', 130)), []);
		deepEqual(judged(interrupted().wait(2000).program('ended', 130)), ['warning printedTrace']);
	});

	for (const line of [
		'Traceback (most recent call last):',
		'    at Socket.emit (node:events:519:28)',
		'    at /home/user/hems/dist/index.js:12:3',
		'panic: runtime error: index out of range [3] with length 3',
		'goroutine 1 [running]:',
		'\tat com.example.Hems.read(Hems.java:42)',
		'Exception in thread "main" java.lang.IllegalStateException',
		'Unhandled exception. System.FormatException: bad',
		'   at Hems.Reader.Read() in /src/Reader.cs:line 12',
		"thread 'main' panicked at src/main.rs:4:5:",
	]) {
		it(`is warned of with ${line.trim()}`, () => {
			deepEqual(judged(new TestRecord().output(line)), ['warning printedTrace']);
		});
	}

	it('knows what is no stack trace', () => {
		deepEqual(judged(new TestRecord().output('looking at 12:30:00').output('error: no answer').output('power 1237 W at 10:00')), []);
	});

	it('takes the lines of one trace for one', () => {
		deepEqual(judged(new TestRecord().output('Traceback (most recent call last):').output('    at a (/a.js:1:1)')), ['warning printedTrace']);
	});

	it('passes only where it came to the test', () => {
		const look = new TestRecord().step('malformed').strikes().receivesMalformed().wait(10).ends().look();
		deepEqual(told(survivedAll(look, [])), []);
		deepEqual(told(survivedAll(look, [{ entry: 3, at: 0 }])), ['pass livedOn']);
	});
});

describe('replies that are not shown', () => {
	const polled = (record: TestRecord, values: readonly string[], shown: readonly (number | undefined)[]) => {
		values.forEach((edt, i) => {
			record.asks([0xe7]).wait(500).replies({ 231: edt });
			const value = shown[i];
			if (value !== undefined) record.shows('power', value);
			record.wait(9_500);
		});
		return record;
	};
	const judged = (shown: readonly (number | undefined)[], before: readonly (number | undefined)[] = [1, 2]) => {
		const record = polled(new TestRecord(), ['00000001', '00000002'], before).step('stale-replies');
		const look = polled(record, ['00000003', '00000004'], shown)
			.ends()
			.look({ observes: new Set(['power']) });
		return told(allTaken(look, look.step));
	};

	it('are none where all are', () => {
		deepEqual(judged([3, 4]), []);
	});

	it('fail where all are missing, and are warned of where some are', () => {
		deepEqual(judged([2, undefined]), ['fail repliesNotShown']);
		deepEqual(judged([3, undefined]), ['warning repliesNotShown']);
	});

	it('tell nothing of a program that never shows what it is served', () => {
		deepEqual(judged([undefined, undefined], [undefined, undefined]), []);
	});
});
