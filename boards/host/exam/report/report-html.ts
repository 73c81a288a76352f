/**
 * `report.html`: one file that opens from a disk, prints on A4, and has no script and nothing from elsewhere, which its own policy forbids. What the program
 * wrote stands in it as text.
 */
import { createHash } from 'node:crypto';
import type { CheckReport, Report } from '../../../../src/exam/report/report.js';
import { VERDICTS } from '../../../../src/exam/verdict.js';
import { checkSection, Room } from './check-section.js';
import { frontPage, sessionsTable } from './front-page.js';
import { signDefinitions } from './grade.js';
import { html, Markup } from './markup.js';
import type { ReportWords } from './report-word-kinds.js';
import { REPORT_WORDS } from './report-words.js';
import { STYLE } from './style.js';

/** For evidence and pictures of all checks together, bytes: the page stays below 2 MB. */
const ROOM = 1_400_000;

const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');
const POLICY = `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; img-src data:; base-uri 'none'; form-action 'none'`;

export function reportHtml(report: Report): string {
	const words = REPORT_WORDS[report.language];
	const page = html`<!DOCTYPE html>
<html lang="${report.language}">
${headOf(words.title(report.hems))}
<body>
<a class="skip" href="#checks">${words.skip}</a>
${signDefinitions()}
${frontPage(report, words)}
<section class="each" aria-labelledby="each"><h2 id="each">${words.headings.findings}</h2>
${sections(report, words)}</section>
${sessionsTable(report, words)}</main>
<footer>${words.noCertification} · keiki ${report.keiki} · ${report.ended}</footer>
</body>
</html>
`;
	return page.text;
}

export function headOf(title: string): Markup {
	return html`<head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${new Markup(POLICY)}"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer"><link rel="icon" href="data:,">
<title>${title}</title><style>${new Markup(STYLE)}</style></head>`;
}

/** In the order of the report; the worst have the first of the room. */
export function sections({ checks }: Pick<Report, 'checks'>, words: ReportWords): readonly Markup[] {
	const room = new Room(ROOM);
	const made = new Map<CheckReport, Markup>();
	const worst = [...checks].sort((one, other) => VERDICTS.indexOf(other.verdict) - VERDICTS.indexOf(one.verdict));
	for (const check of worst) made.set(check, checkSection(check, words, room));
	return checks.map((check) => made.get(check)!);
}
