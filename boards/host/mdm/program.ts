/** The words of `keiki mdm`. What they do is loaded when it is asked for. */
import type { Command } from 'commander';
import { addOptions, type OptionRow } from '../shared/option-row.js';
import { type End, JSON_OPTION } from '../shared/program.js';
import { addData } from './data-program.js';
import type { QueryWords } from './query-command.js';
import type { ServeWords } from './serve/serve-command.js';
import type { DaysWords } from './status-command.js';
import type { TakeWords } from './take-command.js';

export const STORE_OPTIONS = Object.freeze([
	{
		flags: '--data <directory>',
		does: 'what collectors write and this reads: journals, the register of meters',
		otherwise: 'keiki/mdm in XDG_STATE_HOME or ~/.local/state',
	},
	{
		flags: '--store <address>',
		does: 'where readings are kept: files, in --data; duckdb, the same files, looked into by DuckDB; clickhouse:http://HOST:PORT[,HOST:PORT…]/DATABASE; or postgres://USER@HOST/NAME',
		otherwise: 'files',
		secret: true,
	},
] as const satisfies readonly OptionRow[]);

export const DAYS_OPTIONS = Object.freeze([
	{ flags: '--from <day>', does: 'the first day, in Japan: 2026-12-01', otherwise: 'today' },
	{ flags: '--to <day>', does: 'the last day, too', otherwise: '--from' },
] as const satisfies readonly OptionRow[]);

export const TAKE_OPTIONS = Object.freeze([
	{ flags: '--follow', does: 'go on with what comes, until it is stopped' },
	JSON_OPTION,
] as const satisfies readonly OptionRow[]);

export const QUERY_OPTIONS = Object.freeze([
	{ flags: '--meter <number>', does: "a meter, by the collector's number of it; again for others", many: true },
	{ flags: '--slot <time>', does: 'instead, the half-hour of all meters that ends then: 2026-12-01T00:30', insteadOf: ['meter'] },
	{
		flags: '--sql <query>',
		does: 'instead, SELECT … of reading, reading_day or reading_day_history, which are the closed days in --data',
		insteadOf: ['meter', 'slot'],
	},
	{ flags: '--columns', does: 'a line a day with 48 values, not a line a half-hour' },
	{ flags: '--history', does: 'all versions of a day, not the newest alone' },
	{ flags: '--as-of <version>', does: 'as it was told by this version' },
	JSON_OPTION,
] as const satisfies readonly OptionRow[]);

export const SERVE_OPTIONS = Object.freeze([
	{ flags: '--place <address:port>', does: 'where browsers and programs of this computer find it', usual: '127.0.0.1:8295' },
	{
		flags: '--close <duration>',
		does: 'how often days that are over are closed, and closed ones corrected by what came since: 30min, from 1min to 24h; or never',
		usual: '30min',
	},
	{ flags: '--rules <file>', does: 'settings of the rules, JSON, as of keiki mdm validate', otherwise: 'those of docs/validation.md' },
	{ flags: '--json', does: 'tell the address, the token file and each day that is closed as JSON, a line each' },
] as const satisfies readonly OptionRow[]);

export function addMdm(program: Command, end: End): void {
	const mdm = program
		.command('mdm')
		.description('meter data management: half-hourly readings of many meters, in a store that one machine or a cluster keeps');
	addOptions(mdm.command('take').description('put what collectors have written down into the store, each block once, however often it comes'), [
		...STORE_OPTIONS,
		...TAKE_OPTIONS,
	]).action(async (words: TakeWords) => {
		const { mdmTake } = await import('./take-command.js');
		end(await mdmTake(words));
	});
	addOptions(mdm.command('status').description('what is there of each day and 100,000 meters, and what is missing'), [
		...STORE_OPTIONS,
		...DAYS_OPTIONS,
		JSON_OPTION,
	]).action(async (words: DaysWords) => {
		const { mdmStatus } = await import('./status-command.js');
		end(await mdmStatus(words));
	});
	addOptions(mdm.command('query').description('readings of meters, or one half-hour of all, in counts of the registers, as CSV'), [
		...STORE_OPTIONS,
		...DAYS_OPTIONS,
		...QUERY_OPTIONS,
	]).action(async (words: QueryWords & { readonly sql?: string }) => {
		const { sql } = words;
		if (sql !== undefined) {
			const { mdmSql } = await import('./duckdb/sql-command.js');
			end(await mdmSql({ ...words, sql }));
			return;
		}
		const { mdmQuery } = await import('./query-command.js');
		end(await mdmQuery(words));
	});
	addOptions(mdm.command('gaps').description('half-hours that are over and of which nothing is known, by meter, as CSV'), [
		...STORE_OPTIONS,
		...DAYS_OPTIONS,
		JSON_OPTION,
	]).action(async (words: DaysWords) => {
		const { mdmGaps } = await import('./status-command.js');
		end(await mdmGaps(words));
	});
	addData(mdm, STORE_OPTIONS, end);
	addOptions(
		mdm.command('serve').description('pages of what is there and what is missing, and the same as the commands over HTTP, until it is ended'),
		[...STORE_OPTIONS, ...SERVE_OPTIONS],
	).action(async (words: ServeWords) => {
		const { mdmServe } = await import('./serve/serve-command.js');
		end(await mdmServe(words));
	});
}
