/** A check in plain lines: for a terminal, JUnit and annotations. */
import type { CheckReport, FindingReport } from '../../../../src/exam/report/report.js';
import { measuredOf, worstFirst } from './check-section.js';
import { clock } from './figures.js';
import type { ReportWords } from './report-word-kinds.js';
import { shortened, visible } from './visible.js';

const MOST_FINDINGS = 8;
const MOST_LINES = 20;
const MOST_TEXT = 300;

/** The worst that was found, in one line with its limit and measured value; '' where nothing was found. */
export function worstLine(check: CheckReport, words: ReportWords): string {
	const worst = worstFirst(check.findings)[0];
	return worst === undefined ? '' : findingLine(worst, words);
}

function findingLine(finding: FindingReport, words: ReportWords): string {
	const number = measuredOf(finding);
	const reason = shortened(visible(finding.reason), MOST_TEXT);
	return number === undefined ? reason : `${reason} (${words.summary.measured(visible(number.measured), number.limit && visible(number.limit))})`;
}

/** All that was found, with evidence, and how to repeat it. */
export function checkText(check: CheckReport, words: ReportWords): string {
	const findings = worstFirst(check.findings);
	const lines = findings.slice(0, MOST_FINDINGS).flatMap((finding) => {
		const more = finding.evidence.length - MOST_LINES;
		return [
			`${words.grades[finding.verdict]}: ${findingLine(finding, words)}`,
			...finding.evidence
				.slice(0, MOST_LINES)
				.map(({ number, at, who, text }) => `  ${number}  ${clock(at)}  ${visible(who)}  ${shortened(visible(text), MOST_TEXT)}`),
			...(more > 0 ? [`  ${words.moreLines(more)}`] : []),
		];
	});
	if (findings.length > MOST_FINDINGS) lines.push(words.moreFindings(findings.length - MOST_FINDINGS));
	return [visible(check.is), ...lines, `${words.labels.repeat}: ${visible(check.repeat)}`].join('\n');
}
