/** `keiki catalogue`: the catalogue for people and for programs. Each gives what to print and with which code to end. */
import { combinationCount, combinations, combinationText } from '../../../src/meter/catalogue/combinations.js';
import type { Conditions } from '../../../src/meter/catalogue/conditions.js';
import { type Examination, examine, type UnknownUnit } from '../../../src/meter/catalogue/parse.js';
import type { Refused } from '../../../src/meter/catalogue/refusal.js';
import { type Combination, isCounted, unitsOf } from '../../../src/meter/catalogue/rules.js';
import { type Choice, type Selected, selectCombination } from '../../../src/meter/catalogue/select.js';
import { UNIT_TYPES, type UnitType } from '../../../src/meter/catalogue/unit-types.js';
import type { Language } from '../../../src/world/schema/language.js';
import { EXIT, type ExitCode } from '../shared/exit-codes.js';
import type { CommonWords } from '../shared/program.js';
import { UsageError } from '../shared/usage-error.js';
import { inEach } from '../shared/usage-words.js';
import { CATALOGUE_WORDS } from './catalogue-words.js';
import { CATALOGUE_USAGE, type CatalogueUsageWords } from './usage-words.js';

/** Options of the command line. */
export interface AnswerWords extends CommonWords {
	readonly json?: boolean;
}

export interface Answer {
	readonly text: string;
	readonly code: ExitCode;
}

/** Every type of unit, with its attributes. */
export function unitTypes({ json = false, lang = 'en' }: AnswerWords): Answer {
	const words = CATALOGUE_WORDS[lang];
	const widest = Math.max(...UNIT_TYPES.map(({ code }) => code.length));
	const outside = (type: UnitType) => (type.counted ? '' : ` ${words.notCounted()}`);
	return answer(json ? [JSON.stringify(UNIT_TYPES)] : UNIT_TYPES.map((type) => `${type.code.padEnd(widest)}  ${words.name(type)}${outside(type)}`));
}

/** The valid combinations, one a line; `all`: also those with cellular or older units. */
export function unitCombinations({ count = false, all = false, json = false }: { count?: boolean; all?: boolean; json?: boolean }): Answer {
	if (count) return answer([json ? JSON.stringify({ count: combinationCount(all) }) : `${combinationCount(all)}`]);
	const list = combinations(all);
	return answer(json ? [JSON.stringify(list.map(jsonCombination))] : list.map(combinationText));
}

/** @throws UsageError if a word is no unit */
export function unitCheck(text: string, { json = false, lang = 'en' }: AnswerWords): Answer {
	const examination = examine(text);
	if (examination.unknown.length > 0)
		throw new UsageError(inEach(CATALOGUE_USAGE, (words) => words.unknown(examination.unknown.map((unit) => unknownIn(unit, words)))));
	const valid = examination.combination !== undefined;
	return answer(json ? [JSON.stringify(jsonExamination(text, examination))] : examinationLines(text, examination, lang), valid);
}

export function unitSelect(conditions: Conditions, { json = false, lang = 'en' }: AnswerWords): Answer {
	// Programs get English.
	const selection = selectCombination(conditions, CATALOGUE_WORDS[json ? 'en' : lang].selection);
	if (selection.combination === undefined) return answer(json ? [JSON.stringify(jsonRefused(selection))] : refusedLines(selection, lang), false);
	return answer(json ? [JSON.stringify(jsonSelected(selection))] : selectedLines(selection, lang));
}

function unknownIn({ word, number, column, perhaps }: UnknownUnit, words: CatalogueUsageWords): string {
	return word === '' && perhaps.length === 0 ? words.noWord(number, column) : words.noUnit(number, column, word, perhaps);
}

function answer(lines: readonly string[], good = true): Answer {
	return { text: `${lines.join('\n')}\n`, code: good ? EXIT.done : EXIT.no };
}

function examinationLines(text: string, { combination, broken }: Examination, language: Language): string[] {
	const words = CATALOGUE_WORDS[language];
	if (combination !== undefined) {
		const outside = unitsOf(combination).filter(({ counted }) => !counted);
		const note =
			outside.length === 0
				? ''
				: words.outside(
						combinationCount(),
						outside.map(({ code }) => code),
					);
		return [`${words.valid(combinationText(combination))}${note}`, ...unitsOf(combination).map((type) => `  ${words.name(type)}`)];
	}
	const lines = [words.notValid(text)];
	for (const each of broken) {
		const { found, reason } = words.broken(each);
		lines.push(`  ${each.rule}: ${found}`, `    ${words.why(reason)}`, `    ${words.wouldDo(each.wouldDo.map(words.change))}`);
	}
	return lines;
}

function jsonExamination(text: string, { combination, broken: rules }: Examination) {
	const broken = rules.map(({ breach: _breach, ...told }) => told);
	if (combination === undefined) return { valid: false, units: text, broken };
	return { valid: true, units: combinationText(combination), counted: isCounted(combination), combination: jsonCombination(combination), broken };
}

function selectedLines({ combination, choices }: Selected, language: Language): string[] {
	const words = CATALOGUE_WORDS[language];
	const lines = [combinationText(combination)];
	for (const { unit, why, although, over } of choices) {
		lines.push('', unit === undefined ? words.noOption() : `${unit.code}: ${words.name(unit)}`, ...why.map((each) => `  ${each}`));
		lines.push(...although.map((each) => `  ${words.although(each)}`));
		for (const [reason, codes] of byReason(over)) lines.push(`  ${words.ratherThan(codes, reason)}`);
	}
	return lines;
}

function byReason(over: Choice['over']): ReadonlyMap<string, readonly string[]> {
	const reasons = new Map<string, string[]>();
	for (const { unit, why } of over) reasons.set(why, [...(reasons.get(why) ?? []), unit.code]);
	return reasons;
}

function refusedLines({ reasons, possible }: Refused, language: Language): string[] {
	const words = CATALOGUE_WORDS[language];
	const lines = [words.noCombination(), ...reasons.map(({ about, why }) => `  ${about === 'optional unit' ? words.optionalUnit() : about}: ${why}`)];
	if (possible.length > 0) lines.push(words.possible(), ...possible.map((each) => `  ${each}`));
	return lines;
}

function jsonSelected({ combination, choices }: Selected) {
	return {
		found: true,
		units: combinationText(combination),
		combination: jsonCombination(combination),
		choices: choices.map(({ place, unit, why, although, over }) => ({
			place,
			unit: unit?.code ?? null,
			why,
			although,
			over: over.map((each) => ({ unit: each.unit.code, why: each.why })),
		})),
	};
}

function jsonRefused({ reasons, possible }: Refused) {
	return { found: false, reasons, possible };
}

function jsonCombination(combination: Combination) {
	const { communication, metering, option, cover } = combination;
	return {
		units: combinationText(combination),
		communication: communication.code,
		metering: metering.code,
		option: option?.code ?? null,
		cover: cover.code,
		counted: isCounted(combination),
	};
}
