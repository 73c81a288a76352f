/**
 * A town to try the office with: contracts, sites, meters and stock that fit together, and dirt such as there is where three systems are updated apart: each rule of
 * the findings occurs. The same seed gives the same town, whatever its size: contract `n` is the same in a larger one.
 */
import { DAY } from '../../../modules/time/durations.js';
import type { Site } from '../../meter/catalogue/site.js';
import { OPTION_TYPES, type Phases, type RouteBMedium, UNIT_TYPES, type UnitKind } from '../../meter/catalogue/unit-types.js';
import type { Values } from '../records/record-reader.js';
import { type Bundle, DIRT, dirty } from './dirt.js';
import { CITY, GIVEN_FIRST, GIVEN_LAST, SURNAMES, TOWNS, WARDS } from './names.js';
import type { Draw, TownOptions } from './town-options.js';

/** Meters that can be living ones: contracts from 1 on, whose units are those that `keiki run` puts together unless told otherwise. */
export const LIVING = 20;
export const LIVING_UNITS = Object.freeze({ communication: 'rf-b', metering: '1p3w-60-2way', option: null, cover: 'normal' });
/** Dirt begins behind them, each kind once, and then by chance. */
const FIRST_DIRTY = 41;
const DIRTY_PER_MILLE = 15;
const YEAR = 365 * DAY;
/** Contracts of a street, and of a transformer. */
const STREET = 40;
const TRANSFORMER = 16;
/** Numbers of meters on the shelf, which no contract has. */
const SHELF = 8_000_000;
export const DEPOTS = Object.freeze(['東営業所', '西営業所', '中央倉庫'] as const);

/** The fewest contracts with which each kind of dirt occurs. */
export const FEWEST_CONTRACTS = 200;

/** The records of contract `number`, from 1. */
export function contractRecords(number: number, options: TownOptions): Bundle {
	const { now, draw, identity, letters, credentialKey } = options;
	const chance = draw('contract', number);
	const isLiving = number <= LIVING;
	const street = streetOf(number, draw);
	const site: Site = isLiving ? 'detached' : pick(chance, SITES);
	const phases: Phases = isLiving ? '1p3w' : pick(chance, PHASES);
	const amperes = isLiving ? 40 : pick(chance, AMPERES[phases]);
	const feedIn = !isLiving && chance.below(100) < 12;
	const routeB: RouteBMedium = isLiving || chance.below(100) >= 12 ? 'none' : site === 'block' && chance.below(2) === 0 ? 'plc' : 'radio';
	const age = isLiving ? 2 * YEAR : chance.below(Math.floor(9.9 * YEAR));
	const since = day(now - age - chance.below(3 * YEAR));
	const isRain = !isLiving && chance.below(10) < 3;
	const units = isLiving ? LIVING_UNITS : unitsFor(chance, { site, phases, amperes, feedIn, routeB, isRain });
	const { title, digits } = identity(number);
	const mountedAt = day(now - age);
	const places = (['communication', 'metering', 'option', 'cover'] as const).filter((place) => units[place] !== null);
	const serials = Object.fromEntries(places.map((place, at) => [place, letters[kindOf(units[place]!)] + digits + String(at + 1).padStart(3, '0')]));
	const [surname, first, last] = [pick(chance, SURNAMES), pick(chance, GIVEN_FIRST), pick(chance, GIVEN_LAST)];
	const code = contractCode(number);
	const hasRouteB = /-b/.test(units.communication);
	const bundle: Bundle = {
		contract: {
			code,
			customer: `${surname[0]} ${first[0]}${last[0]}`,
			reading: `${surname[1]} ${first[1]}${last[1]}`,
			address: `${CITY}${street.ward}${street.street}${1 + chance.below(20)}番${1 + chance.below(30)}号`,
			street: street.street,
			phases,
			amperes,
			feed_in: feedIn ? 1 : 0,
			route_b: routeB,
			state: 'active',
			since,
			until: null,
		},
		sites: [
			{
				code: `S${pad(number, 8)}`,
				contract: code,
				street: street.street,
				kind: site,
				phases,
				rain: isRain ? 1 : 0,
				transformer: transformerCode(number),
			},
		],
		mounted: [
			{ meter: title, contract: code, ...units, serials: JSON.stringify(serials), mounted_at: mountedAt, certified_until: mountedAt + 10 * YEAR },
		],
		stock: places.map((place) => ({
			serial: serials[place]!,
			type: units[place]!,
			maker: 'none',
			depot: pick(chance, DEPOTS),
			state: 'mounted',
			order: null,
			title: place === 'communication' ? title : null,
			credential_key: place === 'communication' && hasRouteB ? credentialKey(number) : null,
		})),
		supervision: [{ meter: title, answers: 1, since: mountedAt, medium: units.communication.split('-')[0]!, units: JSON.stringify(without(units)) }],
		constructions:
			age < YEAR
				? [
						{
							number: `K${pad(number, 8)}`,
							contract: code,
							meter: title,
							planned_at: mountedAt,
							done_at: mountedAt,
							units: JSON.stringify(without(units)),
							result: 'as-planned',
						},
					]
				: [],
		applications: [],
	};
	return dirty(bundle, dirtOf(number, draw), { number, now, street: (n) => streetOf(n, draw).street, identity, letters });
}

/** What is wrong with contract `number` on purpose; undefined: nothing. */
export function dirtOf(number: number, draw: TownOptions['draw']): (typeof DIRT)[number] | undefined {
	if (number < FIRST_DIRTY) return undefined;
	if (number < FIRST_DIRTY + DIRT.length) return DIRT[number - FIRST_DIRTY];
	const chance = draw('dirt', number);
	return chance.below(1000) < DIRTY_PER_MILLE ? pick(chance, DIRT) : undefined;
}

/** Each transformer of a town of so many contracts. */
export function transformerRecords(contracts: number, draw: TownOptions['draw']): Values[] {
	const count = Math.ceil(contracts / TRANSFORMER);
	return Array.from({ length: count }, (_, i) => ({
		code: transformerCode(i * TRANSFORMER + 1),
		street: streetOf(i * TRANSFORMER + 1, draw).street,
		kva: [30, 50, 75, 100][draw('transformer', i).below(4)]!,
	}));
}

/** Units on the shelves of the depots: some of each type, of a few none. */
export function shelfRecords({ draw, letters, identity, credentialKey }: TownOptions): Values[] {
	let number = 0;
	return UNIT_TYPES.flatMap(({ code, kind, stock }, at) => {
		const chance = draw('shelf', at);
		const count = code === 'voltage-3p3w-120' ? 0 : stock === 'older' ? chance.below(4) : 4 + chance.below(12);
		return Array.from({ length: count }, () => {
			number++;
			const isRouteB = kind === 'communication' && /-b/.test(code);
			return {
				serial: `${letters[kind]}Z${pad(number, 6)}`,
				type: code,
				maker: 'none',
				depot: DEPOTS[chance.below(DEPOTS.length)]!,
				state: 'in-stock',
				order: null,
				title: kind === 'communication' ? identity(SHELF + number).title : null,
				credential_key: isRouteB ? credentialKey(SHELF + number) : null,
			};
		});
	});
}

export function contractCode(number: number): string {
	return `C${pad(number, 10)}`;
}

interface Wanted {
	readonly site: Site;
	readonly phases: Phases;
	readonly amperes: number;
	readonly feedIn: boolean;
	readonly routeB: RouteBMedium;
	readonly isRain: boolean;
}

function unitsFor(chance: Draw, { site, phases, amperes, feedIn, routeB, isRain }: Wanted) {
	const small = phases === '1p2w' ? 30 : 60;
	const rating = amperes > small ? 120 : small;
	const isOld = !feedIn && routeB === 'none' && chance.below(100) < 15;
	const medium = MEDIA[site];
	const suffix = { none: '', radio: '-b', plc: '-bplc' }[routeB];
	const wish = chance.below(100);
	const kind = wish < 10 ? 'switching' : wish < 13 ? 'voltage' : undefined;
	const option = OPTION_TYPES.find((type) => type.kind === kind && type.phases === phases && type.rating === rating);
	return {
		communication: isOld && medium !== 'cellular' ? `${medium}-old` : medium + suffix,
		metering: `${phases}-${rating}-${feedIn ? '2way' : '1way'}${isOld ? '-old' : ''}`,
		option: option?.code ?? null,
		cover: isRain ? 'rain' : 'normal',
	};
}

const SITES: readonly Site[] = Object.freeze([...repeat<Site>('detached', 68), ...repeat<Site>('block', 28), ...repeat<Site>('remote', 4)]);
const PHASES: readonly Phases[] = Object.freeze([...repeat<Phases>('1p3w', 80), ...repeat<Phases>('1p2w', 15), ...repeat<Phases>('3p3w', 5)]);
const AMPERES: Readonly<Record<Phases, readonly number[]>> = Object.freeze({
	'1p2w': [10, 15, 20, 30],
	'1p3w': [30, 40, 40, 50, 60, 60, 75, 100],
	'3p3w': [20, 40, 60, 100],
});
const MEDIA = Object.freeze({ detached: 'rf', block: 'plc', remote: 'cellular' } as const);

function repeat<T>(what: T, times: number): T[] {
	return Array.from({ length: times }, () => what);
}

function streetOf(number: number, draw: TownOptions['draw']): { readonly ward: string; readonly street: string } {
	const at = Math.floor((number - 1) / STREET);
	const chance = draw('street', at);
	return { ward: pick(chance, WARDS), street: `${TOWNS[at % TOWNS.length]}${1 + (Math.floor(at / TOWNS.length) % 9)}丁目` };
}

function transformerCode(number: number): string {
	return `T${pad(Math.floor((number - 1) / TRANSFORMER) + 1, 6)}`;
}

function kindOf(code: string): UnitKind {
	return UNIT_TYPES.find((type) => type.code === code)!.kind;
}

function without(units: Readonly<Record<string, string | null>>): Record<string, string> {
	return Object.fromEntries(Object.entries(units).filter(([, code]) => code !== null)) as Record<string, string>;
}

function pick<T>(chance: Draw, from: readonly T[]): T {
	return from[chance.below(from.length)]!;
}

function pad(number: number, digits: number): string {
	return String(number).padStart(digits, '0');
}

/** Midnight in Japan. */
function day(time: number): number {
	return Math.floor((time + 9 * 3_600_000) / DAY) * DAY - 9 * 3_600_000;
}
