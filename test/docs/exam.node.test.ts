/** docs/exam.md and its Japanese twin have every check, limit, key, placeholder, place and option, and what they show can be used as it stands there. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { readDeclaration } from '../../boards/host/exam/declaration-file.js';
import { DECLARATION_ROWS, SOURCE_ROWS } from '../../boards/host/exam/declaration-rows.js';
import { EXAM_TEXTS } from '../../boards/host/exam/exam-texts.js';
import { PLACEHOLDERS } from '../../boards/host/exam/placeholders.js';
import { OPTIONS } from '../../boards/host/exam/program.js';
import { REPORT_WORDS } from '../../boards/host/exam/report/report-words.js';
import { REPORT_FILES } from '../../boards/host/exam/report/write-report.js';
import { CHECK_NAMES, type CheckName, checkNamed } from '../../src/exam/checks/checks.js';
import { CHECKS_JA } from '../../src/exam/checks/words/checks-ja.js';
import { OBSERVABLES } from '../../src/exam/declaration.js';
import { LIMITS } from '../../src/exam/limits.js';
import { STEP_NAMES, stepNamed } from '../../src/exam/situations/steps.js';
import { VERDICTS } from '../../src/exam/verdict.js';
import { SITUATION_NAMES } from '../../src/world/fault/situations.js';
import { LANGUAGES, type Language } from '../../src/world/schema/language.js';
import { parseDuration } from '../../src/world/time/duration.js';
import { codeOf, parsePage } from './markdown.js';

/** `A2` before `A10`. */
const BY_NUMBER = [...CHECK_NAMES].sort((one, other) => checkNamed(one).id.localeCompare(checkNamed(other).id, 'en', { numeric: true }));

function textOf(name: CheckName, language: Language): string {
	const texts: Readonly<Record<CheckName, string>> = CHECKS_JA;
	return language === 'ja' ? texts[name] : checkNamed(name).is;
}

for (const language of LANGUAGES) {
	const file = language === 'en' ? 'docs/exam.md' : `docs/exam.${language}.md`;
	const text = readFileSync(file, 'utf8');
	const page = parsePage(text);
	const tableWith = (cell: string) => page.tables.find((rows) => rows.some(([first]) => first?.includes(cell)))?.slice(1) ?? [];
	const firstCodes = (cell: string) => tableWith(cell).flatMap(([first]) => codeOf(first ?? ''));

	describe(file, () => {
		it('has each check: number, name, obligation, confidence, and what a good program does', () => {
			const { obligations, confidences } = REPORT_WORDS[language];
			assert.deepEqual(
				tableWith('`A1`'),
				BY_NUMBER.map((name) => {
					const { id, obligation, confidence } = checkNamed(name);
					return [`\`${id}\``, `\`${name}\``, obligations[obligation], confidences[confidence].split(':')[0], textOf(name, language)];
				}),
			);
		});

		it('has each limit, and what it usually is', () => {
			const rows = tableWith('`recoveryPass`');
			assert.deepEqual(
				rows.map(([name = '', usual = '']) => [name, parseDuration(usual) ?? Number(usual)]),
				Object.entries(LIMITS).map(([name, usual]) => [`\`${name}\``, usual]),
			);
			for (const [name, , is] of rows) assert.ok(is !== '', name);
		});

		it('has each key of a declaration, each placeholder, and each place', () => {
			assert.deepEqual(
				firstCodes('`hems`'),
				DECLARATION_ROWS.map(({ name }) => name),
			);
			assert.deepEqual(firstCodes('`{dongle}`'), [...PLACEHOLDERS.map((name) => `{${name}}`), '{env:NAME}']);
			assert.deepEqual(firstCodes('`stdout`'), Object.keys(SOURCE_ROWS));
			for (const what of Object.keys(OBSERVABLES)) assert.ok(text.includes(`\`${what}\``), what);
		});

		it('has each option', () => {
			const options = OPTIONS.map(({ flags }) => flags.split(' ')[0]!);
			const told = new Set([...page.blocks.join('\n').matchAll(/ (--[a-z-]+)/g)].map(([, option]) => option!));
			for (const code of firstCodes('`--quick`')) told.add(code.split(' ')[0]!);
			assert.deepEqual(
				options.filter((option) => !told.has(option)),
				[],
			);
			assert.deepEqual(
				firstCodes('`--quick`').filter((code) => !options.includes(code.split(' ')[0]!)),
				[],
			);
		});

		it('has each verdict, and each file of a report', () => {
			const verdicts: readonly string[] = VERDICTS.map((verdict) => EXAM_TEXTS[language].verdicts[verdict]);
			const told = tableWith(EXAM_TEXTS[language].verdicts.notSeen).map(([verdict]) => verdict!);
			assert.deepEqual([...told].sort(), [...verdicts].sort());
			const files = firstCodes('`report.html`');
			for (const name of Object.values(REPORT_FILES)) assert.ok(files.includes(name), name);
		});

		it('shows declarations that can be read', () => {
			const folder = mkdtempSync(join(tmpdir(), 'keiki-test-'));
			try {
				const declarations = page.blocks.filter((block) => block.startsWith('```yaml\nhems:'));
				assert.ok(declarations.length > 0);
				for (const block of declarations) {
					const path = join(folder, 'hems.yaml');
					writeFileSync(path, block.slice('```yaml\n'.length));
					assert.equal(readDeclaration(path).hems, 'my HEMS 1.0');
				}
			} finally {
				rmSync(folder, { recursive: true });
			}
		});

		it('shows a job of GitLab that leaves the report where GitLab looks for it', () => {
			const block = page.blocks.find((each) => each.includes('junit:'))!;
			const { exam } = parse(block.slice('```yaml\n'.length)) as {
				readonly exam: {
					readonly script: readonly string[];
					readonly artifacts: { readonly paths: readonly string[]; readonly reports: { readonly junit: string } };
				};
			};
			const [, out] = /--out (\S+)/.exec(exam.script.at(-1)!)!;
			assert.deepEqual(exam.artifacts.paths, [out]);
			assert.equal(exam.artifacts.reports.junit, `${out}/${REPORT_FILES.junit}`);
		});
	});
}

describe('the situations of docs/faults.md', () => {
	const situations: readonly string[] = SITUATION_NAMES;
	const named = CHECK_NAMES.map((name) => checkNamed(name)).filter(({ id }) => id.startsWith('B'));

	it('are those that the exam plays and grades, by the same numbers', () => {
		assert.deepEqual(named.map(({ id }) => id).sort(), [...situations].sort());
		for (const { id, in: where } of named) {
			const steps = STEP_NAMES.filter((step) => stepNamed(step).situation === id);
			assert.ok(where === 'sessions' || steps.length === 0 || steps.some((step) => where.includes(step)), id);
		}
	});
});
