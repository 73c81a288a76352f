import { deepEqual } from 'node:assert/strict';
import { MINUTE } from '../../../../modules/time/durations.js';
import type { CheckRow, Finding, Look } from '../../../../src/exam/checks/check.js';
import { DONGLE_CHECKS } from '../../../../src/exam/checks/dongle.js';
import type { Observable } from '../../../../src/exam/declaration.js';
import { TestRecord } from '../records.js';

const told = (findings: readonly Finding[]) => findings.map(({ verdict, kind }) => `${verdict} ${kind}`);
const judge = (name: keyof typeof DONGLE_CHECKS, look: Look) => told((DONGLE_CHECKS[name] as CheckRow).judge(look));
const FAULT = (line: string) => ({ kind: 'command', line: `fault ${line}`, refusal: undefined }) as const;
const SEEN = Object.freeze({ observes: new Set<Observable>(['power']) });
const power = (watts: number) => ({ 231: watts.toString(16).padStart(8, '0') });
const read = (record: TestRecord) => record.asks([0xe7]).replies(power(900)).wait(1);

describe('commands that fail (B35)', () => {
	const failing = (ms: number) => {
		const record = new TestRecord().step('dongle-errors').strikes().entry(FAULT('er10=always once'));
		return judge('goes-on-after-dongle-errors', read(record.wait(ms)).ends().look());
	};

	it('are followed by values', () => {
		deepEqual(failing(10_000), ['pass wentOnAfter']);
		deepEqual(failing(5 * MINUTE + 1000), ['warning wentOnLateAfter']);
		deepEqual(failing(15 * MINUTE + 1000), ['fail wentOnLateAfter']);
	});

	it('are judged one after the other', () => {
		const record = new TestRecord().step('dongle-errors').strikes().entry(FAULT('er10=always once'));
		read(record.wait(1000))
			.entry(FAULT('missing-ok=always once'))
			.wait(15 * MINUTE)
			.entry(FAULT('silent-dongle=always once'))
			.wait(1000);
		deepEqual(judge('goes-on-after-dongle-errors', record.ends().look()), ['pass wentOnAfter', 'fail stoppedAfter']);
	});
});

describe('a dongle that is pulled out (B36)', () => {
	const plugged = (ms: number, change: (record: TestRecord) => TestRecord = (record) => record) => {
		const record = change(new TestRecord().step('unplugged-dongle').strikes().port('gone').wait(10_000)).port('back').lifted().wait(ms);
		return judge('reopens-unplugged-dongle', read(record).ends().look());
	};

	it('is read within two minutes', () => {
		deepEqual(plugged(2 * MINUTE - 1000), ['pass recovered']);
		deepEqual(plugged(2 * MINUTE + 1000), ['warning recoveredLate']);
	});

	it('may be opened again by a supervisor', () => {
		deepEqual(
			plugged(1000, (record) => record.crashes(1).wait(1000).program('started')),
			['pass recovered', 'pass diedAndRestarted'],
		);
		deepEqual(
			plugged(1000, (record) => record.program('exited', 1)),
			['pass recovered', 'fail died'],
		);
	});
});

describe('a dongle that starts anew (B37), and one from the shop (B38)', () => {
	it('is noticed', () => {
		const anew = (ms: number) => judge('notices-dongle-reset', read(new TestRecord().step('dongle-reset').strikes().wait(ms)).ends().look());
		deepEqual(anew(MINUTE), ['pass recovered']);
		deepEqual(anew(6 * MINUTE), ['warning recoveredLate']);
	});

	it('is read within five minutes', () => {
		const fresh = () => new TestRecord().step('fresh-dongle').strikes().wait(MINUTE);
		deepEqual(judge('sets-up-fresh-dongle', read(fresh()).ends().look()), ['pass recovered']);
		deepEqual(
			judge(
				'sets-up-fresh-dongle',
				fresh()
					.wait(4 * MINUTE)
					.ends()
					.look(),
			),
			['fail notRecovered'],
		);
	});

	it('is none without WOPT', () => {
		const { applies } = DONGLE_CHECKS['sets-up-fresh-dongle'];
		const about = new TestRecord().look();
		deepEqual(applies({ ...about, model: 'bp35c2' }), undefined);
		deepEqual(applies({ ...about, model: 'rl7023-ips' }), { kind: 'model', model: 'rl7023-ips' });
		deepEqual(applies({ ...about, model: 'bp35c0-j11' }), { kind: 'model', model: 'bp35c0-j11' });
	});
});

describe('pieces and noise (B39)', () => {
	const polled = (shown: readonly boolean[]) => {
		const record = new TestRecord();
		for (const watts of [1, 2]) record.asks([0xe7]).replies(power(watts)).shows('power', watts).wait(9500);
		record.step('serial-noise').strikes().entry(FAULT('chunked-serial'));
		shown.forEach((isShown, i) => {
			record
				.asks([0xe7])
				.wait(100)
				.replies(power(900 + i));
			if (isShown) record.shows('power', 900 + i);
			record.wait(9900);
		});
		return judge('reads-pieces-and-noise', record.entry(FAULT('off')).wait(1).ends().look(SEEN));
	};

	it('hide nothing', () => {
		deepEqual(polled([true, true]), ['pass wentOnAfter']);
		deepEqual(polled([true, false]), ['pass wentOnAfter', 'warning repliesNotShown']);
		deepEqual(polled([false, false]), ['pass wentOnAfter', 'fail repliesNotShown']);
	});
});
