import type { Store } from '../../../hal/ports/store.js';

/** The device model's storage by name, which stands for the ESP32's NVS. */
export const HOST_STORE: Store = Object.freeze({
	get(name: string) {
		const value = storeRead(name);
		return value && new Uint8Array(value);
	},
	set: (name: string, value: Uint8Array) => storeWrite(name, value),
	delete: (name: string) => storeErase(name),
});
