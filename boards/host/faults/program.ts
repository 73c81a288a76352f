/** The words of `keiki faults`. */
import process from 'node:process';
import type { Command } from 'commander';
import type { End } from '../shared/program.js';
import { faultsJson, faultsText, runningFaults } from './faults-command.js';

interface FaultsWords {
	readonly running?: boolean;
	readonly control?: string;
	readonly json?: boolean;
}

export function addFaults(program: Command, end: End): void {
	program
		.command('faults')
		.description('list all that --fault can make go wrong, or what is on in the meter that runs')
		.option('--running', 'ask the meter that runs which are on, and how often they struck')
		.option('--control <path>', 'its control socket (default: that of the first meter that runs)')
		.option('--json', 'as JSON')
		.action(async (words: FaultsWords) => {
			if (words.running) end(await runningFaults(words));
			else process.stdout.write(words.json ? faultsJson() : faultsText());
		});
}
