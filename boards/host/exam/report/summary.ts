/** What a terminal is told when an exam is over. */
import { LEFT_OUT } from '../../../../src/exam/outcome.js';
import type { Change } from '../../../../src/exam/report/baseline.js';
import type { CheckReport, Report } from '../../../../src/exam/report/report.js';
import type { Colour, Paint } from '../../shared/colours.js';
import { padText, textWidth } from '../../shared/text-width.js';
import { worstLine } from './check-text.js';
import { GRADES, gradeOf } from './grade.js';
import type { Grade, ReportWords } from './report-word-kinds.js';
import { REPORT_WORDS } from './report-words.js';
import { visible } from './visible.js';

const COLOURS: Readonly<Record<Grade, Colour>> = Object.freeze({
	fail: 'red',
	inconclusive: 'cyan',
	warning: 'yellow',
	pass: 'green',
	notSeen: 'faint',
	notApplicable: 'faint',
	waived: 'faint',
});
/** Those whose checks are told one by one. */
const TOLD: readonly Grade[] = ['fail', 'inconclusive', 'warning', 'notSeen'];

/**
 * Checks that need a look, the worst first, each with limit and measured value; then what became worse, totals, and where the report is.
 * @param path of report.html. @param changes undefined: it was compared with nothing
 * @param leftOut kinds of findings of what was left out on purpose
 */
export function summaryLines(
	report: Pick<Report, 'language' | 'checks' | 'cutShort' | 'totals'>,
	path: string,
	paint: Paint,
	changes?: readonly Change[],
	words: ReportWords = REPORT_WORDS[report.language],
	leftOut: readonly string[] = LEFT_OUT,
): readonly string[] {
	const { summary, grades } = words;
	const shown = TOLD.flatMap((grade) => report.checks.filter((check) => gradeOf(check) === grade && !isLeftOut(check, leftOut)));
	const columns = [shown.map((check) => grades[gradeOf(check)]), shown.map(({ id }) => visible(id)), shown.map(({ name }) => visible(name))];
	const widths = columns.map((texts) => texts.reduce((most, text) => Math.max(most, textWidth(text)), 0));
	const lineOf = (check: CheckReport, i: number) => {
		const [grade = '', id = '', name = ''] = columns.map((texts, column) => padText(texts[i]!, widths[column]!));
		return `${paint(COLOURS[gradeOf(check)], grade)}  ${id}  ${name}  ${worstLine(check, words)}`.trimEnd();
	};
	const worse = changes?.map(({ id, name, kind, was, is }) => {
		const [before, now] = [was, is].map((verdict) => (verdict === null ? undefined : grades[verdict]));
		return paint('red', summary[kind](visible(id), visible(name), before, now));
	});
	return [
		...shown.map(lineOf),
		...(worse === undefined ? [] : worse.length > 0 ? worse : [summary.noneWorse]),
		...(report.cutShort === null ? [] : [paint('red', visible(words.cutShort(report.cutShort)))]),
		GRADES.map((grade) => `${grades[grade]} ${report.totals[grade]}`).join(' · '),
		`${summary.noCertification} ${summary.report(visible(path))}`,
	];
}

/** Not seen, as whoever called it has asked for. */
function isLeftOut({ verdict, findings }: CheckReport, leftOut: readonly string[]): boolean {
	return verdict === 'notSeen' && findings.every(({ kind }) => leftOut.includes(kind));
}
