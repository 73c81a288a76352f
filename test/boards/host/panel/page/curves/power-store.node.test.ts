import assert from 'node:assert/strict';
import type { FailureTold, PowerTold, ServedTold } from '../../../../../../boards/host/panel/curves/told.js';
import { columnsOf, indexAt, joined, momentOf, nextMark, since } from '../../../../../../boards/host/panel/page/curves/power-store.js';

function told(from: number, to: number, powers: readonly (readonly [number, number | null])[], more: Partial<PowerTold> = {}): PowerTold {
	const watts = powers.map(([, power]) => power);
	const none = powers.map(() => null);
	const truth = { time: powers.map(([time]) => time), watts, voltageR: none, voltageT: none, currentR: none, currentT: none };
	const nothing = { served: [], notified: [], failures: [], routeA: [], readings: [], halfHours: '' };
	return { meter: 'meter', start: 0, aheadMs: 0, from, to, step: 1000, truth, ...nothing, ...more };
}

const served = (at: number, watts: number | null = 1): ServedTold => ({
	...{ at, watts, truth: 1, verdict: 'right', service: 'Get_Res', tid: at, to: 'dongle', lateMs: null },
});
const failure = (from: number, to: number, name = 'drop'): FailureTold => ({ kind: 'fault', name, value: '10%', from, to });

describe('page: what it knows of the power', () => {
	it('puts one message behind the other, without a point where nothing changed', () => {
		const whole = joined(
			told(0, 1000, [
				[0, 5],
				[500, 7],
			]),
			told(1000, 2000, [
				[1000, 7],
				[1500, null],
			]),
		)!;
		assert.deepEqual([whole.from, whole.to], [0, 2000]);
		assert.deepEqual(
			[whole.truth.time, whole.truth.watts],
			[
				[0, 500, 1500],
				[5, 7, null],
			],
		);
	});

	it('takes the later one where they overlap', () => {
		const earlier = told(
			0,
			2000,
			[
				[0, 5],
				[1500, 9],
			],
			{ served: [served(400), served(1600)] },
		);
		const whole = joined(earlier, told(1000, 3000, [[1000, 6]], { served: [served(1600, 2)] }))!;
		assert.deepEqual(
			[whole.truth.time, whole.truth.watts],
			[
				[0, 1000],
				[5, 6],
			],
		);
		assert.deepEqual(
			whole.served.map(({ at, watts }) => [at, watts]),
			[
				[400, 1],
				[1600, 2],
			],
		);
	});

	it('puts what was asked for of the past before what is there', () => {
		const whole = joined(told(0, 1000, [[0, 5]]), told(1000, 2000, [[1000, 6]]))!;
		assert.deepEqual([whole.from, whole.truth.time], [0, [0, 1000]]);
	});

	it('joins nothing over a gap, of another meter, or of another run', () => {
		assert.equal(joined(undefined, told(0, 1, [])), undefined);
		assert.equal(joined(told(0, 1000, []), told(1001, 2000, [])), undefined);
		assert.equal(joined(told(0, 1000, []), { ...told(1000, 2000, []), meter: 'meter-2' }), undefined);
		assert.equal(joined(told(0, 1000, []), { ...told(1000, 2000, []), start: 7 }), undefined);
	});

	it('makes one of a failure that goes on, and two of one that came again', () => {
		const first = told(0, 1000, [], { failures: [failure(200, 1000)] });
		const whole = joined(first, told(1000, 2000, [], { failures: [failure(1000, 1500), failure(1700, 2000), failure(1000, 2000, 'delay')] }))!;
		assert.deepEqual(whole.failures, [failure(200, 1500), failure(1700, 2000), failure(1000, 2000, 'delay')]);
	});

	it('ends an association that was told as going on', () => {
		const client = { client: 1, authenticated: true, from: 500 };
		const whole = joined(told(0, 1000, [], { routeA: [{ ...client, to: null }] }), told(1000, 2000, [], { routeA: [{ ...client, to: 1200 }] }))!;
		assert.deepEqual(whole.routeA, [{ ...client, to: 1200 }]);
	});

	it('forgets what is before a time, but for what holds then', () => {
		const whole = told(
			0,
			3000,
			[
				[0, 5],
				[1000, 6],
				[2000, 7],
			],
			{ served: [served(500), served(1800)], failures: [failure(0, 100), failure(900, 1800)] },
		);
		const kept = since(whole, 1500);
		assert.deepEqual([kept.from, kept.truth.time, kept.truth.watts], [1500, [1500, 2000], [6, 7]]);
		assert.deepEqual(
			kept.served.map(({ at }) => at),
			[1800],
		);
		assert.deepEqual(kept.failures, [failure(1500, 1800)]);
		assert.equal(since(whole, 0), whole);
	});

	it('knows what was at a moment', () => {
		const whole = told(
			0,
			3000,
			[
				[0, 5],
				[1000, 6],
			],
			{ served: [served(500), served(1800, 3)], failures: [failure(900, 1800)] },
		);
		assert.deepEqual([momentOf(whole, 999)!.watts, momentOf(whole, 1000)!.watts], [5, 6]);
		assert.equal(momentOf(whole, 400)!.served, undefined);
		assert.equal(momentOf(whole, 1799)!.served!.at, 500);
		assert.equal(momentOf(whole, 2000)!.served!.watts, 3);
		assert.deepEqual([momentOf(whole, 1799)!.failures.length, momentOf(whole, 1800)!.failures.length], [1, 0]);
		assert.equal(momentOf(whole, 3001), undefined);
		assert.deepEqual([indexAt([], 5), indexAt([1, 3], 0), indexAt([1, 3], 1), indexAt([1, 3], 9)], [-1, -1, 0, 1]);
	});

	it('goes from mark to mark', () => {
		const whole = told(0, 3000, [], { served: [served(500)], notified: [{ at: 700, service: 'INF', epcs: [] }], failures: [failure(600, 900)] });
		const marks: number[] = [];
		for (let at: number | undefined = 0; at !== undefined; at = nextMark(whole, at, 1)) marks.push(at);
		assert.deepEqual(marks, [0, 500, 600, 700, 900]);
		assert.deepEqual([nextMark(whole, 700, -1), nextMark(whole, 500, -1)], [600, undefined]);
	});

	it('is drawn up to a gap, and to the end', () => {
		const whole = {
			...told(0, 3000, [
				[0, 5],
				[1000, null],
				[2000, 6],
			]),
			aheadMs: 10,
		};
		const [time, watts] = columnsOf(whole);
		assert.deepEqual(
			[time, watts],
			[
				[10, 1009, 1010, 2010, 3010],
				[5, 5, null, 6, 6],
			],
		);
	});
});
