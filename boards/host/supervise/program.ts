/** The words of `keiki supervise`. What they do is loaded when it is asked for. */
import type { Command } from 'commander';
import { addOptions, type OptionRow } from '../shared/option-row.js';
import { type End, JSON_OPTION } from '../shared/program.js';
import type { SuperviseWords } from './supervise-command.js';

export const SUPERVISE = Object.freeze([
	{
		flags: '--data <directory>',
		does: 'where it keeps its journal and its counters',
		otherwise: 'keiki/control in XDG_STATE_HOME or ~/.local/state',
	},
	{
		flags: '--identity <directory>',
		does: 'its certificate and keys, as keiki office init or keiki relay certify made them',
		otherwise: '--data',
	},
	{ flags: '--relay <url>', does: 'where the relay answers', usual: 'https://127.0.0.1:8292' },
	{
		flags: '--meters <file>',
		does: 'the meters with their keys, JSON lines, as keiki run --meters-file writes them',
		insteadOf: ['meter', 'keys'],
	},
	{ flags: '--meter <place>', does: 'as that of keiki hes; may be given again', otherwise: '[::1]:4059', many: true },
	{ flags: '--keys <file>', does: 'the keys, JSON, for all meters; or again for each, in their order', otherwise: 'demo keys', many: true },
	{ flags: '--parallel <number>', does: 'how many meters at once', otherwise: '16' },
	{ flags: '--timeout <seconds>', does: 'how long a meter may be silent', otherwise: '5' },
	{
		flags: '--check <duration>',
		does: 'how often all meters are asked whether they answer and which units they have, as 30min or 6h; never: jobs alone tell of them',
		usual: '1h',
	},
	{ flags: '--once', does: 'do what is there and due, and end' },
	{ flags: '--clock <offset>', does: 'how far its clock is off that of this host, for tests: +5h, -30min', otherwise: 'not at all' },
	JSON_OPTION,
] as const satisfies readonly OptionRow[]);

export function addSupervise(program: Command, end: End): void {
	addOptions(
		program
			.command('supervise')
			.description('the control system: takes jobs from the relay, does them at the meters over Route A, and puts the answers'),
		SUPERVISE,
	).action(async (words: SuperviseWords) => {
		const { supervise } = await import('./supervise-command.js');
		end(await supervise(words));
	});
}
