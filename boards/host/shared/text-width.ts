/** How wide text is in a terminal, where a character of Japanese takes two columns (Unicode, UAX #11: wide and full width). */

const WIDE = /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6]/g;

/** Columns. */
export function textWidth(text: string): number {
	return text.length + (text.match(WIDE)?.length ?? 0);
}

/** With blanks behind it, up to so many columns. */
export function padText(text: string, width: number): string {
	return text + ' '.repeat(Math.max(0, width - textWidth(text)));
}
