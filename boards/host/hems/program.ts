/** The words of `keiki hems`. What they do is loaded when it is asked for. */
import type { Command } from 'commander';
import { DONGLE_MODELS } from '../shared/dongle-models.js';
import { addOptions, type OptionRow } from '../shared/option-row.js';
import type { End } from '../shared/program.js';
import type { HemsWords } from './hems-command.js';

export const SHARED = Object.freeze([
	{ flags: '--dongle <line>', does: 'serial port of the dongle, or HOST:PORT', otherwise: 'that of a meter that runs here, keiki-dongle' },
	{ flags: '--id <id>', does: 'Route B authentication id, 32 hexadecimal digits', otherwise: 'the demo id of keiki run' },
	{
		flags: '--password <password>',
		does: 'Route B password, 12 letters and digits; all users of this host can read it there',
		otherwise: 'with the demo id, the demo password',
		secret: true,
	},
	{ flags: '--password-file <file>', does: 'the same from the first line of a file', insteadOf: ['password'] },
	{ flags: '--model <model>', does: 'what the dongle should be; it is found out without', choices: DONGLE_MODELS },
	{ flags: '--baud <rate>', does: 'of the serial port', usual: '115200' },
	{ flags: '--json', does: 'as JSON on stdout, one object a line' },
] as const satisfies readonly OptionRow[]);
export const READ = Object.freeze([
	{
		flags: '--mask',
		does: "leave out what tells whose meter it is, and what it consumed when: serial numbers, addresses, the id, histories, the day's chart",
	},
	{ flags: '--day <number>', does: 'day of the chart, so many days ago', usual: '0' },
] as const satisfies readonly OptionRow[]);
export const WATCH = Object.freeze([
	{ flags: '--interval <seconds>', does: 'between two readings', usual: '60' },
] as const satisfies readonly OptionRow[]);

export function addHems(program: Command, end: End): void {
	const hemsAction = async (what: 'read' | 'watch', words: HemsWords) => {
		const { hemsCommand } = await import('./hems-command.js');
		end(await hemsCommand(what, words));
	};
	const hems = program.command('hems').description('a small HEMS on a Wi-SUN dongle, emulated or real');
	const read = hems.command('read').description('join the meter, print all it tells, and a chart of a day');
	addOptions(read, [...SHARED, ...READ]).action((words: HemsWords) => hemsAction('read', words));
	const watch = hems.command('watch').description('join the meter, and print power, currents and notifications as they come');
	addOptions(watch, [...SHARED, ...WATCH]).action((words: HemsWords) => hemsAction('watch', words));
}
