/** What Route A is told of the meter and of its neighbours in the same case. */
import type { HdlcFacts } from '../../modules/cosem/hdlc-setup.js';
import type { Ipv6Facts } from '../../modules/cosem/ipv6-setup.js';
import type { LocalPortFacts } from '../../modules/cosem/local-port-setup.js';
import type { MacAddressFacts } from '../../modules/cosem/mac-address-setup.js';
import type { TcpUdpFacts } from '../../modules/cosem/tcp-udp-setup.js';

/** What the IP set-up objects tell; an object with getters, where it can change. */
export type NetworkFacts = TcpUdpFacts & Ipv6Facts & MacAddressFacts;

/** What the set-up objects of the local port tell. */
export type LocalPort = LocalPortFacts & HdlcFacts;

/** Kinds of units in a meter that is put together from plug-in units, as 0.0.94.81.0.255 has them. The numbers are unconfirmed. */
export const UNIT_KIND = Object.freeze({ metering: 1, communication: 2, switching: 3, voltage: 4 });

export interface InstalledUnit {
	/** One of `UNIT_KIND`. */
	readonly kind: number;
	/** ASCII, all three. */
	readonly type: string;
	readonly serial: string;
	readonly firmware: string;
}
