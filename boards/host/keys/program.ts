/** The words of `keiki keys`. What they do is loaded when it is asked for. */
import type { Command } from 'commander';
import { addOptions, type OptionRow } from '../shared/option-row.js';
import type { End } from '../shared/program.js';
import type { KeysWords } from './keys-command.js';

export const OPTIONS = Object.freeze([
	{ flags: '--meters <number>', does: 'for so many meters, from 1 to 1000: from 2 on JSON lines, the keys of a meter a line', usual: '1' },
	{
		flags: '--suite <number>',
		does: 'the security suite of the clients: 1 and 2 with keys to sign and to agree on keys, 2 with keys of 256 bits',
		choices: ['0', '1', '2'],
		otherwise: '0',
	},
] as const satisfies readonly OptionRow[]);

export function addKeys(program: Command, end: End): void {
	const keys = program.command('keys').description('keys of your own for the Route A of meters');
	addOptions(keys.command('make').description('draw new keys, and put them into a new file, which keiki run --keys takes'), OPTIONS)
		.argument('<file>', 'which is made, for its owner only')
		.action(async (file: string, words: KeysWords) => {
			const { makeKeys } = await import('./keys-command.js');
			end(makeKeys(file, words));
		});
}
