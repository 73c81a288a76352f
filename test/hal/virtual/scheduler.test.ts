import { SeededRandom } from '../../../hal/virtual/random.js';
import { VirtualScheduler } from '../../../hal/virtual/scheduler.js';
import { equal } from '../../assert.js';

describe('virtual time', () => {
	it('runs tasks by their time, those of one moment in the order in which they were set', () => {
		const scheduler = new VirtualScheduler();
		const ran: string[] = [];
		for (const [delay, name] of [
			[5, 'c'],
			[1, 'a'],
			[5, 'd'],
			[1, 'b'],
			[-3, 'now'],
		] as const) {
			scheduler.after(delay, () => ran.push(`${name} ${scheduler.now()}`));
		}
		scheduler.runUntil(10);
		equal(ran.join(), 'now 0,a 1,b 1,c 5,d 5');
		equal(scheduler.now(), 10);
	});

	it('runs no task beyond the time it is told', () => {
		const scheduler = new VirtualScheduler();
		let ran = 0;
		scheduler.after(10, () => ran++);
		scheduler.runFor(9);
		equal(ran, 0);
		equal(scheduler.next, 10);
		scheduler.runFor(1);
		equal(ran, 1);
		equal(scheduler.next, Number.POSITIVE_INFINITY);
		equal(scheduler.step(), false);
	});

	it('does not run what was cancelled, be it twice, late, or from within a task of the same moment', () => {
		const scheduler = new VirtualScheduler();
		const ran: string[] = [];
		const done = scheduler.after(1, () => ran.push('first'));
		scheduler.after(2, () => later.cancel());
		const later = scheduler.after(2, () => ran.push('later'));
		const never = scheduler.after(1, () => ran.push('never'));
		never.cancel();
		never.cancel();
		scheduler.runUntil(5);
		done.cancel();
		equal(ran.join(), 'first');
		equal(scheduler.next, Number.POSITIVE_INFINITY);
	});

	it('keeps the order while many are cancelled, and forgets these', () => {
		const random = new SeededRandom(1);
		const scheduler = new VirtualScheduler();
		const expected: string[] = [];
		const ran: string[] = [];
		for (let i = 0; i < 600; i++) {
			const delay = random.below(50);
			const name = `${String(delay).padStart(2, '0')} ${String(i).padStart(3, '0')}`;
			const timer = scheduler.after(delay, () => ran.push(name));
			if (random.below(8) === 0) expected.push(name);
			else timer.cancel();
		}
		scheduler.runUntil(50);
		equal(ran.join(), expected.sort().join());
	});

	it('keeps nothing of ten thousand timers that were set and cancelled', () => {
		const scheduler = new VirtualScheduler();
		for (let i = 0; i < 10_000; i++) scheduler.after(1000, () => {}).cancel();
		equal(scheduler.next, Number.POSITIVE_INFINITY);
	});
});
