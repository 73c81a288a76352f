/** What happens to a meter of plug-in units on the device model while a HEMS is connected. */
import { NAME } from '../../../modules/cosem/object-names.js';
import { EPC } from '../../../src/route-b/epc.js';
import type { Bench, Scenario } from './bench.js';
import { complete, GET, SET_C } from './scenarios.js';
import type { Memory } from './xs-program.js';

const MINUTE = 60_000;
/** A client of Route A, classes of objects, and an attribute of the second. */
const MANAGEMENT = 1;
const DATA = 1;
const PROFILE = 7;
const ENTRIES_IN_USE = 7;
/** As long as a new unit needs to be greeted, and its neighbours to hear of it. */
const GREETING = 5000;

/**
 * A join, reads, a history, a half-hour closed; then the metering unit is exchanged for a new one and put back while the session goes on; the switching unit
 * opens and closes by order; its breaker trips and recloses.
 */
export const fourUnits: Scenario = (bench) => atWork(bench, async () => {});

/** The same, and a hand-held looks in after each exchange. */
export const fourUnitsBothRoutes: Scenario = (bench) =>
	atWork(bench, async (serial, rows) => {
		const { handHeld } = bench;
		await handHeld.open(MANAGEMENT);
		const units = Buffer.from(await handHeld.get(DATA, NAME.installedUnits, 2)).toString('latin1');
		if (!units.includes(serial)) throw new Error(`expected ${serial} among the units, got ${units}`);
		const entries = Buffer.from(await handHeld.get(PROFILE, NAME.loadProfile, ENTRIES_IN_USE)).readUInt32BE(1);
		if (rows ? entries < 2000 : entries > 1) throw new Error(`expected the rows of ${serial}, got ${entries}`);
		await handHeld.close();
	});

/** `onExchange` gets the serial number of the unit that is in place now, and whether it has 45 days on record. */
async function atWork(bench: Bench, onExchange: (serial: string, rows: boolean) => Promise<void>): Promise<void> {
	const { hems, meter } = bench;
	await hems.join();
	meter.measure(1000, 10);
	for (let i = 0; i < 5; i++) await hems.ask(GET, [EPC.power, 0]);
	await readHistory(bench);
	if (!(await meter.runWhile(() => hems.informed === 0, 35 * MINUTE))) throw new Error('no notification came');
	await exchange(bench, 'M002');
	await isShown(bench, EPC.importEnergy, 0);
	await onExchange('M002', false);
	await exchange(bench, 'M001');
	await onExchange('M001', true);
	await readHistory(bench);
	meter.order('open');
	await isContact(bench, false);
	await isShown(bench, EPC.power, 0);
	meter.order('close');
	await isContact(bench, true);
	await isShown(bench, EPC.power, 1000);
	await trip(bench);
	await isShown(bench, EPC.power, 1000);
}

/** The metering unit is exchanged again and again while the HEMS reads; `onMemory` gets what is alive before that and after each of the `parts`. */
export function exchanges(count: number, parts: number, onMemory: (memory: Memory) => void): Scenario {
	return async (bench) => {
		const { hems, meter } = bench;
		await hems.join();
		// Once there and back, so that both units have been in place.
		for (let part = 0; part <= parts; part++) {
			for (let i = 0; i < (part === 0 ? 2 : count / parts); i++) {
				await exchange(bench, i % 2 === 0 ? 'M002' : 'M001');
				await hems.ask(GET, [EPC.power, 0]);
			}
			await meter.runFor(MINUTE);
			onMemory(await meter.memory());
		}
	};
}

async function readHistory({ hems }: Bench): Promise<void> {
	await hems.ask(SET_C, [EPC.history1Day, 1, 3]);
	complete(await hems.ask(GET, [EPC.importHistory1, 0]));
}

async function exchange({ hems, meter }: Bench, serial: string): Promise<void> {
	meter.pull('metering');
	await meter.runFor(GREETING);
	await hems.ask(GET, [EPC.faultStatus, 0]);
	meter.plug(serial);
	await meter.runFor(GREETING);
	told(meter.log, `metering: plugged: 1p3w-60-2way ${serial}`);
}

/** An ampere contract, far more than it allows, and a load that the breaker lets be when it closes again. */
async function trip(bench: Bench): Promise<void> {
	const { meter } = bench;
	meter.order('capacity 20');
	meter.measure(5000, 50);
	await isContact(bench, false);
	meter.measure(1000, 10);
	await isContact(bench, true);
	told(meter.log, 'breaker open done');
}

async function isContact({ meter }: Bench, closed: boolean): Promise<void> {
	if (!(await meter.runWhile(() => meter.contactClosed !== closed, 30 * MINUTE)))
		throw new Error(`the contact does not ${closed ? 'close' : 'open'}: ${meter.log.slice(-12).join('\n')}`);
	await meter.runFor(1000);
}

/** A property of four bytes. */
async function isShown({ hems }: Bench, property: number, value: number): Promise<void> {
	const answer = await hems.ask(GET, [property, 0]);
	const shown = new DataView(answer.buffer, answer.byteOffset + 2).getInt32(0);
	if (shown !== value) throw new Error(`EPC ${property.toString(16)}: expected ${value}, got ${shown}`);
}

function told(log: readonly string[], text: string): void {
	if (!log.some((line) => line.includes(text))) throw new Error(`expected the meter to tell "${text}", it told\n${log.join('\n')}`);
}
