/** action.yml: its inputs all do something, and the words that it passes are those of the command. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { REPORT_FILES } from '../../boards/host/exam/report/write-report.js';
import { createProgram } from '../../boards/host/program.js';
import { codeOf, parsePage } from './markdown.js';

interface Step {
	readonly name?: string;
	readonly if?: string;
	readonly env?: Readonly<Record<string, string>>;
	readonly run?: string;
	readonly with?: Readonly<Record<string, string>>;
}
interface Action {
	readonly inputs: Readonly<Record<string, { readonly description: string; readonly required?: boolean; readonly default?: string }>>;
	readonly outputs: Readonly<Record<string, { readonly value: string }>>;
	readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

const ACTION = parse(readFileSync('action.yml', 'utf8')) as Action;
const EXAMINE = ACTION.runs.steps.find(({ name }) => name === 'Examine the program')!;
const INSTALL = ACTION.runs.steps.find(({ name }) => name === 'Install keiki')!;

/** What the action makes of its inputs. */
function filled(text: string, inputs: Readonly<Record<string, string>>): string {
	return text.replace(/\$\{\{ inputs\.([a-z-]+) \}\}/g, (_whole, name: string) => inputs[name] ?? ACTION.inputs[name]?.default ?? '');
}

/** Words that a step calls a program with, in a shell as GitHub starts it. */
function wordsOf(
	step: Step,
	inputs: Readonly<Record<string, string>>,
	program: (folder: string) => Readonly<Record<string, string>>,
): readonly string[] {
	const folder = mkdtempSync(join(tmpdir(), 'keiki-test-'));
	try {
		for (const name of ['keiki', 'npm']) {
			writeFileSync(join(folder, name), '#!/bin/sh\nprintf "%s\\n" "$@"\n');
			chmodSync(join(folder, name), 0o755);
		}
		const env = Object.fromEntries(Object.entries(step.env ?? {}).map(([name, text]) => [name, filled(text, inputs)]));
		const { status, stdout, stderr } = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step.run!], {
			encoding: 'utf8',
			env: { ...env, ...program(folder) },
		});
		assert.equal(status, 0, stderr);
		return stdout.trimEnd().split('\n');
	} finally {
		rmSync(folder, { recursive: true });
	}
}

describe('action.yml', () => {
	it('uses each input, and none that it has not', () => {
		const used = [...JSON.stringify([ACTION.runs, ACTION.outputs]).matchAll(/inputs\.([a-z-]+)/g)].map(([, name]) => name!);
		assert.deepEqual([...new Set(used)].sort(), Object.keys(ACTION.inputs).sort());
	});

	it('lets no input into the text of a script', () => {
		for (const { run = '' } of ACTION.runs.steps) assert.doesNotMatch(run, /\$\{\{/);
	});

	it('uses each variable that a step sets', () => {
		for (const { env = {}, run = '' } of ACTION.runs.steps) for (const name of Object.keys(env)) assert.ok(run.includes(`$${name}`), name);
	});

	const examine = (inputs: Readonly<Record<string, string>>) => wordsOf(EXAMINE, inputs, (folder) => ({ KEIKI: join(folder, 'keiki') }));

	/** As the command takes them. */
	const optionsOf = (words: readonly string[]) => {
		const program = createProgram('0', () => {}, { places: new Map(), file: new Map() });
		program.exitOverride();
		const exam = program.commands.find((command) => command.name() === words[0])!;
		const { operands, unknown } = exam.parseOptions(words.slice(1).filter((word, i, all) => word !== '--lang' && all[i - 1] !== '--lang'));
		assert.deepEqual(unknown, []);
		return { operands, options: exam.opts() };
	};

	it('passes what it is told, as the command takes it', () => {
		const told = {
			...{ declaration: 'my hems.yaml', quick: 'true', strict: 'true', only: 'A1,B8', skip: 'A2', jobs: '4' },
			...{ budget: '20min', seed: '7', baseline: 'old/report.json', lang: 'ja', out: 'the report' },
		};
		const words = examine(told);
		assert.equal(words[words.indexOf('--lang') + 1], 'ja');
		const { operands, options } = optionsOf(words);
		assert.deepEqual(operands, ['my hems.yaml']);
		const { declaration: _declaration, lang: _lang, ...others } = told;
		assert.deepEqual(options, { ...others, quick: true, strict: true });
	});

	it('passes nothing of what it is not told', () => {
		const { operands, options } = optionsOf(examine({ declaration: 'hems.yaml' }));
		assert.deepEqual(operands, ['hems.yaml']);
		assert.deepEqual(options, { jobs: '1', seed: '1', out: 'keiki-exam' });
	});

	it('installs the version that it is told, with what goes with it, or else its own', () => {
		const install = (inputs: Readonly<Record<string, string>>) =>
			wordsOf(INSTALL, inputs, (folder) => ({
				...{ PATH: `${folder}:${process.env.PATH}`, RUNNER_TEMP: folder, ACTION_FOLDER: folder, GITHUB_ENV: join(folder, 'env') },
			})).join(' ');
		assert.match(install({ version: '0.2.0', packages: 'aedes mqtt' }), /^install .* keiki@0\.2\.0 aedes mqtt$/);
		assert.match(install({}), /^ci /);
	});

	it('tells where the files of the report are', () => {
		assert.deepEqual(Object.fromEntries(Object.entries(ACTION.outputs).map(([name, { value }]) => [name, filled(value, { out: 'there' })])), {
			report: `there/${REPORT_FILES.html}`,
			json: `there/${REPORT_FILES.json}`,
			junit: `there/${REPORT_FILES.junit}`,
		});
	});

	for (const file of ['docs/exam.md', 'docs/exam.ja.md']) {
		it(`has its inputs in ${file}, and what they are otherwise`, () => {
			const table = parsePage(readFileSync(file, 'utf8')).tables.find((rows) => rows.some(([first]) => first === '`declaration`')) ?? [];
			assert.deepEqual(
				table.slice(1).map(([first]) => codeOf(first ?? '').join()),
				Object.keys(ACTION.inputs),
			);
			for (const [first = '', does = ''] of table.slice(1)) {
				const usual = ACTION.inputs[codeOf(first).join()]?.default ?? '';
				if (usual !== '') assert.ok(does.endsWith(`(\`${usual}\`)`), does);
			}
		});
	}
});
