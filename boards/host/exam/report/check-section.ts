/** What a page says of one check. */
import type { CheckReport, EvidenceLine, FindingReport } from '../../../../src/exam/report/report.js';
import { VERDICTS } from '../../../../src/exam/verdict.js';
import { clock, quantity } from './figures.js';
import { badge, gradeOf } from './grade.js';
import { hostile, html, type Markup } from './markup.js';
import { plotSvg } from './plot.js';
import type { ReportWords } from './report-word-kinds.js';
import { shortened } from './visible.js';

/** Of a check, worst first. */
const MOST_FINDINGS = 8;
/** Of a finding: from its begin, as the record has them. */
const MOST_LINES = 24;
/** Of a line, UTF-16 units. */
const MOST_TEXT = 400;

/** Lines and pictures of all checks share what room there is in a page: who asks first gets it. */
export class Room {
	#left: number;

	/** @param bytes UTF-8 */
	constructor(bytes: number) {
		this.#left = bytes;
	}

	/** Undefined: there is not so much left. */
	take(markup: Markup): Markup | undefined {
		const size = new TextEncoder().encode(markup.text).length;
		if (size > this.#left) return undefined;
		this.#left -= size;
		return markup;
	}
}

/** Address of a check within the page; names are plain words, but a report may come from elsewhere. */
export function anchorOf({ id }: CheckReport): string {
	return `check-${id.replace(/[^A-Za-z0-9]/g, '')}`;
}

/** A finding's measured value and limit, `19.4 s`. */
export function measuredOf({ measured, limit, unit }: FindingReport): { readonly measured: string; readonly limit: string | undefined } | undefined {
	if (measured === null) return undefined;
	return { measured: quantity(measured, unit), limit: limit === null ? undefined : quantity(limit, unit) };
}

/** Worst first, in the order of the report among equals. */
export function worstFirst(findings: readonly FindingReport[]): readonly FindingReport[] {
	return [...findings].sort((one, other) => VERDICTS.indexOf(other.verdict) - VERDICTS.indexOf(one.verdict));
}

export function checkSection(check: CheckReport, words: ReportWords, room: Room): Markup {
	const grade = gradeOf(check);
	const { labels } = words;
	const anchor = anchorOf(check);
	const findings = worstFirst(check.findings);
	const more = findings.length - MOST_FINDINGS;
	return html`<section class="check ${check.verdict}" id="${anchor}" aria-labelledby="${anchor}-h">
<header><h3 id="${anchor}-h">${check.id} ${check.name}</h3>${badge(grade, words)}</header>
<p class="is">${hostile(check.is)}</p>
<dl class="meta"><dt>${words.columns.obligation}</dt><dd>${words.obligations[check.obligation]}</dd><dt>${labels.source}</dt><dd>${hostile(check.source)}</dd><dt>${labels.confidence}</dt><dd>${words.confidences[check.confidence]}</dd>${check.watchlist ? html`<dt>${labels.watchlist}</dt><dd>${words.watchlist}</dd>` : undefined}${check.waived === null ? undefined : html`<dt>${labels.waived}</dt><dd>${hostile(words.waivedInFact(words.grades[check.verdict], check.waived))}</dd>`}</dl>
${findings.slice(0, MOST_FINDINGS).map((finding, i) => findingOf(finding, check, `${anchor}-${i + 1}`, words, room))}${more > 0 ? html`<p class="quiet">${words.moreFindings(more)}</p>` : undefined}
<h4>${labels.repeat}</h4><code class="command">${hostile(check.repeat)}</code>
<p class="back"><a href="#checks">${labels.top}</a></p></section>
`;
}

function findingOf(finding: FindingReport, check: CheckReport, id: string, words: ReportWords, room: Room): Markup {
	const where = [finding.step, finding.session === null ? undefined : words.sessionNumber(finding.session)].filter((each) => each);
	const number = measuredOf(finding);
	const measured =
		number &&
		html`<p><span class="quiet">${words.columns.measured}</span> <span class="measured">${number.measured}</span>${number.limit === undefined ? undefined : html` · <span class="quiet">${words.columns.limit}</span> <span class="measured">${number.limit}</span>`}</p>`;
	return html`<div class="finding"><p>${badge(finding.verdict, words)} ${hostile(finding.reason)}</p>${where.length > 0 ? html`<p class="where">${where.join(' · ')}</p>` : undefined}${measured}
${pictureOf(finding, check, id, words, room)}${evidenceOf(finding.evidence, words, room)}</div>
`;
}

function pictureOf({ plot }: FindingReport, check: CheckReport, id: string, words: ReportWords, room: Room): Markup | undefined {
	if (plot === null) return undefined;
	return room.take(plotSvg(plot, `${check.id} ${check.name}`, id, words.plot)) ?? html`<p class="quiet">${words.noPicture}</p>`;
}

function evidenceOf(lines: readonly EvidenceLine[], words: ReportWords, room: Room): Markup | undefined {
	if (lines.length === 0) return undefined;
	const told: Markup[] = [];
	for (const line of lines.slice(0, MOST_LINES)) {
		const row = room.take(lineOf(line));
		if (!row) break;
		told.push(row);
	}
	const more = lines.length - told.length;
	const { evidence } = words.labels;
	const table =
		told.length > 0
			? html`<table class="lines"><thead><tr><th scope="col" class="number">${words.lines.number}</th><th scope="col" class="number">${words.lines.at}</th><th scope="col">${words.lines.who}</th><th scope="col">${words.lines.text}</th></tr></thead><tbody>${told}</tbody></table>`
			: undefined;
	return html`<h4>${evidence}</h4>${table}${more > 0 ? html`<p class="quiet">${words.moreLines(more)}</p>` : undefined}`;
}

function lineOf({ number, at, who, text }: EvidenceLine): Markup {
	return html`<tr><th scope="row" class="number">${number}</th><td class="number">${clock(at)}</td><td>${hostile(shortened(who, MOST_TEXT))}</td><td><bdi>${hostile(shortened(text, MOST_TEXT))}</bdi></td></tr>
`;
}
