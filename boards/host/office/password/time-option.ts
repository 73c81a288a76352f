/** A moment as people tell it to the office: in Japan Standard Time, unless it says otherwise. */
import { readTime } from '../../../../src/operations/records/columns.js';
import { UsageError } from '../../shared/usage-error.js';

/**
 * `2026-12-01T10:00`, `2026-12-01T01:00Z`, or a day alone: its begin.
 * @returns ms since 1970; undefined where nothing was told
 * @throws UsageError
 */
export function timeOption(option: string, text: string | undefined): number | undefined {
	if (text === undefined) return undefined;
	const time = readTime(text);
	if (time !== undefined) return time;
	throw new UsageError({
		en: `${option}: expected a time like 2026-12-01T10:00 or a day like 2026-12-01, got ${JSON.stringify(text)}`,
		ja: `${option}: 2026-12-01T10:00のような日時か、2026-12-01のような日を指定してください: ${JSON.stringify(text)}`,
	});
}
