import { ComPort, type ComPortChange } from '../../../hal/node/com-port.js';
import { TELNET_OPTION, Telnet } from '../../../hal/node/telnet.js';

const { binary, echo, suppressGoAhead, comPort } = TELNET_OPTION;

/** A serial port behind Telnet, without sockets: all that comes out of it. */
export class TelnetRig {
	sent: number[] = [];
	readonly data: number[] = [];
	readonly changes: ComPortChange[] = [];
	/** What was not taken, what went beyond settings: `break`, `purge`, `held`, `resumed`, `on 44`. */
	readonly dropped: string[] = [];
	readonly happened: string[] = [];
	readonly telnet: Telnet;
	readonly port: ComPort;

	constructor() {
		this.port = new ComPort({
			speed: 115_200,
			signature: 'Keiki',
			tell: (payload) => this.telnet.subnegotiate(comPort, payload),
			onChange: (change) => this.changes.push(change),
			onPurge: () => this.happened.push('purge'),
			onFlow: (goes) => this.happened.push(goes ? 'resumed' : 'held'),
			onDropped: (why) => this.dropped.push(why),
		});
		this.telnet = new Telnet({
			here: [binary, suppressGoAhead, comPort, echo],
			there: [binary, suppressGoAhead, comPort],
			asksHere: [binary, suppressGoAhead],
			asksThere: [binary, comPort],
			send: (bytes) => this.sent.push(...bytes),
			onData: (bytes) => this.data.push(...bytes),
			onOption: (option) => this.happened.push(`on ${option}`),
			onSubnegotiation: (option, payload) => (option === comPort ? this.port.receive(payload) : this.dropped.push(`option ${option}`)),
			onBreak: () => this.happened.push('break'),
			onDropped: (why) => this.dropped.push(why),
		});
	}

	/** What the server answers to these bytes. */
	ask(bytes: Uint8Array): Uint8Array {
		this.sent = [];
		this.telnet.receive(bytes);
		return Uint8Array.from(this.sent);
	}
}
