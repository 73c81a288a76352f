/** What a HEMS does with the meter on the device model. */
import { SeededRandom } from '../../../hal/virtual/random.js';
import { writeFcs } from '../../../modules/ieee802154/fcs.js';
import { EPC } from '../../../src/route-b/epc.js';
import { type Bench, CHANNEL, type Scenario } from './bench.js';
import { hourly } from './route-a-scenarios.js';
import type { Memory } from './xs-program.js';

export const GET = 0x62;
export const SET_C = 0x61;
const MINUTE = 60_000;
const HALF_HOUR = 30 * MINUTE;
/** ms. */
const QUIET = 10 * MINUTE;
/** Data that are not there, in E2, EC and EE. */
const NO_DATA = 'ff,ff,ff,fe';

export const join: Scenario = async ({ hems }) => hems.join();

export const twentyReads: Scenario = async ({ hems }) => {
	await hems.join();
	for (let i = 0; i < 20; i++) await hems.ask(GET, [EPC.power, 0]);
};

export const oneNotification: Scenario = async ({ hems, meter }) => {
	await hems.join();
	if (!(await meter.runWhile(() => hems.informed === 0, 35 * MINUTE))) throw new Error('no notification came');
};

/** The ends and beginnings of sessions: authenticated again, ended and begun anew, and one with a wrong password. */
export const sessions: Scenario = async ({ hems }) => {
	await hems.join();
	for (let i = 0; i < 5; i++) {
		await hems.rejoin();
		await hems.ask(GET, [EPC.power, 0]);
		await hems.leave();
		await hems.join(i === 2 ? 'a wrong one!' : undefined);
		if (i === 2) await hems.join();
	}
};

/** Frames as a stranger sends them who has heard others: the same once more, cut, and with bytes changed, between the requests of the HEMS. */
export const hostileAir: Scenario = async ({ air, hems, meter, scheduler }) => {
	const heard: Uint8Array[] = [];
	const random = new SeededRandom(1, 'stranger');
	const stranger = air.createRadio('stranger');
	stranger.listen(CHANNEL);
	stranger.onReceive = ({ psdu }) => void (heard.length < 200 && heard.push(psdu));
	await hems.join();
	for (let i = 0; i < 1500; i++) {
		if (i % 50 === 0) await hems.ask(GET, [EPC.importHistory1, 0], [EPC.exportHistory1, 0]);
		let busy = true;
		stranger.transmit(mutate(heard[random.below(heard.length)]!, random), true, () => {
			busy = false;
		});
		await meter.runWhile(() => busy, MINUTE);
		await meter.runFor(scheduler.now() % 7);
	}
	await meter.runFor(2 * MINUTE);
	await hems.ask(GET, [EPC.power, 0]);
	// Of each reason it tells once.
	if (meter.log.length < 5) throw new Error(`expected the meter to drop frames of a stranger for five reasons, it told ${meter.log.length}`);
};

/** With a good FCS, for others do not get past the MAC's first line. */
function mutate(frame: Uint8Array, random: SeededRandom): Uint8Array {
	const bytes = random.below(4) === 0 ? frame.slice(0, 2 + random.below(frame.length - 1)) : frame.slice();
	for (let changes = random.below(3); changes > 0; changes--) bytes[random.below(bytes.length)] = random.below(256);
	writeFcs(bytes, 2);
	return bytes;
}

/** A day: every minute the load changes, and the HEMS reads, now this, now that; the histories of all 45 days among it. */
export const day: Scenario = (bench) => aDay(bench, false);

/** The same, and each hour a hand-held reads at the local port while the HEMS waits for its turn. */
export const dayOfBothRoutes: Scenario = (bench) => aDay(bench, true);

async function aDay(bench: Bench, routeA: boolean): Promise<void> {
	const { hems, meter, scheduler } = bench;
	await hems.join();
	for (let minute = 0; minute < 24 * 60; minute++) {
		meter.measure(300 + (minute % 60) * 20, 3 + (minute % 60) / 5);
		await READS[minute % READS.length]!(bench, minute);
		if (routeA && minute % 60 === 40) await hourly(bench, Math.floor(minute / 60));
		await meter.runFor((minute + 1) * MINUTE - scheduler.now());
	}
	if (hems.informed < 47) throw new Error(`expected a notification each half-hour, got ${hems.informed}`);
}

const READS: readonly ((bench: Bench, minute: number) => Promise<unknown>)[] = [
	({ hems }) => hems.ask(GET, [EPC.power, 0], [EPC.currents, 0]),
	({ hems }) => hems.ask(GET, [EPC.importEnergy, 0], [EPC.exportEnergy, 0], [EPC.energyUnit, 0], [EPC.coefficient, 0]),
	async ({ hems }, minute) => {
		await hems.ask(SET_C, [EPC.history1Day, 1, 1 + (minute % 44)]);
		complete(await hems.ask(GET, [EPC.importHistory1, 0]));
	},
	({ hems }) => hems.ask(GET, [EPC.importHistory1, 0], [EPC.exportHistory1, 0]),
	async ({ hems }) => {
		await hems.ask(SET_C, [EPC.history2Time, 7, 0x07, 0xea, 11, 21, 12, 0, 12]);
		complete(await hems.ask(GET, [EPC.history2, 0]));
	},
	({ hems }) => hems.ask(GET, [EPC.fixedTimeImport, 0], [EPC.fixedTimeExport, 0], [EPC.currentTime, 0], [EPC.currentDate, 0]),
	({ hems }) => hems.ask(GET, [EPC.minuteEnergy, 0]),
	({ hems }) => hems.ask(GET, [EPC.readableMap, 0], [EPC.settableMap, 0], [EPC.announcedMap, 0]),
];

export function complete(history: Uint8Array): void {
	const text = Array.from(history, (byte) => byte.toString(16)).join();
	if (text.includes(NO_DATA)) throw new Error(`a history lacks data: ${text}`);
}

/** Requests without a pause, one behind the other; `onMemory` gets what is alive before them and after each of the `parts`. */
export function requests(count: number, parts: number, onMemory: (memory: Memory) => void): Scenario {
	return async (bench) => {
		const { hems, meter } = bench;
		await hems.join();
		await untilQuiet(bench);
		onMemory(await meter.memory());
		for (let part = 0; part < parts; part++) {
			for (let i = 0; i < count / parts; i++) await hems.ask(GET, [EPC.power, 0]);
			await untilQuiet(bench);
			onMemory(await meter.memory());
		}
	};
}

/** Ten minutes into a half-hour, when its notification is long over. */
async function untilQuiet({ meter, scheduler, start }: Bench): Promise<void> {
	const into = (start + scheduler.now()) % HALF_HOUR;
	await meter.runFor((into < QUIET ? QUIET : QUIET + HALF_HOUR) - into);
}
