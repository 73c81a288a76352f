/** The words of `keiki hems`. What they do is loaded when it is asked for. */
import type { Command } from 'commander';
import type { End } from '../shared/program.js';
import type { HemsWords } from './hems-command.js';

export function addHems(program: Command, end: End): void {
	const hemsAction = async (what: 'read' | 'watch', words: HemsWords) => {
		const { hemsCommand } = await import('./hems-command.js');
		end(await hemsCommand(what, words));
	};
	const hems = program.command('hems').description('a small HEMS on a Wi-SUN dongle, emulated or real');
	const hemsOptions = (command: Command) =>
		command
			.requiredOption('--dongle <line>', 'serial port of the dongle, or HOST:PORT')
			.requiredOption('--id <id>', 'Route B authentication id, 32 hexadecimal digits')
			.option('--password <password>', 'Route B password, 12 letters and digits; all users of this host can read it there')
			.option('--password-file <file>', 'the same from the first line of a file; or from the variable KEIKI_HEMS_PASSWORD')
			.option('--model <model>', 'what the dongle should be; it is found out without')
			.option('--baud <rate>', 'of the serial port', '115200')
			.option('--json', 'as JSON on stdout, one object a line');
	hemsOptions(hems.command('read').description('join the meter, print all it tells, and a chart of a day'))
		.option('--day <number>', 'day of the chart, so many days ago', '0')
		.action((words: HemsWords) => hemsAction('read', words));
	hemsOptions(hems.command('watch').description('join the meter, and print power, currents and notifications as they come'))
		.option('--interval <seconds>', 'between two readings', '60')
		.action((words: HemsWords) => hemsAction('watch', words));
}
