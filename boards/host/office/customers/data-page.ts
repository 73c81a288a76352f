/** All that is held about the customer's contract, to look at and to take along. */
import { html } from '../../web/html.js';
import type { SiteReply } from '../../web/site.js';
import { personOf } from '../people/person.js';
import { heldFile, heldTables } from '../site/held-tables.js';
import type { Visit, VisitRoute } from '../site/visit.js';
import { CUSTOMER_WORDS } from './customer-words.js';

export const DATA_ROUTES: readonly VisitRoute[] = Object.freeze([
	{ method: 'GET', path: '/data', handle: dataPage } as const,
	{ method: 'GET', path: '/data.json', handle: dataFile } as const,
]);

async function dataPage(visit: Visit): Promise<SiteReply> {
	const { office, actor, language } = visit;
	const words = CUSTOMER_WORDS[language];
	const held = await personOf(office, actor, actor.name);
	return visit.page(
		words.data,
		html`<p>${words.dataWhat}</p><p><a class="button" href="/data.json">${words.save}</a></p>${heldTables(held, words.rows)}`,
		'/data',
	);
}

async function dataFile({ office, actor }: Visit): Promise<SiteReply> {
	return heldFile(actor.name, await personOf(office, actor, actor.name));
}
