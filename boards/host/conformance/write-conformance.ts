/** The three files of a report of a meter, as those of an exam: `report.json`, `report.html`, `junit.xml`. */
import { join } from 'node:path';
import type { ConformanceReport } from '../../../src/exam/conformance/conformance-report.js';
import { checksTable, definitions, failures, pairs, timeOf, totals } from '../exam/report/front-page.js';
import { signDefinitions } from '../exam/report/grade.js';
import { junitOf } from '../exam/report/junit.js';
import { hostile, html } from '../exam/report/markup.js';
import { headOf, sections } from '../exam/report/report-html.js';
import { REPORT_FILES } from '../exam/report/write-report.js';
import { writeWhole } from '../shared/durable-file.js';
import { type ConformanceReportWords, conformanceWords } from './conformance-words.js';

const MODE = 0o644;

/** @param folder that is there. Throws the system's error. */
export function writeConformance(folder: string, report: ConformanceReport): void {
	writeWhole(join(folder, REPORT_FILES.json), `${JSON.stringify(report, null, '\t')}\n`, MODE);
	writeWhole(join(folder, REPORT_FILES.html), conformanceHtml(report), MODE);
	writeWhole(join(folder, REPORT_FILES.junit), conformanceJunit(report), MODE);
}

function conformanceJunit(report: ConformanceReport): string {
	const words = conformanceWords(report.language);
	const { meter, keiki, client, server, device } = report;
	const about = { meter, ...(device !== null && { device }), keiki, client, server, certification: words.noCertification };
	return junitOf(report, { program: 'keiki conformance', subject: meter, about, classname: 'keiki.conformance', words, sessions: [] });
}

function conformanceHtml(report: ConformanceReport): string {
	const words = conformanceWords(report.language);
	const { headings } = words;
	return html`<!DOCTYPE html>
<html lang="${report.language}">
${headOf(words.title(report.meter))}
<body>
<a class="skip" href="#checks">${words.skip}</a>
${signDefinitions()}
<header><h1>${hostile(words.title(report.meter))}</h1><p class="quiet">${words.subtitle}</p></header>
<main>
<section class="notice" aria-labelledby="no-certification"><p class="big" id="no-certification">${words.noCertification}</p>${words.certifications.map((each) => html`<p>${each}</p>`)}</section>
${report.cutShort === null ? undefined : html`<p class="notice broken">${hostile(words.cutShort(report.cutShort))}</p>`}
<section aria-labelledby="result"><h2 id="result">${headings.result}</h2>${totals(report, words)}<p>${words.about.exitCode} ${words.exitCodes(report.exitCode)}</p>${failures(report, words)}</section>
<section aria-labelledby="about"><h2 id="about">${headings.about}</h2>${about(report, words)}</section>
<section aria-labelledby="verdicts"><h2 id="verdicts">${headings.verdicts}</h2>${definitions(words)}</section>
${checksTable(report, words)}
<section class="each" aria-labelledby="each"><h2 id="each">${headings.findings}</h2>
${sections(report, words)}</section>
</main>
<footer>${words.noCertification} · keiki ${report.keiki} · ${report.ended}</footer>
</body>
</html>
`.text;
}

function about({ meter, device, client, server, mayWrite, mayDisconnect, keiki, started, ended }: ConformanceReport, words: ConformanceReportWords) {
	const { meter: names, yesOrNo } = words;
	return pairs(words.columns.name, words.columns.value, [
		[names.meter, hostile(meter)],
		[names.device, device === null ? words.notSeen : hostile(device)],
		[names.client, client],
		[names.server, server],
		[names.writes, yesOrNo(mayWrite)],
		[names.disconnects, yesOrNo(mayDisconnect)],
		[words.about.keiki, keiki],
		[words.about.started, timeOf(started)],
		[words.about.ended, timeOf(ended)],
	]);
}
