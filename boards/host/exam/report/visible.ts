/**
 * Text of others in a report: what is not seen, or changes how its neighbours are seen, is shown as a code, `\u202e`. That is control and format
 * characters (among them those that turn the direction of text), separators of lines, lone surrogates, and what XML 1.0 (2.2) has no way to write.
 */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\ufffe\uffff]/gu;

export function visible(text: string): string {
	return text.replace(UNSEEN, codeOf);
}

/** Pieces of `text`, every second of them the code of what is not seen. */
export function pieces(text: string): readonly string[] {
	const found: string[] = [];
	let end = 0;
	for (const match of text.matchAll(UNSEEN)) {
		found.push(text.slice(end, match.index), codeOf(match[0]));
		end = match.index + match[0].length;
	}
	return [...found, text.slice(end)];
}

function codeOf(character: string): string {
	const point = character.codePointAt(0)!;
	return point > 0xffff ? `\\u{${point.toString(16)}}` : `\\u${point.toString(16).padStart(4, '0')}`;
}

/** At most so many UTF-16 units; what was left out is counted in its place. */
export function shortened(text: string, most: number): string {
	if (text.length <= most) return text;
	// Not between the two halves of a character.
	const end = /[\ud800-\udbff]/.test(text[most - 1]!) ? most - 1 : most;
	return `${text.slice(0, end)}… (+${text.length - end})`;
}
