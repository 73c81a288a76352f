/**
 * The words by which a contract is found: a search finds what has, for each word that was asked for, one that begins with it. The same function takes apart what
 * is kept and what is asked, so that `桜町1-2` finds `大阪市北区桜町1丁目2番3号`.
 */
import { folded } from './fold.js';

/** What of a contract's records is searched. Each may be empty. */
export interface Searched {
	/** The contract's. */
	readonly code: string;
	readonly customer: string;
	/** In kana. */
	readonly reading: string;
	/** Of the contract and of the site. */
	readonly places: readonly string[];
	/** System titles and serial numbers. */
	readonly numbers: readonly string[];
}

/** Characters of a word: what is longer is cut, kept and asked alike. */
const LONGEST_WORD = 40;
/** Words of one question; more are left out, which finds more, never less. */
const MOST_ASKED = 6;
/** Behind these a part of an address ends. */
const PART_OF_PLACE = /[都道府県市区町村郡]/u;
const BLOCKS = /(\d+)\s*(?:丁目|番地?|号|-)\s*(?=\d)/gu;

/** Each once, in no order. */
export function searchWords({ code, customer, reading, places, numbers }: Searched): ReadonlySet<string> {
	const words = new Set<string>();
	const add = (word: string) => {
		if (word !== '') words.add(cut(word));
	};
	for (const number of [code, ...numbers]) {
		const whole = folded(number);
		add(whole);
		// `123` for `C0000000123` and `KEIKI0000123`.
		add(/^[A-Z]+0*([1-9]\d*)$/.exec(whole)?.[1] ?? '');
	}
	for (const name of [customer, reading]) {
		const whole = folded(name);
		for (const part of whole.split(' ')) add(part);
		add(whole.replaceAll(' ', ''));
	}
	for (const place of places) {
		const whole = folded(place);
		// Its beginning whole, too, for what is not taken apart as people do: 大和郡山市.
		add(/^[^\d ]*/u.exec(whole)![0]);
		for (const part of partsOfPlace(whole)) add(part);
	}
	return words;
}

/** The words that are asked for, each to be the beginning of one that is kept. */
export function askedWords(text: string): readonly string[] {
	const words = folded(text)
		.split(' ')
		.flatMap((word) =>
			/\d/.test(word) && /[^\x21-\x7e]/u.test(word) ? partsOfPlace(word) : PART_OF_PLACE.test(word.slice(0, -1)) ? placeAsked(word) : [word],
		)
		.filter((word) => word !== '')
		.map(cut);
	return [...new Set(words)].slice(0, MOST_ASKED);
}

/** A name may have the character of a town within it, `町田`: it is asked for whole, too. */
function placeAsked(word: string): readonly string[] {
	const parts = partsOfPlace(word);
	// Parts of one character are names more often than places: 市川, 村上, 町田.
	return parts.some((part) => part.length < 2) ? [word] : parts;
}

/** `大阪市北区桜町1丁目2番3号` → 大阪市, 北区, 桜町, 1-2-3. */
function partsOfPlace(place: string): readonly string[] {
	const parts: string[] = [];
	for (const word of place
		.replace(BLOCKS, '$1-')
		.replace(/(\d)(?:丁目|番地?|号)/gu, '$1 ')
		.split(' ')) {
		let start = 0;
		for (let at = 0; at < word.length; at++) {
			const [here, next] = [word.charAt(at), word.charAt(at + 1)];
			// Digits begin a part, and end one; 四日市市 is one.
			const turns = next !== '' && isOfNumber(here) !== isOfNumber(next);
			if (turns || (at > start && PART_OF_PLACE.test(here) && !PART_OF_PLACE.test(next))) {
				parts.push(word.slice(start, at + 1));
				start = at + 1;
			}
		}
		parts.push(word.slice(start));
	}
	return parts.filter((part) => part !== '');
}

function isOfNumber(character: string): boolean {
	return (character >= '0' && character <= '9') || character === '-';
}

function cut(word: string): string {
	return word.slice(0, LONGEST_WORD);
}
