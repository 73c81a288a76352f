/** What could be pushed into each place of a meter: every type of the catalogue, with what would be wrong with it. */
import { PLACE_OF, PLACES, type Place } from '../../../../src/meter/backplane/messages.js';
import { type BrokenRule, checkFit, type Units } from '../../../../src/meter/catalogue/rules.js';
import { UNIT_TYPES, type UnitType } from '../../../../src/meter/catalogue/unit-types.js';
import type { EmulatedMeter } from '../../../../src/world/meter/emulated-meter.js';
import { refusalWords } from '../../../../src/world/scenario/answer-words.js';
import type { Language } from '../../../../src/world/schema/language.js';
import { MOST_UNITS } from '../../../../src/world/units/unit-shelf.js';
import { CATALOGUE_WORDS } from '../../catalogue/catalogue-words.js';
import type { BrokenTexts } from '../../shared/unit-words-ja.js';

/** A rule of the catalogue that a meter with this unit would break: it can be pushed in, and the base finds it. */
export interface Misfit {
	readonly rule: string;
	readonly found: string;
	/** Why there is such a rule. */
	readonly reason: string;
}

export interface UnitChoice {
	readonly code: string;
	/** In the language that was asked for. */
	readonly name: string;
	readonly stock: UnitType['stock'];
	readonly misfits: readonly Misfit[];
}

export interface CatalogueChoices {
	readonly places: Readonly<Record<Place, readonly UnitChoice[]>>;
	/** Why no new unit can be had at all, in words; null: it can. */
	readonly refused: string | null;
}

export function catalogueChoices(meter: EmulatedMeter, language: Language): CatalogueChoices {
	const units: Units = Object.fromEntries(PLACES.map((place) => [place, meter.shelf.inPlace(place)?.type]));
	const places = Object.fromEntries(
		PLACES.map((place) => [place, UNIT_TYPES.filter(({ kind }) => PLACE_OF[kind] === place).map((type) => choiceOf(type, place, units, language))]),
	) as Record<Place, UnitChoice[]>;
	const isFull = meter.shelf.units.length >= MOST_UNITS;
	return { places, refused: isFull ? refusalWords({ kind: 'tooManyUnits', most: MOST_UNITS }, language) : null };
}

/** A rule that is broken without this unit, too, is not its fault. */
function choiceOf(type: UnitType, place: Place, units: Units, language: Language): UnitChoice {
	const words = CATALOGUE_WORDS[language];
	const others = checkFit({ ...units, [place]: undefined });
	const broken = checkFit({ ...units, [place]: type }).filter(({ rule }) => !others.some((other) => other.rule === rule));
	return { code: type.code, name: words.name(type), stock: type.stock, misfits: broken.map((each) => misfitOf(each, words.broken(each))) };
}

function misfitOf({ rule }: BrokenRule, { found, reason }: BrokenTexts): Misfit {
	return { rule, found, reason };
}
