/** Durations as people write them: `200ms`, `1.5s`, `10min`, `2h`, `1d`. */
import { DAY, HOUR, MINUTE, SECOND } from '../../../modules/time/durations.js';

const TIME_UNITS: Readonly<Record<string, number>> = Object.freeze({ ms: 1, s: SECOND, min: MINUTE, h: HOUR, d: DAY });
const DURATION = /^(\d+(?:\.\d+)?)(ms|s|min|h|d)?$/;

/**
 * ms; undefined: none of the form.
 * @param bare the unit of a number without one; default: a unit is required
 */
export function parseDuration(text: string, bare = ''): number | undefined {
	const [, number, timeUnit = bare] = DURATION.exec(text) ?? [];
	const factor = TIME_UNITS[timeUnit];
	return number === undefined || factor === undefined ? undefined : Number(number) * factor;
}
