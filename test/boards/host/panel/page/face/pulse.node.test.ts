import { MOST_PULSES, paceOf, pulseStep } from '../../../../../../boards/host/panel/page/face/pulse.js';
import { equal } from '../../../../../assert.js';

/** Pulses in so many steps of 50 ms of the wall clock. */
function pulses(watts: number, speed: number, steps: number): number {
	let phase = 0;
	let count = 0;
	for (let i = 0; i < steps; i++) {
		const step = pulseStep(phase, watts, 50 * speed, 50);
		({ phase } = step);
		if (step.isPulse) count++;
	}
	return count;
}

describe('the lamp that blinks by energy', () => {
	it('blinks once for each Wh, whichever way it flows', () => {
		equal(pulses(3600, 1, 200), 10);
		equal(pulses(-3600, 1, 200), 10);
		equal(pulses(0, 1, 200), 0);
	});

	it('follows virtual time', () => {
		equal(pulses(360, 10, 200), 10);
	});

	it('is never faster than an eye', () => {
		equal(pulses(100_000, 1000, 21), MOST_PULSES);
	});

	it('takes the pace of time from two messages', () => {
		equal(paceOf(undefined, 1000, 5), 1);
		equal(paceOf({ elapsedMs: 1000, at: 5 }, 61_000, 1005), 60);
		equal(paceOf({ elapsedMs: 1000, at: 5 }, 1000, 1005), 0);
		equal(paceOf({ elapsedMs: 1000, at: 5 }, 2000, 5), 1);
	});
});
