/** A lead or lag of a clock: `+7min`, `-90s`. */
import { DAY } from '../../../modules/time/durations.js';
import { parseDuration } from '../time/duration.js';
import { unexpected, type Words } from './words.js';

const MOST = 7 * DAY;

/** ms, negative for a lag. @throws WordError for what is none, or longer than 7 days */
export function takeDurationWord(words: Words): number {
	const expected = { kind: 'lead' } as const;
	const word = words.next(expected);
	const [, sign, time = ''] = /^([+-])(.+)$/.exec(word.text) ?? [];
	const by = parseDuration(time.replace(/m$/, 'min'));
	if (sign === undefined || by === undefined || by > MOST) throw unexpected(word, expected);
	return sign === '-' ? -by : by;
}
