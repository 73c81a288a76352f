/** MAC address setup (class 43, version 0). Attributes: 2 MAC_address, an octet-string of 6 or 8 bytes; empty while there is none. */
import { frozen } from '../bytes/frozen.js';
import type { FactsClass } from './facts-object.js';

/** Looked at anew for each request. */
export interface MacAddressFacts {
	/** 6 or 8 bytes; undefined: there is none, or it is not known. */
	readonly macAddress: Uint8Array | undefined;
}

const NONE = new Uint8Array(0);

export const MAC_ADDRESS_SETUP: FactsClass<MacAddressFacts> = frozen({
	classId: 43,
	version: 0,
	attributes: 2,
	methods: 0,
	puts: [(w, { macAddress }) => w.octetString(macAddress ?? NONE)],
});
