/**
 * IPv6 setup (class 48, version 0).
 *
 * | attribute                  | value                                                                    |
 * |----------------------------|--------------------------------------------------------------------------|
 * | 2 DL_reference             | octet-string: logical name of the set-up of the layer below              |
 * | 3 address_config_mode      | enum: `ADDRESS_CONFIGURATION`                                            |
 * | 4, 5, 6 unicast, multicast, gateway addresses | array of octet-strings of 16 bytes                    |
 * | 7, 8 primary, secondary DNS address | octet-string of 16 bytes; all zero (::): none                    |
 * | 9 traffic_class            | unsigned                                                                 |
 * | 10 neighbor_discovery_setup | array of structures of retries, wait and period; empty: as RFC 4861 has them |
 *
 * Methods: 1 add_IPv6_address, 2 remove_IPv6_address, which are not supported: addresses come from the network here.
 */
import { ACCESS_RESULT } from '../dlms/apdu/apdu.js';
import type { DataWriter } from '../dlms/axdr/data-writer.js';
import type { LogicalName } from '../dlms/axdr/obis.js';
import type { CosemObject, InterfaceClass } from '../dlms/server/logical-device.js';

export const ADDRESS_CONFIGURATION = Object.freeze({ automatic: 0, dhcp: 1, manual: 2, neighbourDiscovery: 3 });

/** Looked at anew for each request. Addresses have 16 bytes. */
export interface Ipv6Facts {
	/** One of `ADDRESS_CONFIGURATION`. */
	readonly configuration: number;
	readonly addresses: readonly Uint8Array[];
	readonly multicast: readonly Uint8Array[];
	readonly gateways: readonly Uint8Array[];
}

export interface Ipv6SetupObjectOptions {
	readonly name: LogicalName;
	readonly linkSetup: LogicalName;
	readonly facts: Ipv6Facts;
}

const IPV6_SETUP: InterfaceClass = Object.freeze({ classId: 48, version: 0, attributes: 10, methods: 2 });

export class Ipv6SetupObject implements CosemObject {
	readonly type = IPV6_SETUP;
	readonly name: LogicalName;
	readonly #options: Ipv6SetupObjectOptions;

	constructor(options: Ipv6SetupObjectOptions) {
		this.name = options.name;
		this.#options = options;
	}

	read(attribute: number, w: DataWriter): number {
		const { linkSetup, facts } = this.#options;
		switch (attribute) {
			case 2:
				w.logicalName(linkSetup);
				break;
			case 3:
				w.enum(facts.configuration);
				break;
			case 4:
				putAddresses(w, facts.addresses);
				break;
			case 5:
				putAddresses(w, facts.multicast);
				break;
			case 6:
				putAddresses(w, facts.gateways);
				break;
			case 7:
			case 8:
				w.octetString(UNSPECIFIED);
				break;
			case 9:
				w.unsigned(0);
				break;
			default:
				w.array(0);
		}
		return ACCESS_RESULT.success;
	}
}

/** That there is no server the class does not say how to tell. Clients that parse an address want 16 bytes. */
const UNSPECIFIED = new Uint8Array(16);

function putAddresses(w: DataWriter, addresses: readonly Uint8Array[]): void {
	w.array(addresses.length);
	for (const address of addresses) w.octetString(address);
}
