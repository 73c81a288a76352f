/** A world of the fuzz test as it stands: the only file here that knows how the simulator is put together. */
import type { Flash } from '../../hal/ports/flash.js';
import { RamFlash } from '../../hal/virtual/flash.js';
import type { VirtualScheduler } from '../../hal/virtual/scheduler.js';
import type { VirtualStream } from '../../hal/virtual/streams.js';
import type { ModuleName } from '../../modules/wi-sun-module/models.js';
import type { Place } from '../../src/meter/backplane/messages.js';
import { parseCombination } from '../../src/meter/catalogue/parse.js';
import { meteringSectors } from '../../src/meter/metering/history.js';
import type { RouteAKeys } from '../../src/route-a/keys.js';
import type { Credentials } from '../../src/route-b/credentials.js';
import { GEN1, GEN2 } from '../../src/route-b/meter-profile.js';
import { parseFault } from '../../src/world/fault/fault-choice.js';
import { FAULT_NAMES as ALL_FAULTS, type FaultName, faultRow, strikesAt } from '../../src/world/fault/fault-table.js';
import type { LoadSource } from '../../src/world/load/source.js';
import { DEMO_KEYS } from '../../src/world/meter/demo-keys.js';
import type { EmulatedMeter } from '../../src/world/meter/emulated-meter.js';
import { keysOf } from '../../src/world/meter/identity.js';
import { INITIAL } from '../../src/world/meter/past.js';
import { refusalWords } from '../../src/world/scenario/answer-words.js';
import { isOfWorld } from '../../src/world/scenario/command.js';
import { parseCommand } from '../../src/world/scenario/grammar.js';
import type { Answer } from '../../src/world/scenario/stand.js';
import { MeterStand } from '../../src/world/simulation/meter-stand.js';
import { Simulator } from '../../src/world/simulation/simulator.js';
import { WorldEvents } from '../../src/world/simulation/world-events.js';
import { RamUnitMemory, SECTOR_SIZE, type UnitMemory } from '../../src/world/units/unit-memory.js';
import type { CosemTap } from '../../src/world/watch/cosem-tap.js';
import { CURVES, withCurves } from '../src/route-a/general-rig.node.js';
import { HemsRig } from '../src/world/simulation/hems-rig.js';
import { Cable } from '../src/world/simulation/module-rig.js';
import type { Entry } from './world-check-registers.js';
import { WorldDoors } from './world-doors.js';
import type { WorldPlan } from './world-plan.js';

/** 2026-11-22T12:10 in Japan. */
export const START = Date.UTC(2026, 10, 22, 3, 10);
export const CREDENTIALS: Credentials = Object.freeze({ id: '00112233445566778899AABBCCDDEEFF', password: '0123456789AB' });
/** What the registers of the first metering unit hold, Wh; those that come later hold nothing. */
export const FIRST_ENERGY = INITIAL.import;
export const KEYS = DEMO_KEYS;

/** Of a meter in a world that somebody keeps: its clients may cipher and sign generally. */
export function watchedKeysOf(seed: number, number: number): RouteAKeys {
	return withCurves(keysOf(seed, number), 0);
}

/** Every fault that a world can have without a head-end, by name. */
export const FAULT_NAMES: readonly string[] = ALL_FAULTS.filter((name) => !strikesAt(name, 'route-a'));
/** Those of Route A that meet the head-end of a world, which reads values and rows over TCP and tries nothing twice. */
export const ROUTE_A_FAULT_NAMES: readonly FaultName[] = Object.freeze([
	'no-answer',
	'late-answer',
	'association-lost',
	'release-unanswered',
	'wrong-invoke-id',
	'tag-refused',
	'counter-refused',
	'counters-forgotten',
	'clock-invalid',
	'weekday-zero',
	'many-objects',
]);

/** What a mutant world has in place of what there is. */
export interface Parts {
	readonly load?: (load: LoadSource) => LoadSource;
	readonly flash?: (flash: Flash) => Flash;
	readonly memory?: () => UnitMemory;
	/** Hears what goes over all media. */
	readonly observer?: WorldObserver;
	/** Meters in the air; the HEMS that comes second has the id of the last. */
	readonly meters?: number;
}

/** A HEMS and its meter in an air that loses this share of the frames. */
export function hemsInLossyAir(seed: number, drop: number): HemsRig {
	return new HemsRig({ seed, faults: drop === 0 ? [] : [parseFault(`drop=${Math.round(100 * drop)}%`)] });
}

/** Who keeps all that goes over the media of a world; then each of its meters has a Route A with all doors. */
export interface WorldObserver {
	readonly cosem: CosemTap;
	/** The world is there, with the meter in power. */
	begin(simulator: Simulator, events: WorldEvents): void;
}

export interface RigEvents {
	/** Voltage gets through to the house, or does not any more. */
	onSupply(): void;
	/** A frame on the air; those on the wires of the house are not heard. */
	onFrame(psdu: Uint8Array): void;
	/** A meter has a new link key with somebody. */
	onLinkKey(): void;
}

const LOG = { write() {} };
const LONGEST_ANSWER = 60_000;

export class WorldRig {
	readonly scheduler: VirtualScheduler;
	readonly #simulator: Simulator;
	readonly #stand: MeterStand;
	/** The second HEMS has another meter, and thinks it is the same. */
	readonly #strangers: boolean;
	/** How often each fault struck before it was switched off; of those that last, how often they were on. */
	readonly #struck = new Map<string, number>();
	/** Of the Route A of each meter that has one, by its number. */
	readonly #doors = new Map<number, WorldDoors>();
	readonly #observer: WorldObserver | undefined;

	constructor(plan: WorldPlan, load: LoadSource, events: RigEvents, parts: Parts = {}) {
		this.#strangers = parts.meters !== undefined;
		this.#observer = parts.observer;
		const flash = new RamFlash(meteringSectors(SECTOR_SIZE), SECTOR_SIZE);
		const profile = plan.profile === 'gen1' ? GEN1 : GEN2;
		const others = parts.meters === undefined ? [] : [`many-meters=${parts.meters}`];
		const elapsed = () => this.#simulator.scheduler.now();
		const told = new WorldEvents({ now: () => START + elapsed(), elapsed, nameOf: () => undefined });
		this.#simulator = new Simulator({
			seed: plan.seed,
			start: START,
			load: parts.load?.(load) ?? load,
			profile: { ...profile, counter: plan.counter },
			credentials: CREDENTIALS,
			log: LOG,
			onEvent: (event) => {
				if (parts.observer !== undefined) told.tell(event);
				if (event.kind === 'supply' && event.node === 'meter') events.onSupply();
				if (event.kind === 'peer' && (event.event === 'joined' || event.event === 'rejoined')) events.onLinkKey();
			},
			flash: parts.flash?.(flash) ?? flash,
			memory: parts.memory?.() ?? new RamUnitMemory(),
			combination: parseCombination(plan.units),
			faults: [...plan.faults, ...others].map(parseFault),
			hearsSerial: () => told.wants('serial'),
			routeA: (number) => {
				const link = ({ routeAFaults }: EmulatedMeter) => {
					const door = this.#door(number);
					// Whoever keeps all that goes over the media hears a meter as it is.
					if (parts.observer === undefined) door.faults = routeAFaults;
					return door;
				};
				const first = number === 1 ? { maxSend: 0xffff } : {};
				if (parts.observer !== undefined) return { ...first, keys: watchedKeysOf(plan.seed, number), cipher: CURVES, link };
				return number === 1 ? { ...first, keys: KEYS, link } : {};
			},
			neighbours: plan.neighbours,
		});
		this.scheduler = this.#simulator.scheduler;
		for (const name of plan.faults) this.#begun(name);
		this.#stand = new MeterStand(this.#meter, this.#simulator.faults);
		this.#simulator.air.tap(({ psdu }) => events.onFrame(psdu));
		for (const door of this.#doors.values()) door.begin(this.scheduler);
		parts.observer?.begin(this.#simulator, told);
		this.scheduler.runFor(0);
	}

	get #meter() {
		return this.#simulator.meters[0]!;
	}

	/** ms since 1970-01-01T00:00:00Z. */
	get time(): number {
		return START + this.scheduler.now();
	}

	get hasPower(): boolean {
		return this.#meter.hasPower;
	}

	get supply(): boolean {
		return this.#meter.supply;
	}

	get contactClosed(): boolean {
		return this.#meter.contactClosed;
	}

	get hasSwitch(): boolean {
		return this.#meter.shelf.inPlace('option')?.switching !== undefined;
	}

	/** Serial number of the unit in a place; undefined: it is empty. */
	inPlace(place: Place): string | undefined {
		return this.#meter.shelf.inPlace(place)?.identity.serial;
	}

	/** All units that were ever in this place, by the letter of their serial numbers. */
	unitsOf(letter: string): readonly { readonly serial: string; readonly code: string }[] {
		return this.#meter.shelf.units.filter(({ serial }) => serial.startsWith(letter));
	}

	/** Carries a command out, and waits for its answer. */
	does(line: string): Answer {
		let answer: Answer | undefined;
		const command = parseCommand(line);
		if (isOfWorld(command) || command.kind === 'of meter') throw new Error('the rig is of one meter alone');
		this.#stand.carryOut(command, (each) => {
			answer = each;
		});
		this.scheduler.runWhile(() => answer === undefined, LONGEST_ANSWER);
		if (answer === undefined) throw new Error(`${line}: no answer`);
		return answer;
	}

	/** The serial line of a new dongle, and whom its HEMS looks for. */
	addDongle(model: ModuleName): { readonly cable: Cable; readonly credentials: Credentials } {
		const { scheduler } = this;
		const cable = new Cable(scheduler);
		const dongle = this.#simulator.addDongle({ model, serial: cable.module });
		cable.module.onReceive = (bytes) => dongle.module.receive(bytes);
		const { dongles, meters } = this.#simulator;
		const meter = this.#strangers && dongles.length > 1 ? meters[meters.length - 1]! : this.#meter;
		return { cable, credentials: { ...meter.credentials, password: CREDENTIALS.password } };
	}

	/** Of the unit in place. */
	readonly onRecord = (at: number) => this.#meter.readings.interval(at)?.counts;

	/** What the register of the unit in place shows. */
	get shown(): number | undefined {
		return this.#meter.readings.counts()?.import;
	}

	/** The newest entry of the base's ledger. */
	get lastEntry(): Entry | undefined {
		const entries = this.#meter.base.ledger.entries();
		return entries[entries.length - 1];
	}

	/** A connection to Route A; undefined where nobody is reached. */
	connect(): VirtualStream | undefined {
		return this.#doors.get(1)?.connect();
	}

	/** Doors of the meters that have a Route A, by their numbers. */
	get doors(): ReadonlyMap<number, WorldDoors> {
		return this.#doors;
	}

	/** How often each fault struck; of those that last, how often they were on. */
	get strikes(): ReadonlyMap<string, number> {
		const all = new Map(this.#struck);
		for (const { name, struck } of this.#simulator.faults.running) all.set(name, (all.get(name) ?? 0) + struck);
		return all;
	}

	/** Switches a fault on, or off if it is on. Returns what came of it. */
	toggle(fault: string): string {
		const { faults } = this.#simulator;
		const name = parseFault(fault).name;
		const running = faults.running.find((each) => each.name === name);
		if (running === undefined) {
			const refusal = faults.set(parseFault(fault));
			if (refusal === undefined) this.#begun(fault);
			return refusal === undefined ? `${fault} is on` : refusalWords(refusal);
		}
		this.#struck.set(name, (this.#struck.get(name) ?? 0) + running.struck);
		const refusal = faults.clear(name);
		return refusal === undefined ? `${name} is off` : refusalWords(refusal);
	}

	/** A radio of nobody, on the channel of the meter, that says this once. */
	transmit(psdu: Uint8Array): void {
		const { air, meters } = this.#simulator;
		const { channel } = meters[0]!;
		const radio = air.createRadio('nobody');
		air.transmit(radio, channel, psdu, () => air.removeRadio(radio));
	}

	shutdown(): void {
		this.#simulator.shutdown();
	}

	#begun(fault: string): void {
		const name: FaultName = parseFault(fault).name;
		if (faultRow(name).lasts === true) this.#struck.set(name, (this.#struck.get(name) ?? 0) + 1);
	}

	/** Of a meter by its number; that of the first one is there before the simulator is. */
	#door(number: number): WorldDoors {
		const door = this.#doors.get(number) ?? new WorldDoors(number, this.#observer?.cosem);
		this.#doors.set(number, door);
		if (this.scheduler !== undefined) door.begin(this.scheduler);
		return door;
	}
}
