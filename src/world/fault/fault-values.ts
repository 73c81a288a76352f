/** Values of `--fault NAME=VALUE`: how often, how long, how much. Each parser gives undefined for what is none of its form. */
import { parseDuration } from '../time/duration.js';

/** A probability from 0 to 1: `always`, `on`, `1/20`, `5%`. */
export function parseShare(text: string): number | undefined {
	if (text === 'always' || text === 'on') return 1;
	const ratio = /^1\/(\d+)$/.exec(text);
	if (ratio !== null) return Number(ratio[1]) >= 1 ? 1 / Number(ratio[1]) : undefined;
	const percent = /^(\d+(?:\.\d+)?)%$/.exec(text);
	if (percent === null) return undefined;
	const share = Number(percent[1]) / 100;
	return share > 0 && share <= 1 ? share : undefined;
}

/** `200ms`, or from and to: `50-200ms`. */
export function parseDurationRange(text: string): { readonly min: number; readonly max: number } | undefined {
	const match = /^(\d+(?:\.\d+)?)-(\d+(?:\.\d+)?[a-z]+)$/.exec(text);
	const max = parseDuration(match?.[2] ?? text);
	const min = match === null ? max : parseDuration(match[1] + match[2]!.replace(/[\d.]+/, ''));
	return min === undefined || max === undefined || min > max ? undefined : { min, max };
}

/** `10min`, or in one case of so many: `10min:1/3`. */
export function parseTimed(text: string): { readonly delay: number; readonly oneIn: number } | undefined {
	const [time = '', share = 'always'] = text.split(':');
	const delay = parseDuration(time);
	const often = parseShare(share);
	return delay === undefined || often === undefined ? undefined : { delay, oneIn: 1 / often };
}

/** A whole number within limits. */
export function parseCount(text: string, min: number, max: number): number | undefined {
	const value = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
	return value >= min && value <= max ? value : undefined;
}
