/**
 * A whole meter in virtual time with a head-end at it, and a record of all that its flashes were asked to do meanwhile: so at each operation the meter can be
 * begun anew from what its flashes hold when the power fails there.
 */
import { type FlashOperation, RamFlash } from '../../../../hal/virtual/flash.js';
import { SeededRandom } from '../../../../hal/virtual/random.js';
import { toUpperHex } from '../../../../modules/bytes/hex.js';
import { joined } from '../../../../modules/bytes/joined.js';
import { NAME } from '../../../../modules/cosem/object-names.js';
import { PortableCipher } from '../../../../modules/crypto/cipher.js';
import { DataWriter } from '../../../../modules/dlms/axdr/data-writer.js';
import { logicalNameText } from '../../../../modules/dlms/axdr/obis.js';
import { CONTROL } from '../../../../modules/dlms/security/ciphering.js';
import { modeOf } from '../../../../modules/dlms/server/logical-device.js';
import { HOUR } from '../../../../modules/time/durations.js';
import type { Carrier, Connection } from '../../../../src/head-end/connection.js';
import { keyTransferParameter, newKeys, securitySetupOf, transferKeys } from '../../../../src/head-end/key-change.js';
import { MeterSession, PUBLIC_CLIENT } from '../../../../src/head-end/meter-session.js';
import { TransmitSupply } from '../../../../src/head-end/transmit-supply.js';
import type { UseCaseTools } from '../../../../src/head-end/use-cases/outcome.js';
import { parseCombination } from '../../../../src/meter/catalogue/parse.js';
import { meteringSectors } from '../../../../src/meter/metering/history.js';
import { LOG_NAMES } from '../../../../src/route-a/control/slot-rows.js';
import { UNIT_KIND } from '../../../../src/route-a/facts.js';
import { encodeImage } from '../../../../src/route-a/image/image-format.js';
import type { PushCarrier } from '../../../../src/route-a/push-carrier.js';
import { callerOf } from '../../../../src/route-a/push-message.js';
import type { RouteA } from '../../../../src/route-a/route-a.js';
import { GEN1 } from '../../../../src/route-b/meter-profile.js';
import { constantLoad } from '../../../../src/world/load/source.js';
import { DEMO_KEYS } from '../../../../src/world/meter/demo-keys.js';
import { Simulator } from '../../../../src/world/simulation/simulator.js';
import { type KeptUnit, SECTOR_SIZE, type UnitMemory } from '../../../../src/world/units/unit-memory.js';
import { CREDENTIALS } from '../../world/simulation/hems-rig.js';

const MANAGEMENT = 1;
const START = Date.UTC(2026, 10, 30, 3, 10);
const UNITS = parseCombination('rf-b,1p3w-60-2way,switch-1p3w-60,normal');
/** What use cases find to limit, and to switch by the load relay, W. */
const WATTS = 2000;
const RELAY_WATTS = 1500;
const CIPHER = new PortableCipher();
const TITLE = Uint8Array.of(0x4b, 0x45, 0x49, 0, 0, 0, 0, 1);
const LOG = { write() {} };
/** In the record, the flash of the metering unit. */
const METERING = 'metering unit';
/** Half-hours on record come of these. */
const HOURS = 3;
/** Between two messages, ms. */
const TURN = 20;
/** By then all units know of each other, and what was due at the start has come, ms. */
const SETTLED = 6000;
/** Bytes of the image: some blocks. */
const IMAGE = 3000;
const READ = 1;
const WRITE = 2;
const DISCONNECT_CONTROL = 70;

/** Flashes in RAM that can be looked at. */
class Flashes implements UnitMemory {
	units: readonly KeptUnit[];
	readonly flashes = new Map<string, RamFlash>();
	onOperation: ((owner: string, operation: FlashOperation) => void) | undefined;

	constructor(units: readonly KeptUnit[] = []) {
		this.units = units;
	}

	keep(units: readonly KeptUnit[]): void {
		this.units = units;
	}

	has(owner: string): boolean {
		return this.flashes.has(owner);
	}

	flash(owner: string, sectors: number): RamFlash {
		const known = this.flashes.get(owner);
		if (known !== undefined) return known;
		const flash = new RamFlash(sectors, SECTOR_SIZE);
		flash.onOperation = (operation) => this.onOperation?.(owner, operation);
		this.flashes.set(owner, flash);
		return flash;
	}

	/** The same content in other flashes. */
	copy(): Flashes {
		const copy = new Flashes(this.units);
		for (const [owner, flash] of this.flashes) copy.flash(owner, flash.sectors).restore(flash.snapshot());
		return copy;
	}
}

/** What was done to a flash, when, and between which two stands of the meter. */
interface Recorded {
	readonly owner: string;
	readonly sectors: number;
	readonly operation: FlashOperation;
	/** ms since 1970-01-01T00:00:00Z. */
	readonly time: number;
	readonly stand: number;
}

export interface Stand {
	/** By what they are of. */
	readonly values: ReadonlyMap<string, string>;
	/** Their entries. */
	readonly logs: ReadonlyMap<string, readonly string[]>;
	/** The last invocation counter that the meter accepted. */
	readonly received: number;
}

/** What comes of a power cut in an operation: how the meter stands when it has power again, and a while later; how it stood before and behind the operation. */
export interface Cut {
	readonly what: string;
	/** Of the flash. */
	readonly owner: string;
	readonly found: Stand;
	readonly settled: Stand;
	readonly before: Stand;
	readonly after: Stand;
}

export class RecordedMeter {
	/** In their order. */
	readonly #operations: Recorded[] = [];
	/** How the meter was before the first operation, and after each message, or wait, in which there was one. */
	readonly #stands: Stand[];
	readonly #before: Flashes;
	readonly #simulator: Simulator;
	readonly #start: number;
	#keys = DEMO_KEYS.clients[MANAGEMENT]!;
	#session: MeterSession;
	#pushes = 0;

	constructor() {
		const flashes = new Flashes();
		this.#start = START;
		this.#simulator = simulatorOf(flashes, START, 1, () => this.#pushes++);
		this.#simulator.scheduler.runFor(HOURS * HOUR);
		// There is something to clear.
		this.#simulator.meters[0]!.pull('cover');
		this.#simulator.scheduler.runFor(SETTLED);
		this.#before = flashes.copy();
		this.#stands = [standOf(this.#routeA)];
		flashes.onOperation = (owner, operation) => {
			const kept = operation.type === 'write' ? { ...operation, bytes: operation.bytes.slice() } : operation;
			const { sectors } = flashes.flashes.get(owner)!;
			this.#operations.push({ owner, sectors, operation: kept, time: this.#now, stand: this.#stands.length - 1 });
		};
		this.#session = this.#newSession(MANAGEMENT);
	}

	get tools(): UseCaseTools {
		return {
			session: () => this.#session,
			publicly: async (work) => {
				const session = this.#newSession(PUBLIC_CLIENT);
				const result = await work(session);
				await session.close();
				return result;
			},
			changeKeys: async () => {
				const keys = newKeys(new SeededRandom(13, 'keys'));
				const setup = await securitySetupOf(this.#session);
				await transferKeys(this.#session, setup, keyTransferParameter(CIPHER, DEMO_KEYS.kek!, keys));
				await this.#session.close();
				this.#keys = keys;
				this.#session = this.#newSession(MANAGEMENT);
			},
			pushPlace: async () => {
				const before = this.#pushes;
				const heard = async (time: number) => {
					this.#wait(time);
					return this.#pushes > before;
				};
				return { destination: '[::1]:4060', heard, close: () => {} };
			},
			imageOf: (maker, version) =>
				encodeImage(
					{ unit: UNIT_KIND.metering, maker, version, settings: [] },
					{ firmwareKey: DEMO_KEYS.firmwareKey!, signatureKey: undefined },
					CIPHER,
					IMAGE,
				),
			broadcast: async () => false,
			client: MANAGEMENT,
			now: () => this.#now,
			wait: async (time) => this.#wait(time),
			patience: 10_000,
			companion: 'japan',
			isStopped: () => false,
		};
	}

	/** Each operation with what comes of a power cut in it. */
	*cuts(random: SeededRandom): Generator<Cut> {
		const shadow = this.#before.copy();
		for (const [i, { owner, sectors, operation, time, stand }] of this.#operations.entries()) {
			const torn = shadow.copy();
			torn.flash(owner, sectors).tear(operation, random);
			const simulator = simulatorOf(torn, time, 2, () => {});
			simulator.scheduler.runFor(TURN);
			const found = standOf(routeAOf(simulator));
			simulator.scheduler.runFor(SETTLED);
			const settled = standOf(routeAOf(simulator));
			const what = `cut ${i}, ${operation.type} of ${owner}`;
			yield { what, owner, found, settled, before: this.#stands[stand]!, after: this.#stands[stand + 1]! };
			const flash = shadow.flash(owner, sectors);
			if (operation.type === 'write') flash.write(operation.offset, operation.bytes);
			else flash.erase(operation.sector);
		}
	}

	get #now(): number {
		return Math.floor(this.#start + this.#simulator.scheduler.now());
	}

	get #routeA(): RouteA {
		return routeAOf(this.#simulator);
	}

	#wait(time: number): void {
		this.#simulator.scheduler.runFor(time);
		this.#mark();
	}

	#mark(): void {
		if (this.#operations.at(-1)?.stand === this.#stands.length - 1) this.#stands.push(standOf(this.#routeA));
	}

	#newSession(client: number): MeterSession {
		const isPublic = client === PUBLIC_CLIENT;
		return new MeterSession({
			carrier: this.#carrier,
			client,
			server: 1,
			security: isPublic
				? undefined
				: {
						keys: { ...this.#keys, broadcast: DEMO_KEYS.broadcast, kek: DEMO_KEYS.kek },
						title: TITLE,
						protocol: 'glo',
						control: CONTROL.authentication | CONTROL.encryption,
						counter: undefined,
						supply: new TransmitSupply(undefined),
					},
			scheduler: this.#simulator.scheduler,
			random: new SeededRandom(13, 'head-end'),
			cipher: CIPHER,
			timeout: 5000,
			retries: 0,
		});
	}

	get #carrier(): Carrier {
		const connect = async (client: number): Promise<Connection> => {
			const association = this.#routeA.server.connect(client, { exclusive: true })!;
			const connection: Connection = {
				onApdu: () => {},
				onActivity: () => {},
				onLost: () => {},
				send: (apdu) => {
					const request = apdu.slice();
					queueMicrotask(() => {
						association.receive(request, (answer) => connection.onApdu(answer));
						this.#wait(TURN);
					});
				},
				close: async () => association.close(),
			};
			return connection;
		};
		return { maxApdu: 65_535, connect, close: async () => {} };
	}
}

function simulatorOf(flashes: Flashes, start: number, run: number, onPush: () => void): Simulator {
	const push: PushCarrier = {
		send: (_by, _to, _port, _frame, done) => {
			onPush();
			queueMicrotask(() => done(undefined));
		},
	};
	return new Simulator({
		seed: 1,
		run,
		start,
		load: constantLoad(WATTS),
		profile: GEN1,
		credentials: CREDENTIALS,
		log: LOG,
		onEvent: () => {},
		flash: flashes.flash(METERING, meteringSectors(SECTOR_SIZE)),
		memory: flashes,
		combination: flashes.units.length === 0 ? UNITS : undefined,
		routeA: { keys: DEMO_KEYS, household: { relayWatts: RELAY_WATTS }, link: () => ({ push, open() {}, close() {} }) },
	});
}

function routeAOf(simulator: Simulator): RouteA {
	return simulator.meters[0]!.routeA!;
}

/** How it stands with what use cases change. */
function standOf(routeA: RouteA): Stand {
	const { server } = routeA;
	const { security } = server.options.clients.find(({ id }) => id === MANAGEMENT)!;
	const { encryption, authentication } = security!.keys;
	const values = valuesOf(routeA);
	for (const { serial, firmware } of routeA.units) values.set(`firmware of ${serial}`, firmware);
	values.set('keys', toUpperHex(joined([encryption, authentication])));
	return { values, logs: logsOf(routeA), received: security!.lastReceived };
}

/** All that can be set, and how supply and load relay stand: what is of one of these is one value. */
function valuesOf({ server }: RouteA): Map<string, string> {
	const values = new Map<string, string>();
	const w = new DataWriter();
	const { device, clients } = server.options;
	const caller = callerOf(server, clients.find(({ id }) => id === MANAGEMENT)!);
	for (const [i, { type, name }] of device.objects.entries()) {
		const digits = device.rights[i]![MANAGEMENT]?.attributes ?? '';
		const isSwitch = type.classId === DISCONNECT_CONTROL;
		if (name === NAME.clock) continue;
		w.truncate(0);
		for (let index = 2; index <= digits.length; index++) {
			const mode = modeOf(digits, index);
			if ((mode & READ) === 0 || !(isSwitch || (mode & WRITE) !== 0)) continue;
			if (!isSwitch) w.truncate(0);
			const result = device.read({ classId: type.classId, name, index, selection: undefined }, w, caller);
			if (typeof result !== 'number') while (result.produce(w));
			values.set(
				`${type.classId}/${logicalNameText(name)}${isSwitch ? '' : `:${index}`}`,
				typeof result === 'number' && result !== 0 ? `result ${result}` : toUpperHex(w.bytes),
			);
		}
	}
	return values;
}

/** Entries of each log, in their order. */
function logsOf({ control: { logs }, events, routeAProfile }: RouteA): Map<string, readonly string[]> {
	const all = new Map<string, readonly string[]>();
	for (const name of LOG_NAMES) {
		const entries: string[] = [];
		for (let row = Math.max(0, logs.end(name) - logs.capacity(name)); row < logs.end(name); row++)
			entries.push(`${logs.time(name, row)} ${logs.code(name, row)} ${logs.value(name, row)}`);
		all.set(name, entries);
	}
	const standard: string[] = [];
	// That the power came tells the log of its own.
	for (let row = events.first; row < events.end; row++)
		if (events.code(row) !== routeAProfile.events.powerUp) standard.push(`${events.time(row)} ${events.code(row)}`);
	all.set('standard', standard);
	return all;
}
