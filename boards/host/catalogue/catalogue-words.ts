/** What `keiki catalogue` prints around its rows, in each language. */
import { changeText } from '../../../src/meter/catalogue/parse.js';
import type { BrokenRule, Change } from '../../../src/meter/catalogue/rules.js';
import { SELECTION_TEXTS, type SelectionTexts } from '../../../src/meter/catalogue/selection-texts.js';
import type { UnitType } from '../../../src/meter/catalogue/unit-types.js';
import { unitName } from '../../../src/meter/catalogue/unit-words.js';
import type { InEach } from '../../../src/world/schema/language.js';
import { type BrokenTexts, brokenTextsJa, changeJa, unitNameJa } from '../shared/unit-words-ja.js';
import { SELECTION_TEXTS_JA } from './selection-texts-ja.js';

export interface CatalogueWords {
	readonly name: (type: UnitType) => string;
	readonly broken: (rule: BrokenRule) => BrokenTexts;
	readonly change: (change: Change) => string;
	readonly notCounted: () => string;
	readonly valid: (units: string) => string;
	/** @param counted combinations that Table 1 has */
	readonly outside: (counted: number, codes: readonly string[]) => string;
	readonly notValid: (units: string) => string;
	readonly why: (reason: string) => string;
	readonly wouldDo: (changes: readonly string[]) => string;
	readonly noOption: () => string;
	readonly selection: SelectionTexts;
	readonly although: (what: string) => string;
	readonly ratherThan: (codes: readonly string[], reason: string) => string;
	readonly optionalUnit: () => string;
	readonly noCombination: () => string;
	readonly possible: () => string;
}

export const CATALOGUE_WORDS: InEach<CatalogueWords> = Object.freeze({
	en: {
		name: unitName,
		broken: (rule) => rule,
		change: changeText,
		notCounted: () => '(not in Table 1)',
		valid: (units) => `valid: ${units}`,
		outside: (counted, codes) => `, outside the ${counted} of Table 1: ${codes.join(', ')}`,
		notValid: (units) => `not valid: ${units}`,
		why: (reason) => `why: ${reason}`,
		wouldDo: (changes) => `would do: ${changes.join(', or ')}`,
		noOption: () => 'no optional unit',
		selection: SELECTION_TEXTS,
		although: (what) => `although it ${what}`,
		ratherThan: (codes, reason) => `rather than ${codes.join(' or ')}, which ${reason}`,
		optionalUnit: () => 'optional unit',
		noCombination: () => 'no combination serves these conditions',
		possible: () => 'it would be possible',
	},
	ja: {
		name: unitNameJa,
		broken: brokenTextsJa,
		change: changeJa,
		notCounted: () => '(表1にないもの)',
		valid: (units) => `有効: ${units}`,
		outside: (counted, codes) => `、表1の${counted}通りの外: ${codes.join('、')}`,
		notValid: (units) => `有効ではありません: ${units}`,
		why: (reason) => `理由: ${reason}`,
		wouldDo: (changes) => `直すには: ${changes.join('、または')}`,
		noOption: () => 'オプションユニットなし',
		selection: SELECTION_TEXTS_JA,
		although: (what) => `ただし、${what}`,
		ratherThan: (codes, reason) => `${codes.join('か')}ではない理由: ${reason}`,
		optionalUnit: () => 'オプションユニット',
		noCombination: () => 'この条件に合う組み合わせはありません',
		possible: () => '次のようにすれば可能です',
	},
});
