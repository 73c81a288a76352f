import KeyValueStorage, { type Storage } from 'embedded:storage/key-value';
import type { Store } from '../ports/store.js';

/** A namespace of the platform's key-value storage (NVS on the ESP32, which spreads the wear over its partition). */
export class XsStore implements Store {
	readonly #storage: Storage;

	/** @param path the namespace, at most 15 characters */
	constructor(path: string) {
		this.#storage = KeyValueStorage.open({ path, format: 'buffer' });
	}

	get(name: string): Uint8Array | undefined {
		const value = this.#storage.read(name) as ArrayBuffer | undefined;
		return value && new Uint8Array(value);
	}

	/** Throws if the storage is full. */
	set(name: string, value: Uint8Array): void {
		this.#storage.write(name, value);
	}

	delete(name: string): void {
		this.#storage.delete(name);
	}
}
