/**
 * The types of units that plug into a meter: Table 1 of "Development of operation system for smart meter data providing service" (Kansai Electric Power),
 * of which the scan is broken up: this is one reading of it.
 *
 * | kind          | types                                                                                              | counted |
 * |---------------|----------------------------------------------------------------------------------------------------|---------|
 * | communication | RF multi-hop or PLC; without Route B, with Route B by radio, or by PLC                               | 6       |
 * | metering      | 1φ2W 30/120 A, 1φ3W 60/120 A, 3φ3W 60/120 A; one-way or two-way                                     | 12      |
 * | switching     | 1φ2W 30/120 A, 1φ3W 60/120 A, 3φ3W 60 A                                                             | 5       |
 * | voltage       | 1φ3W 60/120 A, 3φ3W 60/120 A                                                                        | 4       |
 * | cover         | normal, rain                                                                                       | 2       |
 *
 * Two-way measurement and Route B are functions that communication and metering unit must both have. The counted communication units all carry
 * two-way values, the counted metering units all serve Route B. Older stock does neither. It stands outside the count, as cellular does.
 */
import { frozen } from '../../../modules/bytes/frozen.js';

/** Single-phase 2-wire, single-phase 3-wire, three-phase 3-wire. */
export type Phases = '1p2w' | '1p3w' | '3p3w';
/** How the meter is reached on Route A. */
export type Medium = 'rf' | 'plc' | 'cellular';
export type RouteBMedium = 'none' | 'radio' | 'plc';

interface Common {
	/** What the unit is called on the command line and in messages. Never changes. */
	readonly code: string;
	/** Older stock is no longer made, but still on shelves and walls. */
	readonly stock: 'current' | 'older';
	/** Whether Table 1 has it: only such units make up the more than 350 combinations. */
	readonly counted: boolean;
}

export interface CommunicationType extends Common {
	readonly kind: 'communication';
	readonly medium: Medium;
	readonly routeB: RouteBMedium;
	/** Carries what the customer feeds in, too. */
	readonly twoWay: boolean;
}

export interface MeteringType extends Common {
	readonly kind: 'metering';
	readonly phases: Phases;
	/** A. */
	readonly rating: number;
	/** Measures what the customer feeds in, too. */
	readonly twoWay: boolean;
	/** Serves Route B, by whichever medium. */
	readonly routeB: boolean;
}

/** The optional function unit: one place for either kind. */
export interface OptionType extends Common {
	readonly kind: 'switching' | 'voltage';
	/** The code without the phases, for where a metering unit tells them. */
	readonly short: string;
	readonly phases: Phases;
	/** A. */
	readonly rating: number;
}

export interface CoverType extends Common {
	readonly kind: 'cover';
	/** Keeps rain off. */
	readonly rain: boolean;
}

export type UnitType = CommunicationType | MeteringType | OptionType | CoverType;
export type UnitKind = UnitType['kind'];

const ROUTE_B_SUFFIX: Readonly<Record<RouteBMedium, string>> = Object.freeze({ none: '', radio: '-b', plc: '-bplc' });
/** How the codes of optional units begin. */
export const OPTION_WORDS: Readonly<Record<OptionType['kind'], string>> = Object.freeze({ switching: 'switch', voltage: 'voltage' });

export const COMMUNICATION_TYPES: readonly CommunicationType[] = frozen([
	communication('rf', 'none'),
	communication('rf', 'radio'),
	communication('rf', 'plc'),
	communication('plc', 'none'),
	communication('plc', 'radio'),
	communication('plc', 'plc'),
	communication('cellular', 'none'),
	communication('cellular', 'radio'),
	communication('cellular', 'plc'),
	olderCommunication('rf'),
	olderCommunication('plc'),
]);
export const METERING_TYPES: readonly MeteringType[] = frozen([
	metering('1p2w', 30, false),
	metering('1p2w', 30, true),
	metering('1p2w', 120, false),
	metering('1p2w', 120, true),
	metering('1p3w', 60, false),
	metering('1p3w', 60, true),
	metering('1p3w', 120, false),
	metering('1p3w', 120, true),
	metering('3p3w', 60, false),
	metering('3p3w', 60, true),
	metering('3p3w', 120, false),
	metering('3p3w', 120, true),
	olderMetering('1p2w', 30),
	olderMetering('1p2w', 120),
	olderMetering('1p3w', 60),
	olderMetering('1p3w', 120),
	olderMetering('3p3w', 60),
	olderMetering('3p3w', 120),
]);
export const OPTION_TYPES: readonly OptionType[] = frozen([
	option('switching', '1p2w', 30),
	option('switching', '1p2w', 120),
	option('switching', '1p3w', 60),
	option('switching', '1p3w', 120),
	option('switching', '3p3w', 60),
	option('voltage', '1p3w', 60),
	option('voltage', '1p3w', 120),
	option('voltage', '3p3w', 60),
	option('voltage', '3p3w', 120),
]);
/** What a meter is closed with where nobody says otherwise. */
export const NORMAL_COVER: CoverType = frozen({ kind: 'cover', code: 'normal', rain: false, stock: 'current', counted: true });
export const COVER_TYPES: readonly CoverType[] = frozen([NORMAL_COVER, { kind: 'cover', code: 'rain', rain: true, stock: 'current', counted: true }]);
/** Every unit type, in the order of the tables. */
export const UNIT_TYPES: readonly UnitType[] = frozen([...COMMUNICATION_TYPES, ...METERING_TYPES, ...OPTION_TYPES, ...COVER_TYPES]);

function communication(medium: Medium, routeB: RouteBMedium): CommunicationType {
	const code = medium + ROUTE_B_SUFFIX[routeB];
	return { kind: 'communication', code, medium, routeB, twoWay: true, stock: 'current', counted: medium !== 'cellular' };
}

function olderCommunication(medium: Medium): CommunicationType {
	return { kind: 'communication', code: `${medium}-old`, medium, routeB: 'none', twoWay: false, stock: 'older', counted: false };
}

function metering(phases: Phases, rating: number, twoWay: boolean): MeteringType {
	const code = `${phases}-${rating}-${twoWay ? '2way' : '1way'}`;
	return { kind: 'metering', code, phases, rating, twoWay, routeB: true, stock: 'current', counted: true };
}

function olderMetering(phases: Phases, rating: number): MeteringType {
	const code = `${phases}-${rating}-1way-old`;
	return { kind: 'metering', code, phases, rating, twoWay: false, routeB: false, stock: 'older', counted: false };
}

function option(kind: OptionType['kind'], phases: Phases, rating: number): OptionType {
	const word = OPTION_WORDS[kind];
	return { kind, code: `${word}-${phases}-${rating}`, short: `${word}-${rating}`, phases, rating, stock: 'current', counted: true };
}

/** The type with this code, for optional units the long one (`switch-1p3w-60`); undefined if there is none. */
export function unitType(code: string): UnitType | undefined {
	return UNIT_TYPES.find((type) => type.code === code);
}

/** The optional unit of Table 1, or undefined: not every pair of phases and rating is made. */
export function optionType(kind: OptionType['kind'], phases: Phases, rating: number): OptionType | undefined {
	return OPTION_TYPES.find((type) => type.kind === kind && type.phases === phases && type.rating === rating);
}
