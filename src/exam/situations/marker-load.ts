/** Loads that occur by no accident: a value that a program shows can be told from every other that it was served lately. */
import { MINUTE, SECOND } from '../../../modules/time/durations.js';
import { type LoadSource, sampleOf } from '../../world/load/source.js';

/** How long a value stands, ms: shorter than any reasonable poll. */
const STEP = 5 * SECOND;
const LEAST_WATTS = 400;
/** Both prime: so many different values come before one comes again, and neighbours are far apart. */
const VALUES = 1999;
const STRIDE = 617;

/** Another power every five seconds, from 400 to 2,398 W, none of them twice within two and a half hours. */
export const MARKER_LOAD: LoadSource = Object.freeze({
	at(time: number) {
		const step = Math.floor(time / STEP);
		return { sample: sampleOf(LEAST_WATTS + ((step * STRIDE) % VALUES)), until: (step + 1) * STEP };
	},
});

const HALF_HOUR = 30 * MINUTE;
const LEAST_PAST = 300;
const PAST_VALUES = 211;
const PAST_STRIDE = 37;
const PAST_STEP = 12;

/** Half-hours of the past, of which neighbours are far apart: 300 to 2,820 W, none twice within four days. */
export const PAST_LOAD: LoadSource = Object.freeze({
	at(time: number) {
		const halfHour = Math.floor(time / HALF_HOUR);
		return { sample: sampleOf(LEAST_PAST + PAST_STEP * ((halfHour * PAST_STRIDE) % PAST_VALUES)), until: (halfHour + 1) * HALF_HOUR };
	},
});
