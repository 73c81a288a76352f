/** Codes of commands, notifications and results (J11 UART IF specification 1.1, 3.1, tables 33 and 34). */
import { frozen } from '../../../bytes/frozen.js';

/** Commands of the module and of Route B. */
export const COMMAND = frozen({
	status: 0x0001,
	openPort: 0x0005,
	closePort: 0x0006,
	ports: 0x0007,
	send: 0x0008,
	ownAddress: 0x0009,
	ownMac: 0x000e,
	connections: 0x0011,
	scan: 0x0051,
	startRouteB: 0x0053,
	setCredentials: 0x0054,
	startPana: 0x0056,
	endPana: 0x0057,
	endRouteB: 0x0058,
	key: 0x0059,
	panId: 0x005e,
	setUp: 0x005f,
	version: 0x006b,
	ping: 0x00d1,
	reauthenticate: 0x00d2,
	reset: 0x00d9,
	detectEnergy: 0x00db,
	writeMode: 0x00f0,
	terminals: 0x0100,
	setDiscovery: 0x0101,
	discovery: 0x0102,
	setting: 0x0107,
	setUart: 0x010a,
	uart: 0x010b,
});
export type CommandName = keyof typeof COMMAND;

/** Commands of the HAN and of updates over the air: known by name, and refused. */
export const HAN_COMMAND = frozen({
	startHan: 0x000a,
	endHan: 0x000b,
	setKeyLifetime: 0x0012,
	keyLifetime: 0x0013,
	setAcceptMode: 0x0025,
	acceptMode: 0x0026,
	hanKey: 0x0028,
	pushKey: 0x0029,
	pullKey: 0x002a,
	reauthenticateHan: 0x002b,
	setPanaInfo: 0x002c,
	panaInfo: 0x002d,
	deletePanaInfo: 0x002e,
	startHanPana: 0x003a,
	endHanPana: 0x003b,
	poll: 0x0061,
	setRelay: 0x0066,
	relay: 0x0067,
	purge: 0x0069,
	deleteDevice: 0x006a,
	disconnect: 0x00d3,
	deepSleep: 0x00da,
	han0103: 0x0103,
	han0104: 0x0104,
	han0105: 0x0105,
	han0106: 0x0106,
	han0108: 0x0108,
	han0109: 0x0109,
	updateInfo: 0x0201,
	update: 0x0202,
});

export const NOTIFICATION = frozen({
	scanned: 0x4051,
	received: 0x6018,
	booted: 0x6019,
	connectionChanged: 0x601a,
	panaEnded: 0x6028,
	receptionFailed: 0x6038,
	pinged: 0x60d1,
});

/** What a response begins with. */
export const RESULT = frozen({
	ok: 0x01,
	noSuchDevice: 0x02,
	badCode: 0x03,
	badValue: 0x04,
	badDestination: 0x06,
	portOpen: 0x0a,
	portNotOpen: 0x0b,
	noConnection: 0x0e,
	notOperating: 0x10,
	badLength: 0x11,
	tooManyPorts: 0x12,
	timeOut: 0x13,
	notInThisMode: 0x14,
	whileOperating: 0x34,
	whileAuthenticated: 0x35,
	notSetUp: 0x37,
	pinging: 0x3c,
	busy: 0x3d,
	noCredentials: 0x51,
	panaRunning: 0x52,
	badHeaderChecksum: 0xf0,
	badDataChecksum: 0xf1,
	tooShort: 0xf2,
	tooLong: 0xf3,
});

/** In the answers to 0011 and 0100: the meter, as coordinator of Route B. */
export const ROLE_ROUTE_B_COORDINATOR = 0x07;

const NAMES: ReadonlyMap<number, string> = new Map(
	[...Object.entries(COMMAND), ...Object.entries(HAN_COMMAND), ...Object.entries(NOTIFICATION)].map(([name, code]) => [code, name]),
);
const COMMANDS: ReadonlySet<number> = new Set([...Object.values(COMMAND), ...Object.values(HAN_COMMAND)]);

/** Whether it is a request's. */
export function isCommand(code: number): boolean {
	return COMMANDS.has(code);
}

/** Of a command, also in its response, or of a notification; undefined for any other code. */
export function nameOfCode(code: number): string | undefined {
	return NAMES.get(code) ?? NAMES.get(code & ~0x2000);
}
