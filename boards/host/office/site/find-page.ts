/** What the search found. One contract alone is shown at once. */
import type { InEach } from '../../../../src/world/schema/language.js';
import { html } from '../../web/html.js';
import type { SiteReply } from '../../web/site.js';
import { findContracts } from '../records/find.js';
import { CONTRACT_WORDS } from './contract-words.js';
import { table } from './layout.js';
import { searchForm } from './start-page.js';
import type { Visit, VisitRoute } from './visit.js';

interface FindWords {
	readonly title: string;
	readonly nothing: string;
	readonly more: string;
	readonly heads: readonly string[];
	readonly none: string;
}

const WORDS: InEach<FindWords> = Object.freeze({
	en: {
		title: 'Search',
		nothing: 'Nothing was found. Names are found by their kana, too, and streets and meters by how they begin.',
		more: 'There are more: a further word narrows it.',
		heads: ['Contract', 'Customer', 'Address', 'Meter', 'State'],
		none: 'no contract',
	},
	ja: {
		title: '検索',
		nothing: '見つかりませんでした。名前はよみがなでも、町名とメーターは先頭からでも探せます。',
		more: 'ほかにもあります。語を加えると絞り込めます。',
		heads: ['契約', 'お客さま', '住所', 'メーター', '状態'],
		none: '契約なし',
	},
});

export const FIND_ROUTES: readonly VisitRoute[] = Object.freeze([{ method: 'GET', path: '/find', handle: findPage } as const]);

async function findPage(visit: Visit): Promise<SiteReply> {
	const { office, actor, language, asked } = visit;
	const words = WORDS[language];
	const text = asked.query.get('q')?.trim() ?? '';
	const { found, more } = text === '' ? { found: [], more: false } : await findContracts(office, actor, text);
	const [only] = found;
	if (only !== undefined && found.length === 1) return { to: `/contracts/${only.code}` };
	const { states } = CONTRACT_WORDS[language];
	const rows = found.map(({ code, customer, reading, address, state, meters }) => [
		html`<a href="/contracts/${code}">${code}</a>`,
		customer === '' ? '' : `${customer} (${reading})`,
		address,
		html`<span class="mono">${meters.join(', ')}</span>`,
		state === 'none' ? words.none : states[state],
	]);
	return visit.page(
		words.title,
		html`${searchForm(visit, text, true)}${
			text !== '' &&
			html`<div class="card">${rows.length === 0 ? html`<p role="status">${words.nothing}</p>` : table(words.title, words.heads, rows)}${more && html`<p class="muted">${words.more}</p>`}</div>`
		}`,
	);
}
