/** The best meter for what is asked, of what is in the depots and what stands there already: what serves is kept, only what must change is exchanged. */
import { type Candidates, candidatesFor, costOf, forEachMeter } from '../../meter/catalogue/candidates.js';
import type { Conditions } from '../../meter/catalogue/conditions.js';
import { contradictions, type Refused } from '../../meter/catalogue/refusal.js';
import { type Combination, fits, type Units } from '../../meter/catalogue/rules.js';
import { type Choice, type Place, selectCombination } from '../../meter/catalogue/select.js';
import type { SelectionTexts } from '../../meter/catalogue/selection-texts.js';
import { type UnitKind, type UnitType, unitType } from '../../meter/catalogue/unit-types.js';
import type { Asked } from './asked.js';
import type { StockCount } from './linked-records.js';

/** In the order in which they are told. */
export const PLACES: readonly Place[] = Object.freeze(['communication', 'metering', 'option', 'cover'] as const);
const PLACE_OF: Readonly<Record<UnitKind, Place>> = Object.freeze({
	communication: 'communication',
	metering: 'metering',
	switching: 'option',
	voltage: 'option',
	cover: 'cover',
});
/** More than the drawbacks of any meter weigh. */
const EXCHANGE = 100_000;

export interface Chosen {
	readonly combination: Combination;
	/** In the order of `PLACES`. */
	readonly choices: readonly Choice[];
}

/** Where a unit of this kind plugs in. */
export function placeOf(kind: UnitKind): Place {
	return PLACE_OF[kind];
}

/** Types that lie in a depot, each once. */
export function typesInStock(stock: readonly StockCount[]): UnitType[] {
	const codes = new Set(stock.filter(({ count }) => count > 0).map(({ type }) => type));
	return [...codes].map(unitType).filter((type) => type !== undefined);
}

/**
 * The combination with the fewest units exchanged or removed; of those the one with the least drawbacks, of equals the first in the tables of the catalogue.
 * @param mounted what stands there; undefined: no meter
 * @param texts in whose language the reasons are
 */
export function chooseUnits(asked: Asked, mounted: Units | undefined, inStock: readonly UnitType[], texts?: SelectionTexts): Chosen | Refused {
	const stock = [...inStock, ...PLACES.map((place) => kept(place, asked, mounted)).filter((type) => type !== undefined)];
	const conditions: Conditions = { ...asked.conditions, stock };
	const found = contradictions(conditions).length === 0 ? fewestExchanges(candidatesFor(conditions), conditions, asked, mounted) : undefined;
	if (found === undefined) return refusal(conditions, texts);
	const isKept = (place: Place) => found[place] !== undefined && found[place] === kept(place, asked, mounted);
	const narrowed = [...inStock.filter((type) => !isKept(PLACE_OF[type.kind])), ...PLACES.filter(isKept).map((place) => found[place]!)];
	return selectCombination({ ...asked.conditions, stock: narrowed }, texts);
}

/** The unit at a place that may stay there; undefined: none, or it is to go whatever it is. */
export function kept(place: Place, asked: Asked, mounted: Units | undefined): UnitType | undefined {
	return place === 'metering' && asked.newMetering ? undefined : mounted?.[place];
}

function fewestExchanges(candidates: Candidates, conditions: Conditions, asked: Asked, mounted: Units | undefined): Combination | undefined {
	const stays = Object.fromEntries(PLACES.map((place) => [place, kept(place, asked, mounted)])) as Partial<Record<Place, UnitType>>;
	let found: Combination | undefined;
	let least = Number.POSITIVE_INFINITY;
	forEachMeter(candidates, (meter) => {
		if (!fits(meter)) return;
		let cost = costOf(meter, conditions);
		for (const place of PLACES) if (meter[place] !== undefined && meter[place] !== stays[place]) cost += EXCHANGE;
		if (cost >= least) return;
		least = cost;
		found = { ...meter };
	});
	return found;
}

/** Nothing serves: why, and what would be possible. */
function refusal(conditions: Conditions, texts: SelectionTexts | undefined): Refused {
	const selection = selectCombination(conditions, texts);
	if (selection.combination === undefined) return selection;
	// The search and the catalogue's own go over the same candidates.
	throw new Error('design: the catalogue finds a meter where the design found none');
}
