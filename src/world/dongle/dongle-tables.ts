import { equalBytes } from '../../../modules/bytes/equal.js';
import { eui64Of } from '../../../modules/ipv6/address.js';
import type { Neighbor } from '../../../modules/ipv6/neighbor-discovery.js';
import type { Device, Neighbour } from '../../../modules/wi-sun-module/network.js';

/**
 * The tables that a module keeps by command (SKADDNBR, SKREGDEV, SKSECENABLE, SKSETKEY), each of a bounded length. Neighbours are 8, those that were
 * heard included: the maker's own library reads at most 10 lines of SKTABLE 2, with ENEIGHBOR and OK.
 */
export const NEIGHBOURS = 8;
const DEVICES = 16;
const KEYS = 8;
const NO_MAC = new Uint8Array(8);

export class DongleTables {
	#added: Neighbour[] = [];
	#devices: Device[] = [];
	#currentIndex = 0;
	readonly #keys = new Map<number, Uint8Array>();

	get devices(): readonly Device[] {
		return this.#devices;
	}

	get keyIndexes(): readonly number[] {
		return [...this.#keys.keys()];
	}

	/** The key that was set last, unless it was removed. */
	get currentKey(): { readonly index: number; readonly key: Uint8Array } | undefined {
		const key = this.#keys.get(this.#currentIndex);
		return key && { index: this.#currentIndex, key };
	}

	/** Those heard, then those told that were not heard: the newest for whom there is room. */
	neighbours(heard: readonly Neighbor[]): Neighbour[] {
		const own = this.#added.filter(({ address }) => !heard.some((each) => equalBytes(each.address, address)));
		const room = Math.max(0, NEIGHBOURS - heard.length);
		return [...heard.map(({ address, eui64 }) => ({ address, mac: eui64 })), ...own.slice(Math.max(0, own.length - room))];
	}

	addNeighbour(address: Uint8Array, mac: Uint8Array): void {
		const others = this.#added.filter((each) => !equalBytes(each.address, address));
		this.#added = [...others, { address: address.slice(), mac: mac.slice() }].slice(-NEIGHBOURS);
	}

	remove(address: Uint8Array): void {
		this.#added = this.#added.filter((each) => !equalBytes(each.address, address));
		this.#devices = this.#devices.filter((each) => !equalBytes(each.address, address));
	}

	/** False when the table is full. */
	registerDevice(address: Uint8Array): boolean {
		if (this.#devices.some((each) => equalBytes(each.address, address))) return true;
		if (this.#devices.length >= DEVICES) return false;
		this.#devices.push({ address: address.slice(), mac: eui64Of(address) ?? NO_MAC, secured: false });
		return true;
	}

	/** Undefined for one that is not registered. */
	secureDevice(address: Uint8Array, mac: Uint8Array, secured: boolean): Device | undefined {
		const at = this.#devices.findIndex((each) => equalBytes(each.address, address));
		if (at < 0) return undefined;
		const device = { address: address.slice(), mac: secured ? mac.slice() : this.#devices[at]!.mac, secured };
		this.#devices[at] = device;
		return device;
	}

	/** False when the table is full. */
	setKey(index: number, key: Uint8Array): boolean {
		if (!this.#keys.has(index) && this.#keys.size >= KEYS) return false;
		this.#keys.set(index, key.slice());
		this.#currentIndex = index;
		return true;
	}

	/** False where there is none. */
	removeKey(index: number): boolean {
		return this.#keys.delete(index);
	}
}
