/** Page 1 of a report, and the tables that stand before and after its checks. */
import type { CheckReport, Headline, Report } from '../../../../src/exam/report/report.js';
import { anchorOf, measuredOf, worstFirst } from './check-section.js';
import { clock, duration, quantity } from './figures.js';
import { badge, GRADES, gradeOf, sign } from './grade.js';
import { hostile, html, type Markup } from './markup.js';
import type { ReportWords } from './report-word-kinds.js';
import { visible } from './visible.js';

/** Of a list or a table, but for checks, limits and claims, whose number is Keiki's own. */
const MOST_ROWS = 200;

export function frontPage(report: Report, words: ReportWords): Markup {
	const { headings } = words;
	return html`<header><h1>${hostile(words.title(report.hems))}</h1><p class="quiet">${words.subtitle}</p></header>
<main>
<section class="notice" aria-labelledby="no-certification"><p class="big" id="no-certification">${words.noCertification}</p>${words.certifications.map((each) => html`<p>${each}</p>`)}</section>
${report.cutShort === null ? undefined : html`<p class="notice broken">${hostile(words.cutShort(report.cutShort))}</p>`}
<section aria-labelledby="result"><h2 id="result">${headings.result}</h2>${totals(report, words)}<p>${words.about.exitCode} ${words.exitCodes(report.exitCode)}</p>${failures(report, words)}</section>
<section aria-labelledby="figures"><h2 id="figures">${headings.figures}</h2>${figures(report.headline, words)}${recovery(report.headline, words)}</section>
<section aria-labelledby="contradictions"><h2 id="contradictions">${headings.contradictions}</h2>${contradictions(report, words)}</section>
<section aria-labelledby="about"><h2 id="about">${headings.about}</h2>${about(report, words)}</section>
<section aria-labelledby="claims"><h2 id="claims">${headings.claims}</h2>${pairs(words.columns.claim, words.columns.told, claims(report, words))}</section>
<section aria-labelledby="verdicts"><h2 id="verdicts">${headings.verdicts}</h2>${definitions(words)}</section>
<section aria-labelledby="limits"><h2 id="limits">${headings.limits}</h2><p class="quiet">${words.limitsNote}</p>${pairs(words.columns.name, words.columns.limit, limits(report))}</section>
${checksTable(report, words)}`;
}

export function totals({ totals: counts }: Pick<Report, 'totals'>, words: ReportWords): Markup {
	const tiles = GRADES.map((grade) => html`<li class="tile ${grade}"><b>${sign(grade)}${counts[grade]}</b><span>${words.grades[grade]}</span></li>`);
	return html`<ul class="tiles">${tiles}</ul>`;
}

/** What failed, at once: page 1 is all that some read. */
export function failures({ checks }: Pick<Report, 'checks'>, words: ReportWords): Markup | undefined {
	const failed = checks.filter((check) => gradeOf(check) === 'fail');
	if (failed.length === 0) return undefined;
	const items = failed.map(
		(check) => html`<li>${badge('fail', words)} <a href="#${anchorOf(check)}">${check.id} ${check.name}</a> ${hostile(check.is)}</li>`,
	);
	return html`<ul class="plain">${items}</ul>`;
}

function figures(headline: Headline, words: ReportWords): Markup {
	const time = (ms: number | null, say = (text: string) => text) => (ms === null ? words.notSeen : say(duration(ms)));
	const rows: readonly (readonly [keyof Headline, string])[] = [
		['firstValueMs', time(headline.firstValueMs)],
		['patienceOneMs', time(headline.patienceOneMs)],
		['patienceManyMs', time(headline.patienceManyMs)],
		['wrongValues', String(headline.wrongValues)],
		['joinsAMinute', headline.joinsAMinute === null ? words.notSeen : words.aMinute(headline.joinsAMinute)],
		['airTimeAnHourMs', time(headline.airTimeAnHourMs, words.anHour)],
	];
	return html`<ul class="tiles figures">${rows.map(([name, text]) => html`<li class="tile"><span>${words.figures[name]}</span><b>${text}</b></li>`)}</ul>`;
}

function recovery({ recovery: times }: Headline, words: ReportWords): Markup {
	const rows = Object.entries(times).slice(0, MOST_ROWS);
	const heading = html`<h3>${words.figures.recovery}</h3>`;
	if (rows.length === 0) return html`${heading}<p>${words.nothingToRecover}</p>`;
	const cells = rows.map(([step, ms]) => [step, ms === null ? html`<strong>${words.neverBack}</strong>` : duration(ms)] as const);
	return html`${heading}${pairs(words.columns.step, words.columns.took, cells)}${leftOut(Object.keys(times).length, words)}`;
}

function contradictions(report: Report, words: ReportWords): Markup {
	if (report.contradictions.length === 0) return html`<p>${words.noContradictions}</p>`;
	const { contradictions: all } = report;
	return html`<ul>${all.slice(0, MOST_ROWS).map((each) => html`<li>${hostile(each)}</li>`)}</ul>${leftOut(all.length, words)}`;
}

function about(report: Report, words: ReportWords): Markup {
	const names = words.about;
	const command = report.command === null ? words.byHand : html`<code>${hostile(report.command.join(' '))}</code>`;
	const files = Object.entries(report.files).map(([name, path]) => html`<li>${name}: ${fileLink(path)}</li>`);
	return pairs(words.columns.name, words.columns.value, [
		[names.hems, hostile(report.hems)],
		[names.command, command],
		[names.keiki, report.keiki],
		[names.started, timeOf(report.started)],
		[names.ended, timeOf(report.ended)],
		[names.model, report.model],
		[names.mode, words.modes[report.mode]],
		[names.seed, report.seed],
		[names.files, html`<ul>${files}</ul>`],
	]);
}

/** What lies beside the report is a link; another place is only named. */
function fileLink(path: string): Markup {
	const parts = path.split('/');
	const isBeside = !/^[/\\]|^[A-Za-z][A-Za-z0-9+.-]*:/.test(path) && !parts.includes('..') && visible(path) === path;
	return isBeside ? html`<a href="./${parts.map(encodeURIComponent).join('/')}">${hostile(path)}</a>` : html`<code>${hostile(path)}</code>`;
}

export function timeOf(text: string): Markup {
	return html`<time datetime="${text}">${text}</time>`;
}

function claims({ claims: claimed }: Report, words: ReportWords): readonly (readonly [string, string])[] {
	const said = (value: boolean | undefined) => words.claimed[value === undefined ? 'nothing' : value ? 'yes' : 'no'];
	return (Object.keys(words.claims) as (keyof Report['claims'])[]).map((name) => {
		const value = claimed[name];
		const text = name === 'clock' ? words.claimed[claimed.clock] : typeof value === 'number' ? duration(value) : said(value as boolean | undefined);
		return [words.claims[name], text];
	});
}

export function definitions(words: ReportWords): Markup {
	const rows = GRADES.map((grade) => html`<tr><th scope="row">${badge(grade, words)}</th><td>${words.definitions[grade]}</td></tr>`);
	return html`<table><thead><tr><th scope="col">${words.columns.grade}</th><th scope="col">${words.columns.definition}</th></tr></thead><tbody>${rows}</tbody></table>`;
}

function limits(report: Report): readonly (readonly [string, string])[] {
	return Object.entries(report.limits).map(([name, { value, unit }]) => [name, quantity(value, unit)]);
}

export function checksTable(report: Pick<Report, 'checks'>, words: ReportWords): Markup {
	const { columns } = words;
	const { grade, id, name, is, obligation, measured, limit } = columns;
	const heads = [grade, id, name].map((each) => html`<th scope="col">${each}</th>`);
	const wide = [is, obligation].map((each) => html`<th scope="col" class="wide">${each}</th>`);
	const numbers = [measured, limit].map((each) => html`<th scope="col" class="wide number">${each}</th>`);
	return html`<section class="all" aria-labelledby="checks"><h2 id="checks" tabindex="-1">${words.headings.checks}</h2>
<table class="checks"><thead><tr>${heads}${wide}${numbers}</tr></thead><tbody>
${report.checks.map((check) => checkRow(check, words))}</tbody></table></section>
`;
}

function checkRow(check: CheckReport, words: ReportWords): Markup {
	const worst = worstFirst(check.findings)[0];
	const number = worst && measuredOf(worst);
	const mark = check.watchlist ? html`<br><span class="quiet">${words.labels.watchlist}</span>` : undefined;
	return html`<tr><td>${badge(gradeOf(check), words)}</td><td class="short">${check.id}</td><th scope="row" class="name"><a href="#${anchorOf(check)}">${check.name}</a></th><td class="wide">${hostile(check.is)}</td><td class="wide short">${words.obligations[check.obligation]}${mark}</td><td class="wide number">${number?.measured}</td><td class="wide number">${number?.limit}</td></tr>
`;
}

/** Of sessions that the exam had, with their steps. */
export function sessionsTable(report: Report, words: ReportWords): Markup {
	const { columns } = words;
	const sessions = report.sessions.slice(0, MOST_ROWS).map((session) => {
		const rows = session.steps
			.slice(0, MOST_ROWS)
			.map(
				({ name, situation, from, to }) =>
					html`<tr><th scope="row">${name}</th><td>${situation ?? ''}</td><td class="number">${clock(from)}</td><td class="number">${clock(to)}</td></tr>`,
			);
		return html`<h3>${session.number} ${session.name}</h3><p class="quiet">${columns.meterTime}: ${timeOf(session.meterTime)} · ${columns.took}: ${duration(session.tookMs)}</p>
<table><thead><tr><th scope="col">${columns.step}</th><th scope="col">${columns.situation}</th><th scope="col" class="number">${columns.from}</th><th scope="col" class="number">${columns.to}</th></tr></thead><tbody>${rows}</tbody></table>${leftOut(session.steps.length, words)}`;
	});
	return html`<section aria-labelledby="sessions"><h2 id="sessions">${words.headings.sessions}</h2>${sessions}${leftOut(report.sessions.length, words)}</section>
`;
}

/** How many of so many are not shown. */
function leftOut(rows: number, words: ReportWords): Markup | undefined {
	return rows > MOST_ROWS ? html`<p class="quiet">${words.moreRows(rows - MOST_ROWS)}</p>` : undefined;
}

export function pairs(name: string, value: string, rows: readonly (readonly [string, Markup | string | number])[]): Markup {
	const cells = rows.map(([each, told]) => html`<tr><th scope="row">${each}</th><td>${told}</td></tr>`);
	return html`<table class="pairs"><thead><tr><th scope="col">${name}</th><th scope="col">${value}</th></tr></thead><tbody>${cells}</tbody></table>`;
}
