/** The links of a meter's Route B, as a world offers them to its communication units. */
import type { SeededRandom } from '../../../hal/virtual/random.js';
import type { Datagrams, PeerEvent } from '../../../modules/datagram/datagram.js';
import type { Contacts } from '../../meter/backplane/unit.js';
import type { RouteBLink } from '../../route-b/route-b-service.js';
import type { FaultSwitches } from '../fault/fault-switches.js';
import type { FaultName } from '../fault/fault-table.js';
import type { Refusal } from '../schema/answer-rows.js';
import { type Asked, type Exchange, ExchangeTap } from '../watch/exchange-tap.js';
import type { LinkPlace } from './identity.js';

/** By which a HEMS hears the meter. */
export type RouteBLinkName = 'wi-sun' | 'plc' | 'lan';

/** Plain ECHONET Lite on a LAN, where there is no authentication and anybody may ask. */
export interface Lan {
	readonly datagrams: Datagrams;
	readonly multicast: Uint8Array;
	/** See `RouteBOptions`. */
	readonly answersAnnouncements?: boolean;
}

/** What a unit that has power asks for. */
export interface LinkRequest extends LinkPlace {
	/** Of the meter, for people. */
	readonly name: string;
	readonly medium: RouteBLinkName;
	readonly contacts: Contacts;
	readonly random: SeededRandom;
	/** What makes the meter's Route B fail. */
	readonly faults: FaultSwitches;
	readonly onExchange: (exchange: Exchange) => void;
	readonly onAsked: (asked: Asked) => void;
	readonly onPeer: (event: PeerEvent, peer: Uint8Array, evidence: string) => void;
	readonly onLimit: (limited: boolean) => void;
}

export interface MeterLink extends RouteBLink {
	/** Where it is found, 8 bytes; undefined: nobody knows. */
	readonly macAddress: Uint8Array | undefined;
	/** Something of a HEMS is under way that only virtual time can finish. */
	readonly isBusy: boolean;
}

export type Connect = (request: LinkRequest) => MeterLink;

/** What carries the Route B of meters. */
export interface RouteBCarrier {
	readonly connect: Connect;
	/** Its links take the key that was made of a password. */
	readonly takesKeys: boolean;
	/** Why a fault of a meter can never strike there; undefined: it can. */
	readonly faultRefusal: (name: FaultName, medium: RouteBLinkName) => Refusal | undefined;
}

/** Tells of exchanges and peers. */
export function tapped(
	datagrams: Datagrams,
	request: LinkRequest,
	onFaultyPeer: (event: PeerEvent, peer: Uint8Array) => void = () => {},
): ExchangeTap {
	const { contacts, onExchange, onAsked, onPeer } = request;
	return new ExchangeTap(datagrams, contacts, {
		onExchange,
		onAsked,
		onPeer: (event, peer, evidence) => {
			onPeer(event, peer, evidence);
			onFaultyPeer(event, peer);
		},
	});
}
