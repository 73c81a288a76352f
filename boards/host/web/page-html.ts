/** The two pages that the server makes itself: the frame of the application, and a closed door. */
import { escaped } from './html.js';
import type { WebLanguage, WebWords } from './words.js';

const head = (title: string, language: WebLanguage, more = '') => `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(title)}</title>
<link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
${more}`;

export function page(title: string, language: WebLanguage): string {
	return `${head(title, language, '<link rel="stylesheet" href="/assets/main.css">\n<script type="module" src="/assets/main.js"></script>')}
</head>
<body><div id="page"></div></body>
</html>
`;
}

export function closedPage(words: WebWords, language: WebLanguage, title: string, hadToken: boolean): string {
	return `${head(`${title}: ${words.closedTitle}`, language, '<link rel="stylesheet" href="/assets/main.css">')}
</head>
<body><main class="closed"><h1>${escaped(words.closedTitle)}</h1><p>${escaped(hadToken ? words.usedToken : words.unknownVisitor)}</p></main></body>
</html>
`;
}
