/**
 * `junit.xml`: what readers of JUnit have in common. Its schema as it is used here is test/vectors/junit.xsd.
 *
 * | grade                            | test case                                                         |
 * |----------------------------------|-------------------------------------------------------------------|
 * | fail                             | failure                                                           |
 * | inconclusive                     | error                                                             |
 * | notSeen, notApplicable, waived   | skipped, with the reason                                          |
 * | warning                          | passed, property `grade` = `warning`, and the text in system-out  |
 * | pass                             | passed                                                            |
 *
 * A test case takes as long as the steps that it was judged in; as one step is for several checks, that is more in sum than the exam took.
 */
import type { CheckReport, Report, SessionReport } from '../../../../src/exam/report/report.js';
import { worstFirst } from './check-section.js';
import { checkText, worstLine } from './check-text.js';
import { gradeOf } from './grade.js';
import type { Grade, ReportWords } from './report-word-kinds.js';
import { REPORT_WORDS } from './report-words.js';
import { visible } from './visible.js';

type Attributes = Readonly<Record<string, string | number>>;

/** In the words of JUnit. */
const OUTCOMES: Readonly<Record<Grade, 'failures' | 'errors' | 'skipped' | 'passed'>> = Object.freeze({
	fail: 'failures',
	inconclusive: 'errors',
	notSeen: 'skipped',
	notApplicable: 'skipped',
	waived: 'skipped',
	warning: 'passed',
	pass: 'passed',
});

/** What a report of any kind is told by. */
export interface JunitSuite {
	/** `keiki exam`, and the name of what was examined. */
	readonly program: string;
	readonly subject: string;
	/** Properties of the suite. */
	readonly about: Attributes;
	/** Before the letter of a check's number. */
	readonly classname: string;
	readonly words: ReportWords;
	readonly sessions: readonly SessionReport[];
}

export function reportJunit(report: Report): string {
	const words = REPORT_WORDS[report.language];
	const about = {
		hems: report.hems,
		keiki: report.keiki,
		dongle: report.model,
		mode: report.mode,
		seed: report.seed,
		certification: words.noCertification,
	};
	return junitOf(report, { program: 'keiki exam', subject: report.hems, about, classname: 'keiki.exam', words, sessions: report.sessions });
}

export function junitOf(
	report: Pick<Report, 'started' | 'ended' | 'checks'>,
	{ program, subject, about, classname, words, sessions }: JunitSuite,
): string {
	const seconds = Math.max(0, Date.parse(report.ended) - Date.parse(report.started)) / 1000 || 0;
	const counts = {
		tests: report.checks.length,
		failures: countOf(report, 'failures'),
		errors: countOf(report, 'errors'),
		skipped: countOf(report, 'skipped'),
	};
	const cases = report.checks.map((check) => caseOf(check, `${classname}.${check.id.charAt(0)}`, sessions, words));
	const suite = element('testsuite', { name: `${program}: ${subject}`, timestamp: timestamp(report.started), time: seconds, ...counts }, [
		element('properties', {}, propertiesOf(about)),
		...cases,
	]);
	return `<?xml version="1.0" encoding="UTF-8"?>\n${element('testsuites', { name: program, time: seconds, ...counts }, [suite])}`;
}

function countOf({ checks }: Pick<Report, 'checks'>, outcome: (typeof OUTCOMES)[Grade]): number {
	return checks.filter((check) => OUTCOMES[gradeOf(check)] === outcome).length;
}

/** Without a zone, as readers of JUnit want it: UTC. */
function timestamp(text: string): string {
	const at = Date.parse(text);
	return Number.isNaN(at) ? '1970-01-01T00:00:00' : new Date(at).toISOString().slice(0, 19);
}

function caseOf(check: CheckReport, classname: string, sessions: readonly SessionReport[], words: ReportWords): string {
	const grade = gradeOf(check);
	const name = `${check.id} ${check.name}`;
	const properties = { grade, obligation: check.obligation, confidence: check.confidence, source: check.source };
	return element('testcase', { classname, name, time: timeOf(check, sessions) }, [
		element('properties', {}, propertiesOf(properties)),
		...outcomeOf(check, grade, words),
		...(grade === 'warning' ? [element('system-out', {}, checkText(check, words))] : []),
	]);
}

function outcomeOf(check: CheckReport, grade: Grade, words: ReportWords): readonly string[] {
	const message = worstLine(check, words);
	const type = worstFirst(check.findings)[0]?.kind ?? grade;
	const outcome = OUTCOMES[grade];
	if (outcome === 'passed') return [];
	if (outcome !== 'skipped') return [element(outcome === 'failures' ? 'failure' : 'error', { message, type }, checkText(check, words))];
	const why = check.waived === null ? message : words.waivedInFact(words.grades[check.verdict], check.waived);
	return [element('skipped', { message: `${words.grades[grade]}: ${why}` })];
}

/** Seconds of the steps that its findings name. */
function timeOf({ findings }: CheckReport, sessions: readonly SessionReport[]): number {
	const steps = sessions.flatMap(({ number, steps }) =>
		steps.filter(({ name }) => findings.some(({ step, session }) => step === name && session === number)),
	);
	return steps.reduce((sum, { from, to }) => sum + to - from, 0) / 1000;
}

function propertiesOf(values: Attributes): readonly string[] {
	return Object.entries(values).map(([name, value]) => element('property', { name, value }));
}

/** @param content text, or elements */
function element(name: string, attributes: Attributes, content: string | readonly string[] = []): string {
	const all = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(String(value))}"`);
	const inner = typeof content === 'string' ? escaped(content) : content.length > 0 ? `\n${content.join('')}` : '';
	return `<${name}${all.join('')}${inner === '' ? '/>' : `>${inner}</${name}>`}\n`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** What XML 1.0 has no way to write is written as a code; line feeds are ours. */
function escaped(text: string): string {
	return text
		.split('\n')
		.map((line) => visible(line).replace(/[&<>"]/g, (character) => ENTITIES[character]!))
		.join('\n');
}
