/** The words of `keiki hes mbus`. */
import type { Command } from 'commander';
import type { OptionRow } from '../shared/option-row.js';
import type { End } from '../shared/program.js';
import type { HesWords } from './hes-options.js';
import type { MbusInstallWords, MbusKeyWords } from './mbus-options.js';

export const MBUS_SCAN = Object.freeze([
	{ flags: '--patience <duration>', does: 'how long the meter may look for one meter, as 90s or 20min', otherwise: '10min' },
] as const satisfies readonly OptionRow[]);

export const MBUS_INSTALL = Object.freeze([
	{ flags: '--address <number>', does: 'the primary address that it gets, 1 to 250', otherwise: 'the number of the channel' },
	{ flags: '--identification <digits>', does: 'whom to install: the identification number, 8 digits', otherwise: 'whoever is found' },
	{ flags: '--manufacturer <letters>', does: 'the three letters of its maker', otherwise: 'any' },
	{ flags: '--kind <kind>', does: 'what it measures', choices: ['electricity', 'gas', 'heat', 'water'], otherwise: 'any' },
	...MBUS_SCAN,
] as const satisfies readonly OptionRow[]);

export const MBUS_KEY = Object.freeze([
	{ flags: '--key <hex>', does: 'the new key, 32 hexadecimal digits', secret: true },
	{ flags: '--default-key <hex>', does: 'the key that the meter behind came with, under which it gets the new one', secret: true },
	{ flags: '--clear', does: 'no key any more' },
] as const satisfies readonly OptionRow[]);

type Commands = typeof import('./hes-mbus.js');

/** @param withOptions adds those that all of `keiki hes` shares, and the command's own */
export function addMbus(hes: Command, withOptions: (command: Command, own?: readonly OptionRow[]) => Command, end: End): void {
	const run = async (work: (commands: Commands) => Promise<Parameters<End>[0]>): Promise<void> => end(await work(await import('./hes-mbus.js')));
	const mbus = hes.command('mbus').description('the meters behind a meter, on its M-Bus: gas, water, heat');
	const ofChannel = (name: string, does: string, own: readonly OptionRow[] = []): Command =>
		withOptions(mbus.command(name).description(does), own).argument('<channel>', '1 to 4');

	withOptions(mbus.command('list').description('who is on which channel, and what was captured last')).action((words: HesWords) =>
		run(({ hesMbusList }) => hesMbusList(words)),
	);
	withOptions(mbus.command('scan').description('have the meter look for meters for its free channels, by all addresses'), MBUS_SCAN).action(
		(words: HesWords & MbusInstallWords) => run(({ hesMbusScan }) => hesMbusScan(words)),
	);
	ofChannel('read', 'all that a channel tells').action((channel: string, words: HesWords) => run(({ hesMbusRead }) => hesMbusRead(channel, words)));
	ofChannel('capture', 'have the meter behind read now, and tell its values').action((channel: string, words: HesWords) =>
		run(({ hesMbusCapture }) => hesMbusCapture(channel, words)),
	);
	ofChannel('install', 'have a free channel install a meter: one that is told, or whoever is found', MBUS_INSTALL).action(
		(channel: string, words: HesWords & MbusInstallWords) => run(({ hesMbusInstall }) => hesMbusInstall(channel, words)),
	);
	ofChannel('remove', 'let the meter on a channel go').action((channel: string, words: HesWords) =>
		run(({ hesMbusRemove }) => hesMbusRemove(channel, words)),
	);
	ofChannel('key', 'give the meter behind a new key, and use it; or none', MBUS_KEY).action((channel: string, words: HesWords & MbusKeyWords) =>
		run(({ hesMbusKey }) => hesMbusKey(channel, words)),
	);
	ofChannel('valve', 'open or close the valve of the meter behind, and tell what it did')
		.argument('<order>', 'open or close')
		.action((channel: string, order: string, words: HesWords) => run(({ hesMbusValve }) => hesMbusValve(channel, order, words)));
	ofChannel('send', 'send records to the meter behind')
		.argument('<records>', 'hexadecimal digits: DIB, VIB and data of each, as 01FD1F00')
		.action((channel: string, records: string, words: HesWords) => run(({ hesMbusSend }) => hesMbusSend(channel, records, words)));
	ofChannel('clock', 'set the clock of the meter behind').action((channel: string, words: HesWords) =>
		run(({ hesMbusClock }) => hesMbusClock(channel, words)),
	);
	ofChannel('reset-alarm', 'let the alarm of a channel be 0 again').action((channel: string, words: HesWords) =>
		run(({ hesMbusReset }) => hesMbusReset(channel, words)),
	);
}
