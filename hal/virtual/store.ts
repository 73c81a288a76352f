import type { Store } from '../ports/store.js';

/** Forgets everything with the program. */
export class MemoryStore implements Store {
	readonly #values = new Map<string, Uint8Array>();

	get(name: string): Uint8Array | undefined {
		return this.#values.get(name)?.slice();
	}

	set(name: string, value: Uint8Array): void {
		this.#values.set(name, value.slice());
	}

	delete(name: string): void {
		this.#values.delete(name);
	}
}
