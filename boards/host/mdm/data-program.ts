/** The words of `keiki mdm validate` and `export`. What they do is loaded when it is asked for. */
import type { Command } from 'commander';
import { addOptions, type OptionRow } from '../shared/option-row.js';
import { type End, JSON_OPTION } from '../shared/program.js';
import type { ExportWords } from './export/export-command.js';
import type { ValidateWords } from './validate-command.js';

export const VALIDATE_OPTIONS = Object.freeze([
	{ flags: '--day <day>', does: 'one day alone, in Japan: 2026-12-01', otherwise: 'all of 45 days that are not closed, or lack or guess something' },
	{
		flags: '--rules <file>',
		does: 'settings of the rules, JSON: {"high": {"factor": 1.5}, "flat": {"on": false}}',
		otherwise: 'as docs/validation.md has them',
	},
	JSON_OPTION,
] as const satisfies readonly OptionRow[]);

export const EXPORT_OPTIONS = Object.freeze([
	{ flags: '--from <day>', does: 'the first day, in Japan: 2026-12-01', must: true },
	{ flags: '--to <day>', does: 'the last day, too', otherwise: '--from' },
	{
		flags: '--format <name>',
		does: 'csv, jsonl, parquet, or of readings espi: Green Button XML',
		usual: 'csv',
		choices: ['csv', 'jsonl', 'parquet', 'espi'],
	},
	{ flags: '--bom', does: 'CSV with the byte order mark by which spreadsheets know UTF-8' },
	{ flags: '--out <file>', does: 'into a file, in place of standard output' },
	{ flags: '--point <supply point>', does: 'this one alone; again for others', many: true },
	{ flags: '--bands <file>', does: 'of bands: JSON, [{"name": "night", "days": "all", "from": "23:00", "to": "07:00"}]' },
	{ flags: '--groups <file>', does: 'of groups: CSV, supply_point,group', otherwise: 'as the register of meters has them' },
	{ flags: '--metering-day <date>', does: 'of billing, bands and demand: periods begin on this date of each month', otherwise: '1' },
	{
		flags: '--stage <name>',
		does: 'of groups: settled, of days that are closed; fast, what has come until now, with how much is missing',
		usual: 'settled',
		choices: ['settled', 'fast'],
	},
	{ flags: '--since <version>', does: 'of changes: what versions above it changed', usual: '1' },
	{ flags: '--for <name>', does: 'for somebody else: of supply points whose contracts have consented to it, as the office knows' },
	{ flags: '--office <directory>', does: 'the office that is asked, by its --data' },
	{ flags: '--office-database <url>', does: 'the same by its --database', secret: true },
	{ flags: '--as <name>', does: 'who of its staff shares it', otherwise: 'the first administrator' },
] as const satisfies readonly OptionRow[]);

/** @param store options of all commands that open the store */
export function addData(mdm: Command, store: readonly OptionRow[], end: End): void {
	addOptions(mdm.command('validate').description('close days by the rules, with estimates of what is missing, and correct those that are closed'), [
		...store,
		...VALIDATE_OPTIONS,
	]).action(async (words: ValidateWords) => {
		const { mdmValidate } = await import('./validate-command.js');
		end(await mdmValidate(words));
	});
	addOptions(mdm.command('export').description('give out what days that are closed tell, in kWh, by supply points'), [...store, ...EXPORT_OPTIONS])
		.argument('<kind>', 'readings, columns (48 a day), daily, monthly, billing, bands, demand, groups or changes')
		.action(async (kind: string, words: ExportWords) => {
			const { mdmExport } = await import('./export/export-command.js');
			end(await mdmExport(kind, words));
		});
}
