/** The units in stock that serve a customer's conditions, and the best meter that can be plugged together from them. */
import {
	COMMUNICATION_DEMANDS,
	COVER_DEMANDS,
	type Conditions,
	type Demand,
	drawbacks,
	METERING_DEMANDS,
	OPTION_DEMANDS,
	optionWanted,
} from './conditions.js';
import { type Combination, fits, unitsOf } from './rules.js';
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

/** Units in stock that meet all demands on their place. */
export interface Candidates {
	readonly communication: readonly CommunicationType[];
	readonly metering: readonly MeteringType[];
	/** Only `undefined` where none is wanted. */
	readonly option: readonly (OptionType | undefined)[];
	readonly cover: readonly CoverType[];
}

const NO_OPTION = Object.freeze([undefined]);

export function candidatesFor(conditions: Conditions): Candidates {
	return {
		communication: serving(COMMUNICATION_TYPES, COMMUNICATION_DEMANDS, conditions),
		metering: serving(METERING_TYPES, METERING_DEMANDS, conditions),
		option: optionWanted(conditions) === undefined ? NO_OPTION : serving(OPTION_TYPES, OPTION_DEMANDS, conditions),
		cover: serving(COVER_TYPES, COVER_DEMANDS, conditions),
	};
}

function serving<Type extends UnitType>(types: readonly Type[], demands: readonly Demand<Type>[], conditions: Conditions): Type[] {
	return types.filter((type) => inStock(type, conditions) && demands.every(({ meets }) => meets(type, conditions)));
}

export function inStock(type: UnitType, { stock }: Conditions): boolean {
	return stock === undefined || stock.includes(type);
}

/** The combination of candidates that fits, with the least weight of drawbacks; of equals the first in the tables. */
export function best(candidates: Candidates, conditions: Conditions): Combination | undefined {
	let found: Combination | undefined;
	let least = Number.POSITIVE_INFINITY;
	forEachMeter(candidates, (meter) => {
		if (!fits(meter)) return;
		const cost = costOf(meter, conditions);
		if (cost >= least) return;
		least = cost;
		found = { ...meter };
	});
	return found;
}

/** Hands over one object that changes. */
export function forEachMeter({ communication, metering, option, cover }: Candidates, visit: (meter: Combination) => void): void {
	if (communication.length === 0 || metering.length === 0 || option.length === 0 || cover.length === 0) return;
	const meter = { communication: communication[0]!, metering: metering[0]!, option: option[0], cover: cover[0]! };
	for (meter.communication of communication) {
		for (meter.metering of metering) {
			for (meter.option of option) for (meter.cover of cover) visit(meter);
		}
	}
}

export function costOf(meter: Combination, conditions: Conditions): number {
	let cost = 0;
	for (const unit of unitsOf(meter)) for (const { weight } of drawbacks(unit, conditions)) cost += weight;
	return cost;
}
