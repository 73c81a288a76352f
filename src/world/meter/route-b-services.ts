/** What runs in a communication unit on the bench while it has power: its link, Route B over it, and between them what makes them fail as told. */
import type { Cipher } from '../../../hal/ports/cipher.js';
import type { Log } from '../../../hal/ports/log.js';
import type { Radio } from '../../../hal/ports/radio.js';
import type { SeededRandom } from '../../../hal/virtual/random.js';
import type { LinkKey } from '../../../modules/capture/wireshark.js';
import type { Datagrams, PeerEvent } from '../../../modules/datagram/datagram.js';
import type { Medium } from '../../../modules/medium/medium.js';
import { ARIB_LIMIT, LimitedRadio } from '../../../modules/medium/transmit-limit.js';
import type { Message } from '../../meter/backplane/messages.js';
import type { Contacts } from '../../meter/backplane/unit.js';
import type { CommunicationServices } from '../../route-b/communication-plug-in.js';
import type { Credentials } from '../../route-b/credentials.js';
import type { LocationStore } from '../../route-b/location.js';
import type { MeterProfile } from '../../route-b/meter-profile.js';
import { defaultRules, type NotificationRules } from '../../route-b/notifications.js';
import { RouteB, type RouteBOptions } from '../../route-b/route-b.js';
import { NativeStack } from '../../wi-sun/native-stack.js';
import { HeardRadio } from '../air/heard-radio.js';
import { ROUTE_B_CHANNELS } from '../air/neighbours.js';
import type { FaultSwitches } from '../fault/fault-switches.js';
import { MeterFaults } from '../fault/meter-faults.js';
import { type Exchange, ExchangeTap } from '../watch/exchange-tap.js';

/** By which a HEMS hears the meter. */
export type RouteBLinkName = 'wi-sun' | 'plc' | 'lan';

/** Plain ECHONET Lite on a LAN, where there is no authentication and anybody may ask. */
export interface LanLink {
	readonly datagrams: Datagrams;
	readonly multicast: Uint8Array;
}

/** Where a communication unit stands on its medium. */
export interface LinkPlace {
	/** 8 bytes. */
	readonly macAddress: Uint8Array;
	readonly panId: number;
	readonly channel: number;
}

/** What a meter's Route B is like, whichever communication unit offers it. */
export interface RouteBSettings {
	readonly cipher: Cipher;
	readonly log: Log;
	readonly credentials: Credentials;
	readonly profile: MeterProfile;
	readonly faults: FaultSwitches;
	readonly answerDelay: { readonly min: number; readonly max: number };
	readonly notifications?: NotificationRules | undefined;
	readonly location?: LocationStore | undefined;
	readonly transmitLimit?: number | undefined;
	readonly onLinkKey: (key: LinkKey) => void;
}

export interface RouteBServicesOptions extends LinkPlace, RouteBSettings {
	/** Of the meter, for people. */
	readonly name: string;
	readonly contacts: Contacts;
	readonly medium: 'wi-sun' | 'plc';
	readonly air: Medium;
	readonly random: SeededRandom;
	readonly serial: string;
	readonly onExchange: (exchange: Exchange, link: RouteBLinkName) => void;
	readonly onPeer: (event: PeerEvent, peer: Uint8Array, evidence: string) => void;
	readonly onLimit: (limited: boolean) => void;
	/** From its neighbours. */
	readonly onMessage: (message: Message) => void;
}

/** UDP port of ECHONET Lite. */
const PORT = 3610;
/** Bits of the PAN ID that differ where the PAN has moved. */
const OTHER_PAN = 0x5a5a;
const SILENT = Object.freeze({ onDatagram() {}, onPeer() {} });

export class RouteBServices implements CommunicationServices {
	readonly stack: NativeStack;
	readonly routeB: RouteB;
	readonly #options: RouteBServicesOptions;
	readonly #radio: Radio;
	readonly #heard: HeardRadio;
	readonly #tap: ExchangeTap;
	#lan: { readonly link: LanLink; readonly routeB: RouteB } | undefined;
	readonly #faults: MeterFaults;
	#isMoved = false;

	constructor(options: RouteBServicesOptions) {
		const { contacts, air, random, cipher, log, name, macAddress, panId, channel } = options;
		this.#options = options;
		this.#faults = new MeterFaults({
			switches: options.faults,
			scheduler: contacts,
			actions: {
				terminate: (peer) => this.stack.terminate(peer),
				restart: () => this.stack.restart(),
				move: () => this.#move(),
			},
		});
		this.#radio = air.createRadio(name);
		this.#heard = new HeardRadio(this.#radio);
		this.stack = new NativeStack({
			radio: this.#lawful(this.#heard),
			scheduler: contacts,
			random,
			cipher,
			log,
			eui64: macAddress,
			panId,
			channel,
			ports: [PORT],
			pana: this.#faults.pana,
			link: (link) => this.#faults.link(link),
			onLinkKey: (_peer, index, key) => options.onLinkKey({ key, index }),
		});
		this.#tap = this.#tapped(this.#faults.stack(this.stack), options.medium);
		const { answerDelay, location } = options;
		const datagrams = this.#faults.replies(this.#tap, true);
		this.routeB = this.#createRouteB({ datagrams, random, secured: 'required', answerDelay, ...(location && { location }) });
	}

	start(): void {
		this.routeB.start(this.#options.credentials);
	}

	/** The power is gone. */
	stop(): void {
		this.#faults.stop();
		this.stack.stop();
		this.stack.listener = SILENT;
		this.#options.air.removeRadio(this.#radio);
		if (this.#lan !== undefined) this.#lan.link.datagrams.listener = SILENT;
	}

	receive(message: Message): void {
		if (message.kind === 'neighbour' && message.place === 'metering') this.#lan?.routeB.setFaulty(message.identity === undefined);
		this.#options.onMessage(message);
	}

	signal(): number | undefined {
		return this.#heard.signal;
	}

	/** Something of a HEMS is under way that only virtual time can finish. */
	get isBusy(): boolean {
		return this.#tap.isBusy || this.routeB.isServing || (this.#lan?.routeB.isServing ?? false);
	}

	/**
	 * The same meter on a LAN, from now on, as a node of its own: what is set there, where nobody is authenticated, neither changes what Route B answers
	 * nor outlasts the power.
	 */
	addLan(link: LanLink, random: SeededRandom): void {
		const datagrams = this.#faults.replies(this.#tapped(link.datagrams, 'lan'), false);
		const routeB = this.#createRouteB({ datagrams, random, secured: 'any', multicast: link.multicast });
		this.#lan = { link, routeB };
		routeB.start();
	}

	#createRouteB(link: Pick<RouteBOptions, 'datagrams' | 'random' | 'secured' | 'answerDelay' | 'multicast' | 'location'>): RouteB {
		const { contacts, log, profile, serial, notifications } = this.#options;
		return new RouteB({
			...link,
			scheduler: contacts,
			log,
			readings: contacts.readings,
			profile,
			serial,
			notifications: notifications ?? defaultRules(link.random),
		});
	}

	#tapped(datagrams: Datagrams, link: RouteBLinkName): ExchangeTap {
		const { contacts, onExchange, onPeer } = this.#options;
		return new ExchangeTap(
			datagrams,
			contacts,
			(exchange) => onExchange(exchange, link),
			(event, peer, evidence) => {
				onPeer(event, peer, evidence);
				if (link !== 'lan') this.#faults.onPeer(event, peer);
			},
		);
	}

	/** To another place, or back to its own. */
	#move(): void {
		const { panId, channel } = this.#options;
		this.#isMoved = !this.#isMoved;
		if (this.#isMoved) this.stack.move(panId ^ OTHER_PAN, otherChannel(channel));
		else this.stack.move(panId, channel);
	}

	/** The law of the air holds for radio alone. */
	#lawful(radio: Radio): Radio {
		const { medium, contacts, onLimit, transmitLimit = ARIB_LIMIT } = this.#options;
		const byRadio = medium === 'wi-sun';
		const limited = new LimitedRadio(radio, contacts, byRadio ? transmitLimit : Number.POSITIVE_INFINITY);
		limited.onLimit = onLimit;
		if (byRadio) this.#faults.limit(limited, transmitLimit);
		return this.#faults.radio(limited);
	}
}

function otherChannel(channel: number): number {
	return ROUTE_B_CHANNELS[(ROUTE_B_CHANNELS.indexOf(channel) + 5) % ROUTE_B_CHANNELS.length]!;
}
