/** The commands of SKSTACK-IP, one row each: its grammar, and what it does. */
import { frozen } from '../../../bytes/frozen.js';
import { toUpperHex } from '../../../bytes/hex.js';
import { linkLocalAddress } from '../../../ipv6/address.js';
import {
	type Arguments,
	address,
	type Form,
	flag,
	followingBytes,
	isKnown,
	key,
	length4,
	mac,
	number,
	parseArguments,
	port4,
	register,
	SCAN,
	SECURITY,
	splitLine,
	tcpPort,
	u8,
	u16,
	udpHandle,
	word,
	wordUpTo,
} from '../language/command.js';
import { toDigits } from '../language/digits.js';
import { type Model, SIDE } from '../language/model.js';
import { REGISTER } from '../language/registers.js';
import { type ErrorCode, encodeInfo, encodeWord } from '../language/reply.js';
import { encodeAddresses, encodeDevices, encodeKeys, encodeNeighbours, encodePorts, encodeUnusedHandles, TABLE } from '../language/table-lines.js';
import type { Execution, Handler } from './execution.js';

interface CommandRow extends Form {
	readonly run: Handler;
}

/** A command whose form is right. */
export interface Command {
	readonly name: string;
	readonly args: Arguments;
	readonly run: Handler;
}

const SPACE = 0x20;
/** Of how many bytes follow. */
const LENGTH_DIGITS = 4;

const refused: Handler = (e) => e.answers.fail('ER10');

const COMMANDS = frozen({
	SKSREG: { args: [register, word], optional: 1, run: (e, c) => (c.count === 1 ? showRegister(e, c.number(0)) : writeRegister(e, c)) },
	SKINFO: {
		args: [],
		run: (e) => {
			const { registers } = e.state;
			const side = e.model.side ? registers.get(REGISTER.side) : undefined;
			const { macAddress: mac } = e.network;
			e.answers.line(
				encodeInfo({ address: e.ownAddress, mac, channel: registers.get(REGISTER.channel), panId: registers.get(REGISTER.panId), side }),
			);
			e.answers.ok();
		},
	},
	SKSTART: {
		args: [],
		run: (e) => {
			const started = e.onRouteB && e.network.start();
			if (started) e.state.registers.put(REGISTER.beacons, 1);
			e.taken(started);
		},
	},
	SKJOIN: { args: [address], run: (e, c) => e.taken(e.onRouteB && e.network.join(c.bytes(0))) },
	SKREJOIN: { args: [], run: (e) => e.taken(e.onRouteB && e.network.rejoin()) },
	SKTERM: { args: [], run: (e) => e.taken(e.onRouteB && e.network.terminate()) },
	SKSENDTO: {
		args: [udpHandle, address, port4, SECURITY, length4],
		sideArgs: [udpHandle, address, port4, SECURITY, flag, length4],
		data: true,
		run: (e, c, data, done) => e.send(c, data, done),
	},
	SKCONNECT: { args: [address, tcpPort, tcpPort], run: (e) => e.connect() },
	// There is never a connection to send on, or to close.
	SKSEND: { args: [u8, length4], data: true, run: refused },
	SKCLOSE: { args: [u8], run: refused },
	SKPING: {
		args: [address],
		sideArgs: [flag, address],
		eitherGrammar: true,
		run: (e, c) => e.taken((c.count === 1 || c.number(0) === SIDE.routeB) && e.network.ping(c.bytes(c.count - 1))),
	},
	SKSCAN: {
		args: SCAN,
		sideArgs: [...SCAN, flag],
		run: (e, c) => e.scan(c.number(0), c.number(1), c.number(2), e.model.side ? c.number(3) : SIDE.routeB),
	},
	SKREGDEV: { args: [address], run: (e, c) => e.taken(e.network.registerDevice(c.bytes(0))) },
	SKRMDEV: {
		args: [address],
		run: (e, c) => {
			e.network.remove(c.bytes(0));
			e.answers.ok();
		},
	},
	SKSETKEY: { args: [u8, key], run: (e, c) => e.taken(e.network.setKey(c.number(0), c.bytes(1))) },
	SKRMKEY: { args: [u8], run: (e, c) => e.taken(e.network.removeKey(c.number(0))) },
	SKSECENABLE: { args: [number(4, 0, 1), address, mac], run: (e, c) => e.taken(e.network.secureDevice(c.bytes(1), c.bytes(2), c.number(0) === 1)) },
	SKSETPSK: {
		args: [number(2, 0x10, 0x10), key],
		run: (e, c) => {
			e.network.setPsk(c.bytes(1));
			e.answers.ok();
		},
	},
	SKSETPWD: {
		args: [number(2, 1, 0x20), wordUpTo(0x20)],
		run: (e, c) => {
			// A password shorter than announced is taken: the manual leaves the rest undefined.
			if (c.text(1).length > c.number(0)) {
				e.answers.fail('ER06');
			} else {
				e.network.setPassword(c.text(1));
				e.answers.ok();
			}
		},
	},
	SKSETRBID: {
		args: [wordUpTo(32)],
		run: (e, c) => {
			// An id is hexadecimal digits: a program may write them in either case, the meter has them in capitals.
			const id = c.text(0).toUpperCase();
			e.network.setRouteBId(id);
			e.state.putPairingId(id.slice(-8));
			e.answers.ok();
		},
	},
	SKADDNBR: {
		args: [address, mac],
		run: (e, c) => {
			e.network.addNeighbour(c.bytes(0), c.bytes(1));
			e.answers.ok();
		},
	},
	SKUDPPORT: {
		args: [udpHandle, u16],
		run: (e, c) => {
			e.state.udpPorts[c.number(0) - 1] = c.number(1);
			e.answers.ok();
		},
	},
	SKTCPPORT: {
		args: [number(2, 1, 4), u16],
		run: (e, c) => {
			e.state.tcpPorts[c.number(0) - 1] = c.number(1);
			e.answers.ok();
		},
	},
	SKSAVE: { args: [], run: (e) => e.taken(e.state.save()) },
	SKLOAD: { args: [], run: (e) => e.taken(e.state.load()) },
	SKERASE: { args: [], run: (e) => e.taken(e.state.erase()) },
	SKVER: {
		args: [],
		run: (e) => {
			e.answers.line(encodeWord('EVER', e.model.version));
			e.answers.ok();
		},
	},
	SKAPPVER: {
		args: [],
		only: 'applicationVersion',
		run: (e) => {
			e.answers.line(encodeWord('EAPPVER', e.model.applicationVersion ?? ''));
			e.answers.ok();
		},
	},
	SKRESET: {
		args: [],
		run: (e) => {
			e.reset();
			e.answers.ok();
		},
	},
	SKTABLE: { args: [u8], run: (e, c) => showTable(e, c.number(0)) },
	SKDSLEEP: {
		args: [],
		run: (e) => {
			e.answers.ok();
			e.sleep();
		},
	},
	// Which side of the carrier the receiver's oscillator runs on makes no difference here.
	SKRFLO: { args: [flag], run: (e) => e.answers.ok() },
	// The only command that is not followed by OK.
	SKLL64: { args: [mac], run: (e, c) => e.lines(encodeAddresses([linkLocalAddress(c.bytes(0))]).slice(1)) },
	// HAN side: their arguments are unconfirmed, and there is no HAN here to carry them out.
	SKSETHPWD: { args: [word, word, word], optional: 2, only: 'side', run: refused },
	SKJOINFOR: { args: [word, word, word], optional: 2, only: 'side', run: refused },
	SKTERMFOR: { args: [word, word, word], optional: 2, only: 'side', run: refused },
	WOPT: { args: [u8], only: 'product', run: (e, c) => writeOptions(e, c.number(0), e.state.wuart) },
	ROPT: { args: [], only: 'product', run: (e) => e.answers.product(`OK ${toDigits(e.state.wopt, 2)}`) },
	WUART: { args: [u8], only: 'product', run: (e, c) => writeOptions(e, e.state.wopt, c.number(0)) },
	RUART: { args: [], only: 'product', run: (e) => e.answers.product(`OK ${toDigits(e.state.wuart, 2)}`) },
} satisfies Readonly<Record<string, CommandRow>>);

/** A Map, because on XS every new name by which an object is asked takes memory for good. */
const ROW_OF: ReadonlyMap<string, CommandRow> = new Map(Object.entries(COMMANDS));

/** `words` as of `splitLine`, at least one. */
export function parseCommand(words: readonly string[], model: Model): Command | ErrorCode {
	const name = words[0]!;
	const row = rowOf(name, model);
	if (row === undefined) return 'ER04';
	const args = parseArguments(row, words, model);
	return typeof args === 'string' ? args : { name, args, run: row.run };
}

/** How many bytes follow `line`, which a space or CR has just ended; undefined as long as it is no complete SKSENDTO or SKSEND. */
export function dataLength(line: string, model: Model): number | undefined {
	// At each space of each command it is asked: only behind a word of four digits is there anything to look at.
	if (wordLength(line) !== LENGTH_DIGITS || !line.trimStart().startsWith('SKSEND')) return undefined;
	const words = splitLine(line);
	const row = rowOf(words[0]!, model);
	return row && followingBytes(row, words, model);
}

/** Of the last word, whatever spaces stand behind it. */
function wordLength(line: string): number {
	let end = line.length;
	while (end > 0 && line.charCodeAt(end - 1) === SPACE) end--;
	let start = end;
	while (start > 0 && line.charCodeAt(start - 1) !== SPACE) start--;
	return end - start;
}

/** The commands of the product, not of SKSTACK: echoed as all are, and answered with CR alone at the end of the line. */
export function isProductCommand(name: string): boolean {
	return ROW_OF.get(name)?.only === 'product';
}

function rowOf(name: string, model: Model): CommandRow | undefined {
	const row = ROW_OF.get(name);
	return row !== undefined && isKnown(row, model) ? row : undefined;
}

function showRegister(e: Execution, register: number): void {
	const value = registerValue(e, register);
	if (value === undefined) {
		e.answers.fail('ER06');
	} else {
		e.answers.line(encodeWord('ESREG', value));
		e.answers.ok();
	}
}

/** Digits as ESREG shows them: those that the network knows, and those that are written. */
function registerValue({ network, state }: Execution, register: number): string | undefined {
	if (register === REGISTER.macAddress) return toUpperHex(network.macAddress);
	if (register === REGISTER.frameCounter) return toDigits(network.frameCounter, 8);
	if (register === REGISTER.limited) return network.limited ? '1' : '0';
	if (register === REGISTER.transmitTime) return toDigits(Math.floor(network.transmitTime), 16);
	return state.registers.show(register);
}

function writeRegister(e: Execution, c: Arguments): void {
	if (e.state.writeRegister(c.number(0), c.text(1))) e.answers.ok();
	else e.answers.fail('ER06');
}

function writeOptions(e: Execution, wopt: number, wuart: number): void {
	e.answers.product(e.state.writeOptions(wopt, wuart) ? 'OK' : 'FAIL ER10');
}

function showTable(e: Execution, mode: number): void {
	const lines = TABLES[mode]?.(e);
	if (lines === undefined) {
		e.answers.fail('ER06');
	} else {
		e.lines(lines);
		e.answers.ok();
	}
}

const TABLES: Readonly<Record<number, (e: Execution) => string[]>> = Object.freeze({
	[TABLE.addresses]: (e: Execution) => encodeAddresses([e.ownAddress]),
	[TABLE.neighbours]: (e: Execution) => encodeNeighbours(e.network.neighbours),
	[TABLE.devices]: (e: Execution) => encodeDevices(e.network.devices),
	[TABLE.keys]: (e: Execution) => encodeKeys(e.network.keyIndexes),
	[TABLE.ports]: (e: Execution) => encodePorts(e.state.udpPorts, e.state.tcpPorts),
	[TABLE.handles]: () => encodeUnusedHandles(),
});
