/** Days and times in the words of the commands about orders. */
import { DAY } from '../../../../modules/time/durations.js';
import { readTime } from '../../../../src/operations/records/columns.js';
import { UsageError } from '../../shared/usage-error.js';

/** The end of a day where there is no time, ms since 1970-01-01T00:00:00Z. Throws UsageError. */
export function untilOf(option: string, text: string): number {
	const time = readTime(text);
	if (time !== undefined) return text.length === '2026-11-30'.length ? time + DAY : time;
	throw new UsageError({
		en: `${option}: expected a day or time such as 2027-03-31 or 2027-03-31T17:00+09:00, got ${JSON.stringify(text)}`,
		ja: `${option}: 2027-03-31や2027-03-31T17:00+09:00のような日または日時のはずですが、${JSON.stringify(text)}です`,
	});
}
