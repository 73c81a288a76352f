/** What a hand-held does with the meter on the device model, alone or while the HEMS reads. */
import { SeededRandom } from '../../../hal/virtual/random.js';
import { NAME } from '../../../modules/cosem/object-names.js';
import type { Selection } from '../../../modules/dlms/apdu/descriptor.js';
import { encodeRange, SELECTOR, selectionOf } from '../../../modules/dlms/apdu/selective-access.js';
import { DataTag, DataWriter } from '../../../modules/dlms/axdr/data-writer.js';
import { dateTimeOf } from '../../../modules/dlms/axdr/date-time.js';
import { ASSOCIATION_CLASS, CURRENT_ASSOCIATION } from '../../../modules/dlms/current-association.js';
import { encodeHdlcFrame, FLAG } from '../../../modules/hdlc/frame.js';
import { LOAD_PROFILE_COLUMNS } from '../../../src/route-a/object-rows.js';
import { IDIS_PROFILE } from '../../../src/route-a/route-a-profile.js';
import { EPC } from '../../../src/route-b/epc.js';
import type { RouteAPart } from '../../route-a-parts.js';
import type { Bench, Scenario } from './bench.js';
import type { HandHeld } from './hand-held.js';
import type { Memory } from './xs-program.js';

const GET = 0x62;
const MINUTE = 60_000;
const HALF_HOUR = 30 * MINUTE;
const HOUR = 60 * MINUTE;
export const { public: PUBLIC, reading: READING, management: MANAGEMENT } = IDIS_PROFILE.clients;
const REGISTER = 3;
const PROFILE = 7;
/** Objects that the management client sees on a meter with a local port; and how many more with each part, and with sealed credentials. */
const OBJECTS = 64;
const PART_OBJECTS: Readonly<Record<RouteAPart, number>> = Object.freeze({ control: 0, tariff: 18, image: 5, household: 5, push: 4 });
const SEALED_OBJECTS = 4;
/** Objects whose list is longer than a meter sends at once, and how long that is, bytes. */
const MANY = 90;
const MAX_SEND = 4096;
const KEPT_ROWS = 45 * 48;
const COUNTER_OF_READING = NAME.invocationCounter + READING * 256;

/** As a head-end begins: the public client asks for the counter; then a keyed one lists all objects and reads registers. */
export const listObjects: Scenario = async (bench) => {
	const { handHeld, meter } = bench;
	meter.measure(500, 5);
	await handHeld.open(PUBLIC);
	await handHeld.get(1, COUNTER_OF_READING, 2);
	await handHeld.close();
	await handHeld.open(MANAGEMENT);
	await objectList(bench);
	for (const name of REGISTERS) for (const index of [2, 3]) await handHeld.get(REGISTER, name, index);
	await handHeld.close();
};

const REGISTERS = [NAME.importEnergy, NAME.exportEnergy, NAME.importPower, NAME.exportPower, NAME.currentR, NAME.voltageR];

async function objectList({ handHeld, parts, sealed }: Bench): Promise<void> {
	const expected = parts.reduce((sum, part) => sum + PART_OBJECTS[part], OBJECTS + (sealed ? SEALED_OBJECTS : 0));
	let count = 0;
	let length = 0;
	const target = { classId: ASSOCIATION_CLASS, name: CURRENT_ASSOCIATION, index: 2, selection: undefined };
	handHeld.beginArray(target, (element) => {
		count++;
		length += element.length;
	});
	await handHeld.settle();
	if (count !== expected) throw new Error(`expected ${expected} objects, got ${count}`);
	// Whatever is longer than the meter sends at once comes in blocks.
	if (expected > MANY && length <= MAX_SEND) throw new Error(`expected a list of more than ${MAX_SEND} bytes, got ${length}`);
}

/** All 45 days; and the last of them once more by range. */
export const readProfile: Scenario = async (bench) => {
	const { handHeld } = bench;
	await handHeld.open(READING);
	const read = beginRows(handHeld);
	await handHeld.settle();
	read.expect(KEPT_ROWS);
	await readDay(bench);
	await handHeld.close();
};

/** While a hand-held reads all 45 days, the HEMS reads histories without a pause; then the other way round, one joins while the other is there. */
export const bothRoutes: Scenario = async (bench) => {
	const { handHeld, hems } = bench;
	await hems.join();
	await handHeld.open(MANAGEMENT);
	const read = beginRows(handHeld);
	let answers = 0;
	while (handHeld.busy) {
		await hems.ask(GET, [EPC.importHistory1, 0], [EPC.exportHistory1, 0]);
		answers++;
	}
	await handHeld.settle();
	read.expect(KEPT_ROWS);
	if (answers < 100) throw new Error(`expected many answers to the HEMS meanwhile, got ${answers}`);
	const again = beginRows(handHeld);
	await hems.leave();
	await hems.join();
	await handHeld.settle();
	again.expect(KEPT_ROWS);
	await objectList(bench);
	await handHeld.close();
};

/** New keys for the management client, which serve at once and alone; then back to the old ones. */
export const changeKeys: Scenario = async ({ handHeld, keys }) => {
	const old = keys.clients[MANAGEMENT]!;
	const fresh = { encryption: new Uint8Array(16).fill(0x5a), authentication: new Uint8Array(16).fill(0xa5) };
	await handHeld.open(MANAGEMENT);
	await handHeld.changeKeys(fresh);
	await handHeld.close();
	await handHeld.open(MANAGEMENT, fresh);
	await handHeld.get(REGISTER, NAME.importEnergy, 2);
	await handHeld.close();
	await refused(handHeld.open(MANAGEMENT, old));
	await handHeld.close();
	await handHeld.open(MANAGEMENT, fresh);
	await handHeld.changeKeys(old);
	await handHeld.close();
	await handHeld.open(MANAGEMENT);
	await handHeld.close();
};

async function refused(opening: Promise<void>): Promise<void> {
	try {
		await opening;
	} catch {
		return;
	}
	throw new Error('expected the meter to refuse the keys');
}

/** Frames like those of a hand-held, cut and with bytes changed, some with a good FCS, and noise; between them one reads what it can. */
export const hostileLocalPort: Scenario = async ({ handHeld, meter }) => {
	const random = new SeededRandom(1, 'stranger');
	await handHeld.open(MANAGEMENT);
	await handHeld.get(REGISTER, NAME.importEnergy, 2);
	await handHeld.close();
	const heard = handHeld.heard.slice();
	for (let i = 0; i < 1500; i++) {
		handHeld.send(mutate(heard[random.below(heard.length)]!, random));
		await meter.runFor(random.below(400));
		if (i % 100 !== 99) continue;
		await meter.runFor(MINUTE);
		await handHeld.open(MANAGEMENT);
		await handHeld.get(REGISTER, NAME.importEnergy, 2);
		await handHeld.close();
	}
};

function mutate(frame: Uint8Array, random: SeededRandom): Uint8Array {
	const kind = random.below(4);
	if (kind === 0) return frame.slice(0, 1 + random.below(frame.length));
	if (kind === 1) {
		const noise = new Uint8Array(1 + random.below(80));
		random.fill(noise);
		return noise;
	}
	const bytes = frame.slice();
	for (let changes = random.below(3); changes > 0; changes--) bytes[random.below(bytes.length)] = random.below(256);
	return kind === 2 || bytes.length < 12 || bytes[0] !== FLAG ? bytes : resealed(bytes);
}

/** The same information and control field, with the check sequences that belong to them. */
function resealed(bytes: Uint8Array): Uint8Array {
	const address = (upper: number) => ({ upper: upper >> 1, lower: 0, length: 1 });
	return encodeHdlcFrame({
		segmented: (bytes[1]! & 0x08) !== 0,
		destination: address(bytes[3]!),
		source: address(bytes[4]!),
		control: bytes[5]!,
		information: bytes.slice(8, -3),
	});
}

/** What a hand-held does in each hour of a day: a day's rows by range, registers; once all objects, once all rows. */
export async function hourly(bench: Bench, hour: number): Promise<void> {
	const { handHeld } = bench;
	await handHeld.open(hour % 2 === 0 ? MANAGEMENT : READING);
	for (const name of REGISTERS) await handHeld.get(REGISTER, name, 2);
	if (hour === 6) await objectList(bench);
	if (hour === 20) {
		const read = beginRows(handHeld);
		await handHeld.settle();
		read.expect(KEPT_ROWS);
	} else await readDay(bench);
	await handHeld.close();
}

/** The newest day's rows by range. */
export async function readDay({ handHeld, start, scheduler }: Pick<Bench, 'handHeld' | 'start' | 'scheduler'>): Promise<void> {
	const newest = start + Math.floor(scheduler.now() / HALF_HOUR) * HALF_HOUR;
	const time = (at: number) => ({ tag: DataTag.octetString, bytes: dateTimeOf(at, IDIS_PROFILE.deviation, 0) }) as const;
	const parameters = new DataWriter();
	encodeRange(parameters, { restricting: LOAD_PROFILE_COLUMNS[0]!, from: time(newest - 24 * HOUR + 1), to: time(newest), columns: [] });
	const read = beginRows(handHeld, selectionOf(SELECTOR.range, parameters));
	await handHeld.settle();
	read.expect(48);
}

/** Begins to read rows of the load profile. */
function beginRows(handHeld: HandHeld, selection?: Selection): { expect(least: number): void } {
	let whole = 0;
	handHeld.beginArray({ classId: PROFILE, name: NAME.loadProfile, index: 2, selection }, (row) => {
		if (row[2] === DataTag.octetString) whole++;
	});
	return {
		expect(least) {
			if (whole < least) throw new Error(`expected ${least} rows, got ${whole}`);
		},
	};
}

/** Associations and GETs without a pause; `onMemory` gets what is alive before them and after each of the `parts`. */
export function routeARequests(count: number, parts: number, onMemory: (memory: Memory) => void): Scenario {
	return async (bench) => {
		const { handHeld, meter } = bench;
		const round = async (requests: number) => {
			await handHeld.open(MANAGEMENT);
			for (let i = 0; i < requests; i++) await handHeld.get(REGISTER, NAME.importEnergy, 2);
			await objectList(bench);
			await handHeld.close();
			await meter.runFor(MINUTE);
			onMemory(await meter.memory());
		};
		await round(10);
		for (let part = 0; part < parts; part++) await round(count / parts);
	};
}
