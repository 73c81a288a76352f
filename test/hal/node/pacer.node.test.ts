import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { Pacer, type PacerOptions } from '../../../hal/node/pacer.js';
import { VirtualScheduler } from '../../../hal/virtual/scheduler.js';
import { until } from '../../until.js';

describe('the pacer of virtual time', () => {
	let pacer: Pacer;
	let scheduler: VirtualScheduler;
	let errors: unknown[];

	function start(options: Partial<PacerOptions> = {}): void {
		scheduler = new VirtualScheduler();
		errors = [];
		pacer = new Pacer({ scheduler, speed: 1, isBusy: () => false, onError: (error) => errors.push(error), ...options });
		pacer.start();
	}
	afterEach(() => pacer.stop());

	it('does at once what an event has due at once', () => {
		start();
		const done: string[] = [];
		pacer.enter(() => {
			scheduler.after(0, () => {
				done.push('first');
				scheduler.after(0, () => done.push('second'));
			});
		});
		assert.deepEqual(done, ['first', 'second']);
	});

	it('lets no task that comes back at once hold the event up', async () => {
		start();
		let turns = 0;
		const again = () => {
			if (++turns < 10_000) scheduler.after(0, again);
		};
		pacer.enter(() => scheduler.after(0, again));
		assert.ok(turns > 0 && turns < 1000, `${turns} turns`);
		await until(() => turns >= 10_000);
		assert.equal(turns, 10_000);
	});

	it('does what is due later at its time, however many events come meanwhile', async () => {
		start();
		let at: number | undefined;
		const begin = performance.now();
		pacer.enter(() => {
			scheduler.after(60, () => {
				at = performance.now() - begin;
			});
		});
		for (let i = 0; i < 10; i++) {
			await sleep(5);
			pacer.enter(() => {});
		}
		while (at === undefined) await sleep(5);
		assert.ok(at >= 59, `${at} ms`);
	});

	it('wakes earlier for a task that comes in between', async () => {
		start();
		const done: number[] = [];
		pacer.enter(() => scheduler.after(60_000, () => done.push(60_000)));
		pacer.enter(() => scheduler.after(20, () => done.push(20)));
		await until(() => done.length > 0);
		assert.deepEqual(done, [20]);
	});

	it('keeps what comes in while it waits, in its order, and does it when it goes on', async () => {
		for (const isRunning of [false, true]) {
			scheduler = new VirtualScheduler();
			pacer = new Pacer({ scheduler, speed: 1, isBusy: () => false, onError: (error) => errors.push(error) });
			if (isRunning) pacer.start();
			const done: string[] = [];
			scheduler.after(1, () => done.push('due'));
			pacer.hold();
			for (const name of ['first', 'second']) pacer.enter(() => done.push(name));
			const begin = performance.now();
			await until(() => performance.now() > begin + 2);
			assert.equal(done.join(), '');
			assert.equal(pacer.release(), 0);
			pacer.enter(() => done.push('third'));
			assert.deepEqual(done, ['due', 'first', 'second', 'third']);
			assert.ok(scheduler.now() >= 2, 'time went on meanwhile');
			pacer.stop();
		}
	});

	it('keeps no more than it may while it waits, and tells how much more there was', () => {
		start();
		let done = 0;
		pacer.hold();
		for (let i = 0; i < 1234; i++) pacer.enter(() => done++);
		assert.deepEqual([pacer.release(), done], [234, 1000]);
		assert.equal(pacer.release(), 0);
	});

	it('does nothing of what waits once it is stopped', () => {
		start();
		pacer.hold();
		pacer.enter(() => assert.fail('it was done'));
		pacer.stop();
		assert.equal(pacer.release(), 0);
	});

	it('tells nothing of what was lost before it was stopped', () => {
		start();
		pacer.hold();
		for (let i = 0; i < 1001; i++) pacer.enter(() => {});
		pacer.stop();
		pacer.start();
		pacer.hold();
		assert.equal(pacer.release(), 0);
	});

	it('goes on with an event that throws, and tells of it', async () => {
		start();
		const done: string[] = [];
		pacer.enter(() => {
			scheduler.after(10, () => done.push('later'));
			throw new Error('an event');
		});
		assert.match(String(errors[0]), /an event/);
		await until(() => done.length > 0);
		assert.deepEqual(done, ['later']);
	});

	it('runs faster than the wall clock by its speed', async () => {
		start({ speed: 1000 });
		let done = false;
		pacer.enter(() => {
			// At the pace of the clock it would take longer than is waited.
			scheduler.after(200_000, () => {
				done = true;
			});
		});
		await until(() => done);
	});

	it('at full speed jumps ahead while something is under way, and only then', async () => {
		let busy = true;
		start({ speed: 'max', isBusy: () => busy });
		const done: string[] = [];
		pacer.enter(() => {
			scheduler.after(60_000, () => {
				done.push('under way');
				busy = false;
				scheduler.after(60_000, () => done.push('a minute later'));
			});
		});
		await until(() => done.length > 0);
		await sleep(20);
		assert.deepEqual(done, ['under way']);
		assert.ok(scheduler.now() >= 60_000, `${scheduler.now()} ms`);
	});

	for (const [isHeeded, heard] of [
		[true, true],
		[false, false],
	] as const) {
		it(`at full speed hears what comes in ${heard ? 'before the next task, where it is heeded' : 'after the tasks of its turn else'}`, async () => {
			let left = 20;
			start({ speed: 'max', isBusy: () => left > 0, isHeeded: () => isHeeded });
			const next = () => {
				if (--left > 0) scheduler.after(60_000, next);
			};
			pacer.enter(() => scheduler.after(60_000, next));
			let leftThen: number | undefined;
			const command = () =>
				pacer.enter(() => {
					leftThen = left;
				});
			// The first turn of the hurry has not come yet: the command stands behind it.
			setImmediate(() => setImmediate(command));
			while (left > 0 || leftThen === undefined) await sleep(1);
			assert.equal(leftThen > 0, heard, `${leftThen} tasks left`);
		});
	}

	it('at full speed rests after what somebody may want to answer, and lets him', async () => {
		let busy = true;
		start({ speed: 'max', isBusy: () => busy });
		const done: string[] = [];
		pacer.enter(() => {
			scheduler.after(60_000, () => {
				done.push('told');
				pacer.rest();
				setImmediate(() => pacer.enter(() => done.push('answer')));
				scheduler.after(60_000, () => {
					done.push('what follows');
					busy = false;
				});
			});
		});
		while (busy) await sleep(1);
		assert.deepEqual(done, ['told', 'answer', 'what follows']);
	});

	it('does nothing any more when it is stopped', async () => {
		start();
		let done = 0;
		pacer.enter(() => scheduler.after(10, () => done++));
		pacer.stop();
		pacer.enter(() => done++);
		await sleep(40);
		assert.equal(done, 0);
	});
});
