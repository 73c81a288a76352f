/** The words of the office's remote work. What they do is loaded when it is asked for. */
import type { Command } from 'commander';
import { addOptions, type OptionRow } from '../../shared/option-row.js';
import type { End } from '../../shared/program.js';
import { OFFICE } from '../office-options.js';
import type { AmperesWords, DiagnoseWords, ExchangeWords, JobListWords, JobWords, SupplyWords } from './commands.js';

export const RELAY = Object.freeze([
	{ flags: '--relay <url>', does: 'the relay, https://HOST:PORT', usual: 'https://localhost:8292' },
	{
		flags: '--identity <directory>',
		does: "the office's certificate and keys, as keiki relay certify made them",
		otherwise: 'office in --data',
	},
] as const satisfies readonly OptionRow[]);
export const WAIT = Object.freeze([
	{ flags: '--wait <seconds>', does: 'how long to wait for the answer, from 0 to 3600; 0 leaves it to keiki office serve or exchange', usual: '30' },
] as const satisfies readonly OptionRow[]);
export const WHEN = Object.freeze([
	{ flags: '--at <time>', does: "not before: ISO, Japan's time where it has no offset", otherwise: 'at once' },
	{ flags: '--until <time>', does: 'not from then on', otherwise: 'a day after it may begin' },
] as const satisfies readonly OptionRow[]);
export const LIST = Object.freeze([
	{ flags: '--contract <code>', does: 'of one contract alone' },
	{ flags: '--open', does: 'only what has not ended' },
] as const satisfies readonly OptionRow[]);
export const EXCHANGE = Object.freeze([{ flags: '--once', does: 'one exchange, and the end' }] as const satisfies readonly OptionRow[]);

export function addRemote(office: Command, end: End): void {
	addOptions(
		office
			.command('diagnose')
			.description("ask a contract's meter over Route A how its Route B is, and tell the row of Table 2, the causes and what settles it"),
		[...OFFICE, ...RELAY, ...WAIT],
	)
		.argument('<contract>', 'C and 10 digits')
		.action(async (contract: string, words: DiagnoseWords) => {
			const { diagnose } = await import('./commands.js');
			end(await diagnose(contract, words));
		});
	addOptions(office.command('supply').description("open or close a contract's supply; the answer is what the contact really did"), [
		...OFFICE,
		...RELAY,
		...WAIT,
		...WHEN,
	])
		.argument('<contract>', 'C and 10 digits')
		.argument('<to>', 'open or close')
		.action(async (contract: string, to: string, words: SupplyWords) => {
			const { supply } = await import('./commands.js');
			end(await supply(contract, to, words));
		});
	addOptions(office.command('amperes').description('have a meter hold other contract amperes'), [...OFFICE, ...RELAY, ...WAIT, ...WHEN])
		.argument('<contract>', 'C and 10 digits')
		.argument('<amperes>', 'A, or none')
		.action(async (contract: string, amperes: string, words: AmperesWords) => {
			const { amperes: hold } = await import('./commands.js');
			end(await hold(contract, amperes, words));
		});
	addOptions(office.command('units').description("ask a contract's meter which units are plugged in"), [...OFFICE, ...RELAY, ...WAIT])
		.argument('<contract>', 'C and 10 digits')
		.action(async (contract: string, words: DiagnoseWords) => {
			const { units } = await import('./commands.js');
			end(await units(contract, words));
		});
	const job = office.command('job').description('remote work: what was asked for, and what became of it');
	addOptions(job.command('list').description('the latest 1000, the latest first'), [...OFFICE, ...LIST]).action(async (words: JobListWords) => {
		const { jobList } = await import('./commands.js');
		end(await jobList(words));
	});
	addOptions(job.command('show').description('one, with what became of it'), OFFICE)
		.argument('<id>', 'as job list tells it')
		.action(async (id: string, words: JobWords) => {
			const { jobShow } = await import('./commands.js');
			end(await jobShow(id, words));
		});
	addOptions(job.command('withdraw').description('have it not begun any more'), [...OFFICE, ...RELAY, ...WAIT])
		.argument('<id>', 'as job list tells it')
		.action(async (id: string, words: DiagnoseWords) => {
			const { jobWithdraw } = await import('./commands.js');
			end(await jobWithdraw(id, words));
		});
	addOptions(
		office
			.command('exchange')
			.description('give the relay what waits for it and take what came, until it is stopped; keiki office serve does it, too'),
		[...OFFICE, ...RELAY, ...EXCHANGE],
	).action(async (words: ExchangeWords) => {
		const { exchange } = await import('./commands.js');
		end(await exchange(words));
	});
}
