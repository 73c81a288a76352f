/** What all pages of `keiki mdm serve` have. */
import { type Html, html } from '../../web/html.js';
import { framed } from '../../web/page-frame.js';
import type { WebLanguage } from '../../web/words.js';
import { SERVE_WORDS } from './serve-words.js';

export interface Frame {
	readonly title: string;
	readonly language: WebLanguage;
	/** The path of this page with its query, for the other language. */
	readonly path: string;
	readonly main: Html;
}

export function pageOf({ title, language, path, main }: Frame): Html {
	const words = SERVE_WORDS[language];
	const before = html`<form class="row" action="/meter" role="search"><label class="row">${words.meterOrPoint} <input name="of" type="search" required maxlength="60"></label><button>${words.find}</button></form>`;
	return framed({ title, site: words.site, language, path, hasScript: false, before, main });
}

/** A form that leads to another day, and links to those beside it. @param fields what stays as it is */
export function dayForm(
	path: string,
	fields: Readonly<Record<string, string>>,
	days: readonly [before: string, at: string, next: string],
	language: WebLanguage,
): Html {
	const words = SERVE_WORDS[language];
	const query = (day: string) => new URLSearchParams({ ...fields, day }).toString();
	return html`<form class="row" action="${path}">${Object.entries(fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
<a href="${path}?${query(days[0])}">${words.yesterday}</a>
<label class="row">${words.day} <input type="date" name="day" value="${days[1]}" required></label><button>${words.show}</button>
<a href="${path}?${query(days[2])}">${words.tomorrow}</a></form>`;
}
