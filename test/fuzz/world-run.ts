/** Many worlds, one after the other, what was done in all of them, and what it must come to. */

import { type Counts, NOTHING_DONE, World } from './world.js';
import { checkHeap, heapInUse } from './world-check-growth.js';
import { Broken } from './world-checks.js';
import { drawPlan, planText } from './world-plan.js';
import { FAULT_NAMES, ROUTE_A_FAULT_NAMES } from './world-rig.js';

/** What a run did. */
export interface RunReport {
	readonly worlds: number;
	readonly counts: Counts;
	/** How often each fault struck, by name; of those that last, how often they were on. */
	readonly faults: Readonly<Record<string, number>>;
}

/** Of each, how much 10^5 hours must come to at least; fewer hours as many fewer. */
export const LEAST = Object.freeze({ hours: 100_000, swaps: 10_000, cuts: 10_000, readsB: 100_000, readsA: 100_000, faults: 100 });
/** Worlds after which the heap is what it may stay. */
const WARM = 10;

/** A world that failed: why, the command that repeats it alone, and the last that was done in it. */
export class WorldFailed extends Error {}

/** Worlds from `seed` on until their hours are `hours` together. `onWorld` hears of each. Throws WorldFailed. */
export function runWorlds(seed: number, hours: number, onWorld: (index: number) => void = () => {}): RunReport {
	const counts: Counts = { ...NOTHING_DONE };
	const faults: Record<string, number> = Object.fromEntries([...FAULT_NAMES, ...ROUTE_A_FAULT_NAMES].map((name) => [name, 0]));
	let worlds = 0;
	let warm = 0;
	for (; counts.hours < hours; worlds++) {
		onWorld(worlds);
		const world = runWorld(seed, worlds);
		for (const key of Object.keys(counts) as (keyof Counts)[]) counts[key] += world.counts[key];
		for (const [fault, struck] of world.rig.strikes) faults[fault] = faults[fault]! + struck;
		if (worlds === WARM) warm = heapInUse();
	}
	if (worlds > WARM + 1) checkHeap(warm, heapInUse());
	return { worlds, counts, faults };
}

/** The world with this number of the run from `seed`, alone. Throws WorldFailed. */
export function runWorld(seed: number, number: number): World {
	const plan = drawPlan(seed + number, number, FAULT_NAMES, ROUTE_A_FAULT_NAMES);
	let world: World | undefined;
	try {
		world = new World(plan);
		world.run();
		return world;
	} catch (error) {
		const why = error instanceof Broken ? error.message : error instanceof Error ? error.stack : String(error);
		const repeat = `npm run fuzz -- --world ${seed}:${number}`;
		const log = world === undefined || world.log.length === 0 ? '' : `\n  ${world.log.join('\n  ')}`;
		throw new WorldFailed(`world ${number} of seed ${seed}: ${why}\n${planText(plan)}${log}\nOnce more, alone: ${repeat}`);
	}
}

/** What a run of so many hours did too little of, as texts. */
export function shortfalls({ counts, faults }: RunReport, hours: number): string[] {
	const share = hours / LEAST.hours;
	const short: string[] = [];
	for (const key of ['hours', 'swaps', 'cuts', 'readsB', 'readsA'] as const) {
		const least = Math.floor(LEAST[key] * share);
		if (counts[key] < least) short.push(`${key}: ${counts[key]}, at least ${least}`);
	}
	const least = Math.floor(LEAST.faults * share);
	for (const [name, count] of Object.entries(faults)) if (count < least) short.push(`fault ${name}: ${count}, at least ${least}`);
	return short;
}

/** For people. */
export function reportText({ worlds, counts, faults }: RunReport): string {
	const { hours, swaps, cuts, readsB, readsA, joins, checks } = counts;
	const say = (value: number) => value.toLocaleString('en-US');
	const [rarest, least] = Object.entries(faults).reduce((a, b) => (b[1] < a[1] ? b : a));
	return [
		`${say(worlds)} worlds, ${say(hours)} virtual hours: ${say(swaps)} swaps, ${say(cuts)} power cuts, ${say(joins)} joins`,
		`${say(readsB)} reads of Route B, ${say(readsA)} of Route A, ${say(checks)} checks`,
		`${Object.keys(faults).length} faults, each struck ${say(least)} times or more (${rarest})`,
	].join('\n');
}
