#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { Command, CommanderError } from 'commander';
import type { Answer } from './catalogue/catalogue-command.js';
import type { SelectWords } from './catalogue/catalogue-conditions.js';
import { faultsJson, faultsText } from './faults/faults-command.js';
import type { HemsWords } from './hems/hems-command.js';
import { addHes } from './hes/hes-program.js';
import type { UnitWords } from './meter/meter-command.js';
import type { RunWords } from './run/options.js';
import { reasonOf, UsageError } from './shared/usage-error.js';

const FAILED = 1;
const WRONG_USE = 2;

function version(): string {
	// Two levels up from here in the sources, three from dist/.
	for (const path of ['../../../package.json', '../../package.json']) {
		try {
			const { name, version: found } = JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')) as Readonly<Record<string, string>>;
			if (name === 'keiki' && found !== undefined) return found;
		} catch {}
	}
	return 'unknown';
}

function collect(text: string, before: readonly string[] | undefined): readonly string[] {
	return [...(before ?? []), text];
}

function createProgram(end: (code: number) => void): Command {
	const program = new Command('keiki')
		.description(
			'Keiki, an emulated Japanese smart meter: its Route B over Wi-SUN with a HEMS dongle on a serial port, its Route A in DLMS/COSEM, and its units.',
		)
		.version(version())
		.exitOverride()
		.showHelpAfterError('keiki --help, or keiki COMMAND --help, tells what there is.');

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
			const { runCommand } = await import('./run/run-command.js');
			end(await runCommand(words));
		});

	program
		.command('faults')
		.description('list all that --fault can make go wrong')
		.option('--json', 'as JSON')
		.action(({ json }: { json?: boolean }) => {
			process.stdout.write(json ? faultsJson() : faultsText());
		});

	const hemsAction = async (what: 'read' | 'watch', words: HemsWords) => {
		const { hemsCommand } = await import('./hems/hems-command.js');
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

	addHes(program, end);

	program
		.command('capture')
		.description('captures that keiki run --capture wrote')
		.command('open')
		.description('write a Wireshark profile for a capture (link keys, ECHONET Lite dissector), and start Wireshark with it')
		.argument('<file>', 'the .pcapng')
		.action(async (file: string) => {
			const { openCapture } = await import('./capture/capture-command.js');
			end(await openCapture(file));
		});

	program
		.command('unit')
		.description('do something to the meter that runs: swap its units, throw the breaker, change load and voltage; keiki unit help lists all')
		.argument('<words...>', 'a command: pull metering, plug switch-60, switch open, load 4500, status …')
		.option('--control <path>', 'the control socket of the meter, as its ready line has it (default: that of the first meter that runs)')
		.option('--json', 'the answer as JSON')
		.allowUnknownOption()
		.action(async (words: readonly string[], options: UnitWords) => {
			const { unitCommand } = await import('./meter/meter-command.js');
			end(await unitCommand(words, options));
		});

	const answerUnits = async (ask: (units: typeof import('./catalogue/catalogue-command.js')) => Answer | Promise<Answer>) => {
		const { text, code } = await ask(await import('./catalogue/catalogue-command.js'));
		process.stdout.write(text);
		end(code);
	};
	const units = program.command('units').description('the units that plug into a meter, and which of them go together');
	units
		.command('types')
		.description('list every type of unit')
		.option('--json', 'as JSON')
		.action(({ json }: { json?: boolean }) => answerUnits(({ unitTypes }) => unitTypes(json)));
	units
		.command('combinations')
		.description('list every valid combination')
		.option('--count', 'only how many there are')
		.option('--all', 'also those with units that Table 1 does not have: cellular, and older stock')
		.option('--json', 'as JSON')
		.action((words: { count?: boolean; all?: boolean; json?: boolean }) => answerUnits(({ unitCombinations }) => unitCombinations(words)));
	units
		.command('check')
		.description('name every rule that a combination breaks, and what would satisfy it; ends with 1 if it is not valid')
		.argument('<codes...>', 'units with commas between, in any order: rf-b,1p3w-60-2way,switch-60,rain')
		.option('--json', 'as JSON')
		.action((codes: readonly string[], { json }: { json?: boolean }) => answerUnits(({ unitCheck }) => unitCheck(codes.join(','), json)));
	units
		.command('select')
		.description("find the best combination for a customer's conditions, and say why it; ends with 1 if there is none")
		.requiredOption('--site <site>', 'detached, block or remote: a house, a large block of dwellings, or out of reach of both radio mesh and PLC')
		.requiredOption('--contract <phases>', '1p2w, 1p3w or 3p3w: single-phase 2-wire or 3-wire, three-phase 3-wire')
		.requiredOption('--amperes <number>', "the contract's current")
		.option('--feed-in', 'renewable energy is fed in')
		.option('--no-feed-in', 'nothing is fed in (default)')
		.option('--route-b <medium>', 'none, radio or plc: by which the HEMS wants Route B', 'none')
		.option('--rain', 'the terminals are exposed to rain')
		.option('--switching', 'disconnect and connect remotely')
		.option('--voltage', 'watch the voltage')
		.option('--utility <name>', 'whose contract it is: some have ampere contracts, which need a breaker', 'kansai')
		.option('--stock <codes>', 'units that can be had, with commas between (default: all)')
		.option('--json', 'as JSON')
		.action(async (words: SelectWords) => {
			const { parseConditions } = await import('./catalogue/catalogue-conditions.js');
			await answerUnits(({ unitSelect }) => unitSelect(parseConditions(words), words.json));
		});

	return program;
}

/** Ends once everything written has left. */
function end(code: number): void {
	process.exitCode = code;
	process.stdout.write('', () => process.stderr.write('', () => process.exit(code)));
}

try {
	await createProgram(end).parseAsync();
} catch (error) {
	if (error instanceof CommanderError) end(error.exitCode === 0 ? 0 : WRONG_USE);
	else {
		process.stderr.write(`keiki: ${error instanceof UsageError ? error.message : `failed: ${reasonOf(error)}`}\n`);
		end(error instanceof UsageError ? WRONG_USE : FAILED);
	}
}
