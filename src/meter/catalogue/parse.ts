/**
 * The units of a meter in words: codes with commas between, in any order.
 *
 * | place         | words                                                                       | if absent        |
 * |---------------|-----------------------------------------------------------------------------|------------------|
 * | communication | `rf` `plc` `cellular`, each alone or with `-b`, `-bplc`; `rf-old` `plc-old`  | a broken rule    |
 * | metering      | PHASES-RATING-`1way` or -`2way`, older stock PHASES-RATING-`1way-old`        | a broken rule    |
 * | option        | `switch-`RATING, `voltage-`RATING, or with the phases: `switch-1p3w-60`      | none             |
 * | cover         | `normal` `rain`                                                             | `normal`         |
 *
 * A word that is none of these is an `UnknownUnit`. One that names an optional unit that is not made, and a second unit for the same place, break rules.
 */
import { type BrokenRule, type Change, type Combination, checkCombination, optionsFor, type PlacedWord, type Units } from './rules.js';
import {
	METERING_TYPES,
	type MeteringType,
	NORMAL_COVER,
	OPTION_TYPES,
	OPTION_WORDS,
	type OptionType,
	optionType,
	type Phases,
	UNIT_TYPES,
	type UnitKind,
	type UnitType,
	unitType,
} from './unit-types.js';
import { KIND_WORDS, optionName } from './unit-words.js';

const PLACES: Readonly<Record<UnitKind, Place>> = Object.freeze({
	communication: 'communication',
	metering: 'metering',
	switching: 'option',
	voltage: 'option',
	cover: 'cover',
});
const PLACE_WORDS: Readonly<Record<Place, string>> = Object.freeze({
	communication: 'one communication unit',
	metering: 'one metering unit',
	option: 'one optional unit at most',
	cover: 'one terminal cover',
});
/** Length beyond which nobody has mistyped a code. */
const LONGEST_WORD = 24;
const OPTION_KINDS: readonly OptionType['kind'][] = Object.freeze(['switching', 'voltage']);

export interface UnknownUnit {
	readonly word: string;
	/** Its place among the words, from 1. */
	readonly number: number;
	/** Place of its first character in the text, from 1. */
	readonly column: number;
	/** Codes that come closest; none if none is close. */
	readonly perhaps: readonly string[];
}

/** What a text says, whether or not it is a valid combination. */
export interface Examination {
	/** Units that are understood, the first for each place; the normal cover where none is named. */
	readonly units: Units;
	readonly unknown: readonly UnknownUnit[];
	/** Empty if anything is unknown: then no rule is asked. */
	readonly broken: readonly BrokenRule[];
	/** Undefined unless all is valid. */
	readonly combination: Combination | undefined;
}

/** A text that names no valid combination, with everything that is wrong with it. */
export class CombinationError extends Error {
	readonly unknown: readonly UnknownUnit[];
	readonly broken: readonly BrokenRule[];

	constructor(text: string, { unknown, broken }: Examination) {
		super(`units "${text}": ${[...unknown.map(unknownText), ...broken.map(brokenText)].join('; ')}`);
		this.unknown = unknown;
		this.broken = broken;
	}
}

/** @throws CombinationError with every reason, if the text names no valid combination */
export function parseCombination(text: string): Combination {
	const examination = examine(text);
	if (examination.combination === undefined) throw new CombinationError(text, examination);
	return examination.combination;
}

/** Reads a text and holds it against every rule. */
export function examine(text: string): Examination {
	const words = readWords(text);
	const unknown: UnknownUnit[] = [];
	for (const { word, number, column, kind } of words) if (kind === undefined) unknown.push({ word, number, column, perhaps: closest(word) });
	const units = plugged(words);
	if (unknown.length > 0) return { units, unknown, broken: [], combination: undefined };
	const broken = [...brokenByWords(words, units.metering), ...checkCombination(units)];
	return { units, unknown, broken, combination: broken.length === 0 ? (units as Combination) : undefined };
}

/** One line of text: `unit 2 (column 6): "1p3w-30-2way" is no unit; perhaps 1p3w-60-2way or 1p2w-30-2way`. */
export function unknownText({ word, number, column, perhaps }: UnknownUnit): string {
	const found = word === '' ? 'there is no word' : `"${word}" is no unit`;
	const right =
		perhaps.length > 0 ? `perhaps ${perhaps.join(' or ')}` : 'expected one like rf-b, 1p3w-60-2way, switch-60, voltage-60, normal or rain';
	return `unit ${number} (column ${column}): ${found}; ${right}`;
}

/** One line of text, with what would do. */
export function brokenText({ found, reason, wouldDo }: BrokenRule): string {
	return `${found} (${reason}); would do: ${wouldDo.map(changeText).join(', or ')}`;
}

/** `rf-b`, `rf-b in place of rf-old`, `no switch-60`. */
export function changeText({ code, insteadOf }: Change): string {
	if (code === undefined) return `no ${insteadOf}`;
	return insteadOf === undefined ? code : `${code} in place of ${insteadOf}`;
}

type Place = 'communication' | 'metering' | 'option' | 'cover';

interface Word {
	readonly word: string;
	readonly number: number;
	readonly column: number;
	/** Undefined: unknown. */
	readonly kind: UnitKind | undefined;
	/** Undefined where it is unknown, is not made, or its phases are still open. */
	type: UnitType | undefined;
	/** Phases of an optional unit; undefined where the metering unit is to tell them. */
	readonly phases?: Phases | undefined;
	readonly rating?: number;
}

function readWords(text: string): Word[] {
	const words: Word[] = [];
	let start = 0;
	for (const part of text.split(',')) {
		const word = part.trim();
		const at = { word, number: words.length + 1, column: start + 1 + (word === '' ? 0 : part.indexOf(word)) };
		const type = unitType(word);
		words.push(type === undefined ? { ...at, ...readOption(word) } : { ...at, kind: type.kind, type, ...termsOf(type) });
		start += part.length + 1;
	}
	const metering = words.find(({ kind }) => kind === 'metering')?.type as MeteringType | undefined;
	for (const word of words) {
		if (word.type !== undefined || !isOption(word.kind)) continue;
		const phases = word.phases ?? metering?.phases;
		word.type = phases === undefined ? undefined : optionType(word.kind, phases, word.rating!);
	}
	return words;
}

function termsOf(type: UnitType) {
	return type.kind === 'switching' || type.kind === 'voltage' ? { phases: type.phases, rating: type.rating } : {};
}

/** Any kind of optional unit with the rating, or phases and rating, of some metering unit: whether it is made is another question. */
function readOption(word: string): Pick<Word, 'kind' | 'type' | 'phases' | 'rating'> {
	for (const kind of OPTION_KINDS) {
		for (const { phases, rating } of METERING_TYPES) {
			if (word === `${OPTION_WORDS[kind]}-${rating}`) return { kind, type: undefined, rating };
			if (word === `${OPTION_WORDS[kind]}-${phases}-${rating}`) return { kind, type: undefined, phases, rating };
		}
	}
	return { kind: undefined, type: undefined };
}

function plugged(words: readonly Word[]): Units {
	const units: Partial<Record<Place, UnitType>> = { cover: NORMAL_COVER };
	for (let i = words.length - 1; i >= 0; i--) {
		const { kind, type } = words[i]!;
		if (kind !== undefined && type !== undefined) units[PLACES[kind]] = type;
	}
	return { communication: undefined, metering: undefined, option: undefined, ...units } as Units;
}

function brokenByWords(words: readonly Word[], metering: MeteringType | undefined): BrokenRule[] {
	const broken: BrokenRule[] = [];
	const taken: Partial<Record<Place, Word>> = {};
	for (const word of words) {
		const place = PLACES[word.kind!];
		const before = taken[place];
		if (before === undefined) taken[place] = word;
		else broken.push(second(place, before, word));
		if (isOption(word.kind) && word.type === undefined) {
			const phases = word.phases ?? metering?.phases;
			if (phases !== undefined) broken.push(notMade(word.word, word.kind, phases, word.rating!, metering));
		}
	}
	return broken;
}

function second(place: Place, before: Word, word: Word): BrokenRule {
	const places = `units ${before.number} and ${word.number} (columns ${before.column} and ${word.column})`;
	const same = before.word === word.word;
	return {
		rule: 'one-each',
		breach: { kind: 'twice', before: placed(before, place), again: placed(word, place) },
		reason: `a meter has room for ${PLACE_WORDS[place]}`,
		found: same ? `${word.word} stands twice: ${places}` : `${before.word} and ${word.word}, ${places}, want the same place`,
		wouldDo: same
			? [{ code: word.word, insteadOf: `${word.word},${word.word}` }]
			: [
					{ code: undefined, insteadOf: word.word },
					{ code: undefined, insteadOf: before.word },
				],
	};
}

function placed({ word, number, column }: Word, place: Place): PlacedWord {
	return { word, number, column, place };
}

function notMade(word: string, kind: OptionType['kind'], phases: Phases, rating: number, metering: MeteringType | undefined): BrokenRule {
	const made = metering === undefined ? OPTION_TYPES.filter((type) => type.kind === kind && type.phases === phases) : optionsFor(metering, kind);
	return {
		rule: 'is-made',
		breach: { kind: 'notMade', word, unit: kind, phases, rating },
		reason: `a ${KIND_WORDS[kind]} is made for ${OPTION_TYPES.filter((type) => type.kind === kind)
			.map((type) => `${type.phases} ${type.rating} A`)
			.join(', ')}`,
		found: `${word}: there is no ${optionName(kind, phases, rating)}`,
		wouldDo: [...made.map(({ code }) => ({ code, insteadOf: word })), { code: undefined, insteadOf: word }],
	};
}

function isOption(kind: UnitKind | undefined): kind is OptionType['kind'] {
	return kind === 'switching' || kind === 'voltage';
}

/** Codes that take the fewest letters to correct, if those are at most a third of the word. */
function closest(word: string): readonly string[] {
	if (word === '' || word.length > LONGEST_WORD) return [];
	let best = Math.max(1, Math.floor(word.length / 3));
	let codes: string[] = [];
	for (const type of UNIT_TYPES) {
		for (const code of type.kind === 'switching' || type.kind === 'voltage' ? [type.short, type.code] : [type.code]) {
			const distance = lettersBetween(word, code);
			if (distance > best || (distance === best && codes.includes(code))) continue;
			if (distance < best) codes = [];
			best = distance;
			codes.push(code);
		}
	}
	return codes;
}

/** Letters to insert, delete or replace (Levenshtein); capitals count as small ones. */
function lettersBetween(one: string, other: string): number {
	const from = one.toLowerCase();
	let row = Array.from({ length: other.length + 1 }, (_, i) => i);
	for (let i = 1; i <= from.length; i++) {
		const next = [i];
		for (let j = 1; j <= other.length; j++) {
			next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (from[i - 1] === other[j - 1] ? 0 : 1)));
		}
		row = next;
	}
	return row[other.length]!;
}
