import { SeededRandom } from '../../../../hal/virtual/random.js';
import type { Command } from '../../../../src/world/scenario/command.js';
import { COMMANDS, helpText, parseCommand } from '../../../../src/world/scenario/grammar.js';
import { WordError } from '../../../../src/world/scenario/words.js';
import { equal } from '../../../assert.js';

const GOOD: readonly (readonly [string, Command])[] = [
	['pull metering', { kind: 'pull', place: 'metering' }],
	['  pull   cover  # for a look', { kind: 'pull', place: 'cover' }],
	['plug 1p3w-60-2way', { kind: 'plug', unit: '1p3w-60-2way' }],
	['plug switch-60', { kind: 'plug', unit: 'switch-60' }],
	['plug rf-b@kaede', { kind: 'plug', unit: 'rf-b@kaede' }],
	['plug metering', { kind: 'plug', unit: 'metering' }],
	['plug M0001001', { kind: 'plug', unit: 'M0001001' }],
	['plug M261129001', { kind: 'plug', unit: 'M261129001' }],
	['swap C9999999999', { kind: 'swap', unit: 'C9999999999' }],
	['swap plc-bplc', { kind: 'swap', unit: 'plc-bplc' }],
	['service on', { kind: 'service', duration: 3_600_000 }],
	['service on 30min', { kind: 'service', duration: 1_800_000 }],
	['service off', { kind: 'service', duration: 0 }],
	['fail metering silent', { kind: 'fail', place: 'metering', failure: { how: 'silent' } }],
	['fail communication late 2500', { kind: 'fail', place: 'communication', failure: { how: 'late', delay: 2500 } }],
	['fail communication late 2.5s', { kind: 'fail', place: 'communication', failure: { how: 'late', delay: 2500 } }],
	['fail option lies rf-b', { kind: 'fail', place: 'option', failure: { how: 'lies', code: 'rf-b' } }],
	['fail option crashes', { kind: 'fail', place: 'option', failure: { how: 'crashes' } }],
	['fail contact welded', { kind: 'fail contact', failure: 'welded' }],
	['mend option', { kind: 'mend', place: 'option' }],
	['mend contact', { kind: 'mend contact' }],
	['fault', { kind: 'faults' }],
	['fault no-reply', { kind: 'fault', fault: { name: 'no-reply', value: { share: 1 }, text: 'always' }, node: undefined }],
	[
		'fault mute=10s once at meter',
		{ kind: 'fault', fault: { name: 'mute', value: { share: 1, delay: { min: 10_000, max: 10_000 } }, text: '10s', once: true }, node: 'meter' },
	],
	['fault er10=1/4 at dongle-2', { kind: 'fault', fault: { name: 'er10', value: { share: 0.25 }, text: '1/4' }, node: 'dongle-2' }],
	['fault drop off', { kind: 'fault off', name: 'drop', node: undefined }],
	['fault off', { kind: 'fault off', name: undefined, node: undefined }],
	['cover open', { kind: 'cover', open: true }],
	['cover close', { kind: 'cover', open: false }],
	['switch open', { kind: 'switch', order: 'open' }],
	['switch close', { kind: 'switch', order: 'close' }],
	['switch ready', { kind: 'switch', order: 'ready' }],
	['breaker reset', { kind: 'breaker reset' }],
	['relay on', { kind: 'relay', on: true }],
	['relay off', { kind: 'relay', on: false }],
	['token 12345678901234567890', { kind: 'token', digits: '12345678901234567890' }],
	['meter 2 token 1234-5678 9012-3456-7890', { kind: 'of meter', meter: 2, command: { kind: 'token', digits: '12345678901234567890' } }],
	['credit emergency', { kind: 'credit' }],
	['dongle reset', { kind: 'dongle reset', number: 1 }],
	['dongle reset 2', { kind: 'dongle reset', number: 2 }],
	['meter 3 dongle reset 2', { kind: 'dongle reset', number: 2 }],
	['dongle unplug', { kind: 'dongle unplug', number: 1, time: 10_000 }],
	['dongle unplug 2', { kind: 'dongle unplug', number: 2, time: 10_000 }],
	['dongle unplug 30s', { kind: 'dongle unplug', number: 1, time: 30_000 }],
	['meter 3 dongle unplug 2 1min', { kind: 'dongle unplug', number: 2, time: 60_000 }],
	['clock +7min', { kind: 'clock', setting: { by: 420_000 } }],
	['clock -7m', { kind: 'clock', setting: { by: -420_000 } }],
	['clock +500ms', { kind: 'clock', setting: { by: 500 } }],
	['clock 2026-11-22T09:30', { kind: 'clock', setting: { to: Date.UTC(2026, 10, 22, 0, 30) } }],
	['clock 2026-11-22T00:30Z', { kind: 'clock', setting: { to: Date.UTC(2026, 10, 22, 0, 30) } }],
	['meter all clock right', { kind: 'of meter', meter: 'all', command: { kind: 'clock', setting: 'right' } }],
	['contract 40', { kind: 'contract', amperes: 40 }],
	['contract 40A', { kind: 'contract', amperes: 40 }],
	['contract none', { kind: 'contract', amperes: undefined }],
	['demand-limit 3000', { kind: 'demand limit', limit: { watts: 3000, minutes: 30 } }],
	['demand-limit 3000 15', { kind: 'demand limit', limit: { watts: 3000, minutes: 15 } }],
	['demand-limit none', { kind: 'demand limit', limit: undefined }],
	['load 4500', { kind: 'load', watts: 4500 }],
	['load -0.8k', { kind: 'load', watts: -800 }],
	['load normal', { kind: 'load', watts: undefined }],
	['meter 7 pull metering', { kind: 'of meter', meter: 7, command: { kind: 'pull', place: 'metering' } }],
	['meter KEIKI0000002 status', { kind: 'of meter', meter: 'KEIKI0000002', command: { kind: 'status' } }],
	['meter all load 0', { kind: 'of meter', meter: 'all', command: { kind: 'load', watts: 0 } }],
	['voltage 93', { kind: 'voltage', r: 93, t: 93 }],
	['clock right', { kind: 'clock', setting: 'right' }],
	['voltage R 93', { kind: 'voltage', r: 93, t: undefined }],
	['voltage T 0', { kind: 'voltage', r: undefined, t: 0 }],
	['voltage R 93.5 T 101V', { kind: 'voltage', r: 93.5, t: 101 }],
	['voltage normal', { kind: 'voltage', r: undefined, t: undefined }],
	['power off', { kind: 'power', to: 'off' }],
	['power cut', { kind: 'power', to: 'cut' }],
	['power on', { kind: 'power', to: 'on' }],
	['status', { kind: 'status' }],
	['state', { kind: 'state' }],
	['help', { kind: 'help' }],
];

/** What is wrong, the column, and a piece of what is said. */
const WRONG: readonly (readonly [string, number, string])[] = [
	['', 1, 'expected a command: pull, plug, swap,'],
	['Pull metering', 1, 'got "Pull"'],
	['pull', 5, 'found the end of the line'],
	['pull meter', 6, 'expected a place (metering, communication, option or cover), got "meter"'],
	['meter', 6, 'expected which meter: its number, its serial number, or all'],
	['meter 0 status', 7, 'expected which meter'],
	['meter 7', 8, 'expected a command'],
	['meter 7 meter 8 status', 9, 'expected a command: pull'],
	['pull metering now', 15, 'expected the end of the line, got "now"'],
	['plug', 5, 'expected a unit'],
	['plug 1p3w-60-2wey', 6, 'perhaps 1p3w-60-2way'],
	['plug rf-b,rain', 6, 'expected a unit'],
	['swap m0001001', 6, 'expected a unit'],
	['service', 8, 'expected on or off'],
	['service on soon', 12, 'expected a time like'],
	['service off 1h', 13, 'expected the end of the line'],
	['fail clock silent', 6, 'metering, communication, option, cover or contact'],
	['fail metering', 14, 'how it fails (silent, late, lies or crashes)'],
	['fail metering late', 19, 'expected a time like'],
	['fail metering late 8d', 20, 'up to 7d, got "8d"'],
	['fail metering lies', 19, 'the code of the type'],
	['fail metering lies rf-c', 20, 'perhaps rf-b'],
	['fail contact broken', 14, 'welded, stuck, slow or fed'],
	['mend', 5, 'expected a place'],
	['fault nonsense', 7, 'there is no fault "nonsense"'],
	['fault droop off', 7, 'there is no fault "droop"'],
	['fault mutt', 7, 'keiki faults lists them all'],
	['fault drop=0%', 7, 'expected always, 1/N or N%, got "0%"'],
	['fault drop twice', 12, 'expected the end of the line, got "twice"'],
	['fault drop at', 14, 'where: a name like meter'],
	['cover shut', 7, 'expected open or close, got "shut"'],
	['switch on', 8, 'expected open, close or ready'],
	['breaker', 8, 'expected reset'],
	['relay', 6, 'expected on or off'],
	['token', 6, 'expected a token of 20 digits'],
	['token 1234 5678', 7, 'blanks and hyphens between them or not, got "1234 5678"'],
	['token 1234567890123456789x', 7, 'expected a token of 20 digits'],
	['credit', 7, 'expected emergency'],
	['dongle', 7, 'expected reset or unplug'],
	['dongle reset 0', 14, 'expected the number of a dongle from 1 to 99'],
	['dongle unplug 0', 15, 'expected the number of a dongle from 1 to 99'],
	['dongle unplug soon', 15, 'expected a time like 200ms, 5s, 10min or 1h, up to 7d, got "soon"'],
	['dongle unplug 1 8d', 17, 'up to 7d, got "8d"'],
	['dongle unplug 10s 1', 19, 'the end of the line, got "1"'],
	['clock', 6, 'expected a time like +7min or -90s, up to 7d, a date and time like 2026-11-22T09:30 from 2000 to 2099, or "right"'],
	['clock 7min', 7, 'got "7min"'],
	['clock +8d', 7, 'got "+8d"'],
	['clock +', 7, 'got "+"'],
	['clock 2026-11-22', 7, 'got "2026-11-22"'],
	['clock 1999-12-31T23:59Z', 7, 'got "1999-12-31T23:59Z"'],
	['clock 2100-01-01T00:00Z', 7, 'got "2100'],
	['contract 40.5', 10, 'a whole number of amperes from 1 to 1000'],
	['contract 0', 10, 'got "0"'],
	['demand-limit 3000 20', 19, 'a window of 1, 5, 10, 15, 30 or 60 minutes, got "20"'],
	['demand-limit -1', 14, 'a whole number of watts'],
	['load much', 6, 'a power from -100000 to 100000 W, got "much"'],
	['load 100001', 6, 'got "100001"'],
	['voltage', 8, 'a voltage in V, R or T and a voltage, or "normal"'],
	['voltage S 93', 9, 'got "S"'],
	['voltage R', 10, 'a voltage from 0 to 500 V'],
	['voltage R 93 R 94', 14, 'expected the other leg'],
	['voltage 501', 9, 'got "501"'],
	['power down', 7, 'expected off, cut or on'],
	['status all', 8, 'the end of the line'],
];

describe('scenario: commands', () => {
	for (const [line, command] of GOOD) {
		it(`understands "${line}"`, () => {
			equal(JSON.stringify(parseCommand(line)), JSON.stringify(command));
		});
	}

	it('are all tried here', () => {
		for (const { name } of COMMANDS)
			equal(
				GOOD.some(([line]) => line.trim().split(' ')[0] === name),
				true,
				name,
			);
	});

	it('are all in the help, each with what it does', () => {
		for (const { name, does } of COMMANDS) equal(helpText().includes(name) && helpText().includes(does), true, name);
	});

	for (const [line, column, said] of WRONG) {
		it(`says what is wrong with "${line}", and where`, () => {
			let found: unknown;
			try {
				parseCommand(line);
			} catch (error) {
				found = error;
			}
			if (!(found instanceof WordError)) throw new Error(`expected a WordError, got ${String(found)}`);
			equal(found.expected.includes(said), true, found.expected);
			equal(found.column, column, found.expected);
		});
	}

	it('never fail in any other way', () => {
		const words = [...GOOD.map(([line]) => line), ...WRONG.map(([line]) => line)].flatMap((line) => line.split(' '));
		const random = new SeededRandom(1);
		const pick = () => words[random.below(words.length)]!;
		for (let i = 0; i < 20_000; i++) {
			try {
				parseCommand([pick(), pick(), pick(), pick()].slice(0, 1 + (i % 4)).join(' '));
			} catch (error) {
				if (!(error instanceof WordError)) throw error;
			}
		}
	});
});
