/** The frame of pages that a server writes whole: head, the way past the header, the site's name, and the same page in the other language. */
import { type Html, html, type Insert } from './html.js';
import type { WebLanguage } from './words.js';

export interface PageFrame {
	readonly title: string;
	/** Its name, in its header. */
	readonly site: string;
	readonly language: WebLanguage;
	/** The path of this page with its query, for the other language. */
	readonly path: string;
	/** Whether it has a script beside its look. */
	readonly hasScript: boolean;
	/** In the header, before and behind the way to the other language. */
	readonly before: Insert;
	readonly behind?: Insert;
	readonly main: Html;
}

/** `other`: the other language, in it. */
const WORDS = Object.freeze({
	en: { skip: 'To the content', other: '日本語' },
	ja: { skip: '本文へ', other: 'English' },
} as const);

export function framed({ title, site, language, path, hasScript, before, behind = '', main }: PageFrame): Html {
	const words = WORDS[language];
	const other: WebLanguage = language === 'ja' ? 'en' : 'ja';
	return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} - ${site}</title>
<link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/assets/main.css">
${hasScript && html`<script type="module" src="/assets/main.js"></script>`}
</head>
<body>
<a class="skip" href="#main">${words.skip}</a>
<header class="top"><a class="name" href="/">${site}</a>
${before}
<a class="language" href="${path}${path.includes('?') ? '&' : '?'}lang=${other}" lang="${other}" hreflang="${other}">${words.other}</a>
${behind}
</header>
<main id="main" tabindex="-1"><h1>${title}</h1>
${main}
</main>
</body>
</html>
`;
}
