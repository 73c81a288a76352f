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
import { COMMUNICATION_TYPES, COVER_TYPES, METERING_TYPES, OPTION_TYPES, type UnitType } from './unit-types.js';
import { KIND_WORDS } from './unit-words.js';

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
export function refuse(candidates: Candidates, conditions: Conditions): Refused {
	const reasons = [...contradictions(conditions), ...emptyPlaces(candidates, conditions)];
	if (reasons.length === 0) reasons.push(...misfits(candidates, conditions));
	return { combination: undefined, reasons, possible: relaxations(conditions) };
}

/** Conditions that no stock can serve. */
export function contradictions(conditions: Conditions): Refusal[] {
	const { utility, phases, amperes, switching, voltage } = conditions;
	const found: Refusal[] = [];
	const contracts = ampereContracts(utility, phases);
	const most = contracts.at(-1) ?? 0;
	if (amperes <= most && !contracts.includes(amperes)) {
		const why = `${utility.name} has no contract of ${amperes} A; up to ${most} A it has ${contracts.join(', ')} A`;
		found.push({ about: 'amperes', why });
	}
	if (voltage && optionWanted(conditions) === 'switching') {
		const breaker = hasAmpereBreaker(conditions) ? ` for the ampere breaker of a ${amperes} A contract of ${utility.name}` : '';
		const both = `a voltage measurement unit and a switching unit${switching ? '' : breaker} are wanted`;
		found.push({ about: 'optional unit', why: `${both}, and a meter has room for one optional unit` });
	}
	return found;
}

function emptyPlaces(candidates: Candidates, conditions: Conditions): Refusal[] {
	const found: Refusal[] = [];
	const look = <Type extends UnitType>(left: number, kind: UnitType['kind'], types: readonly Type[], demands: readonly Demand<Type>[]) => {
		if (left === 0) found.push(whyNone(kind, types, demands, conditions));
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
): Refusal {
	const stocked = conditions.stock !== undefined;
	const wouldDo = types.filter((type) => demands.every(({ meets }) => meets(type, conditions))).map(({ code }) => code);
	const told: string[] = [];
	let left = types.filter((type) => inStock(type, conditions));
	let about: Refusal['about'] = demands[0]!.condition;
	for (const { condition, meets, does } of demands) {
		const service = does(conditions);
		if (service !== undefined) told.push(service);
		left = left.filter((type) => meets(type, conditions));
		about = condition;
		if (left.length === 0) break;
	}
	const that = told.length > 0 ? ` that ${told.join(', and ')}` : '';
	const right = wouldDo.length > 0 ? `; would do: ${wouldDo.join(' or ')}` : `; none is made`;
	return { about, why: `there is no ${KIND_WORDS[kind]}${stocked ? ' in stock' : ''}${that}${right}` };
}

/** Each place has candidates, and none fit together: the rules that the closest of them break. */
function misfits(candidates: Candidates, conditions: Conditions): Refusal[] {
	let closest: Combination | undefined;
	let least = Number.POSITIVE_INFINITY;
	forEachMeter(candidates, (meter) => {
		const cost = checkFit(meter).length + costOf(meter, conditions) / WORST;
		if (cost >= least) return;
		least = cost;
		closest = { ...meter };
	});
	return checkFit(closest!).map(({ rule, found, reason }) => ({
		about: rule,
		why: `the closest in stock do not fit together: ${found} (${reason})`,
	}));
}

function relaxations(conditions: Conditions): string[] {
	const found: string[] = [];
	const attempt = (text: string, change: Partial<Conditions>): boolean => {
		const changed = { ...conditions, ...change };
		const can = contradictions(changed).length === 0 && best(candidatesFor(changed), changed) !== undefined;
		if (can) found.push(text);
		return can;
	};
	const { amperes, phases, utility } = conditions;
	const contracts = ampereContracts(utility, phases);
	if (conditions.switching) attempt('without remote switching', { switching: false });
	if (conditions.voltage) attempt('without voltage measurement', { voltage: false });
	if (conditions.feedIn) attempt('without feed-in', { feedIn: false });
	if (conditions.routeB !== 'none') attempt('without Route B', { routeB: 'none' });
	if (conditions.routeB === 'radio') attempt('with Route B by PLC', { routeB: 'plc' });
	if (conditions.routeB === 'plc') attempt('with Route B by radio', { routeB: 'radio' });
	if (conditions.rain) attempt('without rain', { rain: false });
	const held = (each: number) => attempt(`with a contract of ${each} A`, { amperes: each });
	[120, 60, ...contracts.slice().reverse(), 30].find((each) => each < amperes && held(each));
	contracts.find((each) => each > amperes && held(each));
	const most = contracts.at(-1) ?? amperes;
	if (most >= amperes && contracts.length > 0) attempt(`with a contract of more than ${most} A`, { amperes: most + 1 });
	if (conditions.stock !== undefined) {
		const changed = { ...conditions, stock: undefined };
		const combination = contradictions(changed).length === 0 ? best(candidatesFor(changed), changed) : undefined;
		if (combination !== undefined) found.push(`with units that are not in stock: ${combinationText(combination)}`);
	}
	return found;
}
