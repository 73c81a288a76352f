/** All that is held about the customer's contract, to look at and to take along. */
import { html } from '../../web/html.js';
import type { SiteReply } from '../../web/site.js';
import { personOf } from '../people/person.js';
import { table } from '../site/layout.js';
import type { Visit, VisitRoute } from '../site/visit.js';
import { CUSTOMER_WORDS } from './customer-words.js';

/** Rows of a table that the page shows; the file has all. */
const MOST = 100;

export const DATA_ROUTES: readonly VisitRoute[] = Object.freeze([
	{ method: 'GET', path: '/data', handle: dataPage } as const,
	{ method: 'GET', path: '/data.json', handle: dataFile } as const,
]);

async function dataPage(visit: Visit): Promise<SiteReply> {
	const { office, actor, language } = visit;
	const words = CUSTOMER_WORDS[language];
	const held = await personOf(office, actor, actor.name);
	const cards = held.map(({ table: name, rows }) => {
		const columns = Object.keys(rows[0] ?? {});
		const shown = rows.slice(0, MOST).map((row) => columns.map((column) => textOf((row as Readonly<Record<string, unknown>>)[column])));
		return html`<details class="card"><summary>${name}: ${words.rows(rows.length)}</summary>${table(name, columns, shown)}</details>`;
	});
	return visit.page(words.data, html`<p>${words.dataWhat}</p><p><a class="button" href="/data.json">${words.save}</a></p>${cards}`, '/data');
}

async function dataFile({ office, actor }: Visit): Promise<SiteReply> {
	const held = await personOf(office, actor, actor.name);
	const body = `${JSON.stringify(Object.fromEntries(held.map(({ table: name, rows }) => [name, rows])), undefined, '\t')}\n`;
	return { type: 'application/json; charset=utf-8', body, file: `${actor.name}.json` };
}

function textOf(value: unknown): string {
	return value === null || value === undefined ? '' : String(value);
}
