/** HTML in which everything is escaped that no template of ours wrote. */
import { pieces } from './visible.js';

/** Markup of ours. */
export class Markup {
	readonly text: string;

	constructor(text: string) {
		this.text = text;
	}
}

export type Part = Markup | string | number | readonly Part[] | undefined;

/** Template: strings and numbers are escaped, markup and lists of it stand as they are, undefined is nothing. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
	return new Markup(strings.map((each, i) => (i === 0 ? each : markupOf(parts[i - 1]) + each)).join(''));
}

/** The same with what is not seen in `text` set apart from what is. */
export function hostile(text: string): Markup {
	return new Markup(
		pieces(text)
			.map((each, i) => (i % 2 === 0 ? escaped(each) : `<span class="code">${escaped(each)}</span>`))
			.join(''),
	);
}

function markupOf(part: Part): string {
	if (part === undefined) return '';
	if (part instanceof Markup) return part.text;
	if (Array.isArray(part)) return part.map(markupOf).join('');
	// An attribute has no markup: codes alone.
	return escaped(pieces(String(part)).join(''));
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function escaped(text: string): string {
	return text.replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}
