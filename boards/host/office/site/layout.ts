/** What all pages of the office's two sites have: head, way through the site, language, and the form that ends the visit. */
import type { InEach, Language } from '../../../../src/world/schema/language.js';
import { type Html, html, type Insert } from '../../web/html.js';
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
	readonly skip: string;
	readonly nav: string;
	/** Of the other language, in it. */
	readonly other: string;
	readonly signOut: string;
}

const WORDS: InEach<LayoutWords> = Object.freeze({
	en: { skip: 'To the content', nav: 'Parts of the site', other: '日本語', signOut: 'Sign out' },
	ja: { skip: '本文へ', nav: 'サイト内', other: 'English', signOut: 'サインアウト' },
});

export function pageOf({ title, site, language, path, at, nav, who, main }: Frame): Html {
	const words = WORDS[language];
	const other: Language = language === 'ja' ? 'en' : 'ja';
	return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} - ${site}</title>
<link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/assets/main.css">
<script type="module" src="/assets/main.js"></script>
</head>
<body>
<a class="skip" href="#main">${words.skip}</a>
<header class="top"><a class="name" href="/">${site}</a>
${nav.length > 0 && html`<nav aria-label="${words.nav}"><ul>${nav.map((row) => html`<li><a href="${row.path}"${row.path === at && html` aria-current="page"`}>${row.name}</a></li>`)}</ul></nav>`}
<a class="language" href="${withLanguage(path, other)}" lang="${other}" hreflang="${other}">${words.other}</a>
${who !== undefined && html`<span class="muted">${who.shown}</span>${formOf('/sign-out', who.token, html`<button>${words.signOut}</button>`)}`}
</header>
<main id="main" tabindex="-1"><h1>${title}</h1>
${main}
</main>
</body>
</html>
`;
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

function withLanguage(path: string, language: Language): string {
	return `${path}${path.includes('?') ? '&' : '?'}lang=${language}`;
}
