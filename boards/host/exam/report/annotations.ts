/** What GitHub shows beside a commit: workflow commands, one a line (docs.github.com, "Workflow commands for GitHub Actions"). */
import type { CheckReport, Report } from '../../../../src/exam/report/report.js';
import { worstLine } from './check-text.js';
import { gradeOf } from './grade.js';
import type { Grade } from './report-word-kinds.js';
import { REPORT_WORDS } from './report-words.js';
import { visible } from './visible.js';

/** What the exam could not tell is no fault of the program. */
const LEVELS: Partial<Readonly<Record<Grade, 'error' | 'warning'>>> = Object.freeze({ fail: 'error', warning: 'warning', inconclusive: 'warning' });
/** Of those that are shown, what has to be seen first: GitHub shows ten of a level. */
const ORDER: readonly Grade[] = ['fail', 'inconclusive', 'warning'];

/** Worst first. */
export function annotations(report: Report): readonly string[] {
	const words = REPORT_WORDS[report.language];
	const shown = ORDER.flatMap((grade) => report.checks.filter((check) => gradeOf(check) === grade));
	return shown.map((check: CheckReport) => {
		const grade = gradeOf(check);
		const text = [visible(check.is), worstLine(check, words), `${words.labels.repeat}: ${visible(check.repeat)}`]
			.filter((line) => line !== '')
			.join('\n');
		return `::${LEVELS[grade]} title=${property(visible(`${check.id} ${check.name}: ${words.grades[grade]}`))}::${data(text)}`;
	});
}

function data(text: string): string {
	return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
	return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
