/** The meter on the device model, at work in a virtual air of this process: two programs in one virtual time. */
import type { TransmitResult } from '../../../hal/ports/radio.js';
import { toHex } from '../../../modules/bytes/hex.js';
import type { Air } from '../../../modules/medium/air.js';
import type { VirtualRadio } from '../../../modules/medium/virtual-radio.js';
import type { Place } from '../../../src/meter/backplane/messages.js';
import { bytesOf, wordsOf, XsProgram, type XsProgramOptions } from './xs-program.js';

export interface XsMeterOptions extends XsProgramOptions {
	readonly air: Air;
	/** EUI-64, 8 bytes. */
	readonly macAddress: Uint8Array;
	readonly panId: number;
	readonly channel: number;
	/** ms of transmission an hour; no limit unless told. */
	readonly transmitLimit?: number;
	/** Four units in a base; false: nothing plugs in. */
	readonly units: boolean;
}

export class XsMeter extends XsProgram {
	/** Where the contact of its switching unit is. */
	contactClosed = true;
	readonly #radio: VirtualRadio;

	private constructor(options: XsMeterOptions) {
		super(options);
		const { scheduler, air } = options;
		this.#radio = air.createRadio('meter');
		this.#radio.onReceive = ({ psdu, rssi }) => this.tell(`frame ${scheduler.now()} ${rssi}\n${toHex(psdu)}`);
	}

	static async start(options: XsMeterOptions): Promise<XsMeter> {
		const meter = new XsMeter(options);
		const { clock, macAddress, panId, channel, credentials, transmitLimit, routeA, units, parts, sealed } = options;
		const { id, password } = credentials;
		const place = [toHex(macAddress), panId, channel, transmitLimit ?? Number.POSITIVE_INFINITY, units ? 1 : 0];
		await meter.exchange(['start', clock, 1, ...place, id, password, ...(routeA ? wordsOf(routeA, parts, sealed) : [])].join(' '));
		return meter;
	}

	/** What the terminals measure from now on: W, A. */
	measure(power: number, current: number): void {
		this.tell(`load ${this.scheduler.now()} ${power} ${current}`);
	}

	/** A unit is pulled out of the base. */
	pull(place: Place): void {
		this.tell(`pull ${this.scheduler.now()} ${place}`);
	}

	/** A metering unit with this serial number is pushed in. */
	plug(serial: string): void {
		this.tell(`plug ${this.scheduler.now()} ${serial}`);
	}

	/** To the switching unit: `open`, `close`, or `capacity` with its amperes. */
	order(order: string): void {
		this.tell(`order ${this.scheduler.now()} ${order}`);
	}

	protected override obey([name, first, second]: readonly string[]): void {
		switch (name) {
			case 'listen':
				this.#radio.listen(Number(first));
				break;
			case 'sleep':
				this.#radio.sleep();
				break;
			case 'sense':
				this.#radio.detectEnergy(Number(first), (level) => this.tell(`sensed ${this.scheduler.now()} ${level}`));
				break;
			case 'transmit':
				this.#transmit(first === '1', bytesOf(second!));
				break;
			case 'contact':
				this.contactClosed = first === 'closed';
				break;
			case 'serial':
				this.onSerial(bytesOf(first!));
				break;
			default:
				throw new Error(`the meter said ${name}`);
		}
	}

	#transmit(cca: boolean, psdu: Uint8Array): void {
		this.#radio.transmit(psdu, cca, (result: TransmitResult) => this.tell(`transmitted ${this.scheduler.now()} ${result}`));
	}
}
