/** What `keiki catalogue select` is asked for, checked: from the words of the command line to a customer's conditions. */

import { UTILITIES, utility } from '../../../src/meter/catalogue/ampere-contracts.js';
import type { Conditions } from '../../../src/meter/catalogue/conditions.js';
import type { Site } from '../../../src/meter/catalogue/site.js';
import { type Phases, type RouteBMedium, UNIT_TYPES, type UnitType, unitType } from '../../../src/meter/catalogue/unit-types.js';
import { parseCount } from '../../../src/world/fault/fault-values.js';
import type { CommonWords } from '../shared/program.js';
import { UsageError } from '../shared/usage-error.js';
import { inEach } from '../shared/usage-words.js';
import { CATALOGUE_USAGE } from './usage-words.js';

/** Options of `select`, in the form that commander gives them. */
export interface SelectWords extends CommonWords {
	readonly site: string;
	readonly contract: string;
	readonly amperes: string;
	readonly feedIn?: boolean;
	readonly routeB: string;
	readonly rain?: boolean;
	readonly switching?: boolean;
	readonly voltage?: boolean;
	readonly utility: string;
	readonly stock?: string;
	readonly json?: boolean;
}

const SITES: readonly Site[] = Object.freeze(['detached', 'block', 'remote']);
const PHASES: readonly Phases[] = Object.freeze(['1p2w', '1p3w', '3p3w']);
const ROUTE_B: readonly RouteBMedium[] = Object.freeze(['none', 'radio', 'plc']);
const MOST_AMPERES = 10_000;

/** @throws UsageError for the first word that is wrong */
export function parseConditions(words: SelectWords): Conditions {
	const { feedIn = false, rain = false, switching = false, voltage = false } = words;
	const utilities = UTILITIES.map(({ code }) => code);
	return {
		site: oneOf('--site', words.site, SITES),
		phases: oneOf('--contract', words.contract, PHASES),
		amperes: parseAmperes(words.amperes),
		feedIn,
		routeB: oneOf('--route-b', words.routeB, ROUTE_B),
		rain,
		switching,
		voltage,
		utility: utility(oneOf('--utility', words.utility, utilities))!,
		stock: words.stock === undefined ? undefined : parseStock(words.stock),
	};
}

function oneOf<Word extends string>(option: string, text: string, words: readonly Word[]): Word {
	const found = words.find((word) => word === text);
	if (found === undefined) throw new UsageError(inEach(CATALOGUE_USAGE, ({ oneOf: said }) => said(option, words, text)));
	return found;
}

function parseAmperes(text: string): number {
	const amperes = parseCount(text, 1, MOST_AMPERES);
	if (amperes === undefined) throw new UsageError({ kind: 'wholeNumber', option: '--amperes', text, min: 1, max: MOST_AMPERES });
	return amperes;
}

function parseStock(text: string): readonly UnitType[] {
	return text.split(',').map((part, index) => {
		const word = part.trim();
		const type = unitType(word);
		if (type !== undefined) return type;
		const long = UNIT_TYPES.filter((each) => 'short' in each && each.short === word).map(({ code }) => code);
		throw new UsageError(
			inEach(CATALOGUE_USAGE, (words) => (long.length > 0 ? words.longCode(index + 1, long, word) : words.noCode(index + 1, word))),
		);
	});
}
