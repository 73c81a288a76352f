/**
 * Rules of which units fit together. A rule sees the units of one meter, any of which may be missing (a meter whose unit is just being swapped keeps the
 * rules of fit, and breaks one of presence); it says why it is there, what breaks it, and which single change would satisfy it.
 */
import { frozen } from '../../../modules/bytes/frozen.js';
import {
	COMMUNICATION_TYPES,
	COVER_TYPES,
	type CommunicationType,
	type CoverType,
	METERING_TYPES,
	type MeteringType,
	OPTION_TYPES,
	type OptionType,
	type UnitType,
} from './unit-types.js';
import { PHASES_WORDS } from './unit-words.js';

/** The units of one meter, or those of them that are plugged in. */
export interface Units {
	readonly communication?: CommunicationType | undefined;
	readonly metering?: MeteringType | undefined;
	readonly option?: OptionType | undefined;
	readonly cover?: CoverType | undefined;
}

/** A whole meter. */
export interface Combination extends Units {
	readonly communication: CommunicationType;
	readonly metering: MeteringType;
	/** Undefined: none. */
	readonly option: OptionType | undefined;
	readonly cover: CoverType;
}

/** The last two are about words, not types: only `examine` (parse.ts) finds them broken. */
export const RULE_IDS = Object.freeze([
	'communication-unit',
	'metering-unit',
	'terminal-cover',
	'phases',
	'rating',
	'two-way',
	'route-b',
	'one-each',
	'is-made',
] as const);

export type RuleId = (typeof RULE_IDS)[number];

/** A unit plugged in (`code` alone), pulled (`insteadOf` alone), or exchanged for another. */
export interface Change {
	readonly code: string | undefined;
	readonly insteadOf: string | undefined;
}

/** What breaks a rule, for whoever tells it in other words. Numbers and columns of words are from 1. */
export type Breach =
	| { readonly kind: 'units'; readonly units: Units }
	| { readonly kind: 'twice'; readonly before: PlacedWord; readonly again: PlacedWord }
	| {
			readonly kind: 'notMade';
			readonly word: string;
			readonly unit: OptionType['kind'];
			readonly phases: OptionType['phases'];
			readonly rating: number;
	  };

export interface PlacedWord {
	readonly word: string;
	readonly number: number;
	readonly column: number;
	readonly place: keyof Units;
}

export interface BrokenRule {
	readonly rule: RuleId;
	readonly breach: Breach;
	/** Why there is such a rule. */
	readonly reason: string;
	/** What breaks it. */
	readonly found: string;
	/** Each of them alone satisfies it. */
	readonly wouldDo: readonly Change[];
}

export interface Rule {
	readonly id: RuleId;
	readonly reason: string;
	readonly holds: (units: Units) => boolean;
	/** Called where it does not hold. */
	readonly found: (units: Units) => string;
	readonly wouldDo: (units: Units) => readonly Change[];
}

const missing = (types: readonly { readonly code: string; readonly counted: boolean }[]): readonly Change[] =>
	types.filter(({ counted }) => counted).map(({ code }) => ({ code, insteadOf: undefined }));

/** Rules that a meter with a unit pulled breaks. */
const PRESENCE_RULES: readonly Rule[] = frozen([
	{
		id: 'communication-unit',
		reason: 'without a communication unit nobody reads the meter',
		holds: ({ communication }) => communication !== undefined,
		found: () => 'there is no communication unit',
		wouldDo: () => missing(COMMUNICATION_TYPES),
	},
	{
		id: 'metering-unit',
		reason: 'without a metering unit nothing is measured',
		holds: ({ metering }) => metering !== undefined,
		found: () => 'there is no metering unit',
		wouldDo: ({ option }) => missing(METERING_TYPES.filter((type) => option === undefined || sameTerminals(type, option))),
	},
	{
		id: 'terminal-cover',
		reason: 'without a terminal cover live parts lie open',
		holds: ({ cover }) => cover !== undefined,
		found: () => 'there is no terminal cover',
		wouldDo: () => missing(COVER_TYPES),
	},
]);

/** Rules between units that are plugged in. */
const FIT_RULES: readonly Rule[] = frozen([
	{
		id: 'phases',
		reason: 'the optional unit sits on the same wires as the metering unit, so their phases are equal',
		holds: ({ metering, option }) => metering === undefined || option === undefined || metering.phases === option.phases,
		found: ({ metering, option }) =>
			`${option!.code} is for ${PHASES_WORDS[option!.phases]}, ${metering!.code} for ${PHASES_WORDS[metering!.phases]}`,
		wouldDo: terminalChanges,
	},
	{
		id: 'rating',
		reason: 'the optional unit carries the same current as the metering unit, so their ratings are equal',
		holds: ({ metering, option }) => metering === undefined || option === undefined || metering.rating === option.rating,
		found: ({ metering, option }) => `${option!.code} is rated ${option!.rating} A, ${metering!.code} ${metering!.rating} A`,
		wouldDo: terminalChanges,
	},
	{
		id: 'two-way',
		reason: 'what the customer feeds in must be measured and carried, so a two-way metering unit needs a communication unit that is two-way too',
		holds: ({ communication, metering }) => communication === undefined || metering === undefined || !metering.twoWay || communication.twoWay,
		found: ({ communication, metering }) => `${metering!.code} is two-way, ${communication!.code} is one-way`,
		wouldDo: ({ communication, metering }) => [
			...exchange(communication!, COMMUNICATION_TYPES, (type) => type.medium === communication!.medium && type.twoWay),
			...exchange(metering!, METERING_TYPES, (type) => sameTerminals(type, metering!) && !type.twoWay),
		],
	},
	{
		id: 'route-b',
		reason: 'Route B is answered by communication and metering unit together, so both must have it',
		holds: ({ communication, metering }) =>
			communication === undefined || metering === undefined || communication.routeB === 'none' || metering.routeB,
		found: ({ communication, metering }) => `${communication!.code} has Route B, ${metering!.code} has not`,
		wouldDo: ({ communication, metering }) => [
			...exchange(metering!, METERING_TYPES, (type) => sameTerminals(type, metering!) && type.twoWay === metering!.twoWay && type.routeB),
			...exchange(communication!, COMMUNICATION_TYPES, (type) => type.medium === communication!.medium && type.routeB === 'none'),
		],
	},
]);

/** Every rule about types. */
export const RULES: readonly Rule[] = frozen([...PRESENCE_RULES, ...FIT_RULES]);

/** Whether the units that are there fit together; makes no object. */
export function fits(units: Units): boolean {
	for (const rule of FIT_RULES) if (!rule.holds(units)) return false;
	return true;
}

/** The rules between units that these break; a unit that is missing breaks none. */
export function checkFit(units: Units): BrokenRule[] {
	return broken(FIT_RULES, units);
}

/** Every rule that these units break as a whole meter; none: the combination is valid. */
export function checkCombination(units: Units): BrokenRule[] {
	return broken(RULES, units);
}

/** Whether Table 1 has all units of a meter, so that it is one of the more than 350. */
export function isCounted({ communication, metering, option, cover }: Combination): boolean {
	return communication.counted && metering.counted && (option?.counted ?? true) && cover.counted;
}

/** The units of a meter, three or four. */
export function unitsOf({ communication, metering, option, cover }: Combination): UnitType[] {
	return option === undefined ? [communication, metering, cover] : [communication, metering, option, cover];
}

/** The optional units that fit a metering unit, those of `first` kind first. */
export function optionsFor(metering: MeteringType, first: OptionType['kind']): OptionType[] {
	const fitting = OPTION_TYPES.filter((type) => sameTerminals(type, metering));
	return [...fitting.filter(({ kind }) => kind === first), ...fitting.filter(({ kind }) => kind !== first)];
}

function broken(rules: readonly Rule[], units: Units): BrokenRule[] {
	const found: BrokenRule[] = [];
	for (const rule of rules) {
		if (!rule.holds(units))
			found.push({ rule: rule.id, breach: { kind: 'units', units }, reason: rule.reason, found: rule.found(units), wouldDo: rule.wouldDo(units) });
	}
	return found;
}

/** What makes optional and metering unit sit on the same terminals. */
function terminalChanges({ metering, option }: Units): readonly Change[] {
	return [
		...exchange(option!, optionsFor(metering!, option!.kind), ({ kind }) => kind === option!.kind),
		...exchange(
			metering!,
			METERING_TYPES,
			(type) => sameTerminals(type, option!) && type.twoWay === metering!.twoWay && type.stock === metering!.stock,
		),
		{ code: undefined, insteadOf: option!.code },
	];
}

function exchange<Type extends { readonly code: string }>(
	unit: { readonly code: string },
	types: readonly Type[],
	serves: (type: Type) => boolean,
): Change[] {
	return types.filter(serves).map(({ code }) => ({ code, insteadOf: unit.code }));
}

function sameTerminals(one: MeteringType | OptionType, other: MeteringType | OptionType): boolean {
	return one.phases === other.phases && one.rating === other.rating;
}
