/** A world of the fuzz test as it stands: the only file here that knows how the simulator is put together. */
import { DEMO_KEYS } from '../../boards/demo-keys.js';
import { FAULTS, parseFaults } from '../../boards/host/faults/fault-options.js';
import { SUPPLY_POINT } from '../../boards/route-a-facts.js';
import type { Flash } from '../../hal/ports/flash.js';
import type { Store } from '../../hal/ports/store.js';
import { RamFlash } from '../../hal/virtual/flash.js';
import { SeededRandom } from '../../hal/virtual/random.js';
import type { VirtualScheduler } from '../../hal/virtual/scheduler.js';
import { MemoryStore } from '../../hal/virtual/store.js';
import { VirtualListener, type VirtualStream } from '../../hal/virtual/streams.js';
import { PortableCipher } from '../../modules/crypto/cipher.js';
import type { Air } from '../../modules/medium/air.js';
import { NO_FAULTS } from '../../modules/medium/faults.js';
import type { ModelName } from '../../modules/wi-sun-module/skstack/language/model.js';
import type { Place } from '../../src/meter/backplane/messages.js';
import { parseCombination } from '../../src/meter/catalogue/parse.js';
import { meteringSectors } from '../../src/meter/metering/history.js';
import { RouteA } from '../../src/route-a/route-a.js';
import { RouteATcp } from '../../src/route-a/tcp.js';
import type { Credentials } from '../../src/route-b/credentials.js';
import { GEN1, GEN2 } from '../../src/route-b/meter-profile.js';
import type { LoadSource } from '../../src/world/load/source.js';
import { INITIAL } from '../../src/world/meter/past.js';
import { parseCommand } from '../../src/world/scenario/grammar.js';
import type { Answer } from '../../src/world/scenario/stand.js';
import { MeterBench } from '../../src/world/simulation/meter-stand.js';
import { Simulator } from '../../src/world/simulation/simulator.js';
import { SECTOR_SIZE } from '../../src/world/units/unit-memory.js';
import { BenchHems } from '../src/world/simulation/hems-rig.js';
import { Cable } from '../src/world/simulation/module-rig.js';
import type { Entry } from './world-check-registers.js';
import type { WorldPlan } from './world-plan.js';

/** 2026-11-22T12:10 in Japan. */
export const START = Date.UTC(2026, 10, 22, 3, 10);
export const CREDENTIALS: Credentials = Object.freeze({ id: '00112233445566778899AABBCCDDEEFF', password: '0123456789AB' });
/** What the registers of the first metering unit hold, Wh; those that come later hold nothing. */
export const FIRST_ENERGY = INITIAL.import;
export const KEYS = DEMO_KEYS;

/** Every fault that a world can have, by name. */
export const FAULT_NAMES: readonly string[] = Object.freeze(FAULTS.map(({ name }) => name));

/** What a mutant world has in place of what there is. */
export interface Parts {
	readonly load?: (load: LoadSource) => LoadSource;
	readonly flash?: (flash: Flash) => Flash;
	readonly store?: (store: Store) => Store;
	/** Meters in the air; the HEMS that comes second has the id of the last. */
	readonly meters?: number;
}

/** A HEMS and its meter in an air that loses this share of the frames. */
export function hemsInLossyAir(seed: number, drop: number): BenchHems {
	return new BenchHems({ seed, airFaults: { ...NO_FAULTS, drop } });
}

export interface RigEvents {
	/** Voltage gets through to the house, or does not any more. */
	onSupply(): void;
	/** A frame on the air, or on the wires of the house. */
	onFrame(psdu: Uint8Array): void;
	/** A meter has a new link key with somebody. */
	onLinkKey(): void;
}

const LOG = { write() {} };
const LONGEST_ANSWER = 60_000;

export class WorldRig {
	readonly scheduler: VirtualScheduler;
	readonly #simulator: Simulator;
	readonly #bench: MeterBench;
	readonly #plan: WorldPlan;
	/** Of Route A, through power cuts. */
	readonly #store: Store;
	/** The second HEMS has another meter, and thinks it is the same. */
	readonly #strangers: boolean;
	#listener: VirtualListener | undefined;
	#tcp: RouteATcp | undefined;

	constructor(plan: WorldPlan, load: LoadSource, events: RigEvents, parts: Parts = {}) {
		this.#plan = plan;
		this.#strangers = parts.meters !== undefined;
		const { air, field, neighbours } = parseFaults(plan.faults);
		const flash = new RamFlash(meteringSectors(SECTOR_SIZE), SECTOR_SIZE);
		this.#store = parts.store?.(new MemoryStore()) ?? new MemoryStore();
		const profile = plan.profile === 'gen1' ? GEN1 : GEN2;
		this.#simulator = new Simulator({
			seed: plan.seed,
			start: START,
			load: parts.load?.(load) ?? load,
			profile: { ...profile, counter: plan.counter },
			credentials: CREDENTIALS,
			log: LOG,
			onEvent: (event) => {
				if (event.kind === 'supply' && event.node === 'meter') events.onSupply();
				if (event.kind === 'peer' && (event.event === 'joined' || event.event === 'rejoined')) events.onLinkKey();
			},
			flash: parts.flash?.(flash) ?? flash,
			combination: parseCombination(plan.units),
			airFaults: air,
			faults: parts.meters === undefined ? field : { ...field, meters: parts.meters },
			neighbours: Math.max(neighbours, plan.neighbours),
		});
		this.scheduler = this.#simulator.scheduler;
		this.#bench = new MeterBench(this.#meter);
		this.#tap(this.#simulator.air, events);
		this.#tap(this.#simulator.powerLine, events);
		this.#meter.onPower = (on) => (on ? this.#serve() : this.#cease());
		this.#meter.onNetwork = () => {
			if (!this.#meter.isOnNetwork) this.#tcp?.disconnect();
		};
		this.scheduler.runFor(0);
		this.#serve();
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
		this.#bench.carryOut(parseCommand(line), (each) => {
			answer = each;
		});
		this.scheduler.runWhile(() => answer === undefined, LONGEST_ANSWER);
		if (answer === undefined) throw new Error(`${line}: no answer`);
		return answer;
	}

	/** The serial line of a new dongle, and whom its HEMS looks for. */
	addDongle(model: ModelName): { readonly cable: Cable; readonly credentials: Credentials } {
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
		return this.hasPower && this.#meter.isOnNetwork ? this.#listener?.connect() : undefined;
	}

	/** A radio of nobody, on the channel of the meter, that says this once. */
	transmit(psdu: Uint8Array): void {
		const { air, channel } = this.#simulator;
		const radio = air.createRadio('nobody');
		air.transmit(radio, channel, psdu, () => air.removeRadio(radio));
	}

	shutdown(): void {
		this.#simulator.shutdown();
	}

	#tap(air: Air, { onFrame }: RigEvents): void {
		const before = air.onTransmission;
		air.onTransmission = (transmission) => {
			before?.(transmission);
			onFrame(transmission.psdu);
		};
	}

	/** Route A as the power finds it: what it counted stands in its store. */
	#serve(): void {
		const { clock, readings, serial } = this.#meter;
		const routeA = new RouteA({
			readings,
			clock,
			random: new SeededRandom(this.#plan.seed, `route a at ${this.scheduler.now()}`),
			log: LOG,
			cipher: new PortableCipher(),
			store: this.#store,
			keys: KEYS,
			maxSend: 0xffff,
			serial,
			supplyPoint: SUPPLY_POINT,
			units: [],
		});
		routeA.start();
		this.#meter.onExchange = () => routeA.forgetRows();
		this.#listener = new VirtualListener(this.scheduler);
		this.#tcp = new RouteATcp({ server: routeA.server, listener: this.#listener, scheduler: this.scheduler, log: LOG });
	}

	#cease(): void {
		this.#tcp?.close();
		this.#tcp = undefined;
		this.#listener = undefined;
	}
}
