/** The best combination for a customer's conditions, and why it. */
import { best, type Candidates, candidatesFor } from './candidates.js';
import { COMMUNICATION_DEMANDS, COVER_DEMANDS, type Conditions, type Demand, drawbacks, METERING_DEMANDS, OPTION_DEMANDS } from './conditions.js';
import { contradictions, type Refused, refuse } from './refusal.js';
import { type Combination, unitsOf } from './rules.js';
import type { UnitType } from './unit-types.js';

export type Selection = Selected | Refused;

export interface Selected {
	readonly combination: Combination;
	/** One a place, in the order communication, metering, optional unit, cover. */
	readonly choices: readonly Choice[];
}

export interface Choice {
	readonly place: Place;
	/** Undefined: no optional unit. */
	readonly unit: UnitType | undefined;
	/** Each ends a sentence that begins with the unit. */
	readonly why: readonly string[];
	/** What speaks against it; there is nothing better in stock. */
	readonly although: readonly string[];
	/** Units in stock that would do as well, and what speaks against each. */
	readonly over: readonly { readonly unit: UnitType; readonly why: string }[];
}

export type Place = keyof Combination;

/** Never gives a combination that breaks a rule or a condition, and finds one wherever there is one. */
export function selectCombination(conditions: Conditions): Selection {
	const candidates = candidatesFor(conditions);
	const combination = contradictions(conditions).length === 0 ? best(candidates, conditions) : undefined;
	return combination === undefined ? refuse(candidates, conditions) : { combination, choices: choicesOf(combination, candidates, conditions) };
}

function choicesOf(combination: Combination, candidates: Candidates, conditions: Conditions): Choice[] {
	const choice = <Type extends UnitType>(place: Place, unit: Type, others: readonly Type[], demands: readonly Demand<Type>[]): Choice => {
		const over: { unit: UnitType; why: string }[] = [];
		for (const other of others) {
			const meter = other === unit ? undefined : best({ ...candidates, [place]: [other] }, conditions);
			if (meter !== undefined) over.push({ unit: other, why: whyNot(other, meter, combination, conditions) });
		}
		return { place, unit, why: servicesOf(demands, conditions), although: drawbacks(unit, conditions).map(({ text }) => text), over };
	};
	const { option } = combination;
	return [
		choice('communication', combination.communication, candidates.communication, COMMUNICATION_DEMANDS),
		choice('metering', combination.metering, candidates.metering, METERING_DEMANDS),
		// It follows the metering unit: there is nothing to prefer.
		{
			place: 'option',
			unit: option,
			why: option === undefined ? [whyNoOption(conditions)] : servicesOf(OPTION_DEMANDS, conditions),
			although: [],
			over: [],
		},
		choice('cover', combination.cover, candidates.cover, COVER_DEMANDS),
	];
}

/** What speaks against the best meter with this unit, and not against the one chosen. */
function whyNot(unit: UnitType, meter: Combination, chosen: Combination, conditions: Conditions): string {
	const against: string[] = [];
	const others = unitsOf(meter).filter((each) => each !== unit && !unitsOf(chosen).includes(each));
	for (const each of [unit, ...others]) {
		const texts = drawbacks(each, conditions).map(({ text }) => text);
		const more = texts.filter((text) => !unitsOf(chosen).some((had) => drawbacks(had, conditions).some((drawback) => drawback.text === text)));
		if (more.length > 0) against.push(`${each === unit ? '' : `needs ${each.code}, which `}${more.join(', and ')}`);
	}
	return against.length > 0 ? against.join(', and ') : 'does no better, and comes later in the catalogue';
}

function servicesOf<Type>(demands: readonly Demand<Type>[], conditions: Conditions): string[] {
	const services = demands.map(({ does }) => does(conditions)).filter((text) => text !== undefined);
	return services.length > 0 ? services : ['serves: nothing more is asked'];
}

function whyNoOption(conditions: Conditions): string {
	const { utility, phases } = conditions;
	if (phases === '3p3w' || utility.ampereContracts.length > 0) return 'is asked for by nothing';
	return `is asked for by nothing: ${utility.name} has no ampere contract, which would need a breaker`;
}
