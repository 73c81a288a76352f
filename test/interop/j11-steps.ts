/** What a host sends to a J11 module, drawn: sessions, every command with right and wrong data, and frames with something wrong. */
import type { SeededRandom } from '../../hal/virtual/random.js';
import { toUpperHex } from '../../modules/bytes/hex.js';
import { Writer } from '../../modules/bytes/writer.js';
import { COMMAND, type CommandName, HAN_COMMAND, isCommand } from '../../modules/wi-sun-module/j11/language/codes.js';
import { checksum, encodeFrame, HEADER_LENGTH, MAX_MESSAGE, MESSAGE_START } from '../../modules/wi-sun-module/j11/language/frame.js';
import { hex } from '../assert.js';
import { FRAMES, frameOf, J11_METER } from '../vectors/j11.js';

/** Steps of a sequence. */
const FEWEST = 8;
const MOST = 40;
const LENGTH_OFFSET = 6;
const HEADER_SUM = 8;
const DATA_SUM = 10;
const MOST_DATA = MAX_MESSAGE - 4;
const SESSION: readonly string[] = [
	'reset',
	'init Dual ch12',
	'credentials',
	'scan D=6 all, pairing id',
	'Route B start',
	'open 3610',
	'PANA start',
	'Get E7',
	'key?',
	'reauthenticate',
	'Get E7',
	'PANA end',
	'Route B end',
];
/** What takes time: a model without a clock cannot say what comes of a command behind one of them. */
const SLOW: readonly number[] = [
	COMMAND.send,
	COMMAND.scan,
	COMMAND.startRouteB,
	COMMAND.startPana,
	COMMAND.endPana,
	COMMAND.ping,
	COMMAND.reauthenticate,
	COMMAND.reset,
	COMMAND.detectEnergy,
	COMMAND.writeMode,
];
const CODES: readonly number[] = [...Object.values(COMMAND), ...Object.values(HAN_COMMAND)];
const QUICK: readonly number[] = CODES.filter((code) => !SLOW.includes(code));
const REQUESTS: readonly Uint8Array[] = FRAMES.filter(([, from]) => from === '>').map(([, , frame]) => hex(frame));
const PORTS: readonly number[] = [3610, 3610, 716, 0, 19_788, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 65_535];
const MODES: readonly number[] = [5, 5, 5, 5, 1, 2, 3, 0, 4, 255];
const MASKS: readonly number[] = [0x3fff0, 0x1000, 0x10, 0x20000, 0, 8, 0x40000, 0xffffffff];
const IDS = [
	'00112233445566778899AABBCCDDEEFF',
	'00112233445566778899AABBCCDDEEFF',
	'00112233445566778899AABB00000000',
	'00112233445566778899aabbccddeeff',
	'0123456789ABCDEF',
] as const;
const PASSWORDS = ['0123456789AB', '0123456789AB', '0123456789ab', '0123456789ab', 'ZZZZZZZZZZZZ', '0123456789A!'] as const;
const PAIRINGS: readonly string[] = ['CCDDEEFF', 'CCDDEEFF', '00000000', 'ccddeeff'];
const DESTINATIONS: readonly string[] = [J11_METER, J11_METER, `FF02${'0'.repeat(27)}1`, 'FE80000000000000001C64004B450001'];
const PAYLOADS: readonly string[] = ['1081000105FF010288016201E700', '1081FFFF05FF010288016201E700', '1081000105FF010288016101E50101', '10', '00'];

type Draw = (random: SeededRandom) => Uint8Array;

/** Data that the command takes, or might; where there is none told, it has none. */
const DATA: Partial<Readonly<Record<CommandName, Draw>>> = {
	openPort: (random) => new Writer(2).uint(2, one(random, PORTS)).bytes,
	closePort: (random) => new Writer(2).uint(2, one(random, PORTS)).bytes,
	send: (random) => {
		const payload = random.below(4) === 0 ? new Uint8Array(1 + random.below(1500)) : hex(one(random, PAYLOADS));
		const length = random.below(8) === 0 ? random.below(20) : Math.min(payload.length, MOST_DATA - 22);
		const w = new Writer(22 + payload.length)
			.put(hex(one(random, DESTINATIONS)))
			.uint(2, 3610)
			.uint(2, 3610);
		return w.uint(2, length).put(payload).bytes.subarray(0, MOST_DATA);
	},
	scan: (random) => {
		const w = new Writer(14).uint(1, random.below(12) === 0 ? 0 : 1 + random.below(15)).uint(4, one(random, MASKS));
		if (random.below(3) === 0) return w.uint(1, random.below(3)).bytes.subarray(0, 6);
		return w.uint(1, random.below(16) === 0 ? 0 : 1).put(asciiBytes(one(random, PAIRINGS))).bytes;
	},
	setCredentials: (random) => asciiBytes(one(random, IDS) + one(random, PASSWORDS)),
	setUp: (random) => Uint8Array.of(one(random, MODES), random.below(8) === 0 ? 2 : 0, random.below(3) === 0 ? random.below(20) : 12, random.below(4)),
	ping: (random) =>
		new Writer(19)
			.put(hex(one(random, DESTINATIONS)))
			.uint(2, random.below(3))
			.uint(1, random.below(4)).bytes,
	detectEnergy: (random) => new Writer(4).uint(4, one(random, MASKS)).bytes,
	setDiscovery: (random) => Uint8Array.of(random.below(3)),
	setUart: (random) => Uint8Array.of(random.below(3)),
};
const DATA_OF: ReadonlyMap<number, Draw> = new Map(Object.entries(DATA).map(([name, draw]) => [COMMAND[name as CommandName], draw]));

/** Words of the model: what comes at once, as digits, in pieces or as a whole. */
export function drawSteps(random: SeededRandom): string[] {
	const words: string[] = [];
	let step = random.below(2);
	for (let left = FEWEST + random.below(MOST - FEWEST); left > 0; left--) {
		const kind = random.below(20);
		// A session comes far only where nothing but it is told for a while.
		if (kind < 9) words.push(frameOf(SESSION[step++ % SESSION.length]!));
		else words.push(inPieces(random, DRAWS[kind - 9]!(random)));
	}
	return words;
}

/** Equally often. */
const DRAWS: readonly Draw[] = [
	command,
	command,
	command,
	(random) => encodeFrame('request', one(random, CODES), mutated(random, dataOf(random, one(random, CODES)))),
	(random) => mutated(random, one(random, REQUESTS)),
	(random) => withSum(random, HEADER_SUM),
	(random) => withSum(random, DATA_SUM),
	withLength,
	(random) => withCode(random, random.below(0x10000)),
	(random) => joined([noise(random), command(random), noise(random)]),
	(random) => joined([...Array.from({ length: random.below(6) }, () => commandOf(random, one(random, QUICK))), command(random)]),
];

function command(random: SeededRandom): Uint8Array {
	return commandOf(random, one(random, CODES));
}

function commandOf(random: SeededRandom, code: number): Uint8Array {
	return encodeFrame('request', code, dataOf(random, code));
}

function dataOf(random: SeededRandom, code: number): Uint8Array {
	return DATA_OF.get(code)?.(random) ?? new Uint8Array(0);
}

/** With a checksum that is 0, or wrong. */
function withSum(random: SeededRandom, offset: number): Uint8Array {
	const frame = command(random);
	const sum = random.below(2) === 0 ? 0 : random.below(0x10000);
	frame.set([sum >>> 8, sum & 0xff], offset);
	return frame;
}

/** With a message length of its own, and a header that is right otherwise. */
function withLength(random: SeededRandom): Uint8Array {
	const frame = command(random);
	const near = frame.length - MESSAGE_START + random.below(9) - 4;
	const length = random.below(3) === 0 ? random.below(0x10000) : Math.max(0, near);
	frame.set([length >>> 8, length & 0xff], LENGTH_OFFSET);
	return withHeaderSum(frame);
}

function withCode(random: SeededRandom, code: number): Uint8Array {
	const frame = encodeFrame('request', code, noise(random));
	// Cut, or whole.
	return isCommand(code) || random.below(2) === 0 ? frame : frame.subarray(0, HEADER_LENGTH + random.below(frame.length - HEADER_LENGTH + 1));
}

function withHeaderSum(frame: Uint8Array): Uint8Array {
	const sum = checksum(frame, 0, HEADER_SUM);
	frame.set([sum >>> 8, sum & 0xff], HEADER_SUM);
	return frame;
}

/** Changes some bytes, leaves some out at the end, or puts some more there. */
function mutated(random: SeededRandom, bytes: Uint8Array): Uint8Array {
	const length = random.below(3) === 0 ? random.below(bytes.length + 8) : bytes.length;
	const changed = new Uint8Array(Math.min(length, MOST_DATA));
	changed.set(bytes.subarray(0, changed.length));
	for (let changes = random.below(4); changes > 0 && changed.length > 0; changes--) changed[random.below(changed.length)] = random.below(256);
	return changed;
}

function noise(random: SeededRandom): Uint8Array {
	const bytes = new Uint8Array(random.below(12));
	random.fill(bytes);
	return bytes;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
	const w = new Writer(parts.reduce((sum, part) => sum + part.length, 0));
	for (const part of parts) w.put(part);
	return w.bytes;
}

function inPieces(random: SeededRandom, bytes: Uint8Array): string {
	const digits = toUpperHex(bytes);
	if (random.below(4) > 0) return digits;
	const at = 2 * random.below(bytes.length + 1);
	return `${digits.slice(0, at)}+${digits.slice(at)}`;
}

function asciiBytes(text: string): Uint8Array {
	return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

function one<Item>(random: SeededRandom, items: readonly Item[]): Item {
	return items[random.below(items.length)]!;
}
