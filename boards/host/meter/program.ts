/** The words of `keiki unit`. What they do is loaded when it is asked for. */
import type { Command } from 'commander';
import type { End } from '../shared/program.js';
import type { UnitWords } from './meter-command.js';

export function addMeter(program: Command, end: End): void {
	program
		.command('unit')
		.description('do something to the meter that runs: swap its units, throw the breaker, change load and voltage; keiki unit help lists all')
		.argument('<words...>', 'a command: pull metering, plug switch-60, switch open, load 4500, status …')
		.option('--control <path>', 'the control socket of the meter, as its ready line has it (default: that of the first meter that runs)')
		.option('--json', 'the answer as JSON')
		.allowUnknownOption()
		.action(async (words: readonly string[], options: UnitWords) => {
			const { unitCommand } = await import('./meter-command.js');
			end(await unitCommand(words, options));
		});
}
