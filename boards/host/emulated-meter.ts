/** One meter of the simulator: metering unit, Wi-SUN stack and Route B in an air, and between them what makes them fail as told. */
import type { Cipher } from '../../hal/ports/cipher.js';
import type { Clock } from '../../hal/ports/clock.js';
import type { Flash } from '../../hal/ports/flash.js';
import type { Log } from '../../hal/ports/log.js';
import type { Radio } from '../../hal/ports/radio.js';
import { SchedulerClock } from '../../hal/virtual/clock.js';
import { SeededRandom } from '../../hal/virtual/random.js';
import type { VirtualScheduler } from '../../hal/virtual/scheduler.js';
import type { LinkKey } from '../../modules/capture/wireshark.js';
import type { Datagrams, PeerEvent } from '../../modules/datagram/datagram.js';
import type { Air } from '../../modules/medium/air.js';
import { LimitedRadio } from '../../modules/medium/transmit-limit.js';
import type { CoordinatorState } from '../../modules/skstack/coordinator.js';
import type { FieldFaults, Timed } from '../../src/lab/faults/field-faults.js';
import { LateBeacons } from '../../src/lab/faults/meter-radio.js';
import { FaultyReplies } from '../../src/lab/faults/replies.js';
import { isTerminationRequest } from '../../src/lab/faults/termination.js';
import { type LoadSource, PlayedLoad } from '../../src/lab/load/source.js';
import { ROUTE_B_CHANNELS } from '../../src/lab/neighbours.js';
import { type Exchange, ExchangeTap } from '../../src/lab/watch/exchange-tap.js';
import { MeteringUnit } from '../../src/meter/metering/unit.js';
import type { Credentials } from '../../src/route-b/credentials.js';
import { NativeStack } from '../../src/route-b/native/native-stack.js';
import { defaultRules, type NotificationRules } from '../../src/route-b/notifications.js';
import type { MeterProfile } from '../../src/route-b/profile.js';
import { RouteB, type RouteBOptions } from '../../src/route-b/route-b.js';
import type { LocationStore } from '../../src/route-b/smart-meter.js';
import { INITIAL } from './past.js';

/** What a meter makes known of itself. */
export type MeterEvent =
	| { readonly kind: 'peer'; readonly node: string; readonly event: PeerEvent; readonly peer: Uint8Array; readonly evidence: string }
	| { readonly kind: 'exchange'; readonly node: string; readonly exchange: Exchange; readonly medium: 'wi-sun' | 'lan' }
	| { readonly kind: 'limit'; readonly node: string; readonly limited: boolean }
	/** Of a meter whose radio is a real module. */
	| { readonly kind: 'radio'; readonly node: string; readonly state: CoordinatorState; readonly detail: string };

export interface EmulatedMeterOptions {
	/** Tells it from other meters in the same air, from 1. */
	readonly number: number;
	readonly seed: number;
	readonly air: Air;
	readonly scheduler: VirtualScheduler;
	readonly cipher: Cipher;
	readonly log: Log;
	/** ms since 1970-01-01T00:00:00Z when the scheduler stands at 0. */
	readonly start: number;
	readonly load: LoadSource;
	readonly flash: Flash;
	readonly profile: MeterProfile;
	readonly credentials: Credentials;
	readonly faults: FieldFaults;
	/** Whether something that happens in one case in so many happens now. */
	readonly strikes: (oneIn: number | undefined) => boolean;
	readonly chance: SeededRandom;
	readonly answerDelay: { readonly min: number; readonly max: number };
	readonly notifications?: NotificationRules | undefined;
	readonly location?: LocationStore | undefined;
	readonly transmitLimit?: number | undefined;
	readonly onEvent: (event: MeterEvent) => void;
	readonly onLinkKey: (key: LinkKey) => void;
}

/** UDP port of ECHONET Lite. */
const PORT = 3610;

export class EmulatedMeter {
	readonly name: string;
	readonly credentials: Credentials;
	/** 8 bytes. */
	readonly macAddress: Uint8Array;
	readonly panId: number;
	readonly channel: number;
	/** The meter's own, which may be set. */
	readonly clock: Clock;
	/** 12 characters. */
	readonly serial: string;
	readonly unit: MeteringUnit;
	readonly stack: NativeStack;
	readonly routeB: RouteB;
	readonly #options: EmulatedMeterOptions;
	readonly #tap: ExchangeTap;
	#mute = false;

	/** @throws JournalError if the flash holds something else than a meter's memory */
	constructor(options: EmulatedMeterOptions) {
		const { number, seed, scheduler, cipher, log, start, load, faults, strikes, credentials } = options;
		this.#options = options;
		this.name = number === 1 ? 'meter' : `meter-${number}`;
		this.credentials = credentials;
		const place = this.#random('place');
		this.macAddress = Uint8Array.of(0x00, 0x1c, 0x64, number - 1, 0x4b, 0x45, seed >> 8, seed);
		this.panId = 1 + place.below(0xfffe);
		this.channel = ROUTE_B_CHANNELS[place.below(ROUTE_B_CHANNELS.length)]!;
		this.clock = new SchedulerClock(scheduler, start);
		this.serial = `KEIKI${String(1e7 + ((seed + number - 1) % 1e7)).slice(1)}`;
		this.unit = new MeteringUnit({
			scheduler,
			clock: this.clock,
			metrology: new PlayedLoad(load, scheduler, start),
			flash: options.flash,
			log,
			counter: options.profile.counter,
			initial: INITIAL,
		});
		const random = this.#random('meter');
		this.stack = new NativeStack({
			radio: this.#radio(),
			scheduler,
			random,
			cipher,
			log,
			eui64: this.macAddress,
			panId: this.panId,
			channel: this.channel,
			ports: [PORT],
			pana: { ...(faults.lifetime !== undefined && { lifetime: faults.lifetime }) },
			admits: () => !strikes(faults.refusedJoins),
			hears: (message) => !(isTerminationRequest(message) && strikes(faults.ignoredTerminations)),
			onLinkKey: (_peer, index, key) => options.onLinkKey({ key, index }),
		});
		this.#tap = this.#tapped(this.stack, 'wi-sun');
		const spoilt = new FaultyReplies({ inner: this.#tap, scheduler, random: options.chance, oneIn: faults.replies, isMute: () => this.#mute });
		this.routeB = this.#createRouteB({ datagrams: spoilt, random, secured: 'required', answerDelay: options.answerDelay });
	}

	start(): void {
		const { credentials } = this;
		this.unit.start();
		this.routeB.start(this.#options.faults.wrongPassword ? { ...credentials, password: otherPassword(credentials.password) } : credentials);
	}

	/** Something of a HEMS is under way that only virtual time can finish. */
	get isBusy(): boolean {
		return this.#tap.isBusy;
	}

	/** The same meter on another link, where there is no authentication and anybody may ask. */
	addLan(datagrams: Datagrams, multicast: Uint8Array): RouteB {
		const routeB = this.#createRouteB({ datagrams: this.#tapped(datagrams, 'lan'), random: this.#random('lan'), secured: 'any', multicast });
		routeB.start();
		return routeB;
	}

	#createRouteB(link: Pick<RouteBOptions, 'datagrams' | 'random' | 'secured' | 'answerDelay' | 'multicast'>): RouteB {
		const { scheduler, log, profile, location, notifications } = this.#options;
		return new RouteB({
			...link,
			scheduler,
			log,
			readings: this.unit,
			profile,
			serial: this.serial,
			notifications: notifications ?? defaultRules(link.random),
			...(location && { location }),
		});
	}

	#tapped(datagrams: Datagrams, medium: 'wi-sun' | 'lan'): ExchangeTap {
		const { scheduler, onEvent } = this.#options;
		const node = this.name;
		return new ExchangeTap(
			datagrams,
			scheduler,
			(exchange) => onEvent({ kind: 'exchange', node, exchange, medium }),
			(event, peer, evidence) => {
				onEvent({ kind: 'peer', node, event, peer, evidence });
				if (event === 'joined') this.#onJoined(peer);
			},
		);
	}

	/** What the meter does to a session after a while, where it is told to. */
	#onJoined(peer: Uint8Array): void {
		const { faults, scheduler, strikes } = this.#options;
		this.#mute = false;
		const after = (timed: Timed | undefined, task: () => void) => {
			if (timed !== undefined && strikes(timed.oneIn)) scheduler.after(timed.delay, task);
		};
		after(faults.terminate, () => this.stack.terminate(peer));
		after(faults.forget, () => this.stack.restart());
		after(faults.move, () => this.stack.move(this.panId ^ 0x5a5a, this.#otherChannel()));
		after(faults.mute, () => {
			this.#mute = true;
		});
	}

	#otherChannel(): number {
		return ROUTE_B_CHANNELS[(ROUTE_B_CHANNELS.indexOf(this.channel) + 5) % ROUTE_B_CHANNELS.length]!;
	}

	#radio(): Radio {
		const { scheduler, faults, strikes, onEvent, air, transmitLimit } = this.#options;
		const limited = new LimitedRadio(air.createRadio(this.name), scheduler, transmitLimit);
		limited.onLimit = (is) => onEvent({ kind: 'limit', node: this.name, limited: is });
		const { slowBeacons, missingBeacons } = faults;
		if (slowBeacons === undefined && missingBeacons === undefined) return limited;
		const delay = () => (slowBeacons !== undefined && strikes(slowBeacons.oneIn) ? slowBeacons.delay : 0);
		return new LateBeacons(limited, scheduler, delay, () => strikes(missingBeacons));
	}

	/** The first meter has the streams that the only one has. */
	#random(name: string): SeededRandom {
		const { number, seed } = this.#options;
		return new SeededRandom(seed, number === 1 ? name : `${name}-${number}`);
	}
}

/** Another one of the same form. */
function otherPassword(password: string): string {
	return (password.startsWith('X') ? 'Y' : 'X') + password.slice(1);
}
