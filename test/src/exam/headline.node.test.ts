import { type Examined, headlineOf } from '../../../src/exam/headline.js';
import type { Outcome } from '../../../src/exam/outcome.js';
import { equal } from '../../assert.js';
import { TestRecord } from './records.js';

function examined(record: TestRecord, took = 600_000, airTime = 1_000): Examined {
	return {
		chronicle: { sessions: [{ number: 1, entries: record.entries, acts: record.acts }] },
		held: [{ took, airTime }],
		stepsOf: () => record.look().steps,
	};
}

const NONE: readonly Outcome[] = [];
const of = (record: TestRecord) => headlineOf(examined(record), NONE);

describe('The headline of an exam', () => {
	it('has the time from the first start to the first value', () => {
		const record = new TestRecord().wait(1000).program('started').wait(9000).joins(0x25).polls(2);
		equal(of(record).firstValueMs, 12_500);
		equal(of(new TestRecord().program('started').joins(0x24)).firstValueMs, null);
		equal(of(new TestRecord().wait(5000).entry({ kind: 'asked', what: 'start' }).polls(1)).firstValueMs, 500);
	});

	it('has recovery by step, from the end of what went wrong where it has one', () => {
		const recovered = new TestRecord().step('end-session').strikes().wait(4500).polls(1).ends();
		equal(of(recovered).recovery['end-session'], 5000);
		const lifted = new TestRecord().step('end-session').strikes().wait(60_000).lifted().wait(1500).polls(1).ends();
		equal(of(lifted).recovery['end-session'], 2000);
		equal(of(new TestRecord().step('end-session').strikes().wait(1000).ends()).recovery['end-session'], null);
		const atOnce = new TestRecord().asks([0xe7]).replies([0xe7]).step('end-session').strikes().wait(3000).polls(1).ends();
		equal(of(atOnce).recovery['end-session'], 3500, 'the reply that the step began with is none');
	});

	it('has the worst recovery of a step that is played again, and none of steps without loss', () => {
		const twice = new TestRecord().step('end-session').strikes().wait(9500).polls(1).ends().step('end-session').strikes().polls(1).ends();
		equal(of(twice).recovery['end-session'], 10_000);
		equal(Object.keys(of(new TestRecord().step('first-join').strikes().polls(1).ends()).recovery).length, 0);
	});

	it('has patience with one property, and with more', () => {
		const record = new TestRecord().asks([0xe7]).wait(21_000).asks([0xe7]).wait(20_000).asks([0xe7]).event(0x26);
		equal(of(record).patienceOneMs, 20_000);
		equal(of(record).patienceManyMs, null);
		equal(of(new TestRecord().asks([0xe7, 0xe8]).wait(61_000).asks([0xe7, 0xe8])).patienceManyMs, 61_000);
	});

	it('has the most joins of a minute in which none succeeded', () => {
		const record = new TestRecord().joins(0x24).joins(0x24).joins(0x25).wait(60_000).joins(0x24);
		equal(of(record).joinsAMinute, 2);
		equal(of(new TestRecord().joins(0x25)).joinsAMinute, null);
	});

	it('counts wrong values once, though several checks tell of them', () => {
		const finding = (step: 'first-join' | 'steady-polls', what: string, count: number) => ({
			...({ verdict: 'fail', kind: 'shownWrong', fields: { what, count }, evidence: [], session: 1, step } as const),
		});
		const outcome = (findings: Outcome['findings']) => ({ findings }) as Outcome;
		const outcomes = [
			outcome([finding('first-join', 'power', 3), finding('steady-polls', 'power', 1)]),
			outcome([finding('first-join', 'power', 2), finding('first-join', 'energy', 1)]),
			outcome([{ ...finding('first-join', 'power', 9), kind: 'shownRight' }]),
		];
		equal(headlineOf(examined(new TestRecord()), outcomes).wrongValues, 5);
	});

	it('has the air time of an hour, of which a dongle knows one', () => {
		equal(headlineOf(examined(new TestRecord(), 600_000, 1_000), NONE).airTimeAnHourMs, 6_000);
		equal(headlineOf(examined(new TestRecord(), 7_200_000, 9_000), NONE).airTimeAnHourMs, 9_000);
		equal(headlineOf({ ...examined(new TestRecord()), held: [] }, NONE).airTimeAnHourMs, null);
	});
});
