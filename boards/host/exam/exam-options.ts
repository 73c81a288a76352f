/** What `keiki exam` is asked for, checked: from the words of the command line to values. */
import { resolve } from 'node:path';
import { MINUTE } from '../../../modules/time/durations.js';
import { CHECK_NAMES, type CheckName, checkNamed, findCheck } from '../../../src/exam/checks/checks.js';
import type { Declaration } from '../../../src/exam/declaration.js';
import { LIMITS, type Limits } from '../../../src/exam/limits.js';
import type { Report } from '../../../src/exam/report/report.js';
import type { Language } from '../../../src/world/schema/language.js';
import { parseDuration } from '../../../src/world/time/duration.js';
import { dateOf } from '../../../src/world/time/iso-time.js';
import { type PanelChoice, parsePanel } from '../panel/place-option.js';
import { parseModel } from '../run/dongle-option.js';
import { wrongUse } from '../run/usage-words.js';
import { wholeNumber } from '../shared/option-values.js';
import type { CommonWords } from '../shared/program.js';
import { UsageError } from '../shared/usage-error.js';
import { inEach } from '../shared/usage-words.js';
import { declarationOfCommand, declarationOfNobody, readDeclaration } from './declaration-file.js';
import { EXAM_USAGE, type ExamUsageWords } from './exam-usage.js';
import { readReport } from './report/read-report.js';

/** As commander hands them over. */
export interface ExamWords extends CommonWords {
	readonly wait?: boolean;
	readonly quick?: boolean;
	readonly only?: string;
	readonly skip?: string;
	readonly jobs: string;
	readonly budget?: string;
	readonly seed: string;
	readonly dongleModel?: string;
	readonly poll?: string;
	readonly out?: string;
	readonly panel?: string;
	readonly strict?: boolean;
	readonly baseline?: string;
}

export interface ExamOptions {
	readonly declaration: Declaration;
	/** How the program is named on the command line: the file, or `-- COMMAND …`. */
	readonly named: readonly string[];
	readonly wait: boolean;
	readonly mode: 'full' | 'quick';
	readonly only: readonly CheckName[] | undefined;
	readonly skip: readonly CheckName[];
	readonly jobs: number;
	/** ms */
	readonly budget: number;
	readonly seed: number;
	readonly limits: Limits;
	/** Absolute: the program is told of places in it, and is started elsewhere. */
	readonly out: string;
	readonly panel: PanelChoice;
	readonly strict: boolean;
	readonly baseline: Report | undefined;
	readonly language: Language;
	readonly quiet: boolean;
}

const MOST_SEED = 0xffffffff;
const MOST_JOBS = 16;
const BUDGETS = Object.freeze({ full: 90 * MINUTE, quick: 15 * MINUTE });

/**
 * Throws UsageError.
 * @param operands as commander hands them over, those behind `--` included
 * @param argv all words of the process: in them stands whether there was a `--`
 */
export function parseExam(operands: readonly string[], argv: readonly string[], words: ExamWords, now: number): ExamOptions {
	const mode = words.quick ? 'quick' : 'full';
	const dashes = argv.indexOf('--');
	const command = dashes < 0 ? undefined : argv.slice(dashes + 1);
	const files = command === undefined ? operands : operands.slice(0, operands.length - command.length);
	const { declaration, named } = declared(files, command, words);
	const jobs = wholeNumber('--jobs', words.jobs, 1, MOST_JOBS);
	if (jobs > 1 && (!declaration.claims.copies || words.wait)) throw wrong((texts) => texts.copies(jobs));
	return {
		declaration,
		named,
		wait: words.wait ?? false,
		mode,
		only: words.only === undefined ? undefined : checksOf('--only', words.only),
		skip: words.skip === undefined ? [] : checksOf('--skip', words.skip),
		jobs,
		budget: words.budget === undefined ? BUDGETS[mode] : timeOf('--budget', words.budget),
		seed: wholeNumber('--seed', words.seed, 0, MOST_SEED),
		limits: { ...LIMITS, ...declaration.limits },
		out: resolve(words.out ?? `keiki-exam-${dateOf(now)}`),
		panel: panelOf(words.panel),
		strict: words.strict ?? false,
		baseline: words.baseline === undefined ? undefined : readReport(words.baseline),
		language: words.lang ?? 'en',
		quiet: words.quiet ?? false,
	};
}

function declared(files: readonly string[], command: readonly string[] | undefined, { wait, dongleModel, poll }: ExamWords) {
	const [file] = files;
	if (files.length > 1) throw wrong((texts) => texts.oneFile(files));
	if (file !== undefined && command !== undefined) throw wrong((texts) => texts.fileAndCommand(file));
	if (file !== undefined) {
		const option = dongleModel === undefined ? (poll === undefined ? undefined : '--poll') : '--dongle-model';
		if (option !== undefined) throw wrong((texts) => texts.declared(option, file));
		const limit = Object.keys(LIMITS);
		const check = CHECK_NAMES.flatMap((name) => [name, checkNamed(name).id]);
		return { declaration: readDeclaration(file, { limit, check }), named: [file] };
	}
	const told = {
		...(dongleModel !== undefined && { model: parseModel('--dongle-model', dongleModel) }),
		...(poll !== undefined && { pollMs: timeOf('--poll', poll) }),
	};
	if (command !== undefined) return { declaration: declarationOfCommand(command, told), named: ['--', ...command] };
	if (!wait) throw wrong((texts) => texts.nothing());
	return { declaration: declarationOfNobody(told), named: [] };
}

function checksOf(option: string, text: string): readonly CheckName[] {
	return text.split(',').map((word) => {
		const name = findCheck(word.trim());
		if (name === undefined) throw wrong((texts) => texts.noCheck(option, word));
		return name;
	});
}

function timeOf(option: string, text: string): number {
	const time = parseDuration(text);
	if (time === undefined || time <= 0) throw wrong((texts) => texts.time(option, text));
	return time;
}

function wrong(say: (words: ExamUsageWords) => string): UsageError {
	return new UsageError(inEach(EXAM_USAGE, say));
}

function panelOf(text: string | undefined): PanelChoice {
	const choice = parsePanel(text);
	if (choice === undefined) throw wrongUse('panel', text!);
	return choice;
}
