/** What all pages of `keiki mdm serve` have. */
import { type Html, html } from '../../web/html.js';
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
	const other: WebLanguage = language === 'ja' ? 'en' : 'ja';
	return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} - ${words.site}</title>
<link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/assets/main.css">
</head>
<body>
<a class="skip" href="#main">${words.skip}</a>
<header class="top"><a class="name" href="/">${words.site}</a>
<form class="row" action="/meter" role="search"><label class="row">${words.meterOrPoint} <input name="of" type="search" required maxlength="60"></label><button>${words.find}</button></form>
<a class="language" href="${path}${path.includes('?') ? '&' : '?'}lang=${other}" lang="${other}" hreflang="${other}">${words.other}</a>
</header>
<main id="main" tabindex="-1"><h1>${title}</h1>
${main}
</main>
</body>
</html>
`;
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
