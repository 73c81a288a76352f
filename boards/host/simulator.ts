/** The simulator: one meter, the dongles of its HEMS and its neighbours in one virtual air, composed of the rooms below. */
import type { Flash } from '../../hal/ports/flash.js';
import type { Log } from '../../hal/ports/log.js';
import type { Radio } from '../../hal/ports/radio.js';
import type { Serial } from '../../hal/ports/serial.js';
import { SchedulerClock } from '../../hal/virtual/clock.js';
import { RamFlash } from '../../hal/virtual/flash.js';
import { SeededRandom } from '../../hal/virtual/random.js';
import { VirtualScheduler } from '../../hal/virtual/scheduler.js';
import { PortableCipher } from '../../modules/crypto/cipher.js';
import type { Datagrams, PeerEvent } from '../../modules/datagram/datagram.js';
import { Air, type Transmission } from '../../modules/medium/air.js';
import { type AirFaults, NO_FAULTS } from '../../modules/medium/faults.js';
import { LimitedRadio } from '../../modules/medium/transmit-limit.js';
import type { ModelName } from '../../modules/skstack/model.js';
import type { Nonvolatile } from '../../modules/skstack/state.js';
import { Dongle } from '../../src/lab/dongle/dongle.js';
import type { DongleActivity } from '../../src/lab/dongle/dongle-network.js';
import { type FieldFaults, NO_FIELD_FAULTS } from '../../src/lab/faults/field-faults.js';
import { LateBeacons } from '../../src/lab/faults/meter-radio.js';
import { FaultyReplies } from '../../src/lab/faults/replies.js';
import { type LoadSource, PlayedLoad } from '../../src/lab/load/source.js';
import { createNeighbours, ROUTE_B_CHANNELS } from '../../src/lab/neighbours.js';
import { CaptureSink } from '../../src/lab/watch/capture-sink.js';
import { type Exchange, ExchangeTap } from '../../src/lab/watch/exchange-tap.js';
import { meteringSectors } from '../../src/meter/metering/history.js';
import { MeteringUnit } from '../../src/meter/metering/unit.js';
import type { Credentials } from '../../src/route-b/credentials.js';
import { NativeStack } from '../../src/route-b/native/native-stack.js';
import { defaultRules, type NotificationRules } from '../../src/route-b/notifications.js';
import type { MeterProfile } from '../../src/route-b/profile.js';
import { RouteB } from '../../src/route-b/route-b.js';
import type { LocationStore } from '../../src/route-b/smart-meter.js';

/** What a person who watches is told, as it happens. */
export type SimulatorEvent =
	| { readonly kind: 'scan' | 'join'; readonly node: string; readonly activity: DongleActivity }
	| { readonly kind: 'peer'; readonly event: PeerEvent; readonly peer: Uint8Array; readonly evidence: string }
	| { readonly kind: 'exchange'; readonly exchange: Exchange; readonly medium: 'wi-sun' | 'lan' }
	| { readonly kind: 'limit'; readonly node: string; readonly limited: boolean };

export interface SimulatorOptions {
	readonly seed: number;
	/** The world's time at the start, ms since 1970-01-01T00:00:00Z. */
	readonly start: number;
	readonly load: LoadSource;
	readonly profile: MeterProfile;
	readonly credentials: Credentials;
	readonly log: Log;
	readonly onEvent: (event: SimulatorEvent) => void;
	/** What the meter keeps through a power cut; without it a new memory, filled with `pastDays` of the load. */
	readonly flash?: Flash;
	readonly pastDays?: number;
	readonly location?: LocationStore;
	readonly airFaults?: AirFaults;
	readonly faults?: FieldFaults;
	readonly neighbours?: number;
	/** ms of transmission an hour for every radio; the law's 360 s unless told. */
	readonly transmitLimit?: number;
	readonly answerDelay?: { readonly min: number; readonly max: number };
	readonly notifications?: NotificationRules;
	/** Gets the bytes of a capture of the whole air. */
	readonly capture?: (bytes: Uint8Array) => void;
}

export interface DonglePlace {
	readonly model: ModelName;
	readonly serial: Serial;
	readonly nonvolatile?: Nonvolatile;
}

/** Energy that the registers of a new meter hold, Wh: a meter that has hung there for years. */
const INITIAL = Object.freeze({ import: 12_345_600, export: 0 });
const SECTOR_SIZE = 4096;
/** What a real first-generation meter's answers were seen to take, roughly. */
export const ANSWER_DELAY = Object.freeze({ min: 200, max: 500 });
const PORT = 3610;

export class Simulator {
	readonly scheduler = new VirtualScheduler();
	readonly air: Air;
	readonly meter: MeteringUnit;
	readonly stack: NativeStack;
	readonly routeB: RouteB;
	readonly dongles: Dongle[] = [];
	/** Of the meter, 8 bytes. */
	readonly macAddress: Uint8Array;
	readonly panId: number;
	readonly channel: number;
	readonly #options: SimulatorOptions;
	readonly #faults: FieldFaults;
	readonly #cipher = new PortableCipher();
	readonly #chance: SeededRandom;
	readonly #tap: ExchangeTap;

	/** @throws JournalError if `flash` holds something else than a meter's memory */
	constructor(options: SimulatorOptions) {
		const { seed, start, load, profile, credentials, log } = options;
		const { scheduler } = this;
		this.#options = options;
		this.#faults = options.faults ?? NO_FIELD_FAULTS;
		this.#chance = this.#random('faults');
		this.air = new Air({ scheduler, random: this.#random('air'), faults: options.airFaults ?? NO_FAULTS });

		const place = this.#random('place');
		this.macAddress = Uint8Array.of(0x00, 0x1c, 0x64, 0x00, 0x4b, 0x45, seed >> 8, seed);
		this.panId = 1 + place.below(0xfffe);
		this.channel = ROUTE_B_CHANNELS[place.below(ROUTE_B_CHANNELS.length)]!;

		this.meter = new MeteringUnit({
			scheduler,
			clock: new SchedulerClock(scheduler, start),
			metrology: new PlayedLoad(load, scheduler, start),
			flash: options.flash ?? this.#filledFlash(),
			log,
			counter: profile.counter,
			initial: INITIAL,
		});
		const capture = options.capture && new CaptureSink(this.air, start, options.capture);
		if (capture !== undefined) this.air.onTransmission = (transmission: Transmission) => capture.onTransmission(transmission);
		const random = this.#random('meter');
		this.stack = new NativeStack({
			radio: this.#meterRadio(),
			scheduler,
			random,
			cipher: this.#cipher,
			log,
			eui64: this.macAddress,
			panId: this.panId,
			channel: this.channel,
			ports: [PORT],
			pana: { ...(this.#faults.lifetime !== undefined && { lifetime: this.#faults.lifetime }) },
			admits: () => !this.#strikes(this.#faults.refusedJoins),
			onLinkKey: (_peer, index, key) => capture?.onLinkKey({ key, index }),
		});
		this.#tap = this.#tapped(this.stack, 'wi-sun');
		this.routeB = this.#createRouteB(
			new FaultyReplies({ inner: this.#tap, scheduler, random: this.#chance, oneIn: this.#faults.replies }),
			random,
			'required',
		);
		createNeighbours({
			air: this.air,
			scheduler,
			random: this.#random('neighbours'),
			cipher: this.#cipher,
			log,
			count: options.neighbours ?? 0,
			answerAll: this.#faults.neighboursAnswer ?? false,
		});
		this.meter.start();
		this.routeB.start(credentials);
	}

	/** Something is under way that only virtual time can finish. */
	get isBusy(): boolean {
		return this.#tap.waiting > 0 || this.dongles.some((dongle) => dongle.isBusy);
	}

	addDongle({ model, serial, nonvolatile }: DonglePlace): Dongle {
		const number = this.dongles.length + 1;
		const name = number === 1 ? 'dongle' : `dongle-${number}`;
		const { quirks } = this.#faults;
		const dongle = new Dongle({
			name,
			model,
			serial,
			air: this.air,
			scheduler: this.scheduler,
			random: this.#random(name),
			cipher: this.#cipher,
			log: this.#options.log,
			macAddress: Uint8Array.of(0x00, 0x1d, 0x12, 0x91, 0x4b, 0x45, 0, number),
			...this.#transmitLimit,
			remoteness: this.#faults.distance ?? 0,
			...(nonvolatile && { nonvolatile }),
			strikes: (quirk) => this.#strikes(quirks[quirk]),
			onActivity: (activity) => this.#options.onEvent({ kind: activity.kind, node: name, activity }),
			onLimit: (limited) => this.#options.onEvent({ kind: 'limit', node: name, limited }),
		});
		this.dongles.push(dongle);
		return dongle;
	}

	/** The same meter on another link, where there is no authentication and anybody may ask. */
	addLan(datagrams: Datagrams, multicast: Uint8Array): RouteB {
		const routeB = this.#createRouteB(this.#tapped(datagrams, 'lan'), this.#random('lan'), 'any', multicast);
		routeB.start();
		return routeB;
	}

	/** Writes down where the registers stand. */
	shutdown(): void {
		this.meter.shutdown();
	}

	#createRouteB(datagrams: Datagrams, random: SeededRandom, secured: 'required' | 'any', multicast?: Uint8Array): RouteB {
		const { log, profile, location, answerDelay, notifications } = this.#options;
		return new RouteB({
			datagrams,
			scheduler: this.scheduler,
			random,
			log,
			readings: this.meter,
			profile,
			serial: `KEIKI${String(this.#options.seed).padStart(7, '0').slice(-7)}`,
			secured,
			notifications: notifications ?? defaultRules(random),
			...(location && { location }),
			...(secured === 'required' && { answerDelay: answerDelay ?? ANSWER_DELAY }),
			...(multicast && { multicast }),
		});
	}

	#tapped(datagrams: Datagrams, medium: 'wi-sun' | 'lan'): ExchangeTap {
		return new ExchangeTap(
			datagrams,
			(exchange) => this.#options.onEvent({ kind: 'exchange', exchange, medium }),
			(event, peer, evidence) => {
				this.#options.onEvent({ kind: 'peer', event, peer, evidence });
				if (event === 'joined') this.#onJoined(peer);
			},
		);
	}

	/** What the meter does to a session after a while, where it is told to. */
	#onJoined(peer: Uint8Array): void {
		const { terminateAfter, forgetAfter, moveAfter } = this.#faults;
		const after = (delay: number | undefined, task: () => void) => delay !== undefined && this.scheduler.after(delay, task);
		after(terminateAfter, () => this.stack.terminate(peer));
		after(forgetAfter, () => this.stack.restart());
		after(moveAfter, () => this.stack.move(this.panId ^ 0x5a5a, this.#otherChannel()));
	}

	#otherChannel(): number {
		return ROUTE_B_CHANNELS[(ROUTE_B_CHANNELS.indexOf(this.channel) + 5) % ROUTE_B_CHANNELS.length]!;
	}

	#meterRadio(): Radio {
		const { scheduler } = this;
		const limited = new LimitedRadio(this.air.createRadio('meter'), scheduler, this.#transmitLimit.transmitLimit);
		limited.onLimit = (is) => this.#options.onEvent({ kind: 'limit', node: 'meter', limited: is });
		const { beaconDelay, missingBeacons } = this.#faults;
		if (beaconDelay === undefined && missingBeacons === undefined) return limited;
		return new LateBeacons(limited, scheduler, beaconDelay ?? 0, () => this.#strikes(missingBeacons));
	}

	get #transmitLimit(): { readonly transmitLimit?: number } {
		const limit = this.#faults.transmitLimit ?? this.#options.transmitLimit;
		return limit === undefined ? {} : { transmitLimit: limit };
	}

	/** Past days as they would have been recorded, by the same metering unit in virtual time of its own. */
	#filledFlash(): Flash {
		const { start, load, profile, pastDays = 0 } = this.#options;
		const flash = new RamFlash(meteringSectors(SECTOR_SIZE), SECTOR_SIZE);
		recordPast(flash, load, start, pastDays, profile.counter);
		return flash;
	}

	#random(name: string): SeededRandom {
		return new SeededRandom(this.#options.seed, name);
	}

	#strikes(oneIn: number | undefined): boolean {
		return oneIn !== undefined && this.#chance.below(oneIn) === 0;
	}
}

/** Fills an empty flash with what a meter would have recorded of `load` in the `days` before `start`. */
export function recordPast(flash: Flash, load: LoadSource, start: number, days: number, counter: MeterProfile['counter']): void {
	if (days <= 0) return;
	const scheduler = new VirtualScheduler();
	const begin = start - days * 86_400_000;
	const unit = new MeteringUnit({
		scheduler,
		clock: new SchedulerClock(scheduler, begin),
		metrology: new PlayedLoad(load, scheduler, begin),
		flash,
		log: { write() {} },
		counter,
		initial: INITIAL,
	});
	unit.start();
	scheduler.runUntil(start - begin);
	unit.shutdown();
}
