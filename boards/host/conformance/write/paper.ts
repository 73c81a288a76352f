/** A document of headings, paragraphs and tables, as Markdown and as one page of HTML. */

import { html } from '../../exam/report/markup.js';
import { headOf } from '../../exam/report/report-html.js';

export interface PaperTable {
	readonly columns: readonly string[];
	readonly rows: readonly (readonly string[])[];
}

interface PaperSection {
	readonly heading: string;
	readonly texts: readonly string[];
	readonly table: PaperTable | undefined;
}

export interface Paper {
	readonly language: 'en' | 'ja';
	readonly title: string;
	readonly texts: readonly string[];
	readonly sections: readonly PaperSection[];
}

export function paperMarkdown({ title, texts, sections }: Paper): string {
	const parts = [
		`# ${title}`,
		...texts,
		...sections.flatMap((section) => [`## ${section.heading}`, ...section.texts, ...(section.table === undefined ? [] : [tableText(section.table)])]),
	];
	return `${parts.join('\n\n')}\n`;
}

function tableText({ columns, rows }: PaperTable): string {
	const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
	return [line(columns), `|${columns.map(() => '---|').join('')}`, ...rows.map(line)].join('\n');
}

export function paperHtml({ language, title, texts, sections }: Paper): string {
	const paragraphs = (all: readonly string[]) => all.map((text) => html`<p>${text}</p>`);
	return html`<!DOCTYPE html>
<html lang="${language}">
${headOf(title)}
<body>
<header><h1>${title}</h1></header>
<main>
${paragraphs(texts)}
${sections.map(
	(
		section,
		i,
	) => html`<section aria-labelledby="s${i}"><h2 id="s${i}">${section.heading}</h2>${paragraphs(section.texts)}${section.table && tableMarkup(section.table)}</section>
`,
)}</main>
</body>
</html>
`.text;
}

/** A logical name, which on a screen that is wide enough is not broken. */
const LOGICAL_NAME = /^\d+(?:\.[\da-z]+){5}/;

function tableMarkup({ columns, rows }: PaperTable) {
	return html`<table><thead><tr>${columns.map((column) => html`<th scope="col" class="whole">${column}</th>`)}</tr></thead><tbody>
${rows.map(
	(cells) => html`<tr>${cells.map((cell, i) => (i === 0 ? html`<th scope="row">${whole(cell)}</th>` : html`<td>${whole(cell)}</td>`))}</tr>
`,
)}</tbody></table>`;
}

function whole(cell: string) {
	return LOGICAL_NAME.test(cell) ? html`<span class="whole">${cell}</span>` : cell;
}
