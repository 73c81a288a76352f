/** Days and half-hours as a person writes and reads them. */
import { isoTime, parseIsoTime } from '../../../src/world/time/iso-time.js';
import { UsageError } from '../shared/usage-error.js';
import { dayOfTime } from './matrices.js';

const HALF_HOUR = 1_800_000;
const DAY = /^\d{4}-\d\d-\d\d$/;
/** Of a query. */
const MOST_DAYS = 400;

export interface Period {
	readonly from: number;
	readonly to: number;
}

/** Throws UsageError. @param now ms since 1970 */
export function periodOf({ from, to }: { readonly from?: string; readonly to?: string }, now: number): Period {
	const first = from === undefined ? dayOfTime(now) : dayOf('--from', from);
	const last = to === undefined ? first : dayOf('--to', to);
	if (last < first || last - first >= MOST_DAYS) {
		throw new UsageError({
			en: `--to: expected a day from --from on, and ${MOST_DAYS} days at most, got ${to}`,
			ja: `--to: --from以降、${MOST_DAYS}日以内の日にしてください: ${to}`,
		});
	}
	return { from: first, to: last };
}

function dayOf(option: string, text: string): number {
	const time = DAY.test(text) ? parseIsoTime(text) : undefined;
	if (time !== undefined) return dayOfTime(time);
	throw new UsageError({
		en: `${option}: expected a day as 2026-12-01, got ${JSON.stringify(text)}`,
		ja: `${option}: 2026-12-01のような日にしてください: ${JSON.stringify(text)}`,
	});
}

/** Throws UsageError. */
export function slotOf(option: string, text: string): number {
	const time = DAY.test(text) ? undefined : parseIsoTime(text);
	if (time !== undefined && time % HALF_HOUR === 0) return time / HALF_HOUR;
	throw new UsageError({
		en: `${option}: expected the end of a half-hour as 2026-12-01T00:30, got ${JSON.stringify(text)}`,
		ja: `${option}: 30分の終わりを2026-12-01T00:30のように書いてください: ${JSON.stringify(text)}`,
	});
}

/** `2026-12-01T00:30:00+09:00`. */
export const slotText = (slot: number): string => `${isoTime(slot * HALF_HOUR).slice(0, 19)}+09:00`;
