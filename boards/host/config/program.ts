/** The words of `keiki config`. What it does is loaded when it is asked for. */
import process from 'node:process';
import type { Command } from 'commander';
import { EXIT } from '../shared/exit-codes.js';
import { addOptions, type OptionRow } from '../shared/option-row.js';
import { type End, JSON_OPTION } from '../shared/program.js';
import type { ConfigWords, OtherwiseIn } from './config-command.js';
import type { Settled } from './settle.js';

export const OPTIONS = Object.freeze([
	JSON_OPTION,
	{ flags: '--schema', does: 'the JSON schema of the file, for editors' },
] as const satisfies readonly OptionRow[]);

/**
 * @param english the program whose descriptions the schema of the file has, in whatever language help is
 * @param otherwise what its options are without being told
 */
export function addConfig(program: Command, end: End, settled: Settled, english: () => Command, otherwise: OtherwiseIn): void {
	const config = program
		.command('config')
		.description('show what holds for each option of a command, and whether a variable, the file of --config or nobody says so')
		.argument('[command...]', 'run, hes profile, … (default: all, and only what is told)');
	addOptions(config, OPTIONS).action(async (command: readonly string[], words: ConfigWords) => {
		const [{ configText }, { leavesOf }] = await Promise.all([import('./config-command.js'), import('./options-table.js')]);
		process.stdout.write(configText(command, words, leavesOf(english()), process.env, settled.file, otherwise));
		end(EXIT.done);
	});
}
