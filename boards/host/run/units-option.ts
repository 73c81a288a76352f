/** `--units`, `--utility`, `--contract` and `--scenario`: what the meter is put together from, whose it is, and what happens to it. */
import { PLACES, type Place } from '../../../src/meter/backplane/messages.js';
import { ampereContracts, UTILITIES } from '../../../src/meter/catalogue/ampere-contracts.js';
import { MAKERS, makerNamed } from '../../../src/meter/catalogue/makers.js';
import { examine } from '../../../src/meter/catalogue/parse.js';
import type { Combination } from '../../../src/meter/catalogue/rules.js';
import { UTILITY_PROFILES, type UtilityProfile } from '../../../src/meter/switching/utility.js';
import { parseCount } from '../../../src/world/fault/fault-values.js';
import type { Makers } from '../../../src/world/units/unit-shelf.js';
import { wrongUse } from './usage-words.js';

/** As commander hands them over. */
export interface UnitsWords {
	readonly units?: string;
	readonly utility: string;
	readonly contract?: string;
	readonly scenario?: string;
}

export interface UnitsChoice {
	/** Undefined: those of the state directory, or the usual ones. */
	readonly combination: Combination | undefined;
	/** Makers that were told of its units. */
	readonly makers: Makers;
	readonly utility: UtilityProfile;
	/** A; undefined: as the switching unit has it. */
	readonly contract: number | undefined;
	/** Name of a file. */
	readonly scenario: string | undefined;
}

const MOST_AMPERES = 1000;

/** Throws UsageError, for a combination with every reason. */
export function parseUnits(words: UnitsWords): UnitsChoice {
	if (words.scenario === '') throw wrongUse('noName', '--scenario');
	return {
		...parseUnitsOption(words.units),
		utility: parseUtility(words.utility),
		contract: words.contract === undefined ? undefined : parseContract(words.contract),
		scenario: words.scenario,
	};
}

/** `rf-b@kaede`: a unit and its maker. */
const MAKER = /@([^,\s]*)/g;

function parseUnitsOption(text: string | undefined): Pick<UnitsChoice, 'combination' | 'makers'> {
	if (text === undefined) return { combination: undefined, makers: {} };
	for (const [, name] of text.matchAll(MAKER))
		if (makerNamed(name!) === undefined)
			throw wrongUse(
				'maker',
				MAKERS.map((maker) => maker.name),
				text,
				name!,
			);
	// As long as they were: what is wrong keeps its column.
	const { combination, unknown, broken } = examine(text.replaceAll(MAKER, (found) => ' '.repeat(found.length)));
	if (combination !== undefined) return { combination, makers: makersIn(text, combination) };
	throw wrongUse('units', text, { unknown, broken });
}

function makersIn(text: string, combination: Combination): Makers {
	const makers: Partial<Record<Place, string>> = {};
	for (const part of text.split(',')) {
		const [code, maker] = part.trim().split('@');
		const place = PLACES.find((each) => {
			const type = combination[each];
			return type !== undefined && (type.code === code || ('short' in type && type.short === code));
		});
		if (maker !== undefined && place !== undefined) makers[place] = maker;
	}
	return makers;
}

function parseContract(text: string): number {
	const amperes = parseCount(text, 1, MOST_AMPERES);
	if (amperes !== undefined) return amperes;
	throw wrongUse('contract', MOST_AMPERES, text);
}

/** How a breaker works is known of some utilities; of the others only whether there is one. */
function parseUtility(text: string): UtilityProfile {
	const known = Object.values(UTILITY_PROFILES).find(({ name }) => name === text);
	if (known !== undefined) return known;
	const listed = UTILITIES.find(({ code }) => code === text);
	if (listed !== undefined) return { ...UTILITY_PROFILES.general, name: text, ampereContract: ampereContracts(listed, '1p3w').length > 0 };
	throw wrongUse(
		'utility',
		UTILITIES.map(({ code }) => code),
		text,
	);
}
