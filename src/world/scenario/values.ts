/** Quantities in commands. Each takes the next word, and throws WordError for what is none of its form. */
import { DAY } from '../../../modules/time/durations.js';
import { MOST_VOLTS, MOST_WATTS } from '../load/bounds.js';
import { parseDuration } from '../time/duration.js';
import { unexpected, type Words } from './words.js';

const MOST = Object.freeze({ watts: MOST_WATTS, volts: MOST_VOLTS, amperes: 1000, duration: 7 * DAY });

/** ms: `200ms`, `1.5s`, `10min`, `2h`; a bare number counts ms. */
export function takeDuration(words: Words): number {
	const form = 'a time like 200ms, 5s, 10min or 1h, up to 7d';
	const word = words.next(form);
	const duration = parseDuration(word.text, 'ms');
	if (duration === undefined || duration > MOST.duration) throw unexpected(word, form);
	return duration;
}

/** W, negative where it is fed in; `W` may be written behind the number, or k for thousands. */
export function takeWatts(words: Words): number {
	return takeNumber(words, /^([+-]?\d+(?:\.\d+)?)(k?)W?$/, -MOST.watts, MOST.watts, `a power from -${MOST.watts} to ${MOST.watts} W`);
}

export function takeVolts(words: Words): number {
	return takeNumber(words, /^(\d+(?:\.\d+)?)()V?$/, 0, MOST.volts, `a voltage from 0 to ${MOST.volts} V`);
}

export function takeAmperes(words: Words): number {
	return takeNumber(words, /^(\d+)()A?$/, 1, MOST.amperes, `a whole number of amperes from 1 to ${MOST.amperes}`);
}

export function takeCount(words: Words, min: number, max: number, what: string): number {
	return takeNumber(words, /^(\d{1,9})()$/, min, max, `${what} from ${min} to ${max}`);
}

function takeNumber(words: Words, form: RegExp, min: number, max: number, expected: string): number {
	const word = words.next(expected);
	const match = form.exec(word.text);
	const value = match === null ? Number.NaN : Number(match[1]) * (match[2] === 'k' ? 1000 : 1);
	if (!(value >= min && value <= max)) throw unexpected(word, expected);
	return value;
}
