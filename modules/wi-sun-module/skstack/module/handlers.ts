import { toUpperHex } from '../../../bytes/hex.js';
import { linkLocalAddress } from '../../../ipv6/address.js';
import type { ModuleNetwork } from '../../network.js';
import type { Command } from '../language/command.js';
import { toDigits } from '../language/digits.js';
import { type Model, SIDE } from '../language/model.js';
import { REGISTER } from '../language/registers.js';
import { type ErrorCode, encodeInfo, encodeWord } from '../language/reply.js';
import { encodeAddresses, encodeDevices, encodeKeys, encodeNeighbours, encodePorts, encodeUnusedHandles, TABLE } from '../language/table-lines.js';
import type { ModuleState } from './state.js';

/** Where what commands have to say is written. */
export interface Answers {
	/** A line, CR LF added. */
	line(text: string): void;
	ok(): void;
	fail(code: ErrorCode): void;
	/** A line of the product commands, CR added. */
	product(text: string): void;
	/** What came by itself is complete, and may leave now. */
	flush(): void;
}

/** What a command works on. */
export interface Execution {
	readonly model: Model;
	readonly network: ModuleNetwork;
	readonly state: ModuleState;
	readonly answers: Answers;
	readonly ownAddress: Uint8Array;
	/** SF0 chooses the side that joining, starting and ending a session are for (as its users describe it; unconfirmed). */
	readonly onRouteB: boolean;
	/** OK where the network takes the command. */
	taken(taken: boolean): void;
	lines(lines: readonly string[]): void;
	reset(): void;
	sleep(): void;
	scan(mode: number, mask: number, duration: number, side: number): void;
	connect(): void;
}

export type Handler = (e: Execution, command: Command) => void;

const refused: Handler = (e) => e.answers.fail('ER10');

/** What each command does, by its name: all but SKSENDTO, which takes its time. */
export const HANDLERS: Readonly<Record<string, Handler>> = Object.freeze({
	SKSREG: (e, c) => (c.count === 1 ? showRegister(e, c.number(0)) : writeRegister(e, c)),
	SKINFO: (e) => {
		const { registers } = e.state;
		const side = e.model.side ? registers.get(REGISTER.side) : undefined;
		const { macAddress: mac } = e.network;
		e.answers.line(encodeInfo({ address: e.ownAddress, mac, channel: registers.get(REGISTER.channel), panId: registers.get(REGISTER.panId), side }));
		e.answers.ok();
	},
	SKSTART: (e) => {
		const started = e.onRouteB && e.network.start();
		if (started) e.state.registers.put(REGISTER.beacons, 1);
		e.taken(started);
	},
	SKJOIN: (e, c) => e.taken(e.onRouteB && e.network.join(c.bytes(0))),
	SKREJOIN: (e) => e.taken(e.onRouteB && e.network.rejoin()),
	SKTERM: (e) => e.taken(e.onRouteB && e.network.terminate()),
	SKPING: (e, c) => e.taken((c.count === 1 || c.number(0) === SIDE.routeB) && e.network.ping(c.bytes(c.count - 1))),
	SKSCAN: (e, c) => e.scan(c.number(0), c.number(1), c.number(2), e.model.side ? c.number(3) : SIDE.routeB),
	SKREGDEV: (e, c) => e.taken(e.network.registerDevice(c.bytes(0))),
	SKRMDEV: (e, c) => {
		e.network.remove(c.bytes(0));
		e.answers.ok();
	},
	SKSETKEY: (e, c) => e.taken(e.network.setKey(c.number(0), c.bytes(1))),
	SKRMKEY: (e, c) => e.taken(e.network.removeKey(c.number(0))),
	SKSECENABLE: (e, c) => e.taken(e.network.secureDevice(c.bytes(1), c.bytes(2), c.number(0) === 1)),
	SKSETPSK: (e, c) => {
		e.network.setPsk(c.bytes(1));
		e.answers.ok();
	},
	SKSETPWD: (e, c) => {
		// A password shorter than announced is taken: the manual leaves the rest undefined.
		if (c.text(1).length > c.number(0)) {
			e.answers.fail('ER06');
		} else {
			e.network.setPassword(c.text(1));
			e.answers.ok();
		}
	},
	SKSETRBID: (e, c) => {
		// An id is hexadecimal digits: a program may write them in either case, the meter has them in capitals.
		const id = c.text(0).toUpperCase();
		e.network.setRouteBId(id);
		e.state.putPairingId(id.slice(-8));
		e.answers.ok();
	},
	SKADDNBR: (e, c) => {
		e.network.addNeighbour(c.bytes(0), c.bytes(1));
		e.answers.ok();
	},
	SKUDPPORT: (e, c) => {
		e.state.udpPorts[c.number(0) - 1] = c.number(1);
		e.answers.ok();
	},
	SKTCPPORT: (e, c) => {
		e.state.tcpPorts[c.number(0) - 1] = c.number(1);
		e.answers.ok();
	},
	SKCONNECT: (e) => e.connect(),
	// There is never a connection to send on, or to close.
	SKSEND: refused,
	SKCLOSE: refused,
	SKSAVE: (e) => e.taken(e.state.save()),
	SKLOAD: (e) => e.taken(e.state.load()),
	SKERASE: (e) => e.taken(e.state.erase()),
	SKVER: (e) => {
		e.answers.line(encodeWord('EVER', e.model.version));
		e.answers.ok();
	},
	SKAPPVER: (e) => {
		e.answers.line(encodeWord('EAPPVER', e.model.applicationVersion ?? ''));
		e.answers.ok();
	},
	SKRESET: (e) => {
		e.reset();
		e.answers.ok();
	},
	SKTABLE: (e, c) => showTable(e, c.number(0)),
	SKDSLEEP: (e) => {
		e.answers.ok();
		e.sleep();
	},
	// Which side of the carrier the receiver's oscillator runs on makes no difference here.
	SKRFLO: (e) => e.answers.ok(),
	// The only command that is not followed by OK.
	SKLL64: (e, c) => e.lines(encodeAddresses([linkLocalAddress(c.bytes(0))]).slice(1)),
	SKSETHPWD: refused,
	SKJOINFOR: refused,
	SKTERMFOR: refused,
	WOPT: (e, c) => writeOptions(e, c.number(0), e.state.wuart),
	ROPT: (e) => e.answers.product(`OK ${toDigits(e.state.wopt, 2)}`),
	WUART: (e, c) => writeOptions(e, e.state.wopt, c.number(0)),
	RUART: (e) => e.answers.product(`OK ${toDigits(e.state.wuart, 2)}`),
});

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

function writeRegister(e: Execution, c: Command): void {
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
