/** The words of `keiki office password`, `print` and `handheld`. What they do is loaded when it is asked for. */
import type { Command } from 'commander';
import { addOptions, type OptionRow } from '../../shared/option-row.js';
import type { End } from '../../shared/program.js';
import { OFFICE } from '../office-options.js';
import type { OfficeWords } from '../office-words.js';
import type { HandheldWords, ManyWords, OutWords, PasswordWords, PrintWords } from './password-command.js';

const WAYS = Object.freeze(['handheld', 'relay'] as const);
const TONGUES = Object.freeze(['ja', 'en'] as const);
const MASTER = Object.freeze({
	flags: '--master-key-file <file>',
	does: 'with the key under which keys of communication units are wrapped',
	otherwise: 'master-key.json in --data',
} as const satisfies OptionRow);
const BY = 'who brings it to the communication unit: a hand-held with a work order, or the control system through the relay';

const BY_RELAY = Object.freeze([
	{ flags: '--at <time>', does: 'by the relay: not before, 2026-12-01T10:00 for example', otherwise: 'at once' },
	{ flags: '--expires <time>', does: 'by the relay: until when', otherwise: 'a week' },
] as const satisfies readonly OptionRow[]);
const LETTER_IN = Object.freeze({
	flags: '--letter-in <language>',
	does: 'the letter is in Japanese or English',
	choices: TONGUES,
	otherwise: 'ja',
} as const satisfies OptionRow);
const SEALED = Object.freeze([
	{ flags: '--order <number>', does: 'by a hand-held: with this work order', otherwise: 'the open one of the contract, or a new one' },
	...BY_RELAY,
	LETTER_IN,
	MASTER,
	...OFFICE,
] as const satisfies readonly OptionRow[]);
export const ISSUE = Object.freeze([
	{ flags: '--by <way>', does: BY, choices: WAYS, otherwise: 'handheld' },
	...SEALED,
] as const satisfies readonly OptionRow[]);
export const REWRITE = Object.freeze([
	{ flags: '--by <way>', does: BY, choices: WAYS, otherwise: 'relay' },
	{ flags: '--new-id', does: 'with another Route B id: somebody else lives there now' },
	...SEALED,
] as const satisfies readonly OptionRow[]);
export const REWRITE_MANY = Object.freeze([
	{
		flags: '--proposal <number>',
		does: 'do what was proposed, once another clerk has approved it',
		otherwise: 'propose it for the contracts of the file',
	},
	...BY_RELAY,
	LETTER_IN,
	MASTER,
	...OFFICE,
] as const satisfies readonly OptionRow[]);
export const LETTER = Object.freeze([
	{ flags: '--out <file>', does: 'a new file, for its owner only', must: true },
	...OFFICE,
] as const satisfies readonly OptionRow[]);
export const PRINT = Object.freeze([
	{ flags: '--out <file>', does: 'a new file, for its owner only', must: true },
	{ flags: '--handheld <name>', does: 'the hand-held that brings the password that goes with it, by its id or its name' },
	{ flags: '--until <time>', does: 'until when its code is good, 2026-12-01T10:00 for example', otherwise: "the order's day, at least a week" },
	{ flags: '--in <language>', does: 'in Japanese or English', choices: TONGUES, otherwise: 'ja' },
	...OFFICE,
] as const satisfies readonly OptionRow[]);
export const HANDHELD_ADD = Object.freeze([
	{ flags: '--name <name>', does: 'what people call it', otherwise: 'its id' },
	...OFFICE,
] as const satisfies readonly OptionRow[]);

export function addPassword(office: Command, end: End): void {
	const password = office
		.command('password')
		.description('Route B passwords: drawn, sealed to the communication unit, and readable on the letter alone');
	addOptions(password.command('issue').description('make the first password of a contract, sealed to its communication unit, and its letter'), ISSUE)
		.argument('<contract>', 'its code: C and 10 digits')
		.action(async (contract: string, words: PasswordWords) => {
			const { newPasswordCommand } = await import('./password-command.js');
			end(await newPasswordCommand(contract, words, true));
		});
	addOptions(
		password.command('rewrite').description('make a new password, which takes the place of the one in force once the meter has told that it has it'),
		REWRITE,
	)
		.argument('<contract>', 'its code: C and 10 digits')
		.action(async (contract: string, words: PasswordWords) => {
			const { newPasswordCommand } = await import('./password-command.js');
			end(await newPasswordCommand(contract, words, false));
		});
	addOptions(
		password
			.command('rewrite-many')
			.description('make new passwords for many contracts, through the relay: one proposes it, another approves it, then it is done'),
		REWRITE_MANY,
	)
		.argument('[file]', 'of contracts, one a line, up to 10000; -: from stdin')
		.action(async (file: string | undefined, words: ManyWords) => {
			const { rewriteManyCommand } = await import('./password-command.js');
			end(await rewriteManyCommand(file, words));
		});
	addOptions(password.command('letter').description("hand out the letter of a contract's newest password, a PDF, once"), LETTER)
		.argument('<contract>', 'its code: C and 10 digits')
		.action(async (contract: string, words: OutWords) => {
			const { letterCommand } = await import('./password-command.js');
			end(await letterCommand(contract, words));
		});
	addOptions(office.command('print').description('print a work order, a PDF, with the code that brings a password to the hand-held'), PRINT)
		.argument('<order>', 'its number: W and 8 digits')
		.action(async (order: string, words: PrintWords) => {
			const { printCommand } = await import('./password-command.js');
			end(await printCommand(order, words));
		});
	addHandhelds(office, end);
	// In a process of its own, which the office starts: nobody else has a use for it.
	const secret = office.command('secret', { hidden: true }).description('draws and seals passwords: the office starts it itself');
	secret.action(async () => {
		const { keepSecrets } = await import('./secret-command.js');
		end(await keepSecrets());
	});
}

function addHandhelds(office: Command, end: End): void {
	const handheld = office.command('handheld').description('the hand-helds that work orders may be made for');
	addOptions(handheld.command('add').description('register one by the file with its public keys'), HANDHELD_ADD)
		.argument('<file>', 'its public file, which keiki handheld init names')
		.action(async (file: string, words: HandheldWords) => {
			const { addHandheldCommand } = await import('./password-command.js');
			end(await addHandheldCommand(file, words));
		});
	addOptions(handheld.command('list').description('tell which there are'), OFFICE).action(async (words: OfficeWords) => {
		const { listHandheldsCommand } = await import('./password-command.js');
		end(await listHandheldsCommand(words));
	});
	addOptions(handheld.command('lost').description('one was lost: no order is made for it any more'), OFFICE)
		.argument('<handheld>', 'its id')
		.action(async (id: string, words: OfficeWords) => {
			const { loseHandheldCommand } = await import('./password-command.js');
			end(await loseHandheldCommand(id, words));
		});
}
