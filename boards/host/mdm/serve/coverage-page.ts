/** What is there of a day, by half-hour and group, and where it is missing. */
import { HALF_HOURS } from '../../../../src/mdm/day-matrix.js';
import { type Html, html } from '../../web/html.js';
import type { WebLanguage } from '../../web/words.js';
import { slotText } from '../days.js';
import type { DayCoverage, GroupCoverage } from './coverage.js';
import { dayForm, pageOf } from './frame.js';
import { SERVE_WORDS } from './serve-words.js';

/** Groups that a page shows. */
const MOST_GROUPS = 200;
/** px of a half-hour. */
const CELL = Object.freeze({ width: 8, height: 18 });
const HALF_HOUR = 1_800_000;

export interface CoverageAsked {
	readonly language: WebLanguage;
	/** `2026-12-01`, and those before and after it. */
	readonly days: readonly [before: string, at: string, next: string];
	/** Half-hours of the day that are over. */
	readonly over: number;
	/** ms since 1970. */
	readonly at: number;
	/** Readings that collectors write down a second; undefined: not known. */
	readonly rate: number | undefined;
	/** Groups are those of a register, not shards. */
	readonly hasRegister: boolean;
}

export function coveragePage({ all, groups }: DayCoverage, asked: CoverageAsked): Html {
	const { language, days, over, at, rate } = asked;
	const words = SERVE_WORDS[language];
	const title = words.coverage(days[1]);
	const time = slotText(at / HALF_HOUR)
		.slice(0, 19)
		.replace('T', ' ');
	const files = html`<p class="row"><a href="/api/gaps?from=${days[1]}">${words.gapsFile}</a> <a href="/api/status?from=${days[1]}">${words.statusFile}</a> <span class="muted">${words.at(time)}${rate !== undefined && html` ${words.rate(rate.toFixed(1))}`}</span></p>`;
	const shown = groups.slice(0, MOST_GROUPS);
	const main = html`${dayForm('/', {}, days, language)}
${
	groups.length === 0
		? html`<p class="note">${words.nothing}</p>`
		: html`${legend(language)}${groups.length > shown.length && html`<p>${words.more(shown.length, groups.length)}</p>`}
${tableOf([[words.all, all], ...shown.map((each) => [nameOf(each, asked), each] as const)], title, over, language)}`
}
${files}`;
	return pageOf({ title, language, path: `/?day=${days[1]}`, main });
}

function nameOf({ name }: GroupCoverage, { language, hasRegister }: CoverageAsked): string {
	const words = SERVE_WORDS[language];
	if (!hasRegister) return words.shard(name);
	return name === '' ? words.noGroup : name;
}

function tableOf(rows: readonly (readonly [string, GroupCoverage])[], title: string, over: number, language: WebLanguage): Html {
	const words = SERVE_WORDS[language];
	const heads = [words.group, words.meters, words.known, words.missing, words.estimated, words.halfHours];
	return html`<div class="wide" role="region" tabindex="0" aria-label="${title}"><table><thead><tr>${heads.map((each) => html`<th scope="col">${each}</th>`)}</tr></thead>
<tbody>${rows.map(([name, group]) => {
		const estimated = group.estimated.reduce((sum, each) => sum + each, 0);
		return html`<tr><th scope="row">${name}</th><td class="number">${group.meters}</td><td class="number">${percent(group.share(over))}</td><td class="number">${group.missing(over)}</td><td class="number">${estimated}</td><td>${cells(name, group, over, language)}</td></tr>
`;
	})}</tbody></table></div>`;
}

/** Rounded down, so that 100 % is all. */
const percent = (share: number | undefined): string => (share === undefined ? '–' : `${(Math.floor(share * 10_000) / 100).toFixed(2)} %`);

/** The place of a half-hour in `levels`. */
export function levelOf({ expected, known }: GroupCoverage, k: number, over: number): number {
	if (k >= over || expected[k] === 0) return 0;
	const share = known[k]! / expected[k]!;
	if (share === 0) return 1;
	if (share < 0.9) return 2;
	if (share < 0.99) return 3;
	return share < 1 ? 4 : 5;
}

function cells(name: string, group: GroupCoverage, over: number, language: WebLanguage): Html {
	const words = SERVE_WORDS[language];
	const levels = Array.from({ length: HALF_HOURS }, (_, k) => levelOf(group, k, over));
	const told = words.levels.flatMap((word, level) => {
		const count = levels.filter((each) => each === level).length;
		return count === 0 ? [] : [`${word} ${count}`];
	});
	return html`<svg class="cells" role="img" aria-label="${words.byHalfHour(name, told.join(', '))}" width="${HALF_HOURS * CELL.width}" height="${CELL.height}" viewBox="0 0 ${HALF_HOURS * CELL.width} ${CELL.height}">${levels.map(
		(level, k) =>
			html`<rect class="level${level}" x="${k * CELL.width}" y="${CELL.height * (1 - HEIGHTS[level]!)}" width="${CELL.width - 1}" height="${CELL.height * HEIGHTS[level]!}"><title>${clock(k)} ${words.levels[level]}: ${group.known[k]}/${group.expected[k]}</title></rect>`,
	)}</svg>`;
}

/** Levels are told apart without colours, too. */
const HEIGHTS: readonly number[] = Object.freeze([0.1, 1, 0.4, 0.6, 0.8, 1]);

const two = (count: number): string => String(count).padStart(2, '0');

/** The begin of a half-hour of a day. */
export const clock = (k: number): string => `${two(k >> 1)}:${k % 2 === 0 ? '00' : '30'}`;

function legend(language: WebLanguage): Html {
	const words = SERVE_WORDS[language];
	return html`<p class="row legend"><span>${words.legend}:</span>${words.levels.map(
		(word, level) =>
			html`<span class="row"><svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true"><rect class="level${level}" y="${14 * (1 - HEIGHTS[level]!)}" width="14" height="${14 * HEIGHTS[level]!}"></rect></svg>${word}</span>`,
	)}</p>`;
}
