/** The words of `keiki relay`. What they do is loaded when it is asked for. */
import type { Command } from 'commander';
import { addOptions, type OptionRow } from '../shared/option-row.js';
import { type End, JSON_OPTION } from '../shared/program.js';
import type { CertifyWords, RelayServeWords } from './relay-command.js';

export const SERVE = Object.freeze([
	{ flags: '--data <directory>', does: 'where it keeps what waits', otherwise: 'keiki/relay in XDG_STATE_HOME or ~/.local/state' },
	{ flags: '--identity <directory>', does: 'its certificate and key, as keiki office init or keiki relay certify made them', otherwise: '--data' },
	{ flags: '--host <address>', does: 'the address where it answers', usual: '127.0.0.1' },
	{ flags: '--port <number>', does: 'the port; 0 takes a free one', usual: '8292' },
	{ flags: '--keep <days>', does: 'how long it keeps what nobody fetches, from 1 to 400', usual: '30' },
	{ flags: '--most <number>', does: 'how many messages each way it keeps, from 1 to 1000000', usual: '100000' },
	JSON_OPTION,
] as const satisfies readonly OptionRow[]);
export const CERTIFY = Object.freeze([
	{ flags: '--host <name>', does: 'a name or address by which the relay is reached, beside localhost', many: true },
	{ flags: '--days <number>', does: 'how long the certificates are good, from 1 to 3650', usual: '825' },
] as const satisfies readonly OptionRow[]);

export function addRelay(program: Command, end: End): void {
	const relay = program
		.command('relay')
		.description('the relay between the office and the control system, which have no other connection: it keeps what one has for the other');
	addOptions(relay.command('serve').description('keep jobs and results, until it is stopped'), SERVE).action(async (words: RelayServeWords) => {
		const { relayServe } = await import('./relay-command.js');
		end(await relayServe(words));
	});
	addOptions(
		relay
			.command('certify')
			.description('make certificates for office, relay and control system, and an authority where there is none; again before they are over'),
		CERTIFY,
	)
		.argument('<directory>', "the office's --data, or one like it")
		.action(async (directory: string, words: CertifyWords) => {
			const { relayCertify } = await import('./relay-command.js');
			end(await relayCertify(directory, words));
		});
}
