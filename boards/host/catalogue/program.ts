/** The words of `keiki units`. What they do is loaded when it is asked for. */
import process from 'node:process';
import type { Command } from 'commander';
import type { End } from '../shared/program.js';
import type { Answer } from './catalogue-command.js';
import type { SelectWords } from './catalogue-conditions.js';

export function addCatalogue(program: Command, end: End): void {
	const answerUnits = async (ask: (units: typeof import('./catalogue-command.js')) => Answer | Promise<Answer>) => {
		const { text, code } = await ask(await import('./catalogue-command.js'));
		process.stdout.write(text);
		end(code);
	};
	const units = program.command('units').description('the units that plug into a meter, and which of them go together');
	units
		.command('types')
		.description('list every type of unit')
		.option('--json', 'as JSON')
		.action(({ json }: { json?: boolean }) => answerUnits(({ unitTypes }) => unitTypes(json)));
	units
		.command('combinations')
		.description('list every valid combination')
		.option('--count', 'only how many there are')
		.option('--all', 'also those with units that Table 1 does not have: cellular, and older stock')
		.option('--json', 'as JSON')
		.action((words: { count?: boolean; all?: boolean; json?: boolean }) => answerUnits(({ unitCombinations }) => unitCombinations(words)));
	units
		.command('check')
		.description('name every rule that a combination breaks, and what would satisfy it; ends with 1 if it is not valid')
		.argument('<codes...>', 'units with commas between, in any order: rf-b,1p3w-60-2way,switch-60,rain')
		.option('--json', 'as JSON')
		.action((codes: readonly string[], { json }: { json?: boolean }) => answerUnits(({ unitCheck }) => unitCheck(codes.join(','), json)));
	units
		.command('select')
		.description("find the best combination for a customer's conditions, and say why it; ends with 1 if there is none")
		.requiredOption('--site <site>', 'detached, block or remote: a house, a large block of dwellings, or out of reach of both radio mesh and PLC')
		.requiredOption('--contract <phases>', '1p2w, 1p3w or 3p3w: single-phase 2-wire or 3-wire, three-phase 3-wire')
		.requiredOption('--amperes <number>', "the contract's current")
		.option('--feed-in', 'renewable energy is fed in')
		.option('--no-feed-in', 'nothing is fed in (default)')
		.option('--route-b <medium>', 'none, radio or plc: by which the HEMS wants Route B', 'none')
		.option('--rain', 'the terminals are exposed to rain')
		.option('--switching', 'disconnect and connect remotely')
		.option('--voltage', 'watch the voltage')
		.option('--utility <name>', 'whose contract it is: some have ampere contracts, which need a breaker', 'kansai')
		.option('--stock <codes>', 'units that can be had, with commas between (default: all)')
		.option('--json', 'as JSON')
		.action(async (words: SelectWords) => {
			const { parseConditions } = await import('./catalogue-conditions.js');
			await answerUnits(({ unitSelect }) => unitSelect(parseConditions(words), words.json));
		});
}
