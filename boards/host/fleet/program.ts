/** The words of `keiki fleet`. What they do is loaded when it is asked for. */
import type { Command } from 'commander';
import { addOptions, type OptionRow } from '../shared/option-row.js';
import { type End, JSON_OPTION } from '../shared/program.js';
import type { FleetWords } from './fleet-options.js';

export const FLEET = Object.freeze([
	{ flags: '--meters <number>', does: 'how many meters, from 1 to 1000000', usual: '1000' },
	{ flags: '--seed <number>', does: 'decides keys, households and all chance', usual: '1' },
	{ flags: '--concentrators <number>', does: 'how many concentrators they are behind, from 1 to 5000', otherwise: 'one for each 500 meters' },
	{ flags: '--first <place>', does: 'ADDRESS:PORT of the first concentrator, TCP and UDP; each further one has the next port', usual: '[::1]:20000' },
	{
		flags: '--anyip <prefix>',
		does: 'also an address for each meter, by TCP: PREFIX/BITS, with ,PORT or without, of which the system has a local route',
	},
	{ flags: '--list <file>', does: 'write all meters with their places and keys into this file, for keiki hes --meters' },
	{ flags: '--master <file>', does: 'the keys of all meters come of the key in this file, 32 hexadecimal digits or more', otherwise: 'of the seed' },
	{ flags: '--broadcast', does: 'the meters also take messages to all, of client 102 under a broadcast key that is theirs alike' },
	{ flags: '--push <place>', does: 'where the meters push each half-hour to, ADDRESS:PORT, or off', usual: '[::1]:4060' },
	{ flags: '--push-by <way>', does: 'how: by datagrams, or over one connection of each concentrator', choices: ['udp', 'tcp'], usual: 'udp' },
	{ flags: '--spread <time>', does: 'the pushes of a half-hour are due within so long behind it, from 0s to 30min', usual: '5min' },
	{ flags: '--rate <number>', does: 'datagrams a second that pushes take at most, from 1 to 1000000', usual: '20000' },
	{ flags: '--start <time>', does: 'the time at which they begin: 2026-11-22T09:30', otherwise: 'now' },
	{ flags: '--speed <factor>', does: 'how fast time goes, from 0.01 to 100000, or max', usual: '1' },
	{ flags: '--scenario <file>', does: 'what happens to the meters, and when' },
	{
		flags: '--state <directory>',
		does: 'keep in there what the meters are, and go on from it: registers, counters, keys, and what clients have set',
	},
	{ flags: '--connections <number>', does: 'connections of clients at a time, from 1 to 15000', usual: '4096' },
	{ flags: '--associations <number>', does: 'meters that are spoken to at a time, from 1 to 100000', usual: '4096' },
	{ flags: '--idle <time>', does: 'how long a client may be silent before its association ends, from 1s to 1h', usual: '3min' },
	JSON_OPTION,
] as const satisfies readonly OptionRow[]);

export function addFleet(program: Command, end: End): void {
	addOptions(
		program
			.command('fleet')
			.description(
				'up to a million meters in one process, each with its own keys, household, 45 days and Route A, behind concentrators, pushing each half-hour',
			),
		FLEET,
	).action(async (words: FleetWords) => {
		const { fleetCommand } = await import('./fleet-command.js');
		end(await fleetCommand(words));
	});
}
