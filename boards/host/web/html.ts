/** Pages that the server writes: a text with places in it, of which whatever is put there is text and never mark-up, unless it was made here. */

/** Mark-up that may stand in a page as it is. Made by `html` and nowhere else. */
export class Html {
	readonly text: string;

	private constructor(text: string) {
		this.text = text;
	}

	/** What `html` has put together. */
	static of(parts: readonly string[], values: readonly Insert[]): Html {
		return new Html(parts.map((part, i) => part + (i < values.length ? inserted(values[i]) : '')).join(''));
	}

	toString(): string {
		return this.text;
	}
}

/** What may be put into a page: nothing for false, null and undefined, several one after the other. */
export type Insert = Html | string | number | false | null | undefined | readonly Insert[];

/** The mark-up of a page or of a part of one; attributes stand in double quotes. */
export function html(parts: TemplateStringsArray, ...values: readonly Insert[]): Html {
	return Html.of(parts, values);
}

/** Nothing. */
export const NONE = html``;

function inserted(value: Insert): string {
	if (value instanceof Html) return value.text;
	if (value === undefined || value === null || value === false) return '';
	if (typeof value === 'string' || typeof value === 'number') return escaped(String(value));
	return value.map(inserted).join('');
}

/** HTML Living Standard 13.1.2.3: none of these can end a text or the value of an attribute in quotes. */
export function escaped(text: string): string {
	return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
