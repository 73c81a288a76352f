/** Which client of Route A read or wrote an attribute last, since the panel looked at the meter first. Its own reading is not told. */
import type { LogicalName } from '../../../../modules/dlms/axdr/obis.js';
import type { Caller, LogicalDevice } from '../../../../modules/dlms/server/logical-device.js';
import type { LastClient } from './told.js';

interface Seen {
	readonly how: LastClient['how'];
	readonly client: number;
	readonly at: number;
}

type Known = Map<LogicalName, Map<number, Seen>>;

export class LastClients {
	readonly #devices = new WeakMap<LogicalDevice, Known>();
	readonly #now: () => number;

	/** @param now virtual ms since the start */
	constructor(now: () => number) {
		this.#now = now;
	}

	/** Goes between a meter's device and all who ask it, once; with the power of the meter it is gone. @param own the panel's own client */
	watch(device: LogicalDevice, own: number): void {
		if (this.#devices.has(device)) return;
		const known: Known = new Map();
		this.#devices.set(device, known);
		const saw = (how: Seen['how'], { name, index }: { readonly name: LogicalName; readonly index: number }, { client }: Caller) => {
			if (client === own) return;
			const attributes = known.get(name) ?? new Map<number, Seen>();
			known.set(name, attributes);
			attributes.set(index, { how, client, at: this.#now() });
		};
		const { read, write } = device;
		device.read = (target, w, caller) => {
			const result = read.call(device, target, w, caller);
			if (typeof result === 'object' || result === 0) saw('get', target, caller);
			return result;
		};
		device.write = (target, value, caller) => {
			const result = write.call(device, target, value, caller);
			if (result === 0) saw('set', target, caller);
			return result;
		};
	}

	last(device: LogicalDevice, name: LogicalName, attribute: number): Seen | undefined {
		return this.#devices.get(device)?.get(name)?.get(attribute);
	}
}
