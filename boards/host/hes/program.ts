/** The words of `keiki hes`. What they do is loaded when it is asked for. */
import type { Command } from 'commander';
import { collect, type End } from '../shared/program.js';
import type { HesWords } from './hes-options.js';
import type { ProfileWords } from './hes-profile.js';

type Commands = typeof import('./hes-command.js');

export function addHes(program: Command, end: End): void {
	const run = async (work: (commands: Commands) => Promise<number>): Promise<void> => end(await work(await import('./hes-command.js')));
	const hes = program.command('hes').description('a head-end: reads and sets meters over Route A (DLMS/COSEM), Keiki’s and others');
	const withOptions = (command: Command): Command =>
		command
			.option(
				'--meter <place>',
				'HOST:PORT, udp:HOST:PORT, or serial:PATH with ,mode-e ,BAUD or ,device=N behind it; may be given again (default: [::1]:4059)',
				collect,
			)
			.option('--client <number>', 'the client: 1 management, 2 reading, 16 public (default: 1)')
			.option('--server <number>', 'the logical device (default: 1)')
			.option('--keys <file>', 'the keys, JSON, for all meters; or again for each, in their order (default: demo keys)', collect)
			.option('--password <text>', 'LLS with this password, or with hex:DIGITS, in place of keys; --security ciphers all the same')
			.option('--password-file <file>', 'the same, from the first line of a file')
			.option('--title <hex>', 'system title of this head-end, 16 hexadecimal digits (default: 4B45490000000001)')
			.option('--security <what>', 'how requests are protected: ae, a, e or none (default: ae)')
			.option('--ciphering <how>', 'glo, ded, general-glo or general-ded (default: glo)')
			.option('--counter <number>', 'first invocation counter, unless a later one was used (default: the meter is asked, by the public client)')
			.option(
				'--counters <file>',
				'where the invocation counters are kept that were used (default: beside the keys, in KEYS.counters; demo keys: nowhere)',
			)
			.option('--timeout <seconds>', 'how long a meter may be silent (default: 5)')
			.option('--retries <number>', 'how often what got no answer is tried again (default: 2)')
			.option('--parallel <number>', 'how many meters at once (default: 16)')
			.option('--json', 'as JSON, one object a line')
			.option('--csv', 'as CSV');

	withOptions(hes.command('read').description('read attributes: [CLASS/]OBIS[:ATTRIBUTE|:all]; without any, what everybody wants to know first'))
		.argument('[obis...]', 'as 1.0.1.8.0.255, 0.0.1.0.0.255:3 or 1-0:1.8.0:all')
		.action((names: readonly string[], words: HesWords) => run(({ hesRead }) => hesRead(names, words)));
	withOptions(hes.command('profile').description('read a load profile; with --out only the rows that the file lacks'))
		.option('--from <time>', "ISO, Japan's time where it has no offset (default: as far back as the meter keeps rows)")
		.option('--to <time>', "ISO (default: now, by the meter's clock)")
		.option('--obis <name>', 'of the profile (default: 1.0.99.1.0.255)')
		.option('--out <file.csv>', 'where the rows go; {meter} in it stands for the meter')
		.action((words: HesWords & ProfileWords) => run(({ hesProfile }) => hesProfile(words)));
	withOptions(hes.command('walk').description('list all objects that this client sees: attributes with access and value, methods')).action(
		(words: HesWords) => run(({ hesWalk }) => hesWalk(words)),
	);
	const clock = hes.command('clock').description("the meter's clock");
	withOptions(clock.command('get').description("tell the meter's time, and by how much it differs from this host's")).action((words: HesWords) =>
		run(({ hesClockGet }) => hesClockGet(words)),
	);
	withOptions(clock.command('set').description("set the meter's clock"))
		.argument('[time]', "ISO, Japan's time where it has no offset (default: now)")
		.action((time: string | undefined, words: HesWords) => run(({ hesClockSet }) => hesClockSet(time, words)));
	const keys = hes.command('keys').description('the keys of a client');
	withOptions(keys.command('change').description('give this client new keys, prove that they work, and put them into the file of keys'))
		.option('--in <file>', 'a new file for the keys, in place of the one that they come from')
		.action((words: HesWords & { readonly in?: string }) => run(({ hesKeysChange }) => hesKeysChange(words)));
}
