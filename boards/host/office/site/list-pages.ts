/** Applications, orders and cases as lists, the newest first, by state. */
import type { InEach } from '../../../../src/world/schema/language.js';
import { type Html, html } from '../../web/html.js';
import type { SiteReply } from '../../web/site.js';
import { caseKind } from './case-kinds.js';
import { table } from './layout.js';
import { APPLICATION_KIND_WORDS, APPLICATION_STATE_WORDS, ORDER_KIND_WORDS, ORDER_STATE_WORDS, wordOf } from './record-words.js';
import { dateText, timeText } from './times.js';
import type { Visit, VisitRoute } from './visit.js';

/** Rows of a page. */
const MOST = 50;

interface ListWords {
	readonly applications: string;
	readonly orders: string;
	readonly cases: string;
	readonly all: string;
	readonly open: string;
	readonly closed: string;
	readonly older: string;
	readonly filter: string;
	readonly nothing: string;
	readonly heads: Readonly<Record<'number' | 'kind' | 'contract' | 'received' | 'state' | 'worker' | 'due' | 'opened' | 'closed' | 'issued', string>>;
}

const WORDS: InEach<ListWords> = Object.freeze({
	en: {
		applications: 'Applications',
		orders: 'Orders',
		cases: 'Cases',
		all: 'all',
		open: 'open',
		closed: 'closed',
		older: 'Older',
		filter: 'By state',
		nothing: 'None.',
		heads: {
			number: 'Number',
			kind: 'Kind',
			contract: 'Contract',
			received: 'Received',
			state: 'State',
			worker: 'Worker',
			due: 'Due',
			opened: 'Opened',
			closed: 'Closed',
			issued: 'Issued',
		},
	},
	ja: {
		applications: '申し込み',
		orders: '作業指示',
		cases: '案件',
		all: 'すべて',
		open: '未完了',
		closed: '終了',
		older: '前のもの',
		filter: '状態別',
		nothing: 'ありません。',
		heads: {
			number: '番号',
			kind: '種類',
			contract: '契約',
			received: '受付',
			state: '状態',
			worker: '担当',
			due: '期限',
			opened: '開始',
			closed: '終了',
			issued: '発行',
		},
	},
});

const APPLICATION_STATES = Object.freeze(['received', 'designed', 'ordered', 'done', 'refused', 'withdrawn'] as const);
const ORDER_STATES = Object.freeze(['issued', 'assigned', 'done', 'failed', 'withdrawn'] as const);

export const LIST_ROUTES: readonly VisitRoute[] = Object.freeze([
	{ method: 'GET', path: '/applications', handle: applicationsPage } as const,
	{ method: 'GET', path: '/orders', handle: ordersPage } as const,
	{ method: 'GET', path: '/cases', handle: casesPage } as const,
]);

const contractLink = (code: string | null) => (code === null ? '' : html`<a href="/contracts/${code}">${code}</a>`);

async function applicationsPage(visit: Visit): Promise<SiteReply> {
	const { language } = visit;
	const { applications: title, heads } = WORDS[language];
	const [state, before] = [oneOf(APPLICATION_STATES, visit.asked.query.get('state')), visit.asked.query.get('before') ?? ''];
	const rows = await visit.office.act(visit.actor, 'records.look', 'applications', async ({ at }) => {
		let asked = at.selectFrom('application').selectAll().orderBy('number', 'desc').limit(MOST);
		if (state !== undefined) asked = asked.where('state', '=', state);
		if (before !== '') asked = asked.where('number', '<', before);
		return asked.execute();
	});
	const shown = rows.map(({ number, kind, contract, received_at, state: is }) => [
		html`<a href="/applications/${number}">${number}</a>`,
		wordOf(APPLICATION_KIND_WORDS, kind, language),
		contractLink(contract),
		dateText(received_at),
		wordOf(APPLICATION_STATE_WORDS, is, language),
	]);
	const filters = APPLICATION_STATES.map((each) => ({ value: each, name: APPLICATION_STATE_WORDS[language][each] }));
	return listPage(
		visit,
		'/applications',
		title,
		filters,
		[heads.number, heads.kind, heads.contract, heads.received, heads.state],
		shown,
		rows.at(-1)?.number,
	);
}

async function ordersPage(visit: Visit): Promise<SiteReply> {
	const { language } = visit;
	const { orders: title, heads } = WORDS[language];
	const [state, before] = [oneOf(ORDER_STATES, visit.asked.query.get('state')), visit.asked.query.get('before') ?? ''];
	const rows = await visit.office.act(visit.actor, 'records.look', 'orders', async ({ at }) => {
		let asked = at.selectFrom('work_order').selectAll().orderBy('number', 'desc').limit(MOST);
		if (state !== undefined) asked = asked.where('state', '=', state);
		if (before !== '') asked = asked.where('number', '<', before);
		return asked.execute();
	});
	const shown = rows.map(({ number, kind, contract, worker, due, state: is }) => [
		html`<a href="/orders/${number}">${number}</a>`,
		wordOf(ORDER_KIND_WORDS, kind, language),
		contractLink(contract),
		worker ?? '',
		due === null ? '' : dateText(due - 1),
		wordOf(ORDER_STATE_WORDS, is, language),
	]);
	const filters = ORDER_STATES.map((each) => ({ value: each, name: ORDER_STATE_WORDS[language][each] }));
	const names = [heads.number, heads.kind, heads.contract, heads.worker, heads.due, heads.state];
	return listPage(visit, '/orders', title, filters, names, shown, rows.at(-1)?.number);
}

async function casesPage(visit: Visit): Promise<SiteReply> {
	const { cases: title, heads, open, closed } = WORDS[visit.language];
	const [state, before] = [oneOf(['open', 'closed'] as const, visit.asked.query.get('state')), visit.asked.query.get('before') ?? ''];
	const rows = await visit.office.act(visit.actor, 'records.look', 'cases', async ({ at }) => {
		let asked = at.selectFrom('case').selectAll().orderBy('number', 'desc').limit(MOST);
		if (state !== undefined) asked = asked.where('closed_at', state === 'open' ? 'is' : 'is not', null);
		if (before !== '') asked = asked.where('number', '<', before);
		return asked.execute();
	});
	const shown = rows.map(({ number, kind, contract, opened_at, closed_at }) => [
		html`<a href="/cases/${number}">${number}</a>`,
		caseKind(kind, visit.language),
		contractLink(contract),
		timeText(opened_at),
		closed_at === null ? open : timeText(closed_at),
	]);
	const filters = [
		{ value: 'open', name: open },
		{ value: 'closed', name: closed },
	];
	return listPage(
		visit,
		'/cases',
		title,
		filters,
		[heads.number, heads.kind, heads.contract, heads.opened, heads.closed],
		shown,
		rows.at(-1)?.number,
	);
}

/** @param last number of the last row */
function listPage(
	visit: Visit,
	path: string,
	title: string,
	filters: readonly { readonly value: string; readonly name: string }[],
	heads: readonly string[],
	rows: readonly (readonly (Html | string)[])[],
	last: string | undefined,
): SiteReply {
	const words = WORDS[visit.language];
	const state = visit.asked.query.get('state') ?? '';
	const all = [{ value: '', name: words.all }, ...filters];
	const older = new URLSearchParams({ ...(state !== '' && { state }), before: last ?? '' });
	return visit.page(
		title,
		html`<nav aria-label="${words.filter}"><ul class="plain row">${all.map(({ value, name }) => html`<li><a class="button" href="${path}${value !== '' && `?state=${value}`}"${value === state && html` aria-current="true"`}>${name}</a></li>`)}</ul></nav>
<div class="card">${rows.length === 0 ? html`<p class="muted">${words.nothing}</p>` : table(title, heads, rows)}</div>
${rows.length === MOST && html`<p><a href="${path}?${older.toString()}">${words.older}</a></p>`}`,
		path,
	);
}

function oneOf<Each extends string>(all: readonly Each[], text: string | null): Each | undefined {
	return all.find((each) => each === text);
}
