/** Times and ages as the pages tell them: Japan Standard Time. */
import type { InEach, Language } from '../../../../src/world/schema/language.js';
import { type Html, html } from '../../web/html.js';

/** JST is UTC+9 all the year. */
const OFFSET = 9 * 3_600_000;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

interface AgeWords {
	readonly minutes: (count: number) => string;
	readonly hours: (count: number) => string;
	readonly days: (count: number) => string;
	readonly ahead: string;
	readonly none: string;
}

const WORDS: InEach<AgeWords> = Object.freeze({
	en: {
		minutes: (count) => (count === 1 ? '1 minute old' : `${count} minutes old`),
		hours: (count) => (count === 1 ? '1 hour old' : `${count} hours old`),
		days: (count) => (count === 1 ? '1 day old' : `${count} days old`),
		ahead: 'ahead of the clock',
		none: 'none',
	},
	ja: {
		minutes: (count) => `${count}分前`,
		hours: (count) => `${count}時間前`,
		days: (count) => `${count}日前`,
		ahead: '時計より先',
		none: 'なし',
	},
});

/** `2026-11-30 09:30`. @param at ms since 1970-01-01T00:00:00Z */
export function timeText(at: number): string {
	return new Date(at + OFFSET).toISOString().slice(0, 16).replace('T', ' ');
}

/** `2026-11-30`. */
export function dateText(at: number): string {
	return timeText(at).slice(0, 10);
}

/** Midnight of a day `2026-11-30`, ms since 1970-01-01T00:00:00Z; undefined: it is none. */
export function dayOf(text: string): number | undefined {
	if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
	const at = Date.parse(`${text}T00:00:00Z`) - OFFSET;
	// 30 February would roll over.
	return Number.isNaN(at) || dateText(at) !== text ? undefined : at;
}

/** How old a record is. */
export function ageText(at: number, now: number, language: Language): string {
	const words = WORDS[language];
	const age = now - at;
	if (age < 0) return words.ahead;
	if (age < HOUR) return words.minutes(Math.floor(age / MINUTE));
	return age < 2 * DAY ? words.hours(Math.floor(age / HOUR)) : words.days(Math.floor(age / DAY));
}

/** As of when a record is, and how old that makes it. */
export function asOf(at: number, now: number, language: Language): Html {
	return html`<span class="age">${timeText(at)} (${ageText(at, now, language)})</span>`;
}
