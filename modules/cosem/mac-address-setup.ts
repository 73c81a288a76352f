/** MAC address setup (class 43, version 0). Attributes: 2 MAC_address, an octet-string of 6 or 8 bytes; empty while there is none. */
import { ACCESS_RESULT } from '../dlms/apdu/apdu.js';
import type { DataWriter } from '../dlms/axdr/data-writer.js';
import type { LogicalName } from '../dlms/axdr/obis.js';
import type { CosemObject, InterfaceClass } from '../dlms/server/logical-device.js';

/** Looked at anew for each request. */
export interface MacAddressFacts {
	/** 6 or 8 bytes; undefined: there is none, or it is not known. */
	readonly macAddress: Uint8Array | undefined;
}

export interface MacAddressSetupObjectOptions {
	readonly name: LogicalName;
	readonly facts: MacAddressFacts;
}

const MAC_ADDRESS_SETUP: InterfaceClass = Object.freeze({ classId: 43, version: 0, attributes: 2, methods: 0 });

export class MacAddressSetupObject implements CosemObject {
	readonly type = MAC_ADDRESS_SETUP;
	readonly name: LogicalName;
	readonly #facts: MacAddressFacts;

	constructor({ name, facts }: MacAddressSetupObjectOptions) {
		this.name = name;
		this.#facts = facts;
	}

	read(_attribute: number, w: DataWriter): number {
		w.octetString(this.#facts.macAddress ?? NONE);
		return ACCESS_RESULT.success;
	}
}

const NONE = new Uint8Array(0);
