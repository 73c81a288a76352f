/** One supply point's day: its curve, what is known of each half-hour, and what changed from version to version. */
import { HALF_HOURS, NO_QUALITY } from '../../../../src/mdm/day-matrix.js';
import type { StandingMeter } from '../../../../src/mdm/meter-register.js';
import { isEstimate, QUALITY } from '../../../../src/mdm/quality.js';
import type { MeterDay } from '../../../../src/mdm/reading-store.js';
import { RULES, rulesIn } from '../../../../src/mdm/rules.js';
import { isoTime } from '../../../../src/world/time/iso-time.js';
import { type Html, html } from '../../web/html.js';
import type { WebLanguage } from '../../web/words.js';
import { intervalsOf } from '../reading-lines.js';
import { clock } from './coverage-page.js';
import { dayForm, pageOf } from './frame.js';
import { qualityIn } from './quality-words.js';
import { SERVE_WORDS } from './serve-words.js';

/** px. */
const CHART = Object.freeze({ bar: 15, height: 160, foot: 18 });

export interface MeterAsked {
	readonly language: WebLanguage;
	readonly days: readonly [before: string, at: string, next: string];
	/** A supply point, or a number. */
	readonly of: string;
}

/** Of one meter that stood there on a day. */
export interface MeterVersions {
	readonly number: number;
	/** Undefined: the register does not have it. */
	readonly meter: StandingMeter | undefined;
	/** Rising. */
	readonly versions: readonly MeterDay[];
}

export function meterPage(meters: readonly MeterVersions[], asked: MeterAsked): Html {
	const { language, days, of } = asked;
	const words = SERVE_WORDS[language];
	const title = meters[0]?.meter === undefined ? words.meter(meters[0]!.number) : `${words.point} ${meters[0].meter.supplyPoint}`;
	const main = html`${dayForm('/meter', { of }, days, language)}
${meters.map((each) => sectionOf(each, days[1], language))}`;
	return pageOf({ title, language, path: `/meter?${new URLSearchParams({ of, day: days[1] })}`, main });
}

function sectionOf({ number, meter, versions }: MeterVersions, day: string, language: WebLanguage): Html {
	const words = SERVE_WORDS[language];
	const newest = versions.at(-1);
	const rows: readonly (readonly [string, string])[] = [
		...(meter === undefined
			? []
			: ([
					[words.serial, meter.serial],
					[words.group, meter.group],
					...(Number.isFinite(meter.from) || Number.isFinite(meter.to)
						? ([[words.stands, `${timeText(meter.from)} – ${timeText(meter.to)}`]] as const)
						: []),
				] as const)),
		...(newest === undefined
			? []
			: ([
					[words.version, newest.version === 0 ? words.open : String(newest.version)],
					[
						words.flags,
						rulesIn(newest.flags)
							.map((name) => RULES[name][language])
							.join(', ') || words.noFlags,
					],
				] as const)),
	];
	return html`<section class="card"><h2>${words.meter(number)}</h2>
<dl class="facts">${rows.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>
${
	newest === undefined
		? html`<p class="note">${words.noDay}</p>`
		: html`${curveOf(newest, meter, day, language)}${changesOf(versions, language)}
<p><a href="/api/readings?meter=${number}&from=${day}&history=1">${words.readingsFile}</a></p>`
}
</section>
`;
}

const timeText = (time: number): string => (Number.isFinite(time) ? isoTime(time).slice(0, 16).replace('T', ' ') : '');

function curveOf(day: MeterDay, meter: StandingMeter | undefined, date: string, language: WebLanguage): Html {
	const words = SERVE_WORDS[language];
	const [imports, exports] = [intervalsOf(day.imports, meter?.digits), intervalsOf(day.exports, meter?.digits)];
	const most = Math.max(1, ...imports.map((each) => each ?? 0), ...exports.map((each) => each ?? 0));
	const value = (counts: number | null): string =>
		counts === null ? '–' : meter === undefined ? String(counts) : ((counts * meter.wh) / 1000).toFixed(3);
	const unit = words.unit(meter?.wh);
	const sum = imports.reduce<number>((total, each) => total + (each ?? 0), 0);
	const told = words.curveTold(imports.filter((each) => each !== null).length, `${value(sum)} ${unit}`);
	const bars = (counts: readonly (number | null)[], direction: 'import' | 'export') =>
		counts.map((each, k) => {
			const height = ((each ?? 0) / most) * CHART.height;
			const half = (CHART.bar - 1) / 2;
			return (
				each !== null &&
				html`<rect class="${direction}${isEstimate(day.quality[k]!) && ' estimated'}${day.quality[k] === QUALITY.questionable && ' questionable'}" x="${k * CHART.bar + (direction === 'export' ? half : 0)}" y="${(CHART.height - height).toFixed(1)}" width="${half}" height="${height.toFixed(1)}"></rect>`
			);
		});
	const gaps = imports.map(
		(each, k) => each === null && html`<rect class="gap" x="${k * CHART.bar}" y="0" width="${CHART.bar - 1}" height="${CHART.height}"></rect>`,
	);
	const hours = Array.from({ length: 8 }, (_, i) => html`<text x="${i * 6 * CHART.bar}" y="${CHART.height + CHART.foot - 4}">${clock(i * 6)}</text>`);
	const width = HALF_HOURS * CHART.bar;
	const heads = [words.time, `${words.import} (${unit})`, `${words.export} (${unit})`, words.quality, words.status];
	return html`<h3>${words.curve(date)}</h3>
<div class="wide" role="region" tabindex="0" aria-label="${words.meter(day.number)}: ${words.curve(date)}"><svg class="curve" role="img" aria-label="${told}" width="${width}" height="${CHART.height + CHART.foot}" viewBox="0 0 ${width} ${CHART.height + CHART.foot}">${gaps}${bars(imports, 'import')}${bars(exports, 'export')}${hours}</svg></div>
<p>${told}</p>
<details><summary>${words.halfHours}</summary><table><thead><tr>${heads.map((each) => html`<th scope="col">${each}</th>`)}</tr></thead>
<tbody>${imports.map((each, k) => {
		const quality = day.quality[k]!;
		return html`<tr><th scope="row">${clock(k)}</th><td class="number">${value(each)}</td><td class="number">${value(exports[k]!)}</td><td${quality === NO_QUALITY && html` class="bad"`}>${qualityIn(quality, language)}</td><td class="number">${day.status[k]}</td></tr>`;
	})}</tbody></table></details>
`;
}

/** Half-hours of which value or quality differ. */
export function differing(one: MeterDay, other: MeterDay): number {
	const differs = (k: number) =>
		one.quality[k] !== other.quality[k] ||
		[k, k + 1].some((boundary) => one.imports[boundary] !== other.imports[boundary] || one.exports[boundary] !== other.exports[boundary]);
	return Array.from({ length: HALF_HOURS }, (_, k) => k).filter(differs).length;
}

function changesOf(versions: readonly MeterDay[], language: WebLanguage): Html | false {
	const words = SERVE_WORDS[language];
	const closed = versions.filter(({ version }) => version > 0);
	if (closed.length === 0) return false;
	return html`<h3>${words.changed}</h3>
<ol class="plain">${closed.map((each, i) => html`<li>${words.version} ${each.version}: ${i === 0 ? words.first : words.changes(differing(closed[i - 1]!, each))}</li>`)}</ol>
`;
}
