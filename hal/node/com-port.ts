/**
 * The serial port that RFC 2217 (Telnet Com Port Control Option) lets a client set and watch: the server's side, without sockets.
 *
 * A subnegotiation is one byte of command and its value. The server answers with the command plus 100 and the value that holds, whether it is the one
 * that was asked for or not; a value of 0 asks without setting.
 *
 * | command               | value                | here                                                          |
 * |-----------------------|----------------------|---------------------------------------------------------------|
 * | 0 SIGNATURE           | text                 | without text answered with the own one                        |
 * | 1 SET-BAUDRATE        | 4 bytes              | 50 to 4,000,000; the line goes at it                          |
 * | 2 SET-DATASIZE        | 1: bits              | 8                                                             |
 * | 3 SET-PARITY          | 1: none … 5          | none                                                          |
 * | 4 SET-STOPSIZE        | 1: one, two, 1.5     | one                                                           |
 * | 5 SET-CONTROL         | 1, see CONTROL       | flow none or hardware, break, DTR, RTS                        |
 * | 6 NOTIFY-LINESTATE    | –                    | told: overrun, under its mask                                 |
 * | 7 NOTIFY-MODEMSTATE   | –                    | told when the option comes on, and when it is asked for       |
 * | 8, 9 FLOWCONTROL      | –                    | suspend, resume                                               |
 * | 10 SET-LINESTATE-MASK | 1                    |                                                               |
 * | 11 SET-MODEMSTATE-MASK| 1                    |                                                               |
 * | 12 PURGE-DATA         | 1: in, 2: out, 3     | what waits for the client is lost                             |
 */

const COMMAND = Object.freeze({
	signature: 0,
	speed: 1,
	dataBits: 2,
	parity: 3,
	stopBits: 4,
	control: 5,
	lineState: 6,
	modemState: 7,
	suspend: 8,
	resume: 9,
	lineStateMask: 10,
	modemStateMask: 11,
	purge: 12,
});
/** Difference from a command of the client to that of the server. */
const TOLD = 100;

const EIGHT_BITS = 8;
const NO_PARITY = 1;
const ONE_STOP_BIT = 1;
const SLOWEST = 50;
const FASTEST = 4_000_000;

/** Values of SET-CONTROL; 18 is inbound flow control by DTR. The inbound flow control is that of the outbound one. */
const CONTROL = Object.freeze({
	flow: 0,
	noFlow: 1,
	hardwareFlow: 3,
	break: 4,
	breakOn: 5,
	breakOff: 6,
	dtr: 7,
	dtrOn: 8,
	dtrOff: 9,
	rts: 10,
	rtsOn: 11,
	rtsOff: 12,
	inboundFlow: 13,
	noInboundFlow: 14,
	hardwareInboundFlow: 16,
	dcdFlow: 17,
	dsrFlow: 19,
});
/** Difference from a value of outbound flow control to that of inbound flow control. */
const INBOUND = CONTROL.inboundFlow;

/** Bits of the modem's lines. */
const CTS = 0x10;
const DSR = 0x20;
const CD = 0x80;
/** A module that is there and takes what comes. */
const READY = CTS | DSR | CD;
const OVERRUN = 0x02;

const PURGE = Object.freeze({ received: 1, transmitted: 2, both: 3 });

/** How the client has set the port. */
export interface ComPortSettings {
	/** baud */
	speed: number;
	flow: 'none' | 'hardware';
	dtr: boolean;
	rts: boolean;
	break: boolean;
}

export type ComPortChange = {
	[Name in keyof ComPortSettings]: { readonly setting: Name; readonly value: ComPortSettings[Name] };
}[keyof ComPortSettings];

/** What was not taken: a command that there is none of, a value of another length, a control or purge that there is none of. */
export type ComPortDropped = 'unknown' | 'length' | 'value';

export interface ComPortOptions {
	/** baud */
	readonly speed: number;
	/** ASCII */
	readonly signature: string;
	/** A subnegotiation for the client. */
	readonly tell: (payload: Uint8Array) => void;
	/** Only what is otherwise than before. */
	readonly onChange: (change: ComPortChange) => void;
	/** What waits for the client is not wanted any more. */
	readonly onPurge: () => void;
	/** The client takes no data, or takes data again. */
	readonly onFlow: (goes: boolean) => void;
	readonly onDropped: (why: ComPortDropped) => void;
}

interface Row {
	/** Bytes of the value; undefined: as many as there are. */
	readonly length: number | undefined;
	readonly act: (port: ComPort, value: Uint8Array) => void;
}

export class ComPort {
	readonly options: ComPortOptions;
	readonly settings: ComPortSettings;
	/** What is told of the line's state; of the modem's. */
	lineStateMask = 0;
	modemStateMask = 0xff;

	constructor(options: ComPortOptions) {
		this.options = options;
		// As a port is when a program has opened it.
		this.settings = { speed: options.speed, flow: 'none', dtr: true, rts: true, break: false };
	}

	/** A subnegotiation of the client. */
	receive(payload: Uint8Array): void {
		const row = payload.length === 0 ? undefined : ROWS.get(payload[0]!);
		if (row === undefined) this.options.onDropped('unknown');
		else if (row.length !== undefined && row.length !== payload.length - 1) this.options.onDropped('length');
		else row.act(this, payload.subarray(1));
	}

	/** How the modem's lines are, unless its mask hides it. */
	tellModemState(): void {
		const told = READY & this.modemStateMask;
		if (told !== 0) this.answer(COMMAND.modemState, told);
	}

	/** Data for the client were lost. */
	tellOverrun(): void {
		const told = OVERRUN & this.lineStateMask;
		if (told !== 0) this.answer(COMMAND.lineState, told);
	}

	answer(command: number, ...value: readonly number[]): void {
		this.options.tell(Uint8Array.of(command + TOLD, ...value));
	}

	set(change: ComPortChange): void {
		const { setting, value } = change;
		if (this.settings[setting] === value) return;
		Object.assign(this.settings, { [setting]: value });
		this.options.onChange(change);
	}

	/** The value that asks for the setting, as it is now. */
	controlOf(value: number): number {
		const { flow, dtr, rts } = this.settings;
		const flowValue = flow === 'none' ? CONTROL.noFlow : CONTROL.hardwareFlow;
		if (value < CONTROL.break || value === CONTROL.dcdFlow || value === CONTROL.dsrFlow) return flowValue;
		if (value >= CONTROL.inboundFlow) return flowValue + INBOUND;
		if (value < CONTROL.dtr) return this.settings.break ? CONTROL.breakOn : CONTROL.breakOff;
		if (value < CONTROL.rts) return dtr ? CONTROL.dtrOn : CONTROL.dtrOff;
		return rts ? CONTROL.rtsOn : CONTROL.rtsOff;
	}
}

/** What each value of SET-CONTROL sets; the others only ask, or ask for what a UART of these modules has not. */
const CHANGES: ReadonlyMap<number, ComPortChange> = new Map<number, ComPortChange>([
	[CONTROL.noFlow, { setting: 'flow', value: 'none' }],
	[CONTROL.hardwareFlow, { setting: 'flow', value: 'hardware' }],
	[CONTROL.breakOn, { setting: 'break', value: true }],
	[CONTROL.breakOff, { setting: 'break', value: false }],
	[CONTROL.dtrOn, { setting: 'dtr', value: true }],
	[CONTROL.dtrOff, { setting: 'dtr', value: false }],
	[CONTROL.rtsOn, { setting: 'rts', value: true }],
	[CONTROL.rtsOff, { setting: 'rts', value: false }],
	[CONTROL.noInboundFlow, { setting: 'flow', value: 'none' }],
	[CONTROL.hardwareInboundFlow, { setting: 'flow', value: 'hardware' }],
]);

const ROWS: ReadonlyMap<number, Row> = new Map<number, Row>([
	[COMMAND.signature, { length: undefined, act: signature }],
	[COMMAND.speed, { length: 4, act: setSpeed }],
	[COMMAND.dataBits, { length: 1, act: (port) => port.answer(COMMAND.dataBits, EIGHT_BITS) }],
	[COMMAND.parity, { length: 1, act: (port) => port.answer(COMMAND.parity, NO_PARITY) }],
	[COMMAND.stopBits, { length: 1, act: (port) => port.answer(COMMAND.stopBits, ONE_STOP_BIT) }],
	[COMMAND.control, { length: 1, act: control }],
	[COMMAND.modemState, { length: undefined, act: (port) => port.tellModemState() }],
	[COMMAND.suspend, { length: 0, act: (port) => port.options.onFlow(false) }],
	[COMMAND.resume, { length: 0, act: (port) => port.options.onFlow(true) }],
	[COMMAND.lineStateMask, { length: 1, act: lineStateMask }],
	[COMMAND.modemStateMask, { length: 1, act: modemStateMask }],
	[COMMAND.purge, { length: 1, act: purge }],
]);

function signature(port: ComPort, text: Uint8Array): void {
	if (text.length === 0) port.answer(COMMAND.signature, ...new TextEncoder().encode(port.options.signature));
}

function setSpeed(port: ComPort, value: Uint8Array): void {
	const asked = new DataView(value.buffer, value.byteOffset).getUint32(0);
	if (asked >= SLOWEST && asked <= FASTEST) port.set({ setting: 'speed', value: asked });
	const answer = new Uint8Array(4);
	new DataView(answer.buffer).setUint32(0, port.settings.speed);
	port.answer(COMMAND.speed, ...answer);
}

function control(port: ComPort, [value]: Uint8Array): void {
	if (value! > CONTROL.dsrFlow) {
		port.options.onDropped('value');
		return;
	}
	const change = CHANGES.get(value!);
	if (change !== undefined) port.set(change);
	port.answer(COMMAND.control, port.controlOf(value!));
}

function lineStateMask(port: ComPort, [mask]: Uint8Array): void {
	port.lineStateMask = mask!;
	port.answer(COMMAND.lineStateMask, mask!);
}

function modemStateMask(port: ComPort, [mask]: Uint8Array): void {
	port.modemStateMask = mask!;
	port.answer(COMMAND.modemStateMask, mask!);
}

/** What the client has sent went to the module at once: there is nothing of it to be lost. */
function purge(port: ComPort, [what]: Uint8Array): void {
	if (what! < PURGE.received || what! > PURGE.both) {
		port.options.onDropped('value');
		return;
	}
	if (what !== PURGE.transmitted) port.options.onPurge();
	port.answer(COMMAND.purge, what!);
}
