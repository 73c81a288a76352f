/** How much memory the meter takes: what is alive, and the smallest pools in which each scenario still passes. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ROUTE_A_PARTS } from '../../route-a-parts.js';
import { bisect, type Pools } from '../program.mjs';
import { buildFirmware, type Firmware, type Outcome, type Parts, play, type Scenario } from './bench.js';
import { bringSealed, loadFirmware, pushAtLocalPort, setTariff } from './part-scenarios.js';
import { bothRoutes, changeKeys, hostileLocalPort, listObjects, readProfile } from './route-a-scenarios.js';
import { hostileAir, join, oneNotification, sessions, twentyReads } from './scenarios.js';
import { buildStick, playStick } from './stick-bench.js';
import { STICK_SCENARIOS } from './stick-scenarios.js';
import { fourUnits, fourUnitsBothRoutes } from './unit-scenarios.js';
import { buildWifi, playWifi } from './wifi-bench.js';
import { WIFI_SCENARIOS } from './wifi-scenarios.js';

/** The file that keeps the figures. */
export const MEMORY_FILE = fileURLToPath(new URL('../memory.md', import.meta.url));

const ROUTE_B: Parts = Object.freeze({ routeA: false, units: false });
const ROUTE_B_UNITS: Parts = Object.freeze({ routeA: false, units: true });
const BOTH: Parts = Object.freeze({ routeA: true, units: false });
const ALL: Parts = Object.freeze({ routeA: true, units: true });
/** What a board of an ESP32 may be composed with; and all that a meter of suite 0 may have. */
export const DEVICE_LIST: Parts = Object.freeze({ ...BOTH, parts: Object.freeze(['control', 'tariff', 'image', 'push'] as const), sealed: true });
export const WHOLE_SET: Parts = Object.freeze({ ...BOTH, parts: ROUTE_A_PARTS, sealed: true });

/** The parts of Route A that a manifest chooses, each alone. */
export const CHOICES: Readonly<Record<string, Parts>> = Object.freeze({
	...Object.fromEntries(ROUTE_A_PARTS.map((part) => [part, { ...BOTH, parts: [part] }])),
	credentialKey: { ...BOTH, sealed: true },
	all: WHOLE_SET,
});
/** What is done for each to see what it costs. */
const LISTED = 'Route A: object list';
const rowOf = (choice: string) => `${LISTED}, ${choice}`;

/** The short ones, and on what meter, by the name that they have in the table. */
const SCENARIOS: Readonly<Record<string, readonly [Scenario, Parts]>> = Object.freeze({
	'join, without Route A': [join, ROUTE_B],
	'join, without Route A, with units': [join, ROUTE_B_UNITS],
	'four units': [fourUnits, ROUTE_B_UNITS],
	'four units, both routes': [fourUnitsBothRoutes, ALL],
	join: [join, BOTH],
	'20 reads': [twentyReads, BOTH],
	'one notification': [oneNotification, BOTH],
	sessions: [sessions, BOTH],
	'hostile air': [hostileAir, BOTH],
	'Route A: object list': [listObjects, BOTH],
	'Route A: profile': [readProfile, BOTH],
	'both routes': [bothRoutes, BOTH],
	'key change': [changeKeys, BOTH],
	'hostile local port': [hostileLocalPort, BOTH],
	...Object.fromEntries(Object.entries(CHOICES).map(([choice, parts]) => [rowOf(choice), [listObjects, parts] as const])),
	'a calendar is set': [setTariff, CHOICES.tariff!],
	'an image is loaded': [loadFirmware, { ...BOTH, parts: ['tariff', 'image'] }],
	'two pushes': [pushAtLocalPort, CHOICES.push!],
	'sealed credentials': [bringSealed, CHOICES.credentialKey!],
});

/** The programs that are measured: the meter, the stick, and the meter on Wi-Fi. */
export interface Firmwares {
	readonly meter: Firmware;
	readonly stick: Firmware;
	readonly wifi: Firmware;
}

export async function buildAll(): Promise<Firmwares> {
	return { meter: await buildFirmware(), stick: await buildStick(), wifi: await buildWifi() };
}

/** All that is measured, by the names in the table. */
export const MEASURED: readonly string[] = Object.freeze([
	...Object.keys(SCENARIOS),
	...Object.keys(STICK_SCENARIOS),
	...Object.keys(WIFI_SCENARIOS),
]);

/** The program that a scenario is for. */
export function firmwareOf({ meter, stick, wifi }: Firmwares, name: string): Firmware {
	if (name in WIFI_SCENARIOS) return wifi;
	return name in STICK_SCENARIOS ? stick : meter;
}

/** Runs one of the scenarios. */
export function playNamed(firmwares: Firmwares, name: string, pools?: Pools): Promise<Outcome> {
	const ofStick = STICK_SCENARIOS[name];
	if (ofStick !== undefined) return playStick(firmwares.stick, ...ofStick, pools);
	const onWifi = WIFI_SCENARIOS[name];
	if (onWifi !== undefined) return playWifi(firmwares.wifi, ...onWifi, pools);
	const [scenario, parts] = SCENARIOS[name]!;
	return play(firmwares.meter, scenario, pools, parts);
}

/** Bytes of chunks and numbers of slots, in 32 bits: alive at the end, and the least in which the scenario passes while the other pools are the board's. */
export interface Need {
	readonly liveChunks: number;
	readonly liveSlots: number;
	readonly chunks: number;
	readonly slots: number;
	readonly stack: number;
}

const COLUMNS: readonly (keyof Need)[] = ['liveChunks', 'liveSlots', 'chunks', 'slots', 'stack'];
/** Of chunks, slots, stack. */
const GRAINS = [32, 4, 1] as const;

/** Throws Error if the scenario does not pass in the board's pools. */
export async function measure(firmwares: Firmwares, name: string): Promise<Need> {
	const { error, memory } = await playNamed(firmwares, name);
	if (memory === undefined) throw new Error(error);
	const passes = async (pools: Pools) => (await playNamed(firmwares, name, pools)).passed;
	const { pools } = firmwareOf(firmwares, name);
	return {
		liveChunks: memory.chunks,
		liveSlots: memory.slots,
		chunks: await bisect(memory.chunks, pools.chunks, GRAINS[0], (chunks) => passes({ chunks })),
		slots: await bisect(memory.slots, pools.slots, GRAINS[1], (slots) => passes({ slots })),
		stack: await bisect(100, pools.stack, GRAINS[2], (stack) => passes({ stack })),
	};
}

/** A row of the table of MEMORY_FILE. */
export function tableRow(name: string, need: Need): string {
	return `| ${[name, ...COLUMNS.map((column) => group(need[column]))].join(' | ')} |`;
}

/** The figures of MEMORY_FILE by the names of their scenarios. */
export function recordedNeeds(): Map<string, Need> {
	const needs = new Map<string, Need>();
	for (const line of readFileSync(MEMORY_FILE, 'utf8').split('\n')) {
		const [name, ...cells] = line
			.split('|')
			.slice(1, -1)
			.map((cell) => cell.trim());
		if (name === undefined || !MEASURED.includes(name)) continue;
		const figures = cells.map((cell) => Number(cell.replaceAll(',', '')));
		needs.set(name, Object.fromEntries(COLUMNS.map((column, i) => [column, figures[i]])) as unknown as Need);
	}
	return needs;
}

/** Each figure as small as it ever was. */
export function least(need: Need, before: Need | undefined): Need {
	const figures = COLUMNS.map((column) => [column, Math.min(need[column], before?.[column] ?? need[column])]);
	return Object.fromEntries(figures) as unknown as Need;
}

/** A row of a table of costs: the choice, then bytes of chunks, slots and slots of stack. */
const COST_ROW = /^\| `(\w+)` \| [\d,]+ \| [\d,]+ \| [\d,]+ \|$/gm;

/** The text with what each choice of a manifest takes more than the meter without: alive, bytes of chunks and slots; the deepest stack of a start and a reading of all objects. */
export function withCosts(text: string, needs: ReadonlyMap<string, Need>): string {
	const before = needs.get(LISTED)!;
	return text.replace(COST_ROW, (row, choice: string) => {
		const need = needs.get(rowOf(choice));
		if (need === undefined) return row;
		const figures = [need.liveChunks - before.liveChunks, need.liveSlots - before.liveSlots, need.stack - before.stack];
		return `| \`${choice}\` | ${figures.map((figure) => group(Math.max(0, figure))).join(' | ')} |`;
	});
}

/** The files with a table of costs. */
export const COST_FILES: readonly string[] = Object.freeze(
	['../../README.md', '../../README.ja.md'].map((path) => fileURLToPath(new URL(path, import.meta.url))),
);

function group(number: number): string {
	return number.toLocaleString('en');
}
