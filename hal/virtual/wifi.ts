import type { Scheduler, Timer } from '../ports/scheduler.js';
import type { Wifi, WifiEvent } from '../ports/wifi.js';
import type { VirtualNetwork } from './network.js';

/** An access point that somebody has. */
export interface VirtualAccessPoint {
	readonly password: string;
	/** Which address it gives, 16 bytes. */
	readonly address: Uint8Array;
}

/** How long a station takes to get in, or to be told that it does not, ms. */
const JOINING = 500;
/** 192.168.4.1 */
const OWN = Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 192, 168, 4, 1);

/** A Wi-Fi radio in memory: it gives its host an address, and takes it away. */
export class VirtualWifi implements Wifi {
	onEvent: (event: WifiEvent) => void = () => {};
	/** Those in its reach, by name. */
	readonly reach = new Map<string, VirtualAccessPoint>();
	/** Its own, once it was opened. */
	accessPoint: { readonly ssid: string; readonly key: string } | undefined;
	/** How often it was told to join. */
	joins = 0;
	/** It says nothing to whoever joins. */
	dumb = false;
	readonly #scheduler: Scheduler;
	readonly #network: VirtualNetwork;
	#timer: Timer | undefined;
	#joined: string | undefined;

	constructor(scheduler: Scheduler, network: VirtualNetwork) {
		this.#scheduler = scheduler;
		this.#network = network;
	}

	get signal(): number | undefined {
		return this.#joined === undefined ? undefined : -55;
	}

	join(ssid: string, password: string): void {
		this.joins++;
		this.#timer?.cancel();
		if (this.dumb) return;
		this.#timer = this.#scheduler.after(JOINING, () => {
			const found = this.reach.get(ssid);
			if (found === undefined) this.onEvent('down');
			else if (found.password !== password) this.onEvent('refused');
			else {
				this.#joined = ssid;
				this.#network.address = found.address;
				this.onEvent('up');
			}
		});
	}

	leave(): void {
		this.#timer?.cancel();
		this.#joined = undefined;
		this.#network.address = undefined;
	}

	openAccessPoint(ssid: string, key: string): void {
		this.accessPoint = { ssid, key };
		this.#network.address = OWN;
	}

	/** The network that it has joined goes away. */
	lose(): void {
		this.leave();
		this.#scheduler.after(0, () => this.onEvent('down'));
	}
}
