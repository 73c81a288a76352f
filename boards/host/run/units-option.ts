/** `--units`, `--utility`, `--contract` and `--scenario`: what the meter is put together from, whose it is, and what happens to it. */
import { ampereContracts, UTILITIES } from '../../../src/meter/catalogue/ampere-contracts.js';
import { examine } from '../../../src/meter/catalogue/parse.js';
import type { Combination } from '../../../src/meter/catalogue/rules.js';
import { UTILITY_PROFILES, type UtilityProfile } from '../../../src/meter/switching/utility.js';
import { parseCount } from '../../../src/world/fault/fault-values.js';
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
		combination: words.units === undefined ? undefined : parseCombinationOption(words.units),
		utility: parseUtility(words.utility),
		contract: words.contract === undefined ? undefined : parseContract(words.contract),
		scenario: words.scenario,
	};
}

function parseCombinationOption(text: string): Combination {
	const { combination, unknown, broken } = examine(text);
	if (combination !== undefined) return combination;
	throw wrongUse('units', text, { unknown, broken });
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
