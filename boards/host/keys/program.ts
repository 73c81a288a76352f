/** The words of `keiki keys`. What they do is loaded when it is asked for. */
import type { Command } from 'commander';
import { addOptions, type OptionRow } from '../shared/option-row.js';
import type { End } from '../shared/program.js';
import type { KeysWords, SealWords } from './keys-command.js';

export const OPTIONS = Object.freeze([
	{ flags: '--meters <number>', does: 'for so many meters, from 1 to 1000: from 2 on JSON lines, the keys of a meter a line', usual: '1' },
	{
		flags: '--suite <number>',
		does: 'the security suite of the clients: 1 and 2 with keys to sign and to agree on keys, 2 with keys of 256 bits',
		choices: ['0', '1', '2'],
		otherwise: '0, with --certificates 1',
	},
	{
		flags: '--certificates',
		does: 'with certificates of two authorities, each private key in the file of its owner: beside the file of the meter those of the head-end, of the hand-held and of the authorities; suites 1 and 2',
	},
	{ flags: '--days <number>', does: 'with --certificates: how long they are good, from 1 to 36500', otherwise: '3650' },
] as const satisfies readonly OptionRow[]);
export const SEAL = Object.freeze([
	{
		flags: '--credential <file>',
		does: 'the credential key of the communication unit, as keiki keys make or keiki hes credentials key made it',
		must: true,
	},
	{ flags: '--route-b-id <id>', does: 'the Route B id that the unit is to have, 32 hexadecimal digits', must: true },
	{ flags: '--password <password>', does: 'its Route B password, 12 letters and digits; all on this host can see it', secret: true },
	{ flags: '--password-file <file>', does: 'the same, from the first line of a file', insteadOf: ['password'] },
	{ flags: '--meter <number>', does: 'which line of a file with several: from 1' },
] as const satisfies readonly OptionRow[]);

export function addKeys(program: Command, end: End): void {
	const keys = program.command('keys').description('keys of your own for the Route A of meters');
	addOptions(keys.command('seal').description('seal Route B credentials for one communication unit, as keiki hes credentials set takes them'), SEAL)
		.argument('[version]', 'above all that were sealed for the unit before (default: the next)')
		.action(async (version: string | undefined, words: SealWords) => {
			const { sealForUnit } = await import('./keys-command.js');
			end(sealForUnit(version, words));
		});
	addOptions(
		keys
			.command('make')
			.description(
				'draw new keys, and put them into a new file, which keiki run --keys takes; of suite 0 the credential key of the communication unit into one of its own beside it, .credential',
			),
		OPTIONS,
	)
		.argument('<file>', 'which is made, for its owner only')
		.action(async (file: string, words: KeysWords) => {
			const { makeKeys } = await import('./keys-command.js');
			end(makeKeys(file, words));
		});
}
