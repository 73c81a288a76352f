/** A moment as people tell it to the office: in Japan Standard Time, unless it says otherwise. */
import { UsageError } from '../../shared/usage-error.js';

const SHAPE = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})?)?$/;

/**
 * `2026-12-01T10:00`, `2026-12-01T01:00Z`, or a day alone: its begin.
 * @returns ms since 1970; undefined where nothing was told
 * @throws UsageError
 */
export function timeOption(option: string, text: string | undefined): number | undefined {
	if (text === undefined) return undefined;
	const [day = '', clock = '00:00'] = text.split('T');
	const time = SHAPE.test(text) ? Date.parse(`${day}T${clock}${/Z|[+-]\d{2}:\d{2}$/.test(clock) ? '' : '+09:00'}`) : Number.NaN;
	// A day that a month has not is taken for one of the next.
	if (!Number.isNaN(time) && new Date(`${day}T00:00:00Z`).toISOString().startsWith(day)) return time;
	throw new UsageError({
		en: `${option}: expected a time like 2026-12-01T10:00 or a day like 2026-12-01, got ${JSON.stringify(text)}`,
		ja: `${option}: 2026-12-01T10:00のような日時か、2026-12-01のような日を指定してください: ${JSON.stringify(text)}`,
	});
}
