/** A meter whose radio is a Wi-SUN module, and a HEMS with a dongle: two emulated modules in one air, a cable at each, in virtual time. */
import type { Serial } from '../../../../hal/ports/serial.js';
import { SchedulerClock } from '../../../../hal/virtual/clock.js';
import { RamFlash } from '../../../../hal/virtual/flash.js';
import { SeededRandom } from '../../../../hal/virtual/random.js';
import { VirtualScheduler } from '../../../../hal/virtual/scheduler.js';
import { PortableCipher } from '../../../../modules/crypto/cipher.js';
import { linkLocalAddress } from '../../../../modules/ipv6/address.js';
import { Air } from '../../../../modules/medium/air.js';
import type { Medium } from '../../../../modules/medium/medium.js';
import { SkClient } from '../../../../modules/wi-sun-module/skstack/host/client.js';
import { SkCoordinator } from '../../../../modules/wi-sun-module/skstack/host/coordinator.js';
import { MODELS, type ModelName } from '../../../../modules/wi-sun-module/skstack/language/model.js';
import type { PanDescription } from '../../../../modules/wi-sun-module/skstack/language/scan-lines.js';
import { meteringSectors } from '../../../../src/meter/metering/history.js';
import { MeteringUnit } from '../../../../src/meter/metering/metering-unit.js';
import { GEN1 } from '../../../../src/route-b/meter-profile.js';
import { RouteB } from '../../../../src/route-b/route-b.js';
import { Dongle } from '../../../../src/world/dongle/dongle.js';
import { constantLoad, PlayedLoad } from '../../../../src/world/load/source.js';
import { faultyAir, switchedOn } from '../fault/fault-rig.js';
import { CREDENTIALS } from './hems-rig.js';

export const CHANNEL = 0x31;
export const PAN_ID = 0xb5fb;

/** One UART line, each way 1 ms long. */
export class Cable {
	readonly host: Serial;
	readonly module: Serial;
	/** What becomes of bytes on the way to the host, and to the module. */
	toHost: (bytes: Uint8Array) => Uint8Array = (bytes) => bytes;
	toModule: (bytes: Uint8Array) => Uint8Array = (bytes) => bytes;

	constructor(scheduler: VirtualScheduler) {
		const ends: [Serial, Serial] = [
			{ onReceive() {}, write: (bytes) => scheduler.after(1, () => ends[1].onReceive(this.toModule(bytes))) },
			{ onReceive() {}, write: (bytes) => scheduler.after(1, () => ends[0].onReceive(this.toHost(bytes))) },
		];
		[this.host, this.module] = ends;
	}
}

export interface ModuleRigOptions {
	/** Of the module at the meter, and of the dongle at the HEMS. */
	readonly model?: ModelName;
	readonly hems?: ModelName;
	/** Of the air, as for `--fault`. */
	readonly faults?: readonly string[];
	/** Of the meter's module, ms an hour. */
	readonly transmitLimit?: number;
	/** s */
	readonly lifetime?: number;
}

const START = Date.UTC(2026, 10, 22, 3, 10);
const SECTOR = 4096;
const MAC = Uint8Array.of(0x00, 0x1d, 0x12, 0x91, 0, 0, 0, 1);

/** A program on the cable of its dongle. */
export class Hems {
	readonly client: SkClient;
	readonly cable: Cable;
	readonly received: Uint8Array[] = [];
	/** EVENT numbers, in the order in which they came. */
	readonly events: number[] = [];
	readonly #scheduler: VirtualScheduler;
	readonly #meter = linkLocalAddress(MAC);

	constructor(scheduler: VirtualScheduler, cable: Cable) {
		this.#scheduler = scheduler;
		this.cable = cable;
		this.client = new SkClient({
			scheduler,
			write: (bytes) => cable.host.write(bytes),
			listener: {
				onDatagram: ({ localPort, payload }) => localPort === 3610 && this.received.push(payload),
				onEvent: ({ event }) => this.events.push(event),
			},
		});
		cable.host.onReceive = (bytes) => this.client.receive(bytes);
	}

	/** What `start` hands to its callback within `limit` ms. */
	await<Value>(start: (done: (value: Value) => void) => void, limit = 600_000): Value | undefined {
		let result: Value | undefined;
		let waiting = true;
		start((value) => {
			result = value;
			waiting = false;
		});
		this.#scheduler.runWhile(() => waiting, limit);
		return result;
	}

	/** Starts, and looks for the meter. */
	find(password = CREDENTIALS.password): PanDescription | undefined {
		this.await((done) => this.client.open(done));
		this.await((done) => this.client.configure(CREDENTIALS.id, password, done));
		return this.await((done: (pans: readonly PanDescription[]) => void) => this.client.scan(done, [4]))?.[0];
	}

	/** From nothing to a session. */
	join(password?: string): boolean {
		const pan = this.find(password);
		return pan !== undefined && this.joinAgain(pan);
	}

	joinAgain(pan: PanDescription = { channel: CHANNEL, panId: PAN_ID, mac: MAC, lqi: 0 }): boolean {
		return this.await((done: (joined: boolean) => void) => this.client.join(pan, done)) ?? false;
	}

	terminate(): boolean {
		return this.await((done: (ended: boolean) => void) => this.client.terminate(done)) ?? false;
	}

	/** Sends a request until its answer comes; undefined after `tries`. */
	ask(frame: Uint8Array, tries = 5): Uint8Array | undefined {
		const answer = () => this.received.find((bytes) => bytes[2] === frame[2] && bytes[3] === frame[3] && bytes[10] !== INF);
		for (let i = 0; i < tries; i++) {
			this.received.length = 0;
			this.await((done) => this.client.send(this.#meter, 3610, frame, 'required', done));
			this.#scheduler.runWhile(() => answer() === undefined, 5_000);
			if (answer() !== undefined) return answer();
		}
		return undefined;
	}
}

export class ModuleRig {
	readonly scheduler = new VirtualScheduler();
	readonly air: Air;
	readonly cable = new Cable(this.scheduler);
	readonly coordinator: SkCoordinator;
	readonly routeB: RouteB;
	readonly hems: Hems;
	/** What the coordinator told, with its details. */
	readonly states: string[] = [];
	readonly #module: Dongle;
	readonly #radios: Medium;
	readonly #cipher = new PortableCipher();

	constructor(options: ModuleRigOptions = {}) {
		const { scheduler } = this;
		const { lifetime } = options;
		const log = { write() {} };
		this.air = new Air({ scheduler });
		this.#radios = faultyAir(this.air, scheduler, switchedOn(options.faults ?? []));
		this.#module = this.#createDongle('meter', options.model ?? 'bp35a1', this.cable, MAC, options.transmitLimit);
		this.coordinator = new SkCoordinator({
			serial: this.cable.host,
			scheduler,
			log,
			channel: CHANNEL,
			panId: PAN_ID,
			...(lifetime !== undefined && { lifetime }),
			onState: (state, detail) => this.states.push(`${state} ${detail}`),
		});
		const unit = new MeteringUnit({
			scheduler,
			clock: new SchedulerClock(scheduler, START),
			metrology: new PlayedLoad(constantLoad(500), scheduler, START),
			flash: new RamFlash(meteringSectors(SECTOR), SECTOR),
			log,
			counter: GEN1.counter,
		});
		const random = new SeededRandom(1, 'meter');
		this.routeB = new RouteB({ random, log, profile: GEN1, serial: 'KEIKI0000001' }, this.coordinator, scheduler, unit);
		unit.start();
		this.routeB.start(CREDENTIALS);
		this.hems = this.addHems(options.hems ?? 'bp35a1', 1);
	}

	/** What the meter's Route B saw of sessions: the newest eight events. */
	get peers(): string {
		return this.routeB.status
			.report()
			.events.map(({ event }) => event)
			.join();
	}

	addHems(model: ModelName, number: number): Hems {
		const cable = new Cable(this.scheduler);
		this.#createDongle(`hems ${number}`, model, cable, Uint8Array.of(0x00, 0x1d, 0x12, 0x91, 1, 0, 0, number));
		return new Hems(this.scheduler, cable);
	}

	/** The meter's module loses its power for a moment: its session, its registers and its settings are gone, and nobody is told. */
	resetModule(): void {
		const { toHost } = this.cable;
		this.cable.toHost = () => NOTHING;
		this.#module.module.receive(RESET);
		this.scheduler.runFor(10);
		this.cable.toHost = toHost;
	}

	/** Until the meter's PAN exists. */
	power(limit = 600_000): boolean {
		this.scheduler.runWhile(() => this.coordinator.state !== 'running', limit);
		return this.coordinator.state === 'running';
	}

	/** The meter starts, and the HEMS joins. */
	join(): boolean {
		return this.power() && this.hems.join();
	}

	#createDongle(name: string, model: ModelName, cable: Cable, macAddress: Uint8Array, transmitLimit?: number): Dongle {
		const dongle: Dongle = new Dongle({
			name,
			model: MODELS[model],
			serial: cable.module,
			air: this.#radios,
			scheduler: this.scheduler,
			random: new SeededRandom(1, name),
			cipher: this.#cipher,
			log: { write() {} },
			macAddress,
			...(transmitLimit !== undefined && { transmitLimit }),
		});
		cable.module.onReceive = (bytes) => dongle.module.receive(bytes);
		return dongle;
	}
}

/** Changes one byte in so many into another one. */
export function noise(random: SeededRandom, oneIn: number): (bytes: Uint8Array) => Uint8Array {
	return (bytes) => bytes.map((byte) => (random.below(oneIn) === 0 ? random.below(256) : byte));
}

const INF = 0x73;
const NOTHING = new Uint8Array(0);
/** CR SKRESET CR. */
const RESET = Uint8Array.of(0x0d, 0x53, 0x4b, 0x52, 0x45, 0x53, 0x45, 0x54, 0x0d);
