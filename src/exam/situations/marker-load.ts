/** Loads that occur by no accident: a value that a program shows can be told from every other that it was served lately. */
import { SECOND } from '../../../modules/time/durations.js';
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
