/** The words of `keiki conformance`. What they do is loaded when it is asked for. */
import type { Command } from 'commander';
import { COMPANIONS } from '../../../modules/cosem/companion.js';
import { addOptions, type OptionRow } from '../shared/option-row.js';
import { type CommonWords, type End, JSON_OPTION } from '../shared/program.js';
import type { ConformanceWords } from './conformance-options.js';
import type { WriteCommandWords } from './write/write-command.js';

export const OPTIONS = Object.freeze([
	{ flags: '--client <number>', does: 'the client that the meter is examined as: 1 management, 2 reading, 16 public', otherwise: '1' },
	{ flags: '--server <number>', does: 'the logical device', otherwise: '1' },
	{ flags: '--keys <file>', does: 'the keys, JSON, for all meters; or again for each, in their order', otherwise: 'demo keys', many: true },
	{
		flags: '--auth <how>',
		does: 'how the client proves itself, as keiki hes takes it',
		choices: ['lls', 'hls2', 'hls3', 'hls4', 'hls5', 'hls6', 'hls7'],
		otherwise: 'as keiki hes does',
	},
	{ flags: '--password <text>', does: 'LLS with this password, or with hex:DIGITS; the secret of --auth hls2, 3, 4, 6', secret: true },
	{ flags: '--password-file <file>', does: 'the same, from the first line of a file', insteadOf: ['password'] },
	{ flags: '--title <hex>', does: 'system title of the examiner, 16 hexadecimal digits', otherwise: '4B45490000000001' },
	{ flags: '--security <what>', does: 'how requests are protected', choices: ['ae', 'a', 'e', 'none'], otherwise: 'ae, with a password none' },
	{ flags: '--ciphering <how>', does: 'which APDUs carry them', choices: ['glo', 'general-glo'], otherwise: 'glo' },
	{
		flags: '--counter <number>',
		does: 'first invocation counter, unless a later one was used',
		otherwise: 'the meter is asked, by the public client',
	},
	{ flags: '--counters <file>', does: 'where the invocation counters are kept that were used', otherwise: 'where keiki hes keeps them' },
	{ flags: '--timeout <seconds>', does: 'how long a meter may be silent', otherwise: '5' },
	{ flags: '--may-write', does: 'send SET and ACTION, too: what is set is what was read, or should be refused' },
	{ flags: '--may-disconnect', does: 'with --may-write: open the supply, and close it again' },
	{ flags: '--only <checks>', does: 'names or numbers of checks, with commas between' },
	{ flags: '--skip <checks>', does: 'names or numbers of checks that are left out' },
	{ flags: '--out <folder>', does: 'where the report goes; of several meters in a folder each', otherwise: 'keiki-conformance-DATE' },
	{ flags: '--strict', does: 'warnings end it with 1, too' },
] as const satisfies readonly OptionRow[]);

export const WRITE = Object.freeze([
	{ flags: '--companion-specification', does: 'objects, classes, attributes, rights of each client, codes' },
	{ flags: '--pics', does: 'what of the protocol is implemented' },
	{ flags: '--pixit', does: 'what a tester must know besides: addresses, times, values' },
	{ flags: '--companion <name>', does: 'whose companion specification the meter follows', choices: COMPANIONS, usual: COMPANIONS[0] },
	{
		flags: '--suite <number>',
		does: 'the security suite of its clients: from 1 on security set-ups have version 1',
		choices: ['0', '1', '2'],
		usual: '0',
	},
	{ flags: '--push-version <version>', does: 'version of its push set-ups (class 40)', choices: ['0', '2'], usual: '0' },
	{ flags: '--mbus-client <version>', does: 'version of its M-Bus clients (class 72)', choices: ['0', '1'], usual: '0' },
	{ flags: '--markdown', does: 'as Markdown, as it is without this', insteadOf: ['html'] },
	{ flags: '--html', does: 'as one page of HTML', insteadOf: ['markdown'] },
	{ flags: '--out <file>', does: 'where it goes', otherwise: 'stdout' },
] as const satisfies readonly OptionRow[]);

export function addConformance(program: Command, end: End): void {
	const conformance = program.command('conformance').description('examine meters of DLMS/COSEM, Keiki’s and others');
	addOptions(conformance.command('test').description('walk a meter, put it to the test rule by rule, and write a report'), OPTIONS)
		.argument('<meter...>', 'HOST:PORT, udp:HOST:PORT, or serial:PATH with ,BAUD or ,device=N behind it')
		.action(async (meters: readonly string[], words: ConformanceWords) => {
			const { conformanceTest } = await import('./test-command.js');
			end(await conformanceTest(meters, words));
		});
	addOptions(conformance.command('list').description('list all checks: what a good meter does, by which rule, and what is needed to see it'), [
		JSON_OPTION,
	]).action(async (words: CommonWords & { readonly json?: boolean }) => {
		const { listMeterChecks } = await import('./list-command.js');
		end(listMeterChecks(words));
	});
	addOptions(conformance.command('write').description('write the companion specification, PICS or PIXIT of the meter that Keiki is'), WRITE).action(
		async (words: WriteCommandWords) => {
			const { writePaper } = await import('./write/write-command.js');
			end(writePaper(words));
		},
	);
}
