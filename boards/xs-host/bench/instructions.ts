/** How many instructions the meter takes for what it does most, and in the longest turn of it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'esbuild';
import { NAME } from '../../../modules/cosem/object-names.js';
import { EPC } from '../../../src/route-b/epc.js';
import { ROUTE_A_PARTS } from '../../route-a-parts.js';
import { planXsHost } from '../build.mjs';
import { SECTORS } from '../firmware/units.js';
import { bundle } from '../program.mjs';
import { type Bench, buildFirmware, FIRMWARE, FOLDER, type Outcome, play, type Scenario, START } from './bench.js';
import { WHOLE_SET } from './memory.js';
import { bringSealed, loadFirmware, pushAtLocalPort, setCalendar } from './part-scenarios.js';
import { MANAGEMENT, READING, readDay } from './route-a-scenarios.js';
import { GET } from './scenarios.js';
import { buildStick, CREDENTIALS, playStick, STICK_FIRMWARE, type StickBench, type StickScenario } from './stick-bench.js';
import { hostileInput, untilNotified } from './stick-scenarios.js';
import { type Count, TurnCounter } from './turns.js';
import { buildWifi, playWifi, WIFI_FIRMWARE, type WifiBench, type WifiScenario } from './wifi-bench.js';
import { ask, hostileLan, http, PAGE, untilNotified as untilWifiNotified, wifiDay, wifiObjects } from './wifi-scenarios.js';
import { wornPast } from './worn-flash.js';

/** The file that keeps the figures. */
export const INSTRUCTIONS_FILE = fileURLToPath(new URL('../instructions.md', import.meta.url));
/** Instructions of a rv32imc for one of a 32-bit x86, measured with the same program on both (instructions.md). */
export const RV32 = 1.34;
/** Of JavaScript on a rv32, M: a turn beyond it may keep a board's watchdog waiting too long. */
export const LONGEST_TURN = 100;

const SECTOR_SIZE = 4096;
const MINUTE = 60_000;
const REGISTER = 3;

/** The ciphers that the boards have, compiled code, in place of those in TypeScript. */
const compiledCiphers: Plugin = {
	name: 'compiled ciphers',
	setup(build) {
		const folder = dirname(FIRMWARE);
		build.onResolve({ filter: /^\.\/cipher\.js$/ }, ({ importer }) =>
			dirname(importer) === folder ? { path: join(folder, 'compiled-cipher.ts') } : undefined,
		);
		build.onResolve({ filter: /^crypt$/ }, () => ({ path: join(folder, 'crypt.ts') }));
	},
};

/** Millions of instructions on a rv32. */
export interface Cost {
	readonly total: number;
	readonly longest: number;
}

type Step = readonly [name: string, work: Scenario];
type StickStep = readonly [name: string, work: StickScenario];
type WifiStep = readonly [name: string, work: WifiScenario];

/** What is counted, one behind the other on the same meter. */
const STEPS: readonly Step[] = [
	['start with 45 days on flash', untilStarted],
	['join: PANA, EAP-PSK', ({ hems }) => hems.join()],
	['Get of E7', async ({ hems }) => void (await hems.ask(GET, [EPC.power, 0]))],
	['half-hour, with its notification', untilInformed],
	['association: HDLC, HLS-GMAC', ({ handHeld }) => handHeld.open(MANAGEMENT)],
	['ciphered GET of a register', async ({ handHeld }) => void (await handHeld.get(REGISTER, NAME.importEnergy, 2))],
	['a day of the profile by range, the first time', asReader],
	['a day of the profile by range, again', readDay],
];
/** The same with AES and SHA-256 in TypeScript, as they were before the boards had the SDK's. */
const SCRIPTED_STEPS: readonly Step[] = STEPS.slice(0, 6).map(([name, work]) => [`in TypeScript: ${name}`, work]);
const BLANK_START = 'start on blank flash';
/** With units, too. */
const WORN_START = 'parts: start on flash that is full and worn, with units';
/** The same of the stick: dongle, air and meter at once. */
const STICK_STEPS: readonly StickStep[] = [
	['stick: start with 45 days on flash', ({ stick }) => stick.runFor(1)],
	['stick: SKRESET, SKVER, credentials', ({ hems }) => hems.begin(CREDENTIALS.id, CREDENTIALS.password)],
	['stick: SKSCAN of all channels', ({ hems }) => hems.scan()],
	['stick: SKJOIN', ({ hems }) => hems.join()],
	['stick: Get of E7', async ({ hems }) => void (await hems.ask(GET, [EPC.power, 0]))],
	['stick: half-hour, with its notification', untilStickInformed],
	['stick: SKTERM, SKJOIN', joinAnew],
	['stick: 40 hostile writings', (bench) => hostileInput(bench, 40)],
];
/** The same of a meter with all parts of Route A that a board may have. */
const PART_STEPS: readonly Step[] = [
	['parts: start with 45 days on flash', untilStarted],
	['parts: two pushes', pushAtLocalPort],
	['parts: a calendar is set', setCalendar],
	['parts: an image is loaded', loadFirmware],
	['parts: sealed credentials', bringSealed],
];
/** The same of the meter on Wi-Fi, with units and all of suite 0. */
const WIFI_STEPS: readonly WifiStep[] = [
	['wifi: start with 45 days on flash', ({ meter }) => meter.runFor(1)],
	['wifi: the network comes', ({ meter }) => meter.runFor(5_000)],
	['wifi: Get of E7', async (bench) => void (await ask(bench, GET, [EPC.power]))],
	['wifi: the page', async (bench) => void (await http(bench, PAGE))],
	['wifi: half-hour, with its notification', untilWifiNotified],
	['wifi: object list by TCP', wifiObjects],
	['wifi: a day of the profile by TCP', wifiDay],
	['wifi: 40 of a stranger', (bench) => hostileLan(bench, 40)],
];
export const NAMES: readonly string[] = [
	BLANK_START,
	WORN_START,
	...[...STEPS, ...SCRIPTED_STEPS, ...PART_STEPS, ...STICK_STEPS, ...WIFI_STEPS].map(([name]) => name),
];

/** What runs in the communication unit starts a turn later than the base. */
async function untilStarted({ meter }: Parameters<Scenario>[0]): Promise<void> {
	await meter.runFor(1);
}

async function untilInformed({ hems, meter, scheduler }: Parameters<Scenario>[0]): Promise<void> {
	const boundary = 5 * MINUTE;
	await meter.runFor(boundary - 1 - scheduler.now());
	// It comes by chance within two minutes (src/route-b/notifications.ts).
	if (!(await meter.runWhile(() => hems.informed === 0, 3 * MINUTE))) throw new Error('no notification came');
}

async function joinAnew({ hems }: StickBench): Promise<void> {
	await hems.leave();
	await hems.join();
}

async function untilStickInformed(bench: Parameters<StickScenario>[0]): Promise<void> {
	const { scheduler, stick } = bench;
	await stick.runFor(5 * MINUTE - 1 - scheduler.now());
	await untilNotified(bench);
}

async function asReader(bench: Parameters<Scenario>[0]): Promise<void> {
	await bench.handHeld.close();
	await bench.handHeld.open(READING);
	await readDay(bench);
}

/** What was measured, or is kept: the costs of `NAMES`, and the compiler of the device model, without which they do not compare. */
export interface Measured {
	readonly compiler: string;
	readonly costs: ReadonlyMap<string, Cost>;
}

/** Builds the firmware with compiled ciphers, and counts each of `NAMES`. Throws Error where the meter does not do its part. */
export async function measure(): Promise<Measured> {
	const scripted = await buildFirmware();
	const firmware = { ...scripted, script: join(FOLDER, 'compiled.js') };
	if (firmware.bits !== 32)
		throw new Error('instructions are counted in 32 bits: the compiler makes no such programs (Debian: apt-get install gcc-multilib)');
	await bundle(FIRMWARE, firmware.script, { plugins: [compiledCiphers] });
	const stick = { ...(await buildStick()), script: join(FOLDER, 'compiled-stick.js') };
	await bundle(STICK_FIRMWARE, stick.script, { plugins: [compiledCiphers] });
	const wifi = { ...(await buildWifi()), script: join(FOLDER, 'compiled-wifi.js') };
	await bundle(WIFI_FIRMWARE, wifi.script, { plugins: [compiledCiphers] });
	const blank = join(FOLDER, 'blank');
	writeFileSync(blank, new Uint8Array(SECTORS * SECTOR_SIZE).fill(0xff));
	const worn = join(FOLDER, 'worn');
	writeFileSync(worn, wornPast(new Uint8Array(readFileSync(firmware.flash)), START));
	const [first, ofWorn, recorded, inTypeScript, ofParts, ofStick, ofWifi] = await Promise.all([
		count<Bench>([[BLANK_START, untilStarted]], (under, work) => play({ ...firmware, flash: blank, under }, work)),
		count<Bench>([[WORN_START, untilStarted]], (under, work) => play({ ...firmware, flash: worn, under }, work, {}, { ...WHOLE_SET, units: true })),
		count<Bench>(STEPS, (under, work) => play({ ...firmware, under }, work)),
		count<Bench>(SCRIPTED_STEPS, (under, work) => play({ ...scripted, under }, work)),
		count<Bench>(PART_STEPS, (under, work) => play({ ...firmware, under }, work, {}, WHOLE_SET)),
		count<StickBench>(STICK_STEPS, (under, work) => playStick({ ...stick, under }, work, { model: 'bp35a1', routeA: true })),
		count<WifiBench>(WIFI_STEPS, (under, work) => playWifi({ ...wifi, under }, work, { routeA: true, units: true, parts: ROUTE_A_PARTS })),
	]);
	return { compiler: planXsHost().version, costs: new Map([...first, ...ofWorn, ...recorded, ...inTypeScript, ...ofParts, ...ofStick, ...ofWifi]) };
}

/** Plays all steps in one run, under a counter. */
async function count<B>(
	steps: readonly (readonly [name: string, work: (bench: B) => Promise<void>])[],
	run: (under: readonly string[], work: (bench: B) => Promise<void>) => Promise<Outcome>,
): Promise<Map<string, Cost>> {
	const counter = new TurnCounter();
	const costs = new Map<string, Cost>();
	try {
		const { error } = await run(counter.under, async (bench) => {
			for (const [name, work] of steps) {
				await work(bench);
				costs.set(name, costOf(counter.take()));
			}
		});
		if (error !== '') throw new Error(error);
	} finally {
		counter.close();
	}
	return costs;
}

function costOf({ total, longest }: Count): Cost {
	return { total: (total * RV32) / 1e6, longest: (longest * RV32) / 1e6 };
}

/** A row of the table of INSTRUCTIONS_FILE. */
export function tableRow(name: string, { total, longest }: Cost): string {
	return `| ${name} | ${total.toFixed(2)} | ${longest.toFixed(2)} |`;
}

const COMPILER = 'Compiled by: ';

/** What INSTRUCTIONS_FILE keeps. */
export function kept(): Measured {
	const lines = readFileSync(INSTRUCTIONS_FILE, 'utf8').split('\n');
	const costs = new Map<string, Cost>();
	for (const line of lines) {
		const [, name, total, longest] = line.split('|').map((cell) => cell.trim());
		if (NAMES.includes(name ?? '')) costs.set(name!, { total: Number(total), longest: Number(longest) });
	}
	return { compiler: lines.find((line) => line.startsWith(COMPILER))?.slice(COMPILER.length) ?? '', costs };
}

/** Puts these figures into INSTRUCTIONS_FILE. */
export function write({ compiler, costs }: Measured): void {
	const renewed = readFileSync(INSTRUCTIONS_FILE, 'utf8')
		.split('\n')
		.map((line) => {
			const name = line.split('|')[1]?.trim() ?? '';
			const cost = costs.get(name);
			return line.startsWith(COMPILER) ? COMPILER + compiler : cost === undefined ? line : tableRow(name, cost);
		});
	writeFileSync(INSTRUCTIONS_FILE, renewed.join('\n'));
}
