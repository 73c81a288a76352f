/** The words of `keiki meter`. What they do is loaded when it is asked for. */
import type { Command } from 'commander';
import { addOptions, type OptionRow } from '../shared/option-row.js';
import type { End } from '../shared/program.js';
import type { MeterWords } from './meter-command.js';

export const OPTIONS = Object.freeze([
	{ flags: '--meter <which>', does: 'of the run: its number, its serial number, or all', otherwise: '1' },
	{ flags: '--control <path>', does: 'the control socket of the run, as its ready line has it', otherwise: 'that of the first run that there is' },
	{ flags: '--json', does: 'the answer as JSON' },
] as const satisfies readonly OptionRow[]);

export function addMeter(program: Command, end: End): void {
	const meter = program
		.command('meter')
		.description('do something to a meter that runs: swap its units, throw the breaker, change load and voltage; keiki meter help lists all')
		.argument('<words...>', 'a command: pull metering, plug switch-60, switch open, load 4500, status …')
		.allowUnknownOption();
	addOptions(meter, OPTIONS).action(async (words: readonly string[], options: MeterWords) => {
		const { meterCommand } = await import('./meter-command.js');
		end(await meterCommand(words, options));
	});
}
