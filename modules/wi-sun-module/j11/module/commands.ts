/** The commands of the J11 firmware, one row each: where they are allowed, what length their data has, and what they do. */
import { asciiText } from '../../../bytes/ascii.js';
import { frozen } from '../../../bytes/frozen.js';
import { DecodeError } from '../../../bytes/reader.js';
import { Writer } from '../../../bytes/writer.js';
import { PANA_PORT } from '../../../datagram/ports.js';
import { isChannel } from '../language/channel.js';
import { COMMAND, type CommandName, isCommand, RESULT, ROLE_ROUTE_B_COORDINATOR } from '../language/codes.js';
import { decodeSetting, encodeSetting, SCAN_LENGTHS } from '../language/messages.js';
import type { Answer, Execution, Handler, Outcome } from './execution.js';
import { detectEnergy, ping, scan, send, startRouteB } from './radio-commands.js';
import type { J11State, RunState } from './state.js';

interface CommandRow {
	/** The states in which it is allowed, in mode Dual (2.7, tables 18 and 19). */
	readonly allowed: readonly RunState[];
	/** Needs mode Dual. */
	readonly isRouteB?: true;
	/** Lengths that its data may have, bytes; 0 alone unless told. `any`: the handler looks. */
	readonly lengths?: readonly number[] | 'any';
	readonly run: Handler;
}

const ALWAYS: readonly RunState[] = Object.freeze(['notSetUp', 'setUp', 'operating', 'authenticated']);
const BEFORE: readonly RunState[] = Object.freeze(['notSetUp', 'setUp']);
const FROM_SET_UP: readonly RunState[] = Object.freeze(['setUp', 'operating', 'authenticated']);
const IN_PAN: readonly RunState[] = Object.freeze(['operating', 'authenticated']);
const OPERATING: readonly RunState[] = Object.freeze(['operating']);
const AUTHENTICATED: readonly RunState[] = Object.freeze(['authenticated']);
const NO_DATA: readonly number[] = Object.freeze([0]);

const MOST_PORTS = 10;
/** Ports of the stack's own, which are always open and never listed: PANA and MLE. */
const OWN_PORTS: readonly number[] = Object.freeze([0, PANA_PORT, 19_788]);
const MODES: readonly number[] = Object.freeze([0x01, 0x02, 0x03, 0x05]);
const ID_LENGTH = 32;
const PASSWORD_LENGTH = 12;
/** How long 0057 waits until its PTR is on the air, ms. */
const PTR_TIME = 1000;

const ROWS: Readonly<Record<CommandName, CommandRow>> = frozen({
	status: {
		allowed: ALWAYS,
		run: ({ state }) => Uint8Array.of(state.run === 'notSetUp' ? 2 : 3, routeBState(state), 1),
	},
	openPort: { allowed: IN_PAN, lengths: [2], run: (e, data) => openPort(e, portOf(data)) },
	closePort: { allowed: IN_PAN, lengths: [2], run: (e, data) => closePort(e, portOf(data)) },
	ports: {
		allowed: IN_PAN,
		run: ({ state: { ports } }) => {
			const w = new Writer(1 + 2 * ports.length).uint(1, ports.length);
			for (const port of ports) w.uint(2, port);
			return w.bytes;
		},
	},
	send: { allowed: IN_PAN, lengths: 'any', run: send },
	ownAddress: { allowed: ALWAYS, run: (e) => e.ownAddress },
	ownMac: { allowed: ALWAYS, run: (e) => e.network.macAddress },
	connections: {
		allowed: ALWAYS,
		run: ({ state }) => {
			const { peer } = state;
			if (peer === undefined) return Uint8Array.of(0);
			const w = new Writer(15).uint(1, 1).uint(1, 1).put(peer.mac).uint(2, peer.panId);
			return w.uint(1, 1).uint(1, ROLE_ROUTE_B_COORDINATOR).uint(1, connectionState(state)).bytes;
		},
	},
	scan: { allowed: FROM_SET_UP, lengths: SCAN_LENGTHS, run: scan },
	startRouteB: { allowed: ['setUp'], isRouteB: true, run: startRouteB },
	setCredentials: { allowed: ['setUp', 'operating'], isRouteB: true, lengths: [ID_LENGTH + PASSWORD_LENGTH], run: setCredentials },
	startPana: { allowed: OPERATING, isRouteB: true, run: startPana },
	endPana: { allowed: AUTHENTICATED, isRouteB: true, run: endPana },
	endRouteB: {
		allowed: OPERATING,
		isRouteB: true,
		run: (e) => {
			e.state.leave();
			e.network.leave();
			e.network.listen([]);
			return RESULT.ok;
		},
	},
	key: {
		allowed: AUTHENTICATED,
		isRouteB: true,
		run: ({ network }) => network.sessionKey ?? RESULT.whileOperating,
	},
	panId: { allowed: IN_PAN, isRouteB: true, run: ({ state }) => new Writer(2).uint(2, state.peer!.panId).bytes },
	setUp: {
		allowed: BEFORE,
		lengths: [4],
		run: ({ state }, data) => {
			const setting = decodeSetting(data);
			const { mode, sleep, channel, power } = setting;
			if (!MODES.includes(mode) || sleep > 1 || !isChannel(channel) || power > 2) return RESULT.badValue;
			state.setting = setting;
			return RESULT.ok;
		},
	},
	version: {
		allowed: ALWAYS,
		run: ({ model: { firmware } }) => {
			const w = new Writer(8).uint(2, firmware.id).uint(1, firmware.major).uint(1, firmware.minor);
			return w.uint(4, firmware.revision).bytes;
		},
	},
	ping: { allowed: IN_PAN, lengths: 'any', run: ping },
	reauthenticate: {
		allowed: AUTHENTICATED,
		isRouteB: true,
		run: (e) => {
			if (e.state.isAuthenticating || !e.network.rejoin()) return RESULT.panaRunning;
			e.state.isAuthenticating = true;
			return RESULT.ok;
		},
	},
	reset: {
		allowed: ALWAYS,
		run: (e) => {
			e.reset();
			return 'later';
		},
	},
	detectEnergy: { allowed: FROM_SET_UP, lengths: [4], run: detectEnergy },
	writeMode: {
		allowed: ['notSetUp'],
		run: (e, _data, answer) => {
			answer(RESULT.ok);
			e.stop();
			return 'later';
		},
	},
	terminals: {
		allowed: ALWAYS,
		run: ({ state }) => {
			const mode = state.run === 'notSetUp' ? 0 : state.setting.mode;
			if (state.peer === undefined) return Uint8Array.of(mode, 0);
			const w = new Writer(20).uint(1, mode).uint(1, 1).put(state.peer.address);
			return w.uint(1, ROLE_ROUTE_B_COORDINATOR).uint(1, connectionState(state)).bytes;
		},
	},
	setDiscovery: {
		allowed: BEFORE,
		lengths: [1],
		run: ({ state, network }, data) => {
			if (data[0]! > 1) return RESULT.badValue;
			state.discovery = data[0]!;
			network.set('solicits', state.discovery === 1);
			return RESULT.ok;
		},
	},
	discovery: { allowed: ALWAYS, run: ({ state }) => Uint8Array.of(state.discovery) },
	setting: { allowed: ALWAYS, run: ({ state }) => encodeSetting(state.setting) },
	// The flow control of a line that has none of its wires: kept, without effect.
	setUart: {
		allowed: BEFORE,
		lengths: [1],
		run: ({ state }, data) => {
			if (data[0]! > 1) return RESULT.badValue;
			state.flowControl = data[0]!;
			return RESULT.ok;
		},
	},
	uart: { allowed: ALWAYS, run: ({ state }) => Uint8Array.of(state.flowControl) },
});

/** A Map, because on XS every new name by which an object is asked takes memory for good. */
const ROW_OF: ReadonlyMap<number, CommandRow> = new Map(
	Object.entries(ROWS).map(([name, row]): [number, CommandRow] => [COMMAND[name as CommandName], row]),
);

/** What a command whose frame is right does; a result where it is refused. In the order code, length, state, value (which of several counts is unconfirmed). */
export function handlerOf(code: number, length: number, state: J11State): Handler | number {
	const row = ROW_OF.get(code);
	if (row === undefined) return isCommand(code) ? refusalOfHan(state) : RESULT.badCode;
	const { lengths = NO_DATA } = row;
	if (lengths !== 'any' && !lengths.includes(length)) return RESULT.badLength;
	return refusal(row, state) ?? row.run;
}

/** Of what is for a module that is not set up alone, the result is unconfirmed. */
function refusal({ allowed, isRouteB }: CommandRow, state: J11State): number | undefined {
	const { run } = state;
	if (isRouteB && run !== 'notSetUp' && !state.isDual) return RESULT.notInThisMode;
	if (allowed.includes(run)) return undefined;
	if (run === 'notSetUp') return RESULT.notSetUp;
	if (run === 'setUp') return IN_PAN.some((state) => allowed.includes(state)) ? RESULT.notOperating : RESULT.notInThisMode;
	return run === 'operating' ? RESULT.whileOperating : RESULT.whileAuthenticated;
}

/** HAN and updates over the air: there is nobody on that side here. */
function refusalOfHan(state: J11State): number {
	return state.run === 'notSetUp' ? RESULT.notSetUp : RESULT.notInThisMode;
}

function routeBState({ run }: J11State): number {
	return run === 'authenticated' ? 3 : run === 'operating' ? 2 : 1;
}

function connectionState(state: J11State): number {
	return state.isAuthenticated ? 2 : 1;
}

function portOf(data: Uint8Array): number {
	return (data[0]! << 8) | data[1]!;
}

function openPort({ state, network }: Execution, port: number): Outcome {
	if (OWN_PORTS.includes(port)) return RESULT.badValue;
	if (state.ports.includes(port)) return RESULT.portOpen;
	if (state.ports.length >= MOST_PORTS) return RESULT.tooManyPorts;
	state.ports = [...state.ports, port];
	network.listen(state.ports);
	return RESULT.ok;
}

function closePort({ state, network }: Execution, port: number): Outcome {
	if (OWN_PORTS.includes(port)) return RESULT.badValue;
	if (!state.ports.includes(port)) return RESULT.portNotOpen;
	state.ports = state.ports.filter((each) => each !== port);
	network.listen(state.ports);
	return RESULT.ok;
}

/** Small letters of the password become capitals; the id has none. */
function setCredentials({ state, network }: Execution, data: Uint8Array): Outcome {
	const id = asciiText(data.subarray(0, ID_LENGTH));
	const password = asciiText(data.subarray(ID_LENGTH)).toUpperCase();
	if (!/^[0-9A-F]{32}$/.test(id) || !/^[0-9A-Z]{12}$/.test(password)) return RESULT.badValue;
	state.credentials = { id, password };
	network.setRouteBId(id);
	network.setPassword(password);
	return RESULT.ok;
}

function startPana({ state, network }: Execution): Outcome {
	if (state.credentials === undefined) return RESULT.noCredentials;
	if (state.isAuthenticating || !network.join(state.peer!.address)) return RESULT.panaRunning;
	state.isAuthenticating = true;
	return RESULT.ok;
}

/** The session is over here whatever the meter says; the answer follows when the request for it is on the air. */
function endPana(e: Execution, _data: Uint8Array, answer: Answer): Outcome {
	const { state, network } = e;
	state.isAuthenticated = false;
	state.isAuthenticating = false;
	const isSent = network.terminate();
	let isAnswered = false;
	const finish = () => {
		if (isAnswered) return;
		isAnswered = true;
		answer(RESULT.ok);
	};
	if (!isSent) return RESULT.ok;
	e.onTransmitted = finish;
	e.after(PTR_TIME, finish);
	return 'later';
}

/** What a handler makes of it; data of the wrong length becomes its result. */
export function run(handler: Handler, e: Execution, data: Uint8Array, answer: Answer): Outcome {
	try {
		return handler(e, data, answer);
	} catch (error) {
		if (!(error instanceof DecodeError)) throw error;
		return RESULT.badLength;
	}
}
