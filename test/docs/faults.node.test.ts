/** docs/faults.md and its Japanese twin have every situation, and what plays it can be typed as it stands there. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { leavesOf } from '../../boards/host/config/options-table.js';
import { createProgram } from '../../boards/host/program.js';
import { parseRunOptions, type RunWords } from '../../boards/host/run/options.js';
import { parseFault } from '../../src/world/fault/fault-choice.js';
import { ROUTE_A_FAULTS } from '../../src/world/fault/route-a-fault-rows.js';
import { SITUATIONS_JA } from '../../src/world/fault/situation-words-ja.js';
import { SITUATION_NAMES, type SituationName, situation } from '../../src/world/fault/situations.js';
import { parseCommand } from '../../src/world/scenario/grammar.js';
import { codeOf, parsePage } from './markdown.js';

const JAPANESE = /[぀-ヿ一-鿿]/;

function howOf(name: SituationName): readonly string[] {
	const { faults = [], options = [], commands = [] } = situation(name);
	return [...faults, ...options, ...commands];
}

/** As `keiki run` takes them. */
function optionsOf(text: string) {
	const program = createProgram('0', () => {}, { places: new Map(), file: new Map() });
	const { command } = leavesOf(program).find(({ words }) => words.join() === 'run')!;
	const { unknown, operands } = command.parseOptions(text.split(' '));
	assert.deepEqual([...unknown, ...operands], []);
	return parseRunOptions(command.opts() as unknown as RunWords);
}

for (const [file, isOf] of [
	['docs/faults.md', (name: SituationName) => situation(name).is],
	['docs/faults.ja.md', (name: SituationName) => SITUATIONS_JA[name]],
] as const) {
	it(`${file} has the situations, what they are and how they are played`, () => {
		const table = parsePage(readFileSync(file, 'utf8')).tables.find((rows) => rows[1]?.[0] === '`B1`') ?? [];
		assert.deepEqual(
			table.slice(1).map(([name, is, how]) => [name, is, codeOf(how ?? '').join()]),
			SITUATION_NAMES.map((name) => [`\`${name}\``, isOf(name), howOf(name).join()]),
		);
	});
}

for (const file of ['docs/route-a.md', 'docs/route-a.ja.md']) {
	it(`${file} says of each fault of Route A what a good head-end does`, () => {
		const table = parsePage(readFileSync(file, 'utf8')).tables.find((rows) => rows[1]?.[0] === '`no-answer`') ?? [];
		assert.deepEqual(
			table.slice(1).map(([name]) => name),
			Object.keys(ROUTE_A_FAULTS).map((name) => `\`${name}\``),
		);
	});
}

it('keiki hes is tried on each fault of Route A', () => {
	const tests = ['hes-faults', 'hes-push'].map((name) => readFileSync(`test/boards/host/hes/${name}.node.test.ts`, 'utf8')).join('');
	const untried = Object.keys(ROUTE_A_FAULTS).filter((name) => !new RegExp(`'${name}['=]`).test(tests));
	assert.deepEqual(untried, []);
});

describe('the situations', () => {
	for (const name of SITUATION_NAMES) {
		const { is, faults = [], options = [], commands = [] } = situation(name);

		it(`${name} is played by what can be typed`, () => {
			for (const text of faults) assert.equal(parseFault(text).text.length > 0, true);
			for (const text of options) optionsOf(text);
			for (const text of commands) parseCommand(text);
			assert.match(SITUATIONS_JA[name], JAPANESE);
			assert.doesNotMatch(is, JAPANESE);
		});
	}

	it('are not played by what is none', () => {
		assert.throws(() => optionsOf('--energy-unit 77'));
		assert.throws(() => optionsOf('--without-nothing 3'));
	});
});
