/** What all pages of the office's two sites have: head, way through the site, language, and the form that ends the visit. */
import type { InEach, Language } from '../../../../src/world/schema/language.js';
import { type Html, html, type Insert } from '../../web/html.js';
import { framed } from '../../web/page-frame.js';
import { csrfOf } from '../../web/site-server.js';

/** Characters of a cell that is not broken into lines. */
const MOST_SHORT = 20;

/** A place that the head leads to. */
export interface NavRow {
	readonly path: string;
	readonly name: string;
}

export interface Frame {
	readonly title: string;
	/** Of the site, in its head. */
	readonly site: string;
	readonly language: Language;
	/** The path of this page with its query, for the other language. */
	readonly path: string;
	/** The page of `nav` that this one belongs to. */
	readonly at?: string | undefined;
	readonly nav: readonly NavRow[];
	/** Who is signed in, and the cookie; undefined: nobody. */
	readonly who?: { readonly shown: string; readonly token: string } | undefined;
	readonly main: Html;
}

interface LayoutWords {
	readonly nav: string;
	readonly signOut: string;
}

const WORDS: InEach<LayoutWords> = Object.freeze({
	en: { nav: 'Parts of the site', signOut: 'Sign out' },
	ja: { nav: 'サイト内', signOut: 'サインアウト' },
});

export function pageOf({ title, site, language, path, at, nav, who, main }: Frame): Html {
	const words = WORDS[language];
	const before =
		nav.length > 0 &&
		html`<nav aria-label="${words.nav}"><ul>${nav.map((row) => html`<li><a href="${row.path}"${row.path === at && html` aria-current="page"`}>${row.name}</a></li>`)}</ul></nav>`;
	const behind =
		who !== undefined && html`<span class="muted">${who.shown}</span>${formOf('/sign-out', who.token, html`<button>${words.signOut}</button>`)}`;
	return framed({ title, site, language, path, hasScript: true, before, behind, main });
}

/** A form that acts. @param token the cookie that it goes with */
export function formOf(
	action: string,
	token: string,
	fields: Html,
	{ kind = '', hasFile = false }: { readonly kind?: string; readonly hasFile?: boolean } = {},
): Html {
	return html`<form method="post" action="${action}"${kind !== '' && html` class="${kind}"`}${hasFile && html` enctype="multipart/form-data"`}><input type="hidden" name="csrf" value="${csrfOf(token)}">${fields}</form>`;
}

/** A card with a heading. */
export function card(heading: string, body: Html, id?: string): Html {
	return html`<section class="card"${id !== undefined && html` id="${id}"`}><h2>${heading}</h2>${body}</section>
`;
}

/** Names and what they stand for. Rows without a value are left out. */
export function facts(rows: readonly (readonly [name: string, value: Html | string | number | undefined])[]): Html {
	return html`<dl class="facts">${rows.filter(([, value]) => value !== undefined).map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`;
}

/** A table that can be wider than the page, then it is moved by its own; `caption` says what it is. */
export function table(caption: string, heads: readonly string[], rows: readonly (readonly Insert[])[]): Html {
	return html`<div class="wide" role="region" tabindex="0" aria-label="${caption}"><table><thead><tr>${heads.map((each) => html`<th scope="col">${each}</th>`)}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${row.map((each) => html`<td${isShort(each) && html` class="short"`}>${each}</td>`)}</tr>`)}</tbody></table></div>`;
}

/** Dates, numbers and names of states stay in one line, where Japanese would break anywhere. */
function isShort(value: Insert): boolean {
	return typeof value === 'number' || (typeof value === 'string' && value.length <= MOST_SHORT);
}

/** A field with its label. */
export function field(name: string, label: string, attributes: Html): Html {
	return html`<label>${label}<input name="${name}" ${attributes}></label>`;
}

export interface Choice {
	readonly value: string;
	readonly name: string;
}

export function select(name: string, label: string, choices: readonly Choice[], chosen: string): Html {
	return html`<label>${label}<select name="${name}">${choices.map((each) => html`<option value="${each.value}"${each.value === chosen && html` selected`}>${each.name}</option>`)}</select></label>`;
}
