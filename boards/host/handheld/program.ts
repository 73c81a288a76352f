/** The words of `keiki handheld`. What they do is loaded when it is asked for. */
import type { Command } from 'commander';
import { addOptions, type OptionRow } from '../shared/option-row.js';
import type { End } from '../shared/program.js';
import type { BuiltWords, HandheldWords, InitWords, MeterWords, ResultsWords, ServeWords, SetWords } from './handheld-options.js';

export const OWN = Object.freeze([
	{ flags: '--data <directory>', does: 'where the hand-held keeps what it has', otherwise: 'keiki/handheld in XDG_STATE_HOME or ~/.local/state' },
	{ flags: '--clock <offset>', does: "how far the hand-held's clock is off that of this host, for tests: +5h, -30min", otherwise: 'not at all' },
	{ flags: '--json', does: 'as JSON' },
] as const satisfies readonly OptionRow[]);
export const AT_METER = Object.freeze([
	...OWN,
	{
		flags: '--meter <place>',
		does: 'the local port, or another place of the meter: serial:PATH, serial:HOST:PORT, HOST:PORT, as keiki hes takes them',
		otherwise: '/tmp/keiki-local-port',
	},
	{
		flags: '--keys <file>',
		does: 'keys of client 3, of one meter or a line for each, as keiki keys make writes them',
		otherwise: 'keys.json in --data',
	},
	{ flags: '--timeout <seconds>', does: 'how long the meter may be silent', otherwise: '5' },
	{ flags: '--retries <number>', does: 'how often what got no answer is tried again', otherwise: '2' },
] as const satisfies readonly OptionRow[]);
export const INIT = Object.freeze([
	...OWN,
	{ flags: '--office <file>', does: "the office's public file", otherwise: 'keiki handheld office tells it later' },
] as const satisfies readonly OptionRow[]);
export const SET = Object.freeze([
	...AT_METER,
	{ flags: '--text <text>', does: 'the text of the bar code in place of a picture, as a scanner reads it' },
] as const satisfies readonly OptionRow[]);
export const FOR = Object.freeze([
	...AT_METER,
	{ flags: '--for <title>', does: 'which meter: its system title, 16 hexadecimal digits', otherwise: 'that of the order, or the only one with keys' },
] as const satisfies readonly OptionRow[]);
export const BUILT = Object.freeze([
	...FOR,
	{ flags: '--units <codes>', does: 'what you have mounted, with commas: rf-b,1p3w-60-2way', otherwise: 'what the meter says alone' },
] as const satisfies readonly OptionRow[]);
export const RESULTS = Object.freeze([
	...OWN,
	{ flags: '--out <file>', does: 'a new file for what the office has not got yet, a signed line for each' },
	{ flags: '--handed-in <file>', does: 'the office has got what is in this file: it is not kept here any more' },
] as const satisfies readonly OptionRow[]);
export const SERVE = Object.freeze([
	...AT_METER,
	{ flags: '--place <place>', does: 'where the page is: ADDRESS:PORT; port 0 takes a free one', otherwise: '127.0.0.1:8293' },
] as const satisfies readonly OptionRow[]);

export function addHandheld(program: Command, end: End): void {
	const handheld = program
		.command('handheld')
		.description(
			"the hand-held of a utility's worker: it sets Route B passwords from bar codes that it cannot read itself, and looks what is wrong at a meter",
		);
	addOptions(
		handheld.command('init').description('make a new hand-held: its keys, and the public file by which the office registers it'),
		INIT,
	).action(async (words: InitWords) => {
		const { initHandheld } = await import('./own-commands.js');
		end(initHandheld(words));
	});
	addOptions(handheld.command('office').description('go by this office: bar codes of nobody else are taken'), OWN)
		.argument('<file>', "the office's public file")
		.action(async (file: string, words: HandheldWords) => {
			const { trustOffice } = await import('./own-commands.js');
			end(trustOffice(file, words));
		});
	addOptions(handheld.command('set').description('set the password that is sealed in the bar code of a work order'), SET)
		.argument('[picture]', 'PNG or JPEG with the bar code; - takes the text of a scanner from standard input')
		.action(async (picture: string | undefined, words: SetWords) => {
			const { setPassword } = await import('./meter-commands.js');
			end(await setPassword(picture, words));
		});
	addOptions(handheld.command('built').description('note for the office which units stand in the meter now'), BUILT)
		.argument('<order>', 'number of the work order, W and 8 digits')
		.action(async (order: string, words: BuiltWords) => {
			const { noteBuilt } = await import('./meter-commands.js');
			end(await noteBuilt(order, words));
		});
	addOptions(
		handheld
			.command('diagnose')
			.description('why a HEMS does not get through: the status information of the meter, the probable cause, and what to do'),
		FOR,
	)
		.argument('[order]', 'number of the work order, W and 8 digits (default: nobody ordered it)')
		.action(async (order: string | undefined, words: MeterWords) => {
			const { diagnoseMeter } = await import('./meter-commands.js');
			end(await diagnoseMeter(order, words));
		});
	addOptions(handheld.command('results').description('what the office has not got yet'), RESULTS).action(async (words: ResultsWords) => {
		const { handIn } = await import('./own-commands.js');
		end(handIn(words));
	});
	addOptions(
		handheld.command('serve').description('a page that takes the bar code by the camera of a phone or a tablet, over plain HTTP'),
		SERVE,
	).action(async (words: ServeWords) => {
		const { serveHandheld } = await import('./serve-command.js');
		end(await serveHandheld(words));
	});
}
