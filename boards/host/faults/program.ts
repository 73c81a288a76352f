/** The words of `keiki faults`. What they do is loaded when it is asked for. */
import process from 'node:process';
import type { Command } from 'commander';
import { EXIT } from '../shared/exit-codes.js';
import { addOptions, type OptionRow } from '../shared/option-row.js';
import { type CommonWords, type End, JSON_OPTION } from '../shared/program.js';

interface FaultsWords extends CommonWords {
	readonly running?: boolean;
	readonly situations?: boolean;
	readonly control?: string;
	readonly json?: boolean;
}

export const OPTIONS = Object.freeze([
	{ flags: '--running', does: 'ask the meter that runs which are on, and how often they struck' },
	{ flags: '--control <path>', does: 'its control socket', otherwise: 'that of the first meter that runs' },
	{ flags: '--situations', does: 'list the situations that try a HEMS, and what plays each: faults, options of run, commands' },
	JSON_OPTION,
] as const satisfies readonly OptionRow[]);

export function addFaults(program: Command, end: End): void {
	const faults = program.command('faults').description('list all that --fault can make go wrong, or what is on in the meter that runs');
	addOptions(faults, OPTIONS).action(async (words: FaultsWords) => {
		const { listedFaults, runningFaults } = await import('./faults-command.js');
		if (words.running) {
			end(await runningFaults(words));
			return;
		}
		process.stdout.write(listedFaults(words));
		end(EXIT.done);
	});
}
