/** What a world of the fuzz test is like, drawn by its seed: everything that a person would choose, and more of it at once than anybody would. */
import { SeededRandom } from '../../hal/virtual/random.js';
import { MODULES, type ModuleName } from '../../modules/wi-sun-module/models.js';
import type { Counter } from '../../src/meter/metering/registers.js';

export interface WorldPlan {
	readonly seed: number;
	/** Virtual time that it lasts. */
	readonly hours: number;
	readonly units: string;
	/** What the house draws: a new power each `loadStep` minutes, W, up to `most`, with `feeding` of them fed in. */
	readonly loadStep: number;
	readonly most: number;
	readonly feeding: number;
	readonly counter: Counter;
	readonly profile: 'gen1' | 'gen2';
	readonly dongle: ModuleName;
	/** On at first; each is switched off and on again while the world runs. */
	readonly faults: readonly string[];
	readonly neighbours: number;
	/** Another HEMS tries to get in. */
	readonly rival: boolean;
	/** Minutes that the HEMS stays; undefined: for good. */
	readonly stay: number | undefined;
	/** Minutes between the reads of each route, on average. */
	readonly readsB: number;
	readonly readsA: number;
	/** Minutes between what hands do to the meter, on average, and of that the shares. */
	readonly hands: number;
	readonly weights: Readonly<Record<Hand, number>>;
}

/** What hands do to a meter. */
export type Hand = 'metering' | 'communication' | 'option' | 'cover' | 'cut' | 'off' | 'switch' | 'voltage' | 'fault';

export const HANDS: readonly Hand[] = Object.freeze(['metering', 'communication', 'option', 'cover', 'cut', 'off', 'switch', 'voltage', 'fault']);

/** Every kind of supply and of optional unit, and the communication units with Route B by radio and by the power line. */
const UNITS: readonly string[] = Object.freeze([
	'rf-b,1p3w-60-2way,normal',
	'rf-b,1p3w-60-2way,switch-60,normal',
	'rf-b,1p3w-60-2way,voltage-60,rain',
	'rf-b,1p3w-60-1way,switch-60,normal',
	'rf-b,1p3w-120-2way,switch-120,normal',
	'rf-b,1p2w-30-2way,switch-30,normal',
	'rf-b,3p3w-60-2way,switch-60,normal',
	'plc-bplc,1p3w-60-2way,switch-60,normal',
]);
const DONGLES = Object.freeze(Object.keys(MODULES) as ModuleName[]);
/** Faults that dongles of one dialect alone have. */
const DIALECT_OF: Readonly<Record<string, string>> = Object.freeze({
	'failed-start': 'j11',
	'other-grammar': 'skstack',
	'binary-payload': 'skstack',
	'interleaved-echo': 'skstack',
	'event-burst': 'skstack',
});
const COUNTERS: readonly Counter[] = Object.freeze([
	{ wattHours: 0.1, digits: 8 },
	{ wattHours: 1, digits: 8 },
	{ wattHours: 10, digits: 8 },
	{ wattHours: 100, digits: 6 },
]);
/** Faults without which one has nothing to strike in a day. */
const COMPANIONS: Readonly<Record<string, readonly string[]>> = Object.freeze({ 'failed-reauthentication': ['short-lifetime=10min'] });
/** Faults besides which few others have anything to strike: they come alone, or as others come to them. */
const HEAVY: readonly string[] = Object.freeze([
	'delay',
	'distance',
	'neighbour-pans',
	'wrong-password',
	'no-reply',
	'other-grammar',
	'transmit-limit',
	'mute',
]);
/** More often than usual, for a day has few requests. */
const OFTEN: Readonly<Record<string, string>> = Object.freeze({
	'request-timeout': '1/6',
	'late-reply': '1/6',
	'silent-dongle': '1/20',
	'release-unanswered': '1/3',
});
/** Faults of what happens when a HEMS leaves. */
const LEAVING: readonly string[] = Object.freeze(['ignored-termination']);
const LEAST_HOURS = 8;
const MORE_HOURS = 20;
/** Faults besides the one whose turn it is. */
const MORE_FAULTS = 4;

/**
 * @param turn counts the worlds of a run: each fault has its turn, so that none is left to chance
 * @param faults all there are, by name
 * @param besides others, of which each has its turn, too
 */
export function drawPlan(seed: number, turn: number, faults: readonly string[], besides: readonly string[] = []): WorldPlan {
	const random = new SeededRandom(seed, 'plan');
	const one = <Item>(items: readonly Item[]): Item => items[random.below(items.length)]!;
	const turned = faults[turn % faults.length]!;
	const drawn = new Set([turned, ...(COMPANIONS[turned] ?? [])]);
	const light = faults.filter((fault) => !HEAVY.includes(fault));
	for (let more = random.below(MORE_FAULTS); more > 0; more--) drawn.add(one(light));
	if (besides.length > 0) drawn.add(besides[turn % besides.length]!);
	const weights: Record<string, number> = {};
	// Some worlds have none of a kind, others little else.
	for (const hand of HANDS) weights[hand] = one([0, 1, 1, 2, 6]);
	weights.metering = Math.max(1, weights.metering!);
	weights.cut = Math.max(1, weights.cut!);
	weights.fault = 5;
	return {
		seed,
		hours: LEAST_HOURS + random.below(MORE_HOURS),
		units: one(UNITS),
		loadStep: one([1, 5, 15, 30]),
		most: one([800, 3000, 7000]),
		feeding: one([0, 0, 0.2, 0.5]),
		counter: one(COUNTERS),
		profile: one(['gen1', 'gen2']),
		dongle: one(DONGLES.filter((name) => DIALECT_OF[turned] === undefined || MODULES[name].dialect === DIALECT_OF[turned])),
		faults: [...drawn].map((name) => (OFTEN[name] === undefined ? name : `${name}=${OFTEN[name]}`)),
		neighbours: one([0, 0, 1, 4]),
		rival: random.below(2) === 0,
		stay: one([undefined, undefined, 90]) ?? (LEAVING.includes(turned) ? 90 : undefined),
		readsB: one([6, 20, 40]),
		readsA: one([20, 40, 60]),
		hands: one([40, 80, 200]),
		weights: weights as Record<Hand, number>,
	};
}

/** The same world from its seed and its turn, as the log of a failure tells them. */
export function planText(plan: WorldPlan): string {
	const { units, hours, loadStep, most, feeding, counter, profile, dongle, faults, neighbours, rival } = plan;
	return `${hours} h of ${units}, ${profile} by ${counter.wattHours} Wh, ${dongle}${rival ? ' and a rival' : ''}, ${neighbours} neighbours, ${most} W each ${loadStep} min, ${feeding} fed in, faults ${faults.join(' ')}`;
}
