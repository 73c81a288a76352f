import { ESV } from '../../../../modules/echonet-lite/frame.js';
import type { Look } from '../../../../src/exam/checks/check.js';
import { HALF_HOUR_CHECKS } from '../../../../src/exam/checks/half-hours.js';
import type { Claims, Observable } from '../../../../src/exam/declaration.js';
import type { StepName } from '../../../../src/exam/situations/steps.js';
import { equal } from '../../../assert.js';
import { HEMS, METER, TestRecord } from '../records.js';
import { ALL_CLAIMS } from '../rig.js';
import { shown } from './shown.js';

type Name = keyof typeof HALF_HOUR_CHECKS;
const MINUTE = 60_000;

function judged(name: Name, record: TestRecord, claims: Partial<Claims> = {}): string {
	return shown(HALF_HOUR_CHECKS[name].judge(look(record, claims)));
}

/** Verdicts and kinds alone. */
function kinds(name: Name, record: TestRecord, claims: Partial<Claims> = {}): string {
	return HALF_HOUR_CHECKS[name]
		.judge(look(record, claims))
		.map(({ verdict, kind }) => `${verdict} ${kind}`)
		.join('; ');
}

function look(record: TestRecord, claims: Partial<Claims>): Look {
	return record.look({ observes: new Set<Observable>(['halfHour', 'history', 'use']), claims: { ...ALL_CLAIMS, ...claims } });
}

/** EA of a half-hour of 2026-11-30, 11 bytes. */
function fixedTime(hour: number, minute: number, counts: string): string {
	return `07ea0b1e${hex(hour)}${hex(minute)}00${counts}`;
}

function hex(value: number): string {
	return value.toString(16).padStart(2, '0');
}

function notified(record: TestRecord, edt: string, esv: number = ESV.INF, tid = 9): TestRecord {
	return record.receives({
		tid,
		seoj: METER,
		deoj: HEMS,
		esv,
		properties: [{ epc: 0xea, edt: Uint8Array.from(edt.match(/../g)!.map((pair) => Number.parseInt(pair, 16))) }],
	});
}

const EA = fixedTime(0, 0, '0001e240');
const UNCLAIMED = { notifications: undefined, history: undefined, fillsGaps: undefined, infc: undefined } as const;
const NOT_ASKED = 'notApplicable neitherClaimedNorDone';
const begun = (step: StepName) => new TestRecord().step(step);

describe('takes-notifications', () => {
	const name = 'takes-notifications';
	const told = () => notified(begun('clock-ahead'), EA).wait(1000);
	it('passes with its value at its time', () => {
		equal(judged(name, told().shows('halfHour', 12345.6, '2026-11-30T00:00').ends()), 'pass notificationUsed 1000 @2 3');
	});
	it('fails with another time', () => {
		equal(judged(name, told().shows('halfHour', 12345.6, '2026-11-29T23:59').ends()), 'fail notificationMisdated 2026-11-29T23:59 @2 2 3');
	});
	it('fails where it is not shown, if notifications are claimed', () => {
		equal(judged(name, told().ends()), 'fail notificationUnused 0 @2');
		equal(kinds(name, told().ends(), UNCLAIMED), NOT_ASKED);
	});
	it('says nothing where none came', () => equal(judged(name, begun('clock-ahead').ends()), ''));
	it('is none of a program that denies it', () => {
		const { applies } = HALF_HOUR_CHECKS[name];
		equal(applies(look(begun('clock-ahead'), { notifications: false }))?.kind, 'claims');
		equal(applies(look(begun('clock-ahead'), UNCLAIMED)), undefined);
	});
});

describe('asks-for-missed-half-hour', () => {
	const name = 'asks-for-missed-half-hour';
	const missed = (ms: number) => begun('missing-notification').strikes().wait(ms);
	it('passes from five minutes on, and within fifteen', () => {
		equal(
			judged(
				name,
				missed(5 * MINUTE)
					.asks([0xea])
					.ends(),
			),
			'pass missedAsked 300000 @2 3 300000/900000 ms',
		);
		equal(
			kinds(
				name,
				missed(15 * MINUTE)
					.asks([0xea])
					.ends(),
			),
			'pass missedAsked',
		);
	});
	it('warns before, but not of a program that polls EA', () => {
		equal(
			judged(
				name,
				missed(5 * MINUTE - 1)
					.asks([0xea])
					.ends(),
			),
			'warning missedAskedEarly 299999 300000 @2 3 299999/300000 ms',
		);
		const polling = new TestRecord().polls(5, 10_000, [0xea]).step('missing-notification').strikes().wait(MINUTE).asks([0xea]);
		equal(kinds(name, polling.ends()), 'pass missedAsked');
	});
	it('warns where it is never asked for, if notifications are claimed', () => {
		equal(kinds(name, missed(15 * MINUTE).ends()), 'warning missedNotAsked');
		equal(kinds(name, missed(15 * MINUTE).ends(), UNCLAIMED), NOT_ASKED);
	});
	it('says nothing where time was short, or the notification came', () => {
		equal(kinds(name, missed(14 * MINUTE).ends()), '');
		equal(
			kinds(
				name,
				notified(missed(MINUTE), EA)
					.wait(15 * MINUTE)
					.ends(),
			),
			'',
		);
	});
});

describe('gets-missed-half-hour', () => {
	const name = 'gets-missed-half-hour';
	const missed = (ms: number) => begun('missing-notification').strikes().wait(ms);
	it('passes with EA, or a history', () => {
		equal(
			judged(
				name,
				missed(6 * MINUTE)
					.asks([0xea])
					.replies({ 234: EA })
					.ends(),
			),
			'pass missedGot 360000 EA @2 4 360000/900000 ms',
		);
		const history = `07ea0b1e00000001${'0001e240'.repeat(2)}`.replace('00000001', '000001');
		equal(
			kinds(
				name,
				missed(6 * MINUTE)
					.asks([0xec])
					.replies({ 236: history })
					.ends(),
			),
			'pass missedGot',
		);
	});
	it('warns of none, if notifications are claimed', () => {
		equal(kinds(name, missed(15 * MINUTE).ends()), 'warning missedNotGot');
		equal(kinds(name, missed(15 * MINUTE - 1).ends()), '');
		equal(kinds(name, missed(15 * MINUTE).ends(), UNCLAIMED), NOT_ASKED);
	});
});

for (const [name, choice, history] of [
	['chooses-day-of-history', 0xe5, 0xe2],
	['chooses-time-of-history', 0xed, 0xec],
] as const)
	describe(name, () => {
		const setC = (record: TestRecord) => record.asks({ [choice]: '01' }, { esv: ESV.SetC });
		const confirmed = (record: TestRecord) => record.replies({ [choice]: '' }, { esv: ESV.Set_Res });
		it('passes where Set_Res comes first', () => {
			equal(judged(name, confirmed(setC(new TestRecord())).asks([history])), 'pass choiceAwaited 1 @1 3');
		});
		it('passes where Set_Res did not come for 20 s', () => {
			equal(kinds(name, confirmed(setC(setC(new TestRecord()).wait(20_000))).asks([history])), 'pass choiceAwaited');
			equal(kinds(name, setC(new TestRecord()).wait(20_000).asks([history])), '');
		});
		it('fails where the Get comes before it', () => {
			const epc = choice.toString(16).toUpperCase();
			equal(judged(name, setC(new TestRecord()).wait(19_999).asks([history])), `fail choiceNotAwaited ${epc} 19999 @1 2`);
			equal(kinds(name, new TestRecord().asks({ [choice]: '01' }, { esv: ESV.SetI }).asks([history])), 'fail choiceNotAwaited');
		});
		it('fails without a Set', () => equal(kinds(name, new TestRecord().asks([history])), 'fail historyNotChosen'));
		it('is asked of no program that neither claims it nor does it', () => {
			equal(kinds(name, new TestRecord().polls(2)), '');
			equal(kinds(name, new TestRecord().polls(2), UNCLAIMED), NOT_ASKED);
		});
	});

describe('a history that is shown', () => {
	const name = 'chooses-time-of-history';
	const counts = ['00003039', '00003020', '00003000', '00002ff0'];
	/** 01:00, 00:30, 00:00, 23:30: 1234.5, 1232.0, 1228.8, 1227.2 kWh. */
	const read = () =>
		new TestRecord()
			.asks({ 237: '01' }, { esv: ESV.SetC })
			.replies({ 237: '' }, { esv: ESV.Set_Res })
			.asks([0xec])
			.replies({ 236: `07ea0b1e010004${counts.map((each) => `${each}00000000`).join('')}` });
	it('passes with the times of its slots', () => {
		equal(kinds(name, read().shows('history', 1234.5, '2026-11-30T01:00')), 'pass choiceAwaited; pass slotsRight');
	});
	it('warns of one or two other slots, and fails with three', () => {
		const turned = read().shows('history', 1234.5, '2026-11-29T23:30').shows('history', 1232, '2026-11-30T00:00');
		equal(kinds(name, turned), 'pass choiceAwaited; warning slotMisdated');
		equal(kinds(name, turned.shows('history', 1228.8, '2026-11-30T00:30')), 'pass choiceAwaited; fail slotMisdated');
	});
	it('says nothing of another day, or of a value without a time', () => {
		equal(kinds(name, read().shows('history', 1234.5, '2026-11-28T01:00')), 'pass choiceAwaited');
		equal(kinds(name, read().shows('history', 1.5, '2026-11-30T01:00')), 'pass choiceAwaited');
	});
});

describe('chooses-time-of-history', () => {
	const name = 'chooses-time-of-history';
	it('falls back to E2 where the meter has no EC', () => {
		const lacking = () => begun('lacking-properties').asks([0xe2]);
		equal(
			kinds(
				name,
				lacking()
					.replies({ 226: `0000${'00001000'.repeat(48)}` })
					.ends(),
			),
			'pass fellBackToDay',
		);
		equal(kinds(name, lacking().ends()), 'warning didNotFallBack');
		equal(kinds(name, begun('lacking-properties').asks([0xe7]).ends(), UNCLAIMED), NOT_ASKED);
	});
});

describe('fills-gaps', () => {
	const name = 'fills-gaps';
	/** Midnight, a minute after the record begins, is missed; 01:00 is told. */
	const gap = () =>
		notified(begun('gap-at-midnight').polls(1).wait(50_000).strikes().wait(10_000).lifted().wait(10_000), fixedTime(1, 0, '0001e24a'));
	const filling = (record: TestRecord) => record.asks([0xec]).replies({ 236: '07ea0b1e000001' + '0001e240'.repeat(2) });
	it('passes within ten minutes', () => {
		equal(kinds(name, filling(gap().wait(10 * MINUTE)).ends()), 'pass gapFilled');
	});
	it('warns where that takes longer, or never comes, if it is claimed', () => {
		equal(kinds(name, filling(gap().wait(10 * MINUTE + 1)).ends()), 'warning gapNotFilled');
		equal(
			kinds(
				name,
				gap()
					.wait(10 * MINUTE)
					.ends(),
			),
			'warning gapNotFilled',
		);
		equal(kinds(name, gap().wait(MINUTE).ends(), UNCLAIMED), NOT_ASKED);
	});
	it('says nothing where time was short, or no half-hour came behind it', () => {
		equal(
			kinds(
				name,
				gap()
					.wait(10 * MINUTE - 1)
					.ends(),
			),
			'',
		);
		equal(
			kinds(
				name,
				begun('gap-at-midnight')
					.polls(1)
					.wait(50_000)
					.strikes()
					.wait(10_000)
					.lifted()
					.wait(20 * MINUTE)
					.ends(),
			),
			'',
		);
	});
});

describe('takes-gaps-of-history', () => {
	const name = 'takes-gaps-of-history';
	const gap = () =>
		begun('gap-at-midnight')
			.asks([0xec])
			.replies({ 236: '07ea0b1e001e01' + 'fffffffe'.repeat(2) });
	it('passes where it is no value, or not shown', () => {
		equal(kinds(name, gap().shows('history', 'none', '2026-11-30T00:30').ends()), 'pass shownRight');
		equal(kinds(name, gap().ends()), 'pass gapShownAsNone');
	});
	it('fails where it is a number', () => {
		equal(kinds(name, gap().shows('history', 429496729.4, '2026-11-30T00:30').ends()), 'fail shownWrong');
	});
	it('says nothing where none was served', () => {
		equal(kinds(name, begun('gap-at-midnight').ends()), '');
		equal(kinds(name, begun('gap-at-midnight').ends(), UNCLAIMED), NOT_ASKED);
	});
});

for (const [name, step] of [
	['goes-by-meters-clock', 'gap-at-midnight'],
	['takes-clock-of-meter', 'clock-ahead'],
] as const)
	describe(name, () => {
		const told = () => notified(begun(step), EA);
		it('passes with the time of the EDT', () => {
			equal(judged(name, told().shows('halfHour', 12345.6, '2026-11-30T00:00').ends()), 'pass timesRight 1 @2 3');
		});
		it('fails with another', () => {
			equal(judged(name, told().shows('halfHour', 12345.6, '2026-11-30T00:07').ends()), 'fail otherTime halfHour 2026-11-30T00:07 1 @2 3');
		});
		it('only warns of a day of E2 by a clock that the exam has moved', () => {
			const day = begun(step)
				.asks([0xe2])
				.replies({ 226: `0000${'00001000'}${'fffffffe'.repeat(47)}` });
			day.shows('history', 409.6, '2026-11-28T00:00').ends();
			equal(kinds(name, day), 'warning otherTime');
			equal(kinds(name, day, { clock: 'meter' }), 'fail otherTime');
		});
		it('says nothing of values without a time', () => {
			equal(kinds(name, told().shows('halfHour', 12345.6).ends()), '');
			equal(kinds(name, told().ends(), UNCLAIMED), NOT_ASKED);
		});
		it('is none of a program that denies notifications and histories', () => {
			const { applies } = HALF_HOUR_CHECKS[name];
			equal(applies(look(told(), { notifications: false, history: false }))?.kind, 'claims');
			equal(applies(look(told(), { notifications: false })), undefined);
		});
	});

describe('counts-half-hour-once', () => {
	const name = 'counts-half-hour-once';
	const NIGHT = '2026-11-29T23:30';
	const first = () => notified(begun('late-notification'), EA).shows('halfHour', 12345.6, '2026-11-30T00:00').shows('use', 0.3, NIGHT);
	const twice = () => notified(first().wait(3000), EA);
	it('passes where a use is booked once', () => equal(kinds(name, twice().wait(10_000).ends()), 'pass countedOnce'));
	it('fails where it is booked with each', () => {
		equal(judged(name, twice().wait(5000).shows('use', 0.3, NIGHT).wait(5000).ends()), `fail bookedTwice ${NIGHT} 2 @2 4 5 6`);
	});
	it('lets a program show it again and again', () => {
		const again = twice().wait(1000).shows('use', 0.3, NIGHT).wait(2000).shows('use', 0.3, NIGHT).wait(2001).shows('use', 0.3, NIGHT);
		equal(kinds(name, again.ends()), 'pass countedOnce');
	});
	it('says nothing where it came once, or is not shown', () => {
		equal(kinds(name, first().wait(10_000).ends()), '');
		equal(kinds(name, notified(notified(begun('late-notification'), EA), EA).ends()), '');
		equal(kinds(name, notified(notified(begun('late-notification'), EA), EA).ends(), UNCLAIMED), NOT_ASKED);
	});
});

describe('confirms-infc', () => {
	const name = 'confirms-infc';
	const confirmed = (tid: number) =>
		notified(begun('full-register'), EA, ESV.INFC, 9)
			.wait(100)
			.sends({ tid, seoj: HEMS, deoj: METER, esv: ESV.INFC_Res, properties: [{ epc: 0xea, edt: new Uint8Array(0) }] });
	it('passes with its TID', () => equal(judged(name, confirmed(9).ends()), 'pass infcConfirmed 100 @2 3'));
	it('fails with another', () => equal(judged(name, confirmed(10).ends()), 'fail infcOtherTid @2 3'));
	it('fails without, where it is claimed, else it warns', () => {
		const none = () => notified(begun('full-register'), EA, ESV.INFC);
		equal(judged(name, none().ends()), 'fail infcUnconfirmed 1 @2');
		equal(kinds(name, none().ends(), UNCLAIMED), 'warning infcUnconfirmed');
	});
	it('fails where its half-hour is booked twice', () => {
		const record = notified(confirmed(9).shows('use', 0.3, '2026-11-29T23:30'), EA, ESV.INFC).shows('use', 0.3, '2026-11-29T23:30');
		equal(kinds(name, record.ends()), 'pass infcConfirmed; fail bookedTwice');
	});
	it('says nothing where none came', () => equal(kinds(name, notified(begun('full-register'), EA).ends()), ''));
});
