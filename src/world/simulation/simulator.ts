/** The simulator: meters, the dongles of their HEMS and the neighbours in one virtual air, composed of the rooms below. */
import type { Flash } from '../../../hal/ports/flash.js';
import type { Log } from '../../../hal/ports/log.js';
import type { Serial } from '../../../hal/ports/serial.js';
import { RamFlash } from '../../../hal/virtual/flash.js';
import { SeededRandom } from '../../../hal/virtual/random.js';
import { VirtualScheduler } from '../../../hal/virtual/scheduler.js';
import { PortableCipher } from '../../../modules/crypto/cipher.js';
import { Air } from '../../../modules/medium/air.js';
import { type AirFaults, NO_FAULTS } from '../../../modules/medium/faults.js';
import { BINARY, MODELS, type Model, type ModelName } from '../../../modules/wi-sun-module/skstack/language/model.js';
import type { Nonvolatile } from '../../../modules/wi-sun-module/skstack/module/state.js';
import type { Combination } from '../../meter/catalogue/rules.js';
import { meteringSectors } from '../../meter/metering/history.js';
import { UTILITY_PROFILES, type UtilityProfile } from '../../meter/switching/utility.js';
import { NO_LINK } from '../../route-a/route-a-service.js';
import type { Credentials } from '../../route-b/credentials.js';
import type { LocationStore } from '../../route-b/location.js';
import type { MeterProfile } from '../../route-b/meter-profile.js';
import type { NotificationRules } from '../../route-b/notifications.js';
import type { RouteB } from '../../route-b/route-b.js';
import type { NativeStack } from '../../wi-sun/native-stack.js';
import { createNeighbours } from '../air/neighbours.js';
import { PLC, PLC_NOISE } from '../air/plc.js';
import { Dongle } from '../dongle/dongle.js';
import { DongleMemory } from '../dongle/dongle-memory.js';
import type { DongleActivity } from '../dongle/dongle-network.js';
import { type FieldFaults, NO_FIELD_FAULTS } from '../fault/field-faults.js';
import type { LoadSource } from '../load/source.js';
import { AirLink, type AirLinkSettings, LanLink } from '../meter/air-link.js';
import { EmulatedMeter, type LanOffer, nameInRun, type RouteASettings, type RouteBSettings } from '../meter/emulated-meter.js';
import { keysOf, streamOf } from '../meter/identity.js';
import type { Connect, Lan } from '../meter/link.js';
import type { MeterEvent } from '../meter/meter-event.js';
import { recordPast } from '../meter/past.js';
import { RamUnitMemory, SECTOR_SIZE, type UnitMemory } from '../units/unit-memory.js';
import { CaptureSink } from '../watch/capture-sink.js';

/** What a person who watches is told, as it happens. */
export type SimulatorEvent = MeterEvent | { readonly kind: 'scan' | 'join'; readonly node: string; readonly activity: DongleActivity };

export interface SimulatorOptions {
	readonly seed: number;
	/** Which run of a memory that goes on it is, from 1: sessions of each draw other random numbers, so that no link key comes twice. */
	readonly run?: number;
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
	/** What the other units of the first meter keep, and which there are; without it a new memory. */
	readonly memory?: UnitMemory;
	/** The units of the meters; without it those that the memory knows of, or the usual ones. */
	readonly combination?: Combination | undefined;
	/** Whose ampere breaker the switching units are. */
	readonly utility?: UtilityProfile;
	readonly location?: LocationStore;
	/** Of the Route A of each meter what is not drawn by the seed. */
	readonly routeA?: Partial<RouteASettings> | ((number: number) => Partial<RouteASettings>);
	/** What carries the Route B of the meters in place of the virtual air. */
	readonly connect?: Connect;
	/** The first meter answers there, too. */
	readonly lan?: Lan | undefined;
	readonly airFaults?: AirFaults;
	readonly faults?: FieldFaults;
	/** How many; one unless told, or as the faults have it. What is drawn for each comes from the seed and its own number. */
	readonly meters?: number;
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
	/** What it does otherwise than its model. */
	readonly changes?: Partial<Model>;
	readonly serial: Serial;
	/** Where SKSAVE and WOPT keep; without it in memory. */
	readonly nonvolatile?: Nonvolatile;
}

/** What a real first-generation meter's answers were seen to take, roughly. */
export const ANSWER_DELAY = Object.freeze({ min: 200, max: 500 });

/** Who speaks the grammar of the other family, where a program was written for the one it is not. */
const OTHER_FAMILY: Readonly<Record<ModelName, ModelName>> = Object.freeze({
	bp35a1: 'bp35c0',
	bp35c0: 'bp35a1',
	bp35c2: 'bp35a1',
	'rl7023-ips': 'rl7023-dss',
	'rl7023-dss': 'rl7023-ips',
});

export class Simulator {
	readonly scheduler = new VirtualScheduler();
	readonly air: Air;
	/** The wires of the house, for Route B by PLC. */
	readonly powerLine: Air;
	/** The first is the one that `credentials` belong to. */
	readonly meters: readonly EmulatedMeter[];
	readonly dongles: Dongle[] = [];
	readonly #options: SimulatorOptions;
	readonly #faults: FieldFaults;
	readonly #cipher = new PortableCipher();
	readonly #chance: SeededRandom;
	readonly #links: AirLinkSettings;

	/** @throws DamagedMemory if a flash holds something else than what should stand there */
	constructor(options: SimulatorOptions) {
		const { start, log, capture } = options;
		const { scheduler } = this;
		this.#options = options;
		this.#faults = options.faults ?? NO_FIELD_FAULTS;
		this.#chance = this.#random('faults');
		this.air = new Air({ scheduler, random: this.#random('air'), faults: options.airFaults ?? NO_FAULTS });
		this.powerLine = new Air({ scheduler, random: this.#random('power line'), physical: PLC, faults: PLC_NOISE });
		const sink = capture && new CaptureSink(this.air, start, capture);
		if (sink !== undefined) this.air.onTransmission = (transmission) => sink.onTransmission(transmission);
		this.#links = {
			air: this.air,
			powerLine: this.powerLine,
			cipher: this.#cipher,
			log,
			faults: this.#faults,
			strikes: (oneIn) => this.#strikes(oneIn),
			chance: this.#chance,
			transmitLimit: this.#transmitLimit,
			onLinkKey: (key) => sink?.onLinkKey(key),
		};
		this.meters = Array.from({ length: options.meters ?? this.#faults.meters ?? 1 }, (_, i) => this.#createMeter(i + 1));
		createNeighbours({
			air: this.air,
			scheduler,
			random: this.#random('neighbours'),
			cipher: this.#cipher,
			log,
			count: options.neighbours ?? 0,
			answerAll: this.#faults.neighboursAnswer ?? false,
		});
		if (options.connect === undefined) this.start();
	}

	/** The power of all meters comes. On a real link, whose answers take real time, it waits for this call; else it is there from the beginning. */
	start(): void {
		for (const meter of this.meters) meter.start();
	}

	get #first(): EmulatedMeter {
		return this.meters[0]!;
	}

	/** Of the first meter: its Route B, which has power. */
	get stack(): NativeStack {
		return (this.#first.link as AirLink).stack;
	}

	get routeB(): RouteB {
		return this.#first.routeB!;
	}

	get macAddress(): Uint8Array {
		return this.#first.macAddress;
	}

	get panId(): number {
		return this.#first.panId;
	}

	get channel(): number {
		return this.#first.channel;
	}

	/** Something is under way that only virtual time can finish. */
	get isBusy(): boolean {
		return this.meters.some((meter) => meter.isBusy) || this.dongles.some((dongle) => dongle.isBusy);
	}

	addDongle({ model, changes, serial, nonvolatile }: DonglePlace): Dongle {
		const number = this.dongles.length + 1;
		const name = number === 1 ? 'dongle' : `dongle-${number}`;
		const { quirks, otherGrammar, distance } = this.#faults;
		const limit = this.#transmitLimit;
		const byPlc = this.#first.hearsByPlc;
		const actual = otherGrammar ? OTHER_FAMILY[model] : model;
		const dongle = new Dongle({
			name,
			model: actual,
			changes: { ...changes, ...this.#changes(actual) },
			serial,
			air: byPlc ? this.powerLine : this.air,
			scheduler: this.scheduler,
			random: this.#random(nameInRun(name, this.#options.run ?? 1)),
			cipher: this.#cipher,
			log: this.#options.log,
			macAddress: Uint8Array.of(0x00, 0x1d, 0x12, 0x91, 0x4b, 0x45, 0, number),
			...(byPlc ? { transmitLimit: Number.POSITIVE_INFINITY } : limit !== undefined && { transmitLimit: limit }),
			remoteness: distance ?? 0,
			nonvolatile: nonvolatile ?? new DongleMemory(),
			strikes: (quirk) => this.#strikes(quirks[quirk]),
			onActivity: (activity) => this.#options.onEvent({ kind: activity.kind, node: name, activity }),
			onLimit: (limited) => this.#options.onEvent({ kind: 'limit', node: name, limited }),
		});
		this.dongles.push(dongle);
		return dongle;
	}

	/** Writes down where the registers stand. */
	shutdown(): void {
		for (const meter of this.meters) meter.shutdown();
	}

	#createMeter(number: number): EmulatedMeter {
		const { seed, run = 1, start, load, log, profile, combination, utility, onEvent, flash, memory } = this.#options;
		return new EmulatedMeter({
			number,
			seed,
			run,
			scheduler: this.scheduler,
			log,
			start,
			load,
			flash: (number === 1 ? flash : undefined) ?? this.#filledFlash(),
			memory: (number === 1 ? memory : undefined) ?? new RamUnitMemory(),
			combination,
			utility: utility ?? UTILITY_PROFILES.general,
			profile,
			routeB: this.#routeBOf(number),
			routeA: this.#routeAOf(number),
			lan: number === 1 ? this.#lan() : undefined,
			onEvent,
		});
	}

	#lan(): LanOffer | undefined {
		const { lan } = this.#options;
		return lan && { connect: (request) => new LanLink(lan.datagrams, request, this.#links), multicast: lan.multicast };
	}

	#routeBOf(number: number): RouteBSettings {
		const { credentials, answerDelay, notifications, location, connect } = this.#options;
		return {
			connect: connect ?? ((request) => new AirLink(request, this.#links)),
			credentials: { ...credentials, id: idOf(number, credentials.id) },
			wrongPassword: this.#faults.wrongPassword ?? false,
			answerDelay: answerDelay ?? ANSWER_DELAY,
			notifications,
			location: number === 1 ? location : undefined,
		};
	}

	#routeAOf(number: number): RouteASettings {
		const { seed, routeA = {}, run = 1 } = this.#options;
		return {
			keys: keysOf(seed, number),
			cipher: this.#cipher,
			random: streamOf(seed, number, nameInRun('route A', run)),
			link: () => NO_LINK,
			...(typeof routeA === 'function' ? routeA(number) : routeA),
		};
	}

	/** What the faults make of a model. */
	#changes(model: ModelName): Partial<Model> {
		const { binaryPayloads, ignoredReauthentications } = this.#faults;
		return {
			...(binaryPayloads && MODELS[model].wopt !== undefined && { wopt: BINARY }),
			...(ignoredReauthentications !== undefined && { tellsReauthentication: true }),
		};
	}

	get #transmitLimit(): number | undefined {
		return this.#faults.transmitLimit ?? this.#options.transmitLimit;
	}

	#filledFlash(): Flash {
		const { start, load, pastDays = 0 } = this.#options;
		const flash = new RamFlash(meteringSectors(SECTOR_SIZE), SECTOR_SIZE);
		recordPast(flash, load, start, pastDays);
		return flash;
	}

	#random(name: string): SeededRandom {
		return new SeededRandom(this.#options.seed, name);
	}

	#strikes(oneIn: number | undefined): boolean {
		return oneIn !== undefined && this.#chance.below(oneIn) === 0;
	}
}

/** The first meter has the id that was given, each further one counts its last eight digits up. */
function idOf(number: number, id: string): string {
	const last = (Number.parseInt(id.slice(-8), 16) + number - 1) % 0x100000000;
	return id.slice(0, -8) + last.toString(16).toUpperCase().padStart(8, '0');
}
