/** Quantities in commands. Each takes the next word, and throws WordError for what is none of its form. */
import { DAY } from '../../../modules/time/durations.js';
import { MOST_VOLTS, MOST_WATTS } from '../load/bounds.js';
import { parseDuration } from '../time/duration.js';
import { parseIsoTime } from '../time/iso-time.js';
import type { ClockSetting } from './command.js';
import type { Expectable } from './line-wrong.js';
import { unexpected, type Words } from './words.js';

/** Range of times that a clock may be set to, ms since 1970-01-01T00:00:00Z. */
const CLOCK = Object.freeze({ from: Date.UTC(2000, 0, 1), until: Date.UTC(2100, 0, 1) });
const MOST = Object.freeze({ watts: MOST_WATTS, volts: MOST_VOLTS, amperes: 1000, duration: 7 * DAY });

/** ms: `200ms`, `1.5s`, `10min`, `2h`; a bare number counts ms. */
export function takeDuration(words: Words): number {
	const form = { kind: 'duration' } as const;
	const word = words.next(form);
	const duration = parseDuration(word.text, 'ms');
	if (duration === undefined || duration > MOST.duration) throw unexpected(word, form);
	return duration;
}

/** `+7min`, `-90s`, or a date with a time of day, Japan Standard Time unless it says otherwise. */
export function takeClock(words: Words): ClockSetting {
	const form = { kind: 'clock' } as const;
	const word = words.next(form);
	const [, sign, time] = /^([+-])(.+)$/.exec(word.text) ?? [];
	const by = time === undefined ? undefined : parseDuration(time.replace(/m$/, 'min'));
	if (by !== undefined && by <= MOST.duration) return { by: sign === '-' ? -by : by };
	const to = sign === undefined && word.text.includes('T') ? parseIsoTime(word.text) : undefined;
	if (to !== undefined && to >= CLOCK.from && to < CLOCK.until) return { to };
	throw unexpected(word, form);
}

/** W, negative where it is fed in; `W` may be written behind the number, or k for thousands. */
export function takeWatts(words: Words): number {
	return takeNumber(words, /^([+-]?\d+(?:\.\d+)?)(k?)W?$/, -MOST.watts, MOST.watts, { kind: 'power', most: MOST.watts });
}

export function takeVolts(words: Words): number {
	return takeNumber(words, /^(\d+(?:\.\d+)?)()V?$/, 0, MOST.volts, { kind: 'voltage', most: MOST.volts });
}

export function takeAmperes(words: Words): number {
	return takeNumber(words, /^(\d+)()A?$/, 1, MOST.amperes, { kind: 'amperes', most: MOST.amperes });
}

/** Whole W. */
export function takeWholeWatts(words: Words, min: number, max: number): number {
	return takeNumber(words, /^(\d{1,9})()$/, min, max, { kind: 'watts', min, max });
}

/** The number of a dongle, from 1. */
export function takeDongle(words: Words, most: number): number {
	return takeNumber(words, /^(\d{1,9})()$/, 1, most, { kind: 'dongle', most });
}

function takeNumber(words: Words, form: RegExp, min: number, max: number, expected: Expectable): number {
	const word = words.next(expected);
	const match = form.exec(word.text);
	const value = match === null ? Number.NaN : Number(match[1]) * (match[2] === 'k' ? 1000 : 1);
	if (!(value >= min && value <= max)) throw unexpected(word, expected);
	return value;
}
