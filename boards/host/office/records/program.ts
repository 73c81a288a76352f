/** The words of the office's records. What they do is loaded when it is asked for. */
import type { Command } from 'commander';
import { addOptions, type OptionRow } from '../../shared/option-row.js';
import type { End } from '../../shared/program.js';
import { OFFICE } from '../office-options.js';
import type { OfficeWords } from '../office-words.js';
import type { CheckWords } from './check-command.js';
import type { DemoWords } from './demo-command.js';
import type { ExportWords } from './export-command.js';
import type { ImportWords } from './import-command.js';

export const DEMO = Object.freeze([
	...OFFICE,
	{ flags: '--contracts <number>', does: 'how many, from 200 to 1000000', usual: '2000' },
	{ flags: '--seed <number>', does: 'of all chance, and of the meters: that of keiki run, too', usual: '1' },
] as const satisfies readonly OptionRow[]);
export const IMPORT = Object.freeze([
	...OFFICE,
	{ flags: '--records <name>', does: 'what the files have', otherwise: 'by their names: contract-2026-11-30.csv' },
	{ flags: '--as-of <time>', does: 'when the system had it so, an ISO date or time', otherwise: 'when the file was changed last' },
	{ flags: '--skip-bad', does: 'leave out rows that are wrong, and put them into FILE.refused' },
	{ flags: '--whole', does: 'the file is all that there is: what it does not have is taken away' },
] as const satisfies readonly OptionRow[]);
export const EXPORT = Object.freeze([
	...OFFICE,
	{
		flags: '--format <name>',
		does: 'csv, json, or xml: messages of IEC 61968-9, of readings, events and controls',
		choices: ['csv', 'json', 'xml'],
		otherwise: 'csv, of controls xml',
	},
	{ flags: '--out <file>', does: 'into a file, in place of standard output' },
	{ flags: '--from <time>', does: 'of readings and events: from that time on' },
	{ flags: '--until <time>', does: 'of readings and events: before that time' },
	{ flags: '--for <name>', does: 'for somebody else: of readings, events and controls, those of contracts that have consented to it' },
] as const satisfies readonly OptionRow[]);
export const CHECK = Object.freeze([
	...OFFICE,
	{ flags: '--rule <rule>', does: 'list all that breaks it' },
	{ flags: '--open-cases', does: 'open a case for each finding that has none' },
] as const satisfies readonly OptionRow[]);

export function addRecords(office: Command, end: End): void {
	addOptions(
		office
			.command('demo')
			.description('make a town to try the office with: contracts, meters, stock, applications, staff, and what goes wrong in one'),
		DEMO,
	).action(async (words: DemoWords) => {
		const { demoCommand } = await import('./demo-command.js');
		end(await demoCommand(words));
	});
	addOptions(
		office.command('import').description('take what a system gave: records as CSV or JSON, readings and events as messages of IEC 61968-9, too'),
		IMPORT,
	)
		.argument('<system>', 'customer, distribution, supervision or metering')
		.argument('<file...>', 'each whole or not at all; of communication units the .credential, too')
		.action(async (system: string, files: readonly string[], words: ImportWords) => {
			const { importCommand } = await import('./import-command.js');
			end(await importCommand(system, files, words));
		});
	addOptions(office.command('export').description('give out records, readings, events or controls'), EXPORT)
		.argument('<what>', 'contract, application, site, transformer, construction, mounted, stock, supervision, reading, events or controls')
		.action(async (what: string, words: ExportWords) => {
			const { exportCommand } = await import('./export-command.js');
			end(await exportCommand(what, words));
		});
	addOptions(office.command('find').description('look for contracts: by code, name, kana, street, number of a meter or of a unit'), OFFICE)
		.argument('<text...>', 'words, each the beginning of one; in any width and kana')
		.action(async (text: readonly string[], words: OfficeWords) => {
			const { findCommand } = await import('./find-command.js');
			end(await findCommand(text.join(' '), words));
		});
	addOptions(
		office.command('check').description('find records that are stale, missing or contradict, with their stores, their ages and what settles it'),
		CHECK,
	)
		.argument('[contract]', 'one alone (default: all)')
		.action(async (contract: string | undefined, words: CheckWords) => {
			const { checkCommand } = await import('./check-command.js');
			end(await checkCommand(contract, words));
		});
}
