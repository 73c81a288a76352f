/** The words of `keiki run`. What they do is loaded when it is asked for. */
import type { Command } from 'commander';
import { COMPANIONS } from '../../../modules/cosem/companion.js';
import { DONGLE_MODELS, USUAL_DONGLE } from '../shared/dongle-models.js';
import { addOptions, type OptionRow } from '../shared/option-row.js';
import type { End } from '../shared/program.js';
import type { RunWords } from './options.js';

export const OPTIONS = Object.freeze([
	{
		flags: '--load <source>',
		does: 'what the house draws: csv:FILE, house, pv, district, constant:W or script:FILE',
		otherwise: 'a recording of a real house',
	},
	{ flags: '--profile <name>', does: 'kind of meter', choices: ['gen1', 'gen2'], otherwise: 'gen1' },
	{ flags: '--like <file>', does: 'the meter is like the real one that keiki hems read --json has read into this file, in place of a profile' },
	{
		flags: '--dongle <line>',
		does: 'pty, pty:PATH, tcp:PORT, rfc2217:[ADDRESS:]PORT or serial:PATH[,BAUD], with ,MODEL and words (binary, keep, …) or without; may be given again for one more dongle',
		otherwise: 'pty',
		many: true,
	},
	{ flags: '--without <epcs>', does: 'EPCs that the meter has not, with commas between: D3,EC,ED' },
	{ flags: '--unreadable <epcs>', does: 'EPCs that stand in map 9F, and are refused all the same' },
	{ flags: '--unanswered <epcs>', does: 'EPCs that stand in map 9F; who asks for one gets no answer' },
	{ flags: '--energy-unit <code>', does: 'EPC E1: 00 to 04 for 1 to 0.0001 kWh, 0A to 0D for 10 to 10000 kWh', otherwise: 'by the profile' },
	{ flags: '--coefficient <number>', does: 'EPC D3: the registers show the energy divided by it, from 1 to 999999', otherwise: '1' },
	{ flags: '--digits <number>', does: 'EPC D7: after so many digits the registers begin again at 0, from 1 to 8', otherwise: 'by the profile' },
	{ flags: '--release <release>', does: 'EPC 82: release of the Appendix and its revision, F or R4 for example', otherwise: 'by the profile' },
	{ flags: '--minute-history <minutes>', does: 'how far back EPC EE tells minutes, from 10 to 1440', otherwise: '1440' },
	{
		flags: '--register <counts>',
		does: 'what the registers of a new meter show at the start: IMPORT or IMPORT,EXPORT, for example 999990 to see them wrap',
	},
	{ flags: '--dongle-model <model>', does: 'what the dongle is', choices: DONGLE_MODELS, usual: USUAL_DONGLE },
	{ flags: '--radio <module>', does: "serial:PATH, with ,MODEL or without: a real Wi-SUN module is the meter's radio, in place of the virtual air" },
	{ flags: '--route-b-id <id>', does: 'Route B authentication id, 32 hexadecimal digits', otherwise: 'a demo id' },
	{
		flags: '--password <password>',
		does: 'Route B password, 12 letters and digits; all users of this host can read it there',
		otherwise: 'a demo password',
		secret: true,
	},
	{ flags: '--password-file <file>', does: 'the same from the first line of a file', insteadOf: ['password'] },
	{ flags: '--show-password', does: "print a password that is not the demo's" },
	{
		flags: '--lan [address]',
		does: 'also plain ECHONET Lite over UDP on this address of the host, or on the IPv6 link-local one of an interface',
		otherwise: 'an address of its own on loopback',
	},
	{
		flags: '--route-a <place>',
		does: 'DLMS/COSEM for the head-end over TCP and UDP: ADDRESS:PORT, or off; may be given again for one more place',
		otherwise: '[::1]:4059 and 127.0.0.1:4059',
		many: true,
	},
	{ flags: '--meters <number>', does: 'how many meters, from 1 to 1000, each with its own keys, units, load and Route A', usual: '1' },
	{
		flags: '--route-a-first <place>',
		does: 'ADDRESS:PORT of Route A of the second meter; each further one has the next port',
		otherwise: '[::1]:14059',
	},
	{ flags: '--meters-file <file>', does: 'where all meters are written with their keys, JSON lines: keiki hes --meters reads it' },
	{
		flags: '--lan-answers <port>',
		does: 'where answers on the LAN go: standard, port 3610; asker, the port that asked; or both',
		choices: ['standard', 'asker', 'both'],
		otherwise: 'standard',
	},
	{ flags: '--answer-announcements', does: 'on the LAN, the meter answers a controller that announces itself (INF D5) with its own instance list' },
	{ flags: '--local-port [line]', does: 'DLMS/COSEM for a hand-held over HDLC: pty (the default), pty:PATH or tcp:PORT' },
	{
		flags: '--customer-port [line]',
		does: "the customer's port, a telegram each 10 s: pty (the default), pty:PATH or tcp:PORT, with ,dsmr (the default) or ,idis",
	},
	{ flags: '--load-relay <watts>', does: 'a load of so many watts, such as a water heater, hangs on a relay that the utility switches: 1 to 10000' },
	{
		flags: '--behind <meters>',
		does: 'meters of gas, water and heat behind it, with commas between, up to 4; :battery, :fraud or :error behind one lets it tell of that; 3=gas,water: behind the third meter; all=gas: behind each; may be given again',
		otherwise: 'none',
		many: true,
	},
	{ flags: '--mbus-client <version>', does: 'version of the M-Bus clients (class 72) at Route A', choices: ['0', '1'], usual: '0' },
	{ flags: '--mbus [line]', does: 'the M-Bus line of these meters for a program: pty (the default), pty:PATH or tcp:PORT' },
	{
		flags: '--payment <mode>',
		does: 'each meter has an account of its customer, paid into by tokens; prepaid cuts the supply without credit',
		choices: ['credit', 'prepaid'],
	},
	{
		flags: '--control <path>',
		does: 'where the control socket is to be',
		otherwise: 'a free place in XDG_RUNTIME_DIR, or in the directory of temporary files',
	},
	{
		flags: '--panel <place>',
		does: 'where the page for a browser is: ADDRESS:PORT, or off',
		otherwise: '127.0.0.1:8288 or the next port that is free; off with --json',
	},
	{
		flags: '--companion <name>',
		does: 'whose companion specification Route A follows: event codes, alarm bits, numbers of logs, rights',
		choices: COMPANIONS,
		usual: 'japan',
	},
	{ flags: '--push-version <version>', does: 'version of the push set-ups (class 40) at Route A', choices: ['0', '2'], usual: '0' },
	{ flags: '--keys <file>', does: 'the keys of Route A, JSON; with --meters a line for each meter', otherwise: 'demo keys' },
	{
		flags: '--credential-key <file>',
		does: 'the credential key of the communication unit, by which it takes Route B credentials that come sealed over Route A; again for the unit that comes in its place',
		many: true,
	},
	{ flags: '--start <time>', does: "the meter's time at the start, ISO, Japan Standard Time where it has no offset", otherwise: 'now' },
	{ flags: '--clock-offset <time>', does: "how far the meter's clock is ahead of that time, or behind: 7min, -7min", otherwise: '0s' },
	{
		flags: '--speed <factor>',
		does: 'how many times faster than real time; max skips the waiting while a scan, a frame or a request is under way',
		usual: '1',
	},
	{ flags: '--seed <number>', does: 'of all chance: the same seed gives the same meter, and the same faults', usual: '1' },
	{ flags: '--state <directory>', does: 'where meter and dongles keep what survives a power cut', otherwise: 'in memory' },
	{
		flags: '--state-key-file <file>',
		does: 'the key that what is kept there is sealed under; made where there is none yet',
		otherwise: 'DIRECTORY.key, beside it',
	},
	{ flags: '--capture <file.pcapng>', does: 'write the whole air for Wireshark, link keys included' },
	{ flags: '--fault <name=value>', does: 'let something go wrong; may be given again; keiki faults lists them', many: true },
	{ flags: '--neighbours <number>', does: 'meters of other households in the air', usual: '0' },
	{
		flags: '--notify <service>',
		does: 'how the half-hourly notification goes out; an infc is repeated until the HEMS confirms it',
		choices: ['inf', 'infc'],
		usual: 'inf',
	},
	{
		flags: '--notify-delay <time>',
		does: 'how long after the half-hour it does, by chance within from-to, or always the same: 10s',
		usual: '5-120s',
	},
	{
		flags: '--units <codes>',
		does: 'what the meter is put together from, with commas between, and @ and a maker behind any: rf-b@kaede; keiki catalogue types lists them',
		otherwise: 'rf-b,1p3w-60-2way,normal',
	},
	{ flags: '--utility <name>', does: 'whose ampere breaker a switching unit is; general is none in particular', usual: 'general' },
	{
		flags: '--contract <amperes>',
		does: 'the ampere contract that the breaker of the switching unit holds',
		otherwise: 'what it held before, none at first',
	},
	{ flags: '--scenario <file>', does: 'commands and expectations with their times; keiki meter help lists the commands' },
	{ flags: '--json', does: 'events as JSON on stdout, one object a line' },
] as const satisfies readonly OptionRow[]);

export function addRun(program: Command, end: End): void {
	const run = program.command('run').description('put a meter on the air, and a dongle for your HEMS program on a serial port');
	addOptions(run, OPTIONS).action(async (words: RunWords) => {
		const { runCommand } = await import('./run-command.js');
		end(await runCommand(words));
	});
}
