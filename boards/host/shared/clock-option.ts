/** `--clock`: a clock that is off this host's, for tests of what happens where clocks are not alike. */
import { UsageError } from './usage-error.js';

const UNITS: Readonly<Record<string, number>> = Object.freeze({ s: 1000, min: 60_000, h: 3_600_000, d: 86_400_000 });

/** ms since 1970-01-01T00:00:00Z. @param text as +5h or -30min; undefined: this host's. Throws UsageError */
export function shiftedClock(text: string | undefined): () => number {
	if (text === undefined) return Date.now;
	const [, sign, number, unit] = /^([+-]?)(\d{1,6})(s|min|h|d)$/.exec(text) ?? [];
	if (unit === undefined) {
		throw new UsageError({
			en: `--clock: expected an offset like +5h, -30min or 400d, got ${JSON.stringify(text)}`,
			ja: `--clock: +5h、-30min、400dのようなずれを指定してください: ${JSON.stringify(text)}`,
		});
	}
	const offset = Number(number) * UNITS[unit]! * (sign === '-' ? -1 : 1);
	return () => Date.now() + offset;
}
