/** The Route B of one meter's communication units: what each of them is on, where it stands there, and what is told of it. */
import type { Log } from '../../../hal/ports/log.js';
import type { SeededRandom } from '../../../hal/virtual/random.js';
import type { Settings } from '../../../modules/journal/settings.js';
import type { Contacts } from '../../meter/backplane/unit.js';
import type { Maker } from '../../meter/catalogue/makers.js';
import { unitType } from '../../meter/catalogue/unit-types.js';
import type { Credentials } from '../../route-b/credentials.js';
import type { LocationStore } from '../../route-b/location.js';
import type { MeterProfile } from '../../route-b/meter-profile.js';
import { defaultRules, type NotificationRules } from '../../route-b/notifications.js';
import type { AnswerDelay } from '../../route-b/route-b.js';
import { RouteBService, type RouteBServiceOptions } from '../../route-b/route-b-service.js';
import type { FaultSwitches } from '../fault/fault-switches.js';
import { routeBProfileOf } from '../units/maker-quirks.js';
import type { KeptUnit } from '../units/unit-memory.js';
import { type LinkPlace, type MeterIdentity, nameInRun, placeOf, streamOf } from './identity.js';
import type { Connect, LinkRequest, MeterLink, RouteBCarrier, RouteBLinkName } from './link.js';
import type { MeterEvent } from './meter-event.js';
import type { CredentialKeys, UnitsCredentials } from './units-credentials.js';

/** What of a meter its Route B is made of. */
export interface RouteBPlace {
	/** Tells it from all others, from 1. */
	readonly number: number;
	readonly seed: number;
	/** Which run of a memory that goes on it is, from 1. */
	readonly run: number;
	readonly log: Log;
	readonly profile: MeterProfile;
	readonly routeB: RouteBSettings;
	readonly onEvent: (event: MeterEvent) => void;
}

/** What a meter's Route B is like, whichever communication unit offers it. */
export interface RouteBSettings {
	readonly carrier: RouteBCarrier;
	/** Those that it is set up with. */
	readonly credentials: Credentials;
	/**
	 * Credential keys of its communication units: by these a unit takes sealed credentials. Where there is one, only the first
	 * unit is set up with `credentials`.
	 */
	readonly credentialKeys?: CredentialKeys | undefined;
	/** What makes it fail. */
	readonly faults: FaultSwitches;
	readonly answerDelay: AnswerDelay;
	readonly notifications?: NotificationRules | undefined;
	readonly location?: LocationStore | undefined;
}

/** Plain ECHONET Lite on a LAN. */
export interface LanOffer {
	readonly connect: Connect;
	readonly multicast: Uint8Array;
	/** See `RouteBOptions`. */
	readonly answersAnnouncements?: boolean;
}

export type RouteBOfMeter = RouteBService<MeterLink>;

type DrawnPlace = LinkPlace & { readonly random: SeededRandom };

export class RouteBLinks {
	readonly #options: RouteBPlace;
	readonly #identity: MeterIdentity;
	readonly #credentials: UnitsCredentials;
	readonly #units: () => readonly KeptUnit[];
	/** By serial number, of the communication units that had power. */
	readonly #places = new Map<string, DrawnPlace>();
	#place!: LinkPlace;
	/** Of the communication unit that had power last. */
	#link: MeterLink | undefined;

	/** @param units all that the meter has, in the order in which they came */
	constructor(options: RouteBPlace, identity: MeterIdentity, credentials: UnitsCredentials, units: () => readonly KeptUnit[]) {
		this.#options = options;
		this.#identity = identity;
		this.#credentials = credentials;
		this.#units = units;
	}

	/** The unit with this serial number is the first in place; empty: none is. */
	begin(serial: string): void {
		this.#place = this.placeOf(serial);
	}

	/** Where the unit is that had power last. 8 bytes. */
	get macAddress(): Uint8Array {
		return this.#link?.macAddress ?? this.#place.macAddress;
	}

	get panId(): number {
		return this.#place.panId;
	}

	get channel(): number {
		return this.#place.channel;
	}

	/** Of a communication unit, which is told its credentials at once, and its place when it gets power. */
	create(serial: string, maker: Maker | undefined, medium: RouteBLinkName, store: Settings): RouteBOfMeter {
		const { carrier, location } = this.#options.routeB;
		const answerDelay = maker?.quirks.answerDelay ?? this.#options.routeB.answerDelay;
		const { told, kept } = this.#credentials.setUp(serial, store);
		const link = {
			connect: (contacts: Contacts) => {
				const place = this.placeOf(serial);
				this.#place = place;
				this.#link = carrier.connect(this.request(contacts, place, medium));
				return this.#link;
			},
		};
		const options = this.optionsOf(maker, () => this.placeOf(serial).random);
		return new RouteBService(Object.assign(options, { link, credentials: told, kept, answerDelay, ...(location && { location }) }));
	}

	/** The same meter on a link where there is no authentication and anybody may ask: what is set there neither changes what Route B answers nor outlasts the power. */
	createLan(maker: Maker | undefined, { connect, multicast, answersAnnouncements = false }: LanOffer): RouteBOfMeter {
		const random = this.random('lan');
		const link = { connect: (contacts: Contacts) => connect(this.request(contacts, { ...this.#place, random }, 'lan')) };
		return new RouteBService(
			Object.assign(
				this.optionsOf(maker, () => random),
				{ link, secured: 'any', multicast, answersAnnouncements } as const,
			),
		);
	}

	/** @param random asked when the unit gets power: before, it may not be known which of the meter's units it is */
	private optionsOf(maker: Maker | undefined, random: () => SeededRandom): Omit<RouteBServiceOptions, 'link'> {
		const { log, profile, routeB } = this.#options;
		return {
			log,
			profile: routeBProfileOf(maker, profile),
			serial: this.#identity.serial,
			get random() {
				return random();
			},
			get notifications() {
				return routeB.notifications ?? defaultRules(random());
			},
		};
	}

	private request(contacts: Contacts, place: DrawnPlace, medium: RouteBLinkName): LinkRequest {
		const { onEvent } = this.#options;
		const node = this.#identity.name;
		return {
			...place,
			name: node,
			medium,
			contacts,
			faults: this.#options.routeB.faults,
			onExchange: (exchange) => onEvent({ kind: 'exchange', node, exchange, medium }),
			onAsked: (asked) => onEvent({ kind: 'asked', node, asked, medium }),
			onPeer: (event, peer, evidence) => onEvent({ kind: 'peer', node, event, peer, evidence }),
			onLimit: (limited) => onEvent({ kind: 'limit', node, limited }),
		};
	}

	/** Each communication unit has a place of its own; that of the first is the one that a seed has always had. */
	private placeOf(serial: string): DrawnPlace {
		const known = this.#places.get(serial);
		if (known !== undefined) return known;
		const { number, seed, run } = this.#options;
		const order = this.#units()
			.filter(isCommunication)
			.findIndex((unit) => unit.serial === serial);
		const stream = order <= 0 ? 'meter' : `meter ${serial}`;
		const place = { ...placeOf(seed, number, order, serial), random: this.random(nameInRun(stream, run)) };
		this.#places.set(serial, place);
		return place;
	}

	private random(purpose: string): SeededRandom {
		const { number, seed } = this.#options;
		return streamOf(seed, number, purpose);
	}
}

function isCommunication({ code }: KeptUnit): boolean {
	return unitType(code)?.kind === 'communication';
}
