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
import { frozen } from '../bytes/frozen.js';
import type { DataWriter } from '../dlms/axdr/data-writer.js';
import type { LogicalName } from '../dlms/axdr/obis.js';
import type { FactsClass } from './facts-object.js';

export const ADDRESS_CONFIGURATION = Object.freeze({ automatic: 0, dhcp: 1, manual: 2, neighbourDiscovery: 3 });

/** Looked at anew for each request. Addresses have 16 bytes. */
export interface Ipv6Facts {
	/** One of `ADDRESS_CONFIGURATION`. */
	readonly configuration: number;
	readonly addresses: readonly Uint8Array[];
	readonly multicast: readonly Uint8Array[];
	readonly gateways: readonly Uint8Array[];
}

/** Address of a server that there is not: the class does not say how to tell it. Clients that parse an address want 16 bytes. */
const UNSPECIFIED = new Uint8Array(16);

/** @param linkSetup name of the set-up of the layer below */
export function ipv6Setup(linkSetup: LogicalName): FactsClass<Ipv6Facts> {
	return frozen({
		classId: 48,
		version: 0,
		attributes: 10,
		methods: 2,
		puts: [
			(w) => w.logicalName(linkSetup),
			(w, { configuration }) => w.enum(configuration),
			(w, { addresses }) => putAddresses(w, addresses),
			(w, { multicast }) => putAddresses(w, multicast),
			(w, { gateways }) => putAddresses(w, gateways),
			(w) => w.octetString(UNSPECIFIED),
			(w) => w.octetString(UNSPECIFIED),
			(w) => w.unsigned(0),
			(w) => w.array(0),
		],
	});
}

function putAddresses(w: DataWriter, addresses: readonly Uint8Array[]): DataWriter {
	w.array(addresses.length);
	for (const address of addresses) w.octetString(address);
	return w;
}
