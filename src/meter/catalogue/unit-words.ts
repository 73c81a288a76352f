/** What unit types are called by people. */
import type { Medium, OptionType, Phases, RouteBMedium, UnitKind, UnitType } from './unit-types.js';

export const PHASES_WORDS: Readonly<Record<Phases, string>> = Object.freeze({
	'1p2w': 'single-phase 2-wire',
	'1p3w': 'single-phase 3-wire',
	'3p3w': 'three-phase 3-wire',
});

export const MEDIUM_WORDS: Readonly<Record<Medium, string>> = Object.freeze({ rf: 'RF multi-hop', plc: 'PLC', cellular: 'cellular' });

export const ROUTE_B_WORDS: Readonly<Record<RouteBMedium, string>> = Object.freeze({
	none: 'without Route B',
	radio: 'Route B by radio',
	plc: 'Route B by PLC',
});

export const KIND_WORDS: Readonly<Record<UnitKind, string>> = Object.freeze({
	communication: 'communication unit',
	metering: 'metering unit',
	switching: 'switching unit',
	voltage: 'voltage measurement unit',
	cover: 'terminal cover',
});

/** "switching unit, single-phase 3-wire, 60 A" and the like. */
export function unitName(type: UnitType): string {
	return `${KIND_WORDS[type.kind]}, ${attributes(type)}${type.stock === 'older' ? ', older stock' : ''}`;
}

/** "switching unit for single-phase 3-wire of 60 A", whether or not it is made. */
export function optionName(kind: OptionType['kind'], phases: Phases, rating: number): string {
	return `${KIND_WORDS[kind]} for ${PHASES_WORDS[phases]} of ${rating} A`;
}

function attributes(type: UnitType): string {
	switch (type.kind) {
		case 'communication':
			return `${MEDIUM_WORDS[type.medium]}, ${ROUTE_B_WORDS[type.routeB]}${type.twoWay ? '' : ', one-way'}`;
		case 'metering':
			return `${PHASES_WORDS[type.phases]}, ${type.rating} A, ${type.twoWay ? 'two-way' : 'one-way'}${type.routeB ? '' : ', without Route B'}`;
		case 'switching':
		case 'voltage':
			return `${PHASES_WORDS[type.phases]}, ${type.rating} A`;
		case 'cover':
			return type.rain ? 'against rain' : 'normal';
	}
}
