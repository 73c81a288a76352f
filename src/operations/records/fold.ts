/** Text as it is compared where people write the same in several ways: full and half width, hiragana and katakana, capitals, dashes, old forms of digits. */

const DASHES = /[\u2010-\u2015\u2212\u2500\u30fc\uff0d]/gu;
const HIRAGANA = /[\u3041-\u3096\u309d\u309e]/gu;
/** Hiragana stand so far below their katakana. */
const TO_KATAKANA = 0x60;

/**
 * NFKC (which makes half-width kana and full-width letters and digits the usual ones, and joins voiced marks), capitals, katakana for hiragana, `-` for each kind
 * of dash between digits; one space for each run of white space, none at the ends. What folds to the same is taken for the same.
 */
export function folded(text: string): string {
	return text
		.normalize('NFKC')
		.toUpperCase()
		.replace(HIRAGANA, (kana) => String.fromCharCode(kana.charCodeAt(0) + TO_KATAKANA))
		.replace(DASHES, (dash, at: number, whole: string) => (dash !== 'ー' || isDigit(whole.charAt(at - 1)) ? '-' : dash))
		.replace(/\s+/gu, ' ')
		.trim();
}

function isDigit(character: string): boolean {
	return character >= '0' && character <= '9';
}
