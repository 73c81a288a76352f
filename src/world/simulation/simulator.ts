/** The simulator: meters, the dongles of their HEMS and the neighbours in one virtual air, composed of the rooms below. */
import type { Flash } from '../../../hal/ports/flash.js';
import { SeededRandom } from '../../../hal/virtual/random.js';
import { VirtualScheduler } from '../../../hal/virtual/scheduler.js';
import { fraction } from '../../../modules/bytes/chance.js';
import type { LinkKey } from '../../../modules/capture/wireshark.js';
import { PortableCipher } from '../../../modules/crypto/cipher.js';
import { Air } from '../../../modules/medium/air.js';
import type { Medium } from '../../../modules/medium/medium.js';
import { ARIB_LIMIT } from '../../../modules/medium/transmit-limit.js';
import { UTILITY_PROFILES } from '../../meter/switching/utility.js';
import { NO_LINK } from '../../route-a/route-a-service.js';
import { createNeighbours, type Neighbour } from '../air/neighbours.js';
import { PLC, PLC_NOISE } from '../air/plc.js';
import { Dongle, type DongleWatcher } from '../dongle/dongle.js';
import { DongleMemory } from '../dongle/dongle-memory.js';
import { DongleFaults } from '../fault/dongle-faults.js';
import { FaultSwitches } from '../fault/fault-switches.js';
import type { FaultName } from '../fault/fault-table.js';
import { FaultyAir, type FrameChances } from '../fault/faulty-air.js';
import { WorldFaults } from '../fault/world-faults.js';
import type { LoadSource } from '../load/source.js';
import { createLine } from '../mbus/behind.js';
import type { MbusLine } from '../mbus/mbus-line.js';
import { type AirLinkSettings, airCarrier, LanLink } from '../meter/air-link.js';
import { EmulatedMeter, type RouteASettings } from '../meter/emulated-meter.js';
import { keysOf, nameInRun, streamOf } from '../meter/identity.js';
import { byClock, filledFlash, recordPast } from '../meter/past.js';
import type { LanOffer, RouteBSettings } from '../meter/route-b-links.js';
import type { Refusal } from '../schema/answer-rows.js';
import { RamUnitMemory, type UnitMemory } from '../units/unit-memory.js';
import { CaptureSink } from '../watch/capture-sink.js';
import type { DonglePlace, SimulatorOptions } from './simulator-options.js';
import { Visits } from './visits.js';

/** A watcher at each dongle, and what ends it. */
interface DonglesWatch {
	readonly watcherOf: (dongle: Dongle) => DongleWatcher;
	readonly ends: Map<Dongle, () => void>;
}

/** What a real first-generation meter's answers were seen to take, roughly. */
const ANSWER_DELAY = Object.freeze({ min: 200, max: 500 });

/** Neighbours there are where they are to answer and none were asked for. */
const NEIGHBOURS = 3;
/** From meter to meter: what is drawn behind each is its own. */
const METER_STEP = 0x9e3779b1;

export class Simulator {
	readonly scheduler = new VirtualScheduler();
	readonly air: Air;
	/** Where radios of that air are to be had, with what goes wrong there; and those on the wires of the house, for Route B by PLC. */
	readonly radios: Medium;
	readonly powerLine: Medium;
	/** Where what goes over those wires can be heard. */
	readonly wires: Air;
	/** The first is the one that `credentials` belong to. */
	readonly meters: EmulatedMeter[] = [];
	readonly dongles: Dongle[] = [];
	/** What goes wrong, switched while it runs. */
	readonly faults = new WorldFaults();
	/** Whoever comes for one message and goes, beside the dongles. */
	readonly visits: Visits;
	readonly #options: SimulatorOptions;
	/** Of the air, and of who else is there. */
	readonly #switches: FaultSwitches;
	readonly #neighbours: Neighbour[] = [];
	/** Of each meter. */
	readonly #lines: (MbusLine | undefined)[] = [];
	readonly #cipher = new PortableCipher();
	/** Of the first meter. */
	readonly #memory: UnitMemory;
	readonly #chance: SeededRandom;
	#isStarted = false;
	readonly #links: AirLinkSettings;
	#linkKeyListeners: readonly ((key: LinkKey) => void)[] = [];
	#dongleWatches: readonly DonglesWatch[] = [];
	/** How many dongles there have been. */
	#dongleCount = 0;

	/** @throws DamagedMemory if a flash holds something else than what should stand there */
	constructor(options: SimulatorOptions) {
		const { start, capture } = options;
		const { scheduler } = this;
		this.#options = options;
		this.#memory = options.memory ?? new RamUnitMemory();
		this.#chance = this.#random('faults');
		const random = this.#random('air');
		this.#switches = new FaultSwitches(random);
		this.air = new Air({ scheduler });
		const chances: FrameChances = { strikes: (fault) => this.#switches.strikes(fault), delay: () => this.#switches.delay('delay') };
		this.radios = new FaultyAir({ inner: this.air, scheduler, random, chances });
		this.wires = new Air({ scheduler, physical: PLC });
		this.powerLine = new FaultyAir({ inner: noisyPowerLine(this.wires, scheduler, this.#random('power line')), scheduler, random, chances });
		const sink = capture && new CaptureSink(start, capture);
		sink?.listen(this.air, 'air');
		sink?.listen(this.wires, 'power line');
		this.#links = {
			air: this.radios,
			powerLine: this.powerLine,
			cipher: this.#cipher,
			log: options.log,
			transmitLimit: options.transmitLimit,
			onLinkKey: (key) => {
				sink?.onLinkKey(key);
				for (const listener of this.#linkKeyListeners) listener(key);
			},
		};
		this.visits = new Visits({
			...this.#links,
			scheduler,
			random: this.#random(nameInRun('panel', options.run ?? 1)),
			onActivity: (node, activity) => options.onEvent({ kind: activity.kind, node, activity }),
		});
		this.faults.begin(options.faults ?? []);
		for (let count = options.meters ?? 1; count > 0; count--) this.#createMeter();
		this.#createNeighbours(options.neighbours ?? 0);
		this.#switches.onChange = (name) => this.#onFault(name);
		this.faults.add({
			name: 'air',
			places: ['air', 'world'],
			switches: this.#switches,
			refusal: (name) => this.#airRefusal(name),
		});
		if (options.carrier === undefined) this.start();
	}

	/** The power of all meters comes. On a real link, whose answers take real time, it waits for this call; else it is there from the beginning. */
	start(): void {
		for (const meter of this.meters) meter.start();
		this.#isStarted = true;
	}

	get #first(): EmulatedMeter {
		return this.meters[0]!;
	}

	/** Something is under way that only virtual time can finish. Asked at each turn: the few dongles first, and without a list. */
	get isBusy(): boolean {
		for (let i = 0; i < this.dongles.length; i++) if (this.dongles[i]!.isBusy) return true;
		for (let i = 0; i < this.meters.length; i++) if (this.meters[i]!.isBusy) return true;
		return this.visits.isBusy;
	}

	/** Tells `listener` of each link key that comes into force from now on, at a meter. Returns what ends that. */
	hearLinkKeys(listener: (key: LinkKey) => void): () => void {
		this.#linkKeyListeners = [...this.#linkKeyListeners, listener];
		return () => {
			this.#linkKeyListeners = this.#linkKeyListeners.filter((each) => each !== listener);
		};
	}

	/** From now on each dongle that there is, and each that comes, has a watcher that `watcherOf` makes for it. Returns what ends that. */
	watchDongles(watcherOf: (dongle: Dongle) => DongleWatcher): () => void {
		const watch: DonglesWatch = { watcherOf, ends: new Map(this.dongles.map((dongle) => [dongle, dongle.watch(watcherOf(dongle))])) };
		this.#dongleWatches = [...this.#dongleWatches, watch];
		return () => {
			this.#dongleWatches = this.#dongleWatches.filter((each) => each !== watch);
			for (const end of watch.ends.values()) end();
		};
	}

	/** Pulls a dongle out for good. */
	removeDongle(dongle: Dongle): void {
		const at = this.dongles.indexOf(dongle);
		if (at < 0) return;
		this.dongles.splice(at, 1);
		this.faults.remove(dongle.name);
		dongle.remove();
		for (const { ends } of this.#dongleWatches) ends.delete(dongle);
	}

	addDongle({ model, changes, serial, port, nonvolatile }: DonglePlace): Dongle {
		const number = this.#freeNumber();
		const name = dongleName(number);
		// One in the place of another that was pulled out is another one: what is drawn for it is, too.
		const drawn = this.#dongleCount++ < number ? name : `${name} ${this.#dongleCount}`;
		const byPlc = this.#first.hearsByPlc;
		const { scheduler } = this;
		const switches = new FaultSwitches(this.#chance);
		const faults = new DongleFaults({
			switches,
			scheduler,
			model,
			changes,
			nonvolatile: nonvolatile ?? new DongleMemory(),
			transmitLimit: byPlc ? Number.POSITIVE_INFINITY : (this.#options.transmitLimit ?? ARIB_LIMIT),
		});
		this.faults.add({ name, places: ['dongle'], switches, refusal: (fault) => faults.refusal(fault) });
		const wire = faults.serial(serial);
		const dongle = new Dongle({
			name,
			get model() {
				return faults.model;
			},
			serial: wire,
			port: {
				unplug: () => {
					wire.clear();
					port?.unplug?.();
				},
				plug: () => port?.plug?.(),
			},
			air: byPlc ? this.powerLine : this.radios,
			scheduler,
			random: this.#random(nameInRun(drawn, this.#options.run ?? 1)),
			cipher: this.#cipher,
			log: this.#options.log,
			macAddress: Uint8Array.of(0x00, 0x1d, 0x12, 0x91, 0x4b, 0x45, 0, number),
			transmitLimit: faults.transmitLimit,
			remoteness: faults.remoteness,
			nonvolatile: faults.nonvolatile,
			around: faults.around,
			onActivity: (activity) => {
				faults.onActivity(activity);
				this.#options.onEvent({ kind: activity.kind, node: name, activity });
			},
			...(this.#options.hearsSerial && {
				isHeard: this.#options.hearsSerial,
				onLine: (line) => this.#options.onEvent({ kind: 'serial', node: name, line }),
			}),
			onUnsent: (unsent) => this.#options.onEvent({ kind: 'unsent', node: name, unsent }),
			onLimit: (limited) => this.#options.onEvent({ kind: 'limit', node: name, limited }),
		});
		faults.watch(dongle);
		this.dongles.push(dongle);
		for (const { watcherOf, ends } of this.#dongleWatches) ends.set(dongle, dongle.watch(watcherOf(dongle)));
		return dongle;
	}

	/** The lowest that no dongle has, from 1. */
	#freeNumber(): number {
		for (let number = 1; ; number++) if (!this.dongles.some(({ name }) => name === dongleName(number))) return number;
	}

	/** Writes down where the registers stand. */
	shutdown(): void {
		for (const meter of this.meters) meter.shutdown();
	}

	#createMeter(): void {
		const number = this.meters.length + 1;
		const switches = new FaultSwitches(this.#chance);
		const { seed, run = 1, start, clockOffset = 0, log, profile, combination, makers, utility, onEvent, mbusVersion = 0 } = this.#options;
		const load = this.#loadOf(number);
		const memory = number === 1 ? this.#memory : new RamUnitMemory();
		const line = this.#createLine(number, memory);
		this.#lines.push(line);
		const meter = new EmulatedMeter({
			number,
			seed,
			run,
			scheduler: this.scheduler,
			log,
			start,
			clockOffset,
			load,
			flash: this.#flashOf(number, load),
			memory,
			combination,
			makers,
			utility: utility ?? UTILITY_PROFILES.general,
			profile,
			routeB: this.#routeBOf(number, switches),
			routeA: this.#routeAOf(number),
			lan: number === 1 ? this.#lan() : undefined,
			mbus: line && { line, version: mbusVersion },
			onEvent,
		});
		this.meters.push(meter);
		this.faults.add({ name: meter.name, places: ['meter', 'replies', 'route-a'], switches, refusal: (fault) => meter.faultRefusal(fault) });
		if (this.#isStarted) meter.start();
	}

	#createLine(number: number, memory: UnitMemory): MbusLine | undefined {
		const { behind, seed, start } = this.#options;
		const choices = behind?.(number) ?? [];
		if (choices.length === 0) return undefined;
		const own = number === 1 ? seed : seed ^ Math.imul(number, METER_STEP);
		return createLine({ choices, seed: own, cipher: this.#cipher, now: () => start + this.scheduler.now(), memory });
	}

	/** The line of the meters behind a meter; undefined: there are none. @param number of the meter, from 1 */
	lineOf(number: number): MbusLine | undefined {
		return this.#lines[number - 1];
	}

	#lan(): LanOffer | undefined {
		const { lan } = this.#options;
		return lan && { ...lan, connect: (request) => new LanLink(lan.datagrams, request) };
	}

	#routeBOf(number: number, faults: FaultSwitches): RouteBSettings {
		const { credentials, credentialKeys, answerDelay, notifications, location, carrier } = this.#options;
		return {
			carrier: carrier ?? airCarrier(this.#links),
			credentials: { ...credentials, id: idOf(number, credentials.id) },
			credentialKeys: credentialKeys?.(number),
			faults,
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

	#createNeighbours(count: number): void {
		const { log } = this.#options;
		const { scheduler } = this;
		const answerAll = () => this.#switches.isOn('neighbour-pans');
		const random = this.#random('neighbours');
		this.#neighbours.push(...createNeighbours({ air: this.radios, scheduler, random, cipher: this.#cipher, log, count, answerAll }));
	}

	#airRefusal(name: FaultName): Refusal | undefined {
		if (this.#options.carrier !== undefined) return { kind: 'notOnAir' };
		return name === 'neighbour-pans' && this.#first.hearsByPlc ? { kind: 'noNeighbours' } : undefined;
	}

	/** Who else is there. */
	#onFault(name: FaultName): void {
		const fault = this.#switches.find(name);
		if (name === 'many-meters') this.#setMeters(fault?.choice.value.amount ?? this.#options.meters ?? 1);
		if (name === 'neighbour-pans' && (this.#options.neighbours ?? 0) === 0) this.#setNeighbours(fault !== undefined);
	}

	/** Those that are too many lose their power, and get it again. */
	#setMeters(count: number): void {
		for (const [i, meter] of this.meters.entries()) {
			if (i > 0 && i < count) meter.powerOn();
			else if (i >= count) meter.powerOff(true);
		}
		while (this.meters.length < count) this.#createMeter();
	}

	#setNeighbours(there: boolean): void {
		if (there && this.#neighbours.length === 0) this.#createNeighbours(NEIGHBOURS);
		else for (const neighbour of this.#neighbours) neighbour.setPresent(there);
	}

	#loadOf(number: number): LoadSource {
		const { load } = this.#options;
		return typeof load === 'function' ? load(number) : load;
	}

	#flashOf(number: number, load: LoadSource): Flash {
		const { start, clockOffset = 0, flash: given, pastDays = 0 } = this.#options;
		if (typeof given === 'function') return given(number);
		if (number === 1 && given !== undefined) return given;
		return filledFlash((flash) => recordPast(flash, byClock(load, clockOffset), start + clockOffset + this.scheduler.now(), pastDays));
	}

	#random(name: string): SeededRandom {
		return new SeededRandom(this.#options.seed, name);
	}
}

function dongleName(number: number): string {
	return number === 1 ? 'dongle' : `dongle-${number}`;
}

/** Wires with the noise of a house. */
function noisyPowerLine(inner: Medium, scheduler: VirtualScheduler, random: SeededRandom): Medium {
	const strikes: FrameChances['strikes'] = (fault) => {
		const share = PLC_NOISE[fault];
		return share !== undefined && fraction(random) < share;
	};
	return new FaultyAir({ inner, scheduler, random, chances: { strikes, delay: () => 0 } });
}

/** The first meter has the id that was given, each further one counts its last eight digits up. */
function idOf(number: number, id: string): string {
	const last = (Number.parseInt(id.slice(-8), 16) + number - 1) % 0x100000000;
	return id.slice(0, -8) + last.toString(16).toUpperCase().padStart(8, '0');
}
