/** The words of `keiki catalogue`. What they do is loaded when it is asked for. */
import process from 'node:process';
import type { Command } from 'commander';
import { addOptions, type OptionRow } from '../shared/option-row.js';
import { type End, JSON_OPTION } from '../shared/program.js';
import type { Answer, AnswerWords } from './catalogue-command.js';
import type { SelectWords } from './catalogue-conditions.js';

export const COMBINATIONS = Object.freeze([
	{ flags: '--count', does: 'only how many there are' },
	{ flags: '--all', does: 'also those with units that Table 1 does not have: cellular, and older stock' },
	JSON_OPTION,
] as const satisfies readonly OptionRow[]);
export const SELECT = Object.freeze([
	{
		flags: '--site <site>',
		does: 'a house, a large block of dwellings, or out of reach of both radio mesh and PLC',
		choices: ['detached', 'block', 'remote'],
		must: true,
	},
	{
		flags: '--contract <phases>',
		does: 'single-phase 2-wire or 3-wire, three-phase 3-wire',
		choices: ['1p2w', '1p3w', '3p3w'],
		must: true,
	},
	{ flags: '--amperes <number>', does: "the contract's current", must: true },
	{ flags: '--feed-in', does: 'renewable energy is fed in', off: 'nothing is fed in (default)' },
	{ flags: '--route-b <medium>', does: 'by which the HEMS wants Route B', choices: ['none', 'radio', 'plc'], usual: 'none' },
	{ flags: '--rain', does: 'the terminals are exposed to rain' },
	{ flags: '--switching', does: 'disconnect and connect remotely' },
	{ flags: '--voltage', does: 'watch the voltage' },
	{ flags: '--utility <name>', does: 'whose contract it is: some have ampere contracts, which need a breaker', usual: 'kansai' },
	{ flags: '--stock <codes>', does: 'units that can be had, with commas between', otherwise: 'all' },
	JSON_OPTION,
] as const satisfies readonly OptionRow[]);

export function addCatalogue(program: Command, end: End): void {
	const say = async (ask: (catalogue: typeof import('./catalogue-command.js')) => Answer | Promise<Answer>) => {
		const { text, code } = await ask(await import('./catalogue-command.js'));
		process.stdout.write(text);
		end(code);
	};
	const catalogue = program.command('catalogue').description('the units that plug into a meter, and which of them go together');
	addOptions(catalogue.command('types').description('list every type of unit'), [JSON_OPTION]).action((words: AnswerWords) =>
		say(({ unitTypes }) => unitTypes(words)),
	);
	addOptions(catalogue.command('combinations').description('list every valid combination'), COMBINATIONS).action(
		(words: { count?: boolean; all?: boolean; json?: boolean }) => say(({ unitCombinations }) => unitCombinations(words)),
	);
	addOptions(
		catalogue.command('check').description('name every rule that a combination breaks, and what would satisfy it; ends with 1 if it is not valid'),
		[JSON_OPTION],
	)
		.argument('<codes...>', 'units with commas between, in any order: rf-b,1p3w-60-2way,switch-60,rain')
		.action((codes: readonly string[], words: AnswerWords) => say(({ unitCheck }) => unitCheck(codes.join(','), words)));
	addOptions(
		catalogue.command('select').description("find the best combination for a customer's conditions, and say why it; ends with 1 if there is none"),
		SELECT,
	).action(async (words: SelectWords) => {
		const { parseConditions } = await import('./catalogue-conditions.js');
		await say(({ unitSelect }) => unitSelect(parseConditions(words), words));
	});
}
