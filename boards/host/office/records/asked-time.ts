/** A time that somebody typed. */
import { readTime } from '../../../../src/operations/records/columns.js';
import { UsageError } from '../../shared/usage-error.js';

/** ms since 1970-01-01T00:00:00Z; undefined: none was. Throws UsageError. */
export function askedTime(option: string, text: string | undefined): number | undefined {
	const time = text === undefined ? undefined : readTime(text);
	if (text !== undefined && time === undefined) {
		throw new UsageError({
			en: `${option}: expected a date or time such as 2026-11-30T18:00, got ${JSON.stringify(text)}`,
			ja: `${option}: 2026-11-30T18:00のような日付または日時を指定してください: ${JSON.stringify(text)}`,
		});
	}
	return time;
}
