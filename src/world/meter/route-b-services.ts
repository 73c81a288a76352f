/** What runs in a communication unit on the bench while it has power: its link, Route B over it, and between them what makes them fail as told. */
import type { Cipher } from '../../../hal/ports/cipher.js';
import type { Log } from '../../../hal/ports/log.js';
import type { Radio } from '../../../hal/ports/radio.js';
import type { SeededRandom } from '../../../hal/virtual/random.js';
import { between } from '../../../modules/bytes/chance.js';
import type { LinkKey } from '../../../modules/capture/wireshark.js';
import type { Datagrams, PeerEvent } from '../../../modules/datagram/datagram.js';
import type { Air } from '../../../modules/medium/air.js';
import { LimitedRadio } from '../../../modules/medium/transmit-limit.js';
import type { VirtualRadio } from '../../../modules/medium/virtual-radio.js';
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
import type { FieldFaults, Timed } from '../fault/field-faults.js';
import { IgnoredRequests } from '../fault/ignored-requests.js';
import { LateBeacons } from '../fault/meter-radio.js';
import { FaultyReplies } from '../fault/replies.js';
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
	readonly faults: FieldFaults;
	/** Whether something that happens in one case in so many happens now. */
	readonly strikes: (oneIn: number | undefined) => boolean;
	readonly chance: SeededRandom;
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
	readonly air: Air;
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
const SILENT = Object.freeze({ onDatagram() {}, onPeer() {} });

export class RouteBServices implements CommunicationServices {
	readonly stack: NativeStack;
	readonly routeB: RouteB;
	readonly #options: RouteBServicesOptions;
	readonly #radio: VirtualRadio;
	readonly #heard: HeardRadio;
	readonly #tap: ExchangeTap;
	#lan: { readonly link: LanLink; readonly routeB: RouteB } | undefined;
	#mute = false;

	constructor(options: RouteBServicesOptions) {
		const { contacts, air, random, cipher, log, name, faults, strikes, macAddress, panId, channel } = options;
		this.#options = options;
		const ignored = new IgnoredRequests((request) => strikes(request === 'PTR' ? faults.ignoredTerminations : faults.ignoredReauthentications));
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
			pana: { ...(faults.lifetime !== undefined && { lifetime: faults.lifetime }), ...this.#slowJoin() },
			admits: () => !strikes(faults.refusedJoins),
			hears: (message) => ignored.hears(message),
			onLinkKey: (_peer, index, key) => options.onLinkKey({ key, index }),
		});
		this.#tap = this.#tapped(this.stack, options.medium);
		const { answerDelay, location } = options;
		const datagrams = this.#spoilt(this.#tap, () => this.#mute);
		this.routeB = this.#createRouteB({ datagrams, random, secured: 'required', answerDelay, ...(location && { location }) });
	}

	start(): void {
		const { credentials, faults } = this.#options;
		this.routeB.start(faults.wrongPassword ? { ...credentials, password: otherPassword(credentials.password) } : credentials);
	}

	/** The power is gone. */
	stop(): void {
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
		const datagrams = this.#spoilt(this.#tapped(link.datagrams, 'lan'), () => false);
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

	/** An authentication has two answers to think over. */
	#slowJoin() {
		const { chance, faults } = this.#options;
		const { slowJoin } = faults;
		return slowJoin && { deliberation: () => between(chance, slowJoin.min, slowJoin.max) / 2 };
	}

	#spoilt(inner: Datagrams, isMute: () => boolean): Datagrams {
		const { contacts, chance, faults } = this.#options;
		return new FaultyReplies({ inner, scheduler: contacts, random: chance, oneIn: faults.replies, ...faults.replyDelays, isMute });
	}

	#tapped(datagrams: Datagrams, link: RouteBLinkName): ExchangeTap {
		const { contacts, onExchange, onPeer } = this.#options;
		return new ExchangeTap(
			datagrams,
			contacts,
			(exchange) => onExchange(exchange, link),
			(event, peer, evidence) => {
				onPeer(event, peer, evidence);
				if (event === 'joined') this.#onJoined(peer);
			},
		);
	}

	/** What the meter does to a session after a while, where it is told to. */
	#onJoined(peer: Uint8Array): void {
		const { faults, contacts, strikes, panId } = this.#options;
		this.#mute = false;
		const after = (timed: Timed | undefined, task: () => void) => {
			if (timed !== undefined && strikes(timed.oneIn)) contacts.after(timed.delay, task);
		};
		after(faults.terminate, () => this.stack.terminate(peer));
		after(faults.forget, () => this.stack.restart());
		after(faults.move, () => this.stack.move(panId ^ 0x5a5a, this.#otherChannel()));
		after(faults.mute, () => {
			this.#mute = true;
		});
	}

	#otherChannel(): number {
		return ROUTE_B_CHANNELS[(ROUTE_B_CHANNELS.indexOf(this.#options.channel) + 5) % ROUTE_B_CHANNELS.length]!;
	}

	/** The law of the air holds for radio alone. */
	#lawful(radio: Radio): Radio {
		const { medium, contacts, faults, strikes, onLimit, transmitLimit } = this.#options;
		const limited = new LimitedRadio(radio, contacts, medium === 'plc' ? Number.POSITIVE_INFINITY : transmitLimit);
		limited.onLimit = onLimit;
		const { slowBeacons, missingBeacons } = faults;
		if (slowBeacons === undefined && missingBeacons === undefined) return limited;
		const delay = () => (slowBeacons !== undefined && strikes(slowBeacons.oneIn) ? slowBeacons.delay : 0);
		return new LateBeacons(limited, contacts, delay, () => strikes(missingBeacons));
	}
}

/** Another one of the same form. */
function otherPassword(password: string): string {
	return (password.startsWith('X') ? 'Y' : 'X') + password.slice(1);
}
