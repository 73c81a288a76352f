/** Numbers of a report as people read them. */
import { HOUR, MINUTE, SECOND } from '../../../../modules/time/durations.js';

/** `850 ms`, `19.9 s`, `4 min 59 s`, `1 h 2 min`: as exact as a limit needs. */
export function duration(ms: number): string {
	const size = Math.abs(ms);
	if (size < SECOND) return `${rounded(ms)} ms`;
	if (size < MINUTE) return `${rounded(ms / SECOND)} s`;
	const sign = ms < 0 ? '−' : '';
	const [big, small, names] = size < HOUR ? [MINUTE, SECOND, ['min', 's']] : [HOUR, MINUTE, ['h', 'min']];
	// Rounded first: 59.9999 s is 1 min.
	const all = Math.round((size / small) * 1000) / 1000;
	const whole = Math.floor(all / (big / small));
	const rest = rounded(all - whole * (big / small));
	return `${sign}${whole} ${names[0]}${rest === '0' ? '' : ` ${rest} ${names[1]}`}`;
}

/** `1237 W`, `95 %`, `19.9 s`, `× 10`; a count has no unit. */
export function quantity(value: number, unit: string | null): string {
	if (unit === 'ms') return duration(value);
	if (unit === 'factor') return `× ${rounded(value)}`;
	if (unit === 'share') return `${rounded(value * 100)} %`;
	return unit === null || unit === 'count' || unit === '' ? rounded(value) : `${rounded(value)} ${unit}`;
}

/** `mm:ss.t` or `h:mm:ss.t`, since a session began. */
export function clock(ms: number): string {
	const tenths = Math.round(Math.max(0, ms) / 100);
	const [hours, minutes, seconds] = [Math.floor(tenths / 36_000), Math.floor(tenths / 600) % 60, Math.floor(tenths / 10) % 60];
	const two = (value: number) => String(value).padStart(2, '0');
	return `${hours > 0 ? `${hours}:` : ''}${two(minutes)}:${two(seconds)}.${tenths % 10}`;
}

/** At most three decimals. */
export function rounded(value: number): string {
	return String(Math.round(value * 1000) / 1000).replace('-', '−');
}
