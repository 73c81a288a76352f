/** The best combination for a customer's conditions, and why it. */
import { best, type Candidates, candidatesFor } from './candidates.js';
import { COMMUNICATION_DEMANDS, COVER_DEMANDS, type Conditions, type Demand, drawbacks, METERING_DEMANDS, OPTION_DEMANDS } from './conditions.js';
import { contradictions, type Refused, refuse } from './refusal.js';
import { type Combination, unitsOf } from './rules.js';
import { SELECTION_TEXTS, type SelectionTexts } from './selection-texts.js';
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

/**
 * Never gives a combination that breaks a rule or a condition, and finds one wherever there is one.
 *
 * @param texts in whose language the reasons are
 */
export function selectCombination(conditions: Conditions, texts: SelectionTexts = SELECTION_TEXTS): Selection {
	const candidates = candidatesFor(conditions);
	const combination = contradictions(conditions).length === 0 ? best(candidates, conditions) : undefined;
	return combination === undefined
		? refuse(candidates, conditions, texts)
		: { combination, choices: choicesOf(combination, candidates, conditions, texts) };
}

function choicesOf(combination: Combination, candidates: Candidates, conditions: Conditions, texts: SelectionTexts): Choice[] {
	const choice = <Type extends UnitType>(place: Place, unit: Type, others: readonly Type[], demands: readonly Demand<Type>[]): Choice => {
		const over: { unit: UnitType; why: string }[] = [];
		for (const other of others) {
			const meter = other === unit ? undefined : best({ ...candidates, [place]: [other] }, conditions);
			if (meter !== undefined) over.push({ unit: other, why: whyNot(other, meter, combination, conditions, texts) });
		}
		return { place, unit, why: servicesOf(demands, conditions, texts), although: drawbacks(unit, conditions, texts).map(({ text }) => text), over };
	};
	const { option } = combination;
	return [
		choice('communication', combination.communication, candidates.communication, COMMUNICATION_DEMANDS),
		choice('metering', combination.metering, candidates.metering, METERING_DEMANDS),
		// It follows the metering unit: there is nothing to prefer.
		{
			place: 'option',
			unit: option,
			why: option === undefined ? [whyNoOption(conditions, texts)] : servicesOf(OPTION_DEMANDS, conditions, texts),
			although: [],
			over: [],
		},
		choice('cover', combination.cover, candidates.cover, COVER_DEMANDS),
	];
}

/** What speaks against the best meter with this unit, and not against the one chosen. */
function whyNot(unit: UnitType, meter: Combination, chosen: Combination, conditions: Conditions, words: SelectionTexts): string {
	const against: string[] = [];
	const others = unitsOf(meter).filter((each) => each !== unit && !unitsOf(chosen).includes(each));
	for (const each of [unit, ...others]) {
		const texts = drawbacks(each, conditions, words).map(({ text }) => text);
		const more = texts.filter((text) => !unitsOf(chosen).some((had) => drawbacks(had, conditions, words).some((drawback) => drawback.text === text)));
		if (more.length > 0) against.push(each === unit ? words.all(more) : words.needs(each.code, words.all(more)));
	}
	return against.length > 0 ? words.all(against) : words.isNoBetter();
}

function servicesOf<Type>(demands: readonly Demand<Type>[], conditions: Conditions, texts: SelectionTexts): string[] {
	const services = demands.map(({ does }) => does(conditions, texts)).filter((text) => text !== undefined);
	return services.length > 0 ? services : [texts.servesAnything()];
}

function whyNoOption(conditions: Conditions, texts: SelectionTexts): string {
	const { utility, phases } = conditions;
	return texts.isNotAskedFor(phases === '3p3w' || utility.ampereContracts.length > 0 ? undefined : utility);
}
