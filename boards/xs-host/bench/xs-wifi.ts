/** The meter on Wi-Fi on the device model: this process is the access point, the LAN and whoever is on it. */

import type { Stream } from '../../../hal/ports/streams.js';
import type { VirtualLan, VirtualNetwork, VirtualUdp } from '../../../hal/virtual/network.js';
import type { VirtualListener } from '../../../hal/virtual/streams.js';
import { fromHex, toHex } from '../../../modules/bytes/hex.js';
import { bytesOf, wordsOf, XsProgram, type XsProgramOptions } from './xs-program.js';

export interface XsWifiOptions extends Omit<XsProgramOptions, 'credentials'> {
	readonly lan: VirtualLan;
	/** 6 bytes. */
	readonly macAddress: Uint8Array;
	/** Four units in a base; false: nothing plugs in. */
	readonly units: boolean;
	/** The network that the build was told; undefined: none. */
	readonly wifi: { readonly ssid: string; readonly password: string } | undefined;
}

/** The address that the access point gives; and that of the meter's own access point. */
export const METER_ADDRESS = '00000000000000000000ffffc0000205';
const OWN_ADDRESS = '00000000000000000000ffffc0a80401';
/** How long a station takes to get in, ms. */
const JOINING = 500;

export class XsWifi extends XsProgram {
	/** Its host on the LAN. */
	readonly network: VirtualNetwork;
	/** The network that is in its reach; undefined: none. */
	reach: { readonly ssid: string; readonly password: string } | undefined;
	/** Its own access point, once it was opened. */
	accessPoint: { readonly ssid: string; readonly key: string } | undefined;
	joins = 0;
	restarts = 0;
	readonly #sockets = new Map<number, VirtualUdp>();
	readonly #listeners = new Map<number, VirtualListener>();
	readonly #streams = new Map<number, Stream>();
	#connections = 0;

	private constructor(options: XsWifiOptions) {
		super({ ...options, credentials: { id: '', password: '' } });
		this.network = options.lan.host(undefined);
		this.reach = options.wifi;
	}

	static async start(options: XsWifiOptions): Promise<XsWifi> {
		const meter = new XsWifi(options);
		const { clock, macAddress, units, wifi, routeA, parts, sealed } = options;
		const network = wifi === undefined ? ['-', '-'] : [hexOf(wifi.ssid), hexOf(wifi.password)];
		await meter.exchange(
			['start', clock, 1, toHex(macAddress), units ? 1 : 0, ...network, ...(routeA ? wordsOf(routeA, parts, sealed) : [])].join(' '),
		);
		return meter;
	}

	/** The access point goes out of its reach. */
	lose(): void {
		this.network.address = undefined;
		this.#event('down', undefined);
	}

	press(pressed: boolean): void {
		this.tell(`button ${this.scheduler.now()} ${pressed ? 1 : 0}`);
	}

	protected override obey([name, first = '', second = '', third = '', fourth = '']: readonly string[]): void {
		const port = Number(first);
		switch (name) {
			case 'join':
				this.#join(textOf(first), textOf(second));
				break;
			case 'leave':
				this.network.address = undefined;
				break;
			case 'point':
				this.accessPoint = { ssid: textOf(first), key: textOf(second) };
				this.network.address = fromHex(OWN_ADDRESS);
				break;
			case 'open':
				this.#open(port, second === '-' ? undefined : fromHex(second));
				break;
			case 'shut':
				this.#sockets.get(port)?.close();
				this.#sockets.delete(port);
				break;
			case 'udp':
				this.#sockets.get(port)?.send(fromHex(second), Number(third), bytesOf(fourth));
				break;
			case 'listen':
				this.#listen(port);
				break;
			case 'deaf':
				this.#listeners.get(port)?.close();
				this.#listeners.delete(port);
				break;
			case 'tcp':
				this.#send(port, bytesOf(second));
				break;
			case 'close':
				this.#streams.get(port)?.close();
				this.#streams.delete(port);
				break;
			case 'pause':
				this.#streams.get(port)?.pause();
				break;
			case 'resume':
				this.#streams.get(port)?.resume();
				break;
			case 'resolve':
				this.network.resolve(second, (address) =>
					this.tell(`address ${this.scheduler.now()} ${port} ${address === undefined ? '-' : toHex(address)}`),
				);
				break;
			case 'serial':
				this.onSerial(bytesOf(first));
				break;
			case 'restart':
				this.restarts++;
				break;
			default:
				throw new Error(`the meter said ${name}`);
		}
	}

	#event(event: string, address: string | undefined): void {
		this.tell(`wifi ${this.scheduler.now()} ${event} ${address ?? '-'}`);
	}

	#join(ssid: string, password: string): void {
		this.joins++;
		this.scheduler.after(JOINING, () => {
			if (this.reach?.ssid !== ssid) this.#event('down', undefined);
			else if (this.reach.password !== password) this.#event('refused', undefined);
			else {
				this.network.address = fromHex(METER_ADDRESS);
				this.#event('up', METER_ADDRESS);
			}
		});
	}

	#open(port: number, group: Uint8Array | undefined): void {
		const socket = this.network.udp(port, group);
		this.#sockets.set(port, socket);
		socket.onReceive = (from, fromPort, bytes, multicast) =>
			this.tell(`udp ${this.scheduler.now()} ${port} ${toHex(from)} ${fromPort} ${multicast ? 1 : 0}\n${toHex(bytes)}`);
	}

	#listen(port: number): void {
		const listener = this.network.listen(port);
		this.#listeners.set(port, listener);
		listener.onConnection = (stream) => {
			const number = ++this.#connections;
			this.#streams.set(number, stream);
			this.tell(`connect ${this.scheduler.now()} ${number} ${port} ${stream.host}`);
			stream.onReceive = (bytes) => this.tell(`tcp ${this.scheduler.now()} ${number}\n${toHex(bytes)}`);
			stream.onDrained = () => this.tell(`drained ${this.scheduler.now()} ${number}`);
			stream.onClosed = () => {
				this.#streams.delete(number);
				this.tell(`closed ${this.scheduler.now()} ${number}`);
			};
		};
	}

	#send(number: number, bytes: Uint8Array): void {
		const stream = this.#streams.get(number);
		stream?.send(bytes);
		if (stream?.pending === 0) this.tell(`drained ${this.scheduler.now()} ${number}`);
	}
}

function hexOf(text: string): string {
	return Buffer.from(text).toString('hex');
}

function textOf(digits: string): string {
	return Buffer.from(digits, 'hex').toString();
}
