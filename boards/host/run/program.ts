/** The words of `keiki run`. What they do is loaded when it is asked for. */
import type { Command } from 'commander';
import { collect, type End } from '../shared/program.js';
import type { RunWords } from './options.js';

export function addRun(program: Command, end: End): void {
	program
		.command('run')
		.description('put a meter on the air, and a dongle for your HEMS program on a serial port')
		.option('--load <source>', 'what the house draws: csv:FILE, house, pv, constant:W or script:FILE (default: a recording of a real house)')
		.option('--profile <name>', 'kind of meter: gen1 or gen2', 'gen1')
		.option(
			'--dongle <line>',
			'pty, pty:PATH or tcp:PORT, with ,MODEL and words (binary, keep, …) or without; may be given again for one more dongle (default: pty)',
			collect,
		)
		.option('--without <epcs>', 'EPCs that the meter has not, with commas between: D3,EC,ED')
		.option('--unreadable <epcs>', 'EPCs that stand in map 9F, and are refused all the same')
		.option('--unanswered <epcs>', 'EPCs that stand in map 9F; who asks for one gets no answer')
		.option('--energy-unit <code>', 'EPC E1: 00 to 04 for 1 to 0.0001 kWh, 0A to 0D for 10 to 10000 kWh (default: by the profile)')
		.option('--coefficient <number>', 'EPC D3: the registers show the energy divided by it, from 1 to 999999 (default: 1)')
		.option('--digits <number>', 'EPC D7: after so many digits the registers begin again at 0, from 1 to 8 (default: by the profile)')
		.option(
			'--register <counts>',
			'what the registers of a new meter show at the start: IMPORT or IMPORT,EXPORT, for example 999990 to see them wrap',
		)
		.option('--dongle-model <model>', 'bp35a1, bp35c0, bp35c2, rl7023-ips or rl7023-dss', 'bp35a1')
		.option('--radio <module>', "serial:PATH, with ,MODEL or without: a real Wi-SUN module is the meter's radio, in place of the virtual air")
		.option('--route-b-id <id>', 'Route B authentication id, 32 hexadecimal digits (default: a demo id)')
		.option('--password <password>', 'Route B password, 12 letters and digits; all users of this host can read it there (default: a demo password)')
		.option('--password-file <file>', 'the same from the first line of a file; or from the variable KEIKI_RUN_PASSWORD')
		.option('--show-password', "print a password that is not the demo's")
		.option('--lan [address]', 'also plain ECHONET Lite over UDP on this address of the host (default: an address of its own on loopback)')
		.option(
			'--route-a <place>',
			'DLMS/COSEM for the head-end over TCP and UDP: ADDRESS:PORT, or off; may be given again for one more place (default: [::1]:4059 and 127.0.0.1:4059)',
			collect,
		)
		.option('--lan-answers <port>', 'where answers on the LAN go: standard, port 3610; asker, the port that asked; or both (default: standard)')
		.option('--local-port [line]', 'DLMS/COSEM for a hand-held over HDLC: pty (the default), pty:PATH or tcp:PORT')
		.option('--control <path>', 'where the control socket is to be (default: a free place in the directory of temporary files)')
		.option('--keys <file>', 'the keys of Route A, JSON (default: demo keys)')
		.option('--start <time>', "the meter's time at the start, ISO, Japan Standard Time where it has no offset (default: now)")
		.option('--speed <factor>', 'how many times faster than real time; max skips the waiting while a scan, a frame or a request is under way', '1')
		.option('--seed <number>', 'of all chance: the same seed gives the same meter, and the same faults', '1')
		.option('--state <directory>', 'where meter and dongles keep what survives a power cut (default: in memory)')
		.option('--capture <file.pcapng>', 'write the whole air for Wireshark, link keys included')
		.option('--fault <name=value>', 'let something go wrong; may be given again; keiki faults lists them', collect)
		.option('--neighbours <number>', 'meters of other households in the air', '0')
		.option('--notify <service>', 'inf or infc: how the half-hourly notification goes out; an infc is repeated until the HEMS confirms it', 'inf')
		.option('--notify-delay <time>', 'how long after the half-hour it does, by chance within from-to, or always the same: 10s', '5-120s')
		.option(
			'--units <codes>',
			'what the meter is put together from, with commas between; keiki units types lists them (default: rf-b,1p3w-60-2way,normal)',
		)
		.option('--utility <name>', 'whose ampere breaker a switching unit is; general is none in particular', 'general')
		.option('--contract <amperes>', 'the ampere contract that the breaker of the switching unit holds (default: what it held before, none at first)')
		.option('--scenario <file>', 'commands and expectations with their times; keiki unit help lists the commands')
		.option('--json', 'events as JSON on stdout, one object a line')
		.action(async (words: RunWords) => {
			const { runCommand } = await import('./run-command.js');
			end(await runCommand(words));
		});
}
