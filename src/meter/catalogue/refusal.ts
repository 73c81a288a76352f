/** Why there is no combination for a customer's conditions, and what would make one possible. */

import { ampereContracts } from './ampere-contracts.js';
import { best, type Candidates, candidatesFor, costOf, forEachMeter, inStock } from './candidates.js';
import { combinationText } from './combinations.js';
import {
	COMMUNICATION_DEMANDS,
	COVER_DEMANDS,
	type Condition,
	type Conditions,
	type Demand,
	hasAmpereBreaker,
	METERING_DEMANDS,
	OPTION_DEMANDS,
	optionWanted,
} from './conditions.js';
import { type Combination, checkFit, type RuleId } from './rules.js';
import { SELECTION_TEXTS, type SelectionTexts } from './selection-texts.js';
import { COMMUNICATION_TYPES, COVER_TYPES, METERING_TYPES, OPTION_TYPES, type UnitType } from './unit-types.js';

/** More than any combination's drawbacks weigh. */
const WORST = 10_000;

export interface Refused {
	readonly combination: undefined;
	readonly reasons: readonly Refusal[];
	/** Single changes of the conditions, each of which makes a combination possible, as "without …" or "with …". */
	readonly possible: readonly string[];
}

export interface Refusal {
	readonly about: Condition | RuleId | 'optional unit';
	readonly why: string;
}

/** Everything that stands against these conditions, of which is known that nothing serves them. */
export function refuse(candidates: Candidates, conditions: Conditions, texts: SelectionTexts): Refused {
	const reasons = [...contradictions(conditions, texts), ...emptyPlaces(candidates, conditions, texts)];
	if (reasons.length === 0) reasons.push(...misfits(candidates, conditions, texts));
	return { combination: undefined, reasons, possible: relaxations(conditions, texts) };
}

/** Conditions that no stock can serve. */
export function contradictions(conditions: Conditions, texts: SelectionTexts = SELECTION_TEXTS): Refusal[] {
	const { utility, phases, amperes, switching, voltage } = conditions;
	const found: Refusal[] = [];
	const contracts = ampereContracts(utility, phases);
	const most = contracts.at(-1) ?? 0;
	if (amperes <= most && !contracts.includes(amperes)) {
		found.push({ about: 'amperes', why: texts.noContract(utility, amperes, contracts) });
	}
	if (voltage && optionWanted(conditions) === 'switching') {
		const held = !switching && hasAmpereBreaker(conditions) ? amperes : undefined;
		found.push({ about: 'optional unit', why: texts.bothOptions(held, utility) });
	}
	return found;
}

function emptyPlaces(candidates: Candidates, conditions: Conditions, texts: SelectionTexts): Refusal[] {
	const found: Refusal[] = [];
	const look = <Type extends UnitType>(left: number, kind: UnitType['kind'], types: readonly Type[], demands: readonly Demand<Type>[]) => {
		if (left === 0) found.push(whyNone(kind, types, demands, conditions, texts));
	};
	look(candidates.communication.length, 'communication', COMMUNICATION_TYPES, COMMUNICATION_DEMANDS);
	look(candidates.metering.length, 'metering', METERING_TYPES, METERING_DEMANDS);
	look(candidates.option.length, optionWanted(conditions) ?? 'switching', OPTION_TYPES, OPTION_DEMANDS);
	look(candidates.cover.length, 'cover', COVER_TYPES, COVER_DEMANDS);
	return found;
}

/** Names the demand after which nothing was left, those before it, and what would do if it were in stock. */
function whyNone<Type extends UnitType>(
	kind: UnitType['kind'],
	types: readonly Type[],
	demands: readonly Demand<Type>[],
	conditions: Conditions,
	texts: SelectionTexts,
): Refusal {
	const wouldDo = types.filter((type) => demands.every(({ meets }) => meets(type, conditions))).map(({ code }) => code);
	const told: string[] = [];
	let left = types.filter((type) => inStock(type, conditions));
	let about: Refusal['about'] = demands[0]!.condition;
	for (const { condition, meets, does } of demands) {
		const service = does(conditions, texts);
		if (service !== undefined) told.push(service);
		left = left.filter((type) => meets(type, conditions));
		about = condition;
		if (left.length === 0) break;
	}
	return { about, why: texts.noUnit(kind, conditions.stock !== undefined, told, wouldDo) };
}

/** Each place has candidates, and none fit together: the rules that the closest of them break. */
function misfits(candidates: Candidates, conditions: Conditions, texts: SelectionTexts): Refusal[] {
	let closest: Combination | undefined;
	let least = Number.POSITIVE_INFINITY;
	forEachMeter(candidates, (meter) => {
		const cost = checkFit(meter).length + costOf(meter, conditions) / WORST;
		if (cost >= least) return;
		least = cost;
		closest = { ...meter };
	});
	return checkFit(closest!).map((broken) => ({ about: broken.rule, why: texts.misfit(broken) }));
}

function relaxations(conditions: Conditions, texts: SelectionTexts): string[] {
	const found: string[] = [];
	const attempt = (text: string, change: Partial<Conditions>): boolean => {
		const changed = { ...conditions, ...change };
		const can = contradictions(changed).length === 0 && best(candidatesFor(changed), changed) !== undefined;
		if (can) found.push(text);
		return can;
	};
	const { amperes, phases, utility } = conditions;
	const contracts = ampereContracts(utility, phases);
	if (conditions.switching) attempt(texts.without('switching'), { switching: false });
	if (conditions.voltage) attempt(texts.without('voltage'), { voltage: false });
	if (conditions.feedIn) attempt(texts.without('feedIn'), { feedIn: false });
	if (conditions.routeB !== 'none') attempt(texts.without('routeB'), { routeB: 'none' });
	if (conditions.routeB === 'radio') attempt(texts.withRouteB('plc'), { routeB: 'plc' });
	if (conditions.routeB === 'plc') attempt(texts.withRouteB('radio'), { routeB: 'radio' });
	if (conditions.medium !== undefined) attempt(texts.without('medium'), { medium: undefined });
	if (conditions.rain) attempt(texts.without('rain'), { rain: false });
	const held = (each: number) => attempt(texts.withContract(each), { amperes: each });
	[120, 60, ...contracts.slice().reverse(), 30].find((each) => each < amperes && held(each));
	contracts.find((each) => each > amperes && held(each));
	const most = contracts.at(-1) ?? amperes;
	if (most >= amperes && contracts.length > 0) attempt(texts.withMoreThan(most), { amperes: most + 1 });
	if (conditions.stock !== undefined) {
		const changed = { ...conditions, stock: undefined };
		const combination = contradictions(changed).length === 0 ? best(candidatesFor(changed), changed) : undefined;
		if (combination !== undefined) found.push(texts.withUnits(combinationText(combination)));
	}
	return found;
}
