import type { Store } from '../ports/store.js';

const LONGEST_NAME = 15;
const LONGEST_VALUE = 60;

/** Forgets everything with the program. Names and values are as long as those of a device at most. */
export class MemoryStore implements Store {
	readonly #values = new Map<string, Uint8Array>();

	get(name: string): Uint8Array | undefined {
		return this.#values.get(name)?.slice();
	}

	/** Throws RangeError for a name or a value that is too long. */
	set(name: string, value: Uint8Array): void {
		if (name.length > LONGEST_NAME || value.length > LONGEST_VALUE) throw new RangeError(`store: ${name}: ${value.length} bytes`);
		this.#values.set(name, value.slice());
	}

	delete(name: string): void {
		this.#values.delete(name);
	}
}
