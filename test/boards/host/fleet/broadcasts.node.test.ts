import assert from 'node:assert/strict';
import { Broadcasts } from '../../../../boards/host/fleet/broadcasts.js';
import { VirtualScheduler } from '../../../../hal/virtual/scheduler.js';

describe('messages to all meters of a concentrator', () => {
	const one = { first: 1, count: 500 };
	const two = { first: 501, count: 10 };
	const rig = () => {
		const scheduler = new VirtualScheduler();
		const heard: number[] = [];
		return { scheduler, heard, broadcasts: new Broadcasts(scheduler), hear: (number: number) => void heard.push(number) };
	};

	it('are heard by each of them once, some a turn, one message after the other', () => {
		const { scheduler, heard, broadcasts, hear } = rig();
		assert.ok(broadcasts.put(one, hear));
		assert.ok(broadcasts.put(two, hear));
		assert.equal(heard.length, 0);
		scheduler.runFor(0);
		assert.equal(heard.length, 25);
		scheduler.runFor(1000);
		assert.deepEqual(
			heard,
			Array.from({ length: 510 }, (_, i) => i + 1),
		);
		assert.equal(scheduler.next, Number.POSITIVE_INFINITY);
	});

	it('wait in a bound of each concentrator, beyond which they are lost', () => {
		const { scheduler, heard, broadcasts, hear } = rig();
		assert.deepEqual(
			Array.from({ length: 6 }, () => broadcasts.put(one, hear)),
			[true, true, true, true, false, false],
		);
		assert.ok(broadcasts.put(two, hear));
		scheduler.runFor(10_000);
		assert.equal(heard.length, 4 * 500 + 10);
		assert.ok(broadcasts.put(one, hear));
	});

	it('are heard by nobody any more once it is closed', () => {
		const { scheduler, heard, broadcasts, hear } = rig();
		broadcasts.put(one, hear);
		scheduler.runFor(0);
		broadcasts.close();
		scheduler.runFor(10_000);
		assert.equal(heard.length, 25);
	});
});
