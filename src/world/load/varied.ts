/** Loads of many households, drawn from one: none is at home when the other is. */
import type { Sample } from '../../../hal/ports/metrology.js';
import { SeededRandom } from '../../../hal/virtual/random.js';
import { fraction } from '../../../modules/bytes/chance.js';
import { DAY, MINUTE } from '../../../modules/time/durations.js';
import { eachPower } from './powers.js';
import type { LoadSource } from './source.js';

/** Whole days, so that the time of day stays right, and how much earlier or later in the day. */
const MOST_DAYS = 28;
const MOST_MINUTES = 60;
const SHARE = Object.freeze({ least: 0.5, most: 1.5 });

/**
 * The same kind of load for the meter of this number: on other days, somewhat earlier or later, and more or less of it. The first meter has the load itself.
 * @param moves false for a load whose times somebody set: it is more or less, at the same times
 */
export function variedLoad(source: LoadSource, seed: number, number: number, moves = true): LoadSource {
	if (number === 1) return source;
	const random = new SeededRandom(seed, `load-${number}`);
	const share = SHARE.least + (SHARE.most - SHARE.least) * fraction(random);
	const shift = DAY * random.below(MOST_DAYS) + MINUTE * (random.below(2 * MOST_MINUTES + 1) - MOST_MINUTES);
	const ahead = moves ? shift : 0;
	return {
		at(time) {
			const { sample, until } = source.at(time + ahead);
			return { sample: sample && scaled(sample, share), until: until - ahead };
		},
		eachPower(begin, end, visit) {
			eachPower(source, begin + ahead, end + ahead, (power, from, until) => visit(power && power * share, from - ahead, until - ahead));
		},
	};
}

function scaled(sample: Sample, share: number): Sample {
	const { power, currentR, currentT, voltageR, voltageT } = sample;
	if (currentT === undefined || voltageT === undefined) return { ...sample, power: power * share, currentR: currentR * share };
	return { power: power * share, currentR: currentR * share, currentT: currentT * share, voltageR, voltageT };
}
