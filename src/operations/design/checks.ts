/**
 * What a combination of units is held against before a design can be finished. The first four are those of the paper:
 *
 * | check           | "Whether …"                                                                                                    |
 * |-----------------|----------------------------------------------------------------------------------------------------------------|
 * | `communication` | "… the communication unit is suitable for the condition"                                                       |
 * | `two-way`       | "… the communication unit and the metering unit have two-way measurement function if the customer applies for renewable energy interconnection" |
 * | `route-b`       | "… the communication unit and the metering unit have B-route service function if the customer applies for B-route service" |
 * | `contract`      | "… the metering unit and the optional function unit (switching unit) are suitable for the customer's contract type" |
 * | `cover`         | whether the terminal cover keeps off the rain that there is                                                    |
 * | `stock`         | whether each unit that is to be plugged in lies in a depot                                                     |
 */
import { frozen } from '../../../modules/bytes/frozen.js';
import {
	COMMUNICATION_DEMANDS,
	COVER_DEMANDS,
	type Condition,
	type Conditions,
	type Demand,
	METERING_DEMANDS,
	OPTION_DEMANDS,
	optionWanted,
} from '../../meter/catalogue/conditions.js';
import { type BrokenRule, type Change, checkCombination, fits, type RuleId, type Units } from '../../meter/catalogue/rules.js';
import type { Place } from '../../meter/catalogue/select.js';
import { COMMUNICATION_TYPES, COVER_TYPES, METERING_TYPES, OPTION_TYPES, type UnitType, unitType } from '../../meter/catalogue/unit-types.js';
import type { Asked } from './asked.js';
import { kept, PLACES, placeOf } from './choose.js';

export const CHECK_IDS = Object.freeze(['communication', 'two-way', 'route-b', 'contract', 'cover', 'stock'] as const);
export type CheckId = (typeof CHECK_IDS)[number];

export interface Check {
	readonly check: CheckId;
	/** None: it holds. */
	readonly faults: readonly Fault[];
}

export type Fault = {
	readonly wouldDo: readonly WouldDo[];
} /** The unit does not do what its demand asks. `unit` undefined: an optional unit is missing. */ & (
	| {
			readonly kind: 'demand';
			readonly place: Place;
			readonly unit: UnitType | undefined;
			readonly demand: Demand<UnitType>;
			readonly conditions: Conditions;
	  }
	/** An optional unit that nothing asks for. */
	| { readonly kind: 'unasked'; readonly unit: UnitType }
	| { readonly kind: 'rule'; readonly rule: BrokenRule }
	| { readonly kind: 'notInStock'; readonly place: Place; readonly unit: UnitType }
);

export interface WouldDo extends Change {
	/** Whether what it wants is at hand: it lies in a depot, or stands there already. */
	readonly isAtHand: boolean;
}

const OF_CONDITION: Readonly<Record<Condition, CheckId>> = frozen({
	site: 'communication',
	medium: 'communication',
	'feed-in': 'two-way',
	'route-b': 'route-b',
	contract: 'contract',
	amperes: 'contract',
	switching: 'contract',
	voltage: 'contract',
	rain: 'cover',
});
const OF_RULE: Readonly<Record<RuleId, CheckId>> = frozen({
	'communication-unit': 'communication',
	'metering-unit': 'contract',
	'terminal-cover': 'cover',
	phases: 'contract',
	rating: 'contract',
	'two-way': 'two-way',
	'route-b': 'route-b',
	'one-each': 'contract',
	'is-made': 'contract',
});

interface PlaceRow {
	readonly types: readonly UnitType[];
	readonly demands: readonly Demand<UnitType>[];
}

const ROWS = frozen({
	communication: { types: COMMUNICATION_TYPES, demands: COMMUNICATION_DEMANDS },
	metering: { types: METERING_TYPES, demands: METERING_DEMANDS },
	option: { types: OPTION_TYPES, demands: OPTION_DEMANDS },
	cover: { types: COVER_TYPES, demands: COVER_DEMANDS },
}) as unknown as Readonly<Record<Place, PlaceRow>>;

/**
 * All checks, in their order.
 * @param units as designed, any of which may be missing
 * @param mounted what stands there
 * @param broken rules about words that were found broken before (`examine`)
 */
export function checkUnits(
	units: Units,
	asked: Asked,
	mounted: Units | undefined,
	inStock: readonly UnitType[],
	broken: readonly BrokenRule[] = checkCombination(units),
): Check[] {
	const faults: Record<CheckId, Fault[]> = { communication: [], 'two-way': [], 'route-b': [], contract: [], cover: [], stock: [] };
	const at = { units, asked, mounted, inStock };
	for (const place of PLACES) for (const [check, fault] of placeFaults(place, at)) faults[check].push(fault);
	for (const rule of broken) {
		const wouldDo = suitable(rule.wouldDo, asked.conditions).map((change) => ({
			...change,
			isAtHand: change.code === undefined || isAtHand(change.code, at),
		}));
		faults[OF_RULE[rule.rule]].push({ kind: 'rule', rule, wouldDo });
	}
	return CHECK_IDS.map((check) => ({ check, faults: faults[check] }));
}

interface Held {
	readonly units: Units;
	readonly asked: Asked;
	readonly mounted: Units | undefined;
	readonly inStock: readonly UnitType[];
}

function placeFaults(place: Place, held: Held): [CheckId, Fault][] {
	const { units, asked, mounted, inStock } = held;
	const { conditions } = asked;
	const found: [CheckId, Fault][] = [];
	const unit = units[place];
	const isWanted = place !== 'option' || optionWanted(conditions) !== undefined;
	if (unit === undefined && (place !== 'option' || !isWanted)) return found;
	if (unit !== undefined && !isWanted)
		return [['contract', { kind: 'unasked', unit, wouldDo: [{ code: undefined, insteadOf: unit.code, isAtHand: true }] }]];
	const wouldDo = changesAt(place, held);
	for (const demand of ROWS[place].demands) {
		if (unit !== undefined ? demand.meets(unit, conditions) : !isAskedOfNone(demand, conditions)) continue;
		found.push([OF_CONDITION[demand.condition], { kind: 'demand', place, unit, demand, conditions, wouldDo }]);
	}
	if (unit === undefined) return found;
	if (unit !== kept(place, asked, mounted) && !inStock.includes(unit)) found.push(['stock', { kind: 'notInStock', place, unit, wouldDo }]);
	return found;
}

/** Of a place that is empty: the demand that says why it should not be. */
function isAskedOfNone({ condition }: Demand<UnitType>, conditions: Conditions): boolean {
	return condition === optionWanted(conditions);
}

/** Units that serve at this place beside the others, those at hand before those that are in no depot; where none fits beside them, all that serve there. */
function changesAt(place: Place, held: Held): WouldDo[] {
	const { units, asked } = held;
	const { types, demands } = ROWS[place];
	const insteadOf = units[place]?.code;
	const serving = types.filter((type) => type !== units[place] && demands.every(({ meets }) => meets(type, asked.conditions)));
	const fitting = serving.filter((type) => fits({ ...units, [place]: type }));
	const changes = (fitting.length > 0 ? fitting : serving).map(({ code }) => ({ code, insteadOf, isAtHand: isAtHand(code, held) }));
	return [...changes.filter((each) => each.isAtHand), ...changes.filter((each) => !each.isAtHand)];
}

/** Changes that satisfy a rule, those alone that do what is asked; all of them where none does. */
function suitable(changes: readonly Change[], conditions: Conditions): readonly Change[] {
	const found = changes.filter(({ code, insteadOf }) => {
		const type = unitType(code ?? insteadOf ?? '');
		if (type === undefined) return true;
		const place = placeOf(type.kind);
		if (place === 'option' && optionWanted(conditions) === undefined) return code === undefined;
		return code !== undefined && ROWS[place].demands.every(({ meets }) => meets(type, conditions));
	});
	return found.length > 0 ? found : changes;
}

function isAtHand(code: string, { asked, mounted, inStock }: Held): boolean {
	return inStock.some((type) => type.code === code) || PLACES.some((place) => kept(place, asked, mounted)?.code === code);
}
