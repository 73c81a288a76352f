import { constantLoad, type LoadSource } from '../../../../src/world/load/source.js';
import { variedLoad } from '../../../../src/world/load/varied.js';
import { equal } from '../../../assert.js';

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
const START = Date.UTC(2026, 10, 22, 3, 10);

/** W that tell the time. */
const MINUTES: LoadSource = {
	at(time) {
		const minute = Math.floor(time / MINUTE);
		return { sample: { power: minute, currentR: 1, voltageR: 101 }, until: (minute + 1) * MINUTE };
	},
};

describe('a load for many meters', () => {
	it('is the load itself at the first meter', () => {
		equal(variedLoad(MINUTES, 1, 1), MINUTES);
	});

	it('is more or less of it at the others, at the same voltage', () => {
		const watts = new Set<number>();
		for (let number = 2; number <= 50; number++) {
			const { sample, until } = variedLoad(constantLoad(1000), 1, number).at(START);
			equal(sample!.power >= 500 && sample!.power <= 1500, true, `${sample!.power} W`);
			equal(sample!.voltageR, 101);
			equal(until, Number.POSITIVE_INFINITY);
			watts.add(sample!.power);
		}
		equal(watts.size, 49);
	});

	it('is at another day of the load, at most an hour off in the day', () => {
		for (let number = 2; number <= 50; number++) {
			const { sample, until } = variedLoad(MINUTES, 1, number).at(START);
			equal(until, START + MINUTE);
			const ahead = (sample!.power / sample!.currentR) * MINUTE - START;
			const inDay = Math.round(ahead / MINUTE) % 1440;
			equal(inDay <= 60 || inDay >= 1380, true, `${inDay} minutes`);
			equal(ahead > -2 * 60 * MINUTE && ahead < 28 * DAY, true, `${ahead} ms`);
		}
	});

	it('keeps its times where somebody has set them', () => {
		const { sample, until } = variedLoad(MINUTES, 1, 9, false).at(START);
		equal(Math.round(sample!.power / sample!.currentR), START / MINUTE);
		equal(until, START + MINUTE);
	});

	it('depends on the seed and the number alone', () => {
		const watts = (seed: number, number: number) => variedLoad(MINUTES, seed, number).at(START).sample!.power;
		equal(watts(7, 3), watts(7, 3));
		equal(watts(7, 3) === watts(8, 3), false);
		equal(watts(7, 3) === watts(7, 4), false);
	});
});
