/** The first page of the staff: search, and the work that waits for each role. */
import type { InEach } from '../../../../src/world/schema/language.js';
import { type Html, html } from '../../web/html.js';
import { PROPOSAL_HOLDS } from '../database/approved.js';
import type { Office } from '../database/office.js';
import { card, table } from './layout.js';
import { APPLICATION_KIND_WORDS, CREDENTIAL_STATE_WORDS, JOB_KIND_WORDS, JOB_STATE_WORDS, ORDER_KIND_WORDS, wordOf } from './record-words.js';
import { dateText, timeText } from './times.js';
import type { Visit, VisitRoute } from './visit.js';

/** Rows of a list. */
const MOST = 25;

interface StartWords {
	readonly title: string;
	readonly search: string;
	readonly find: string;
	readonly nothing: string;
	readonly toDesign: string;
	readonly toIssue: string;
	readonly toBring: string;
	readonly passwords: string;
	readonly remote: string;
	readonly orders: string;
	readonly second: string;
	readonly more: (count: number) => string;
	readonly heads: Readonly<
		Record<
			'proposal' | 'by' | 'application' | 'kind' | 'contract' | 'received' | 'version' | 'state' | 'order' | 'due' | 'worker' | 'job' | 'since',
			string
		>
	>;
	readonly design: (number: string) => string;
}

const WORDS: InEach<StartWords> = Object.freeze({
	en: {
		title: 'Work',
		search: 'Contract, name, street or meter',
		find: 'Search',
		nothing: 'Nothing waits.',
		toDesign: 'Applications to design',
		toIssue: 'Designed, without an order',
		toBring: 'Moving and lost passwords',
		passwords: 'Passwords on their way',
		remote: 'Remote work',
		orders: 'Orders of the day',
		second: 'Proposals for a second person',
		more: (count) => `${count} more`,
		heads: {
			application: 'Application',
			kind: 'Kind',
			contract: 'Contract',
			received: 'Received',
			version: 'Version',
			state: 'State',
			order: 'Order',
			due: 'Due',
			worker: 'Worker',
			job: 'Job',
			since: 'Since',
			proposal: 'Proposal',
			by: 'By',
		},
		design: (number) => `Design ${number}`,
	},
	ja: {
		title: '作業',
		search: '契約番号、名前、町名、メーター',
		find: '検索',
		nothing: '待っているものはありません。',
		toDesign: '設計する申し込み',
		toIssue: '設計済みで未手配のもの',
		toBring: '転居とパスワード紛失',
		passwords: '設定中のパスワード',
		remote: '遠隔作業',
		orders: '今日の作業指示',
		second: 'もう1人の承認待ち',
		more: (count) => `ほか${count}件`,
		heads: {
			application: '申し込み',
			kind: '種類',
			contract: '契約',
			received: '受付',
			version: '版',
			state: '状態',
			order: '作業指示',
			due: '期限',
			worker: '担当',
			job: 'ジョブ',
			since: '開始',
			proposal: '提案',
			by: '提案者',
		},
		design: (number) => `${number}を設計`,
	},
});

/** Kinds that need no design: what the clerk does from afar. */
const BROUGHT = Object.freeze(['move-in', 'move-out', 'lost-password'] as const);

export const START_ROUTES: readonly VisitRoute[] = Object.freeze([{ method: 'GET', path: '/', handle: startPage } as const]);

/** The search, as it stands on the first page and above what was found. */
export function searchForm(visit: Visit, text: string, isFirst: boolean): Html {
	const words = WORDS[visit.language];
	return html`<search><form class="search" action="/find"><input type="search" name="q" aria-label="${words.search}" placeholder="${words.search}" value="${text}" maxlength="200"${isFirst && html` autofocus`}><button class="primary">${words.find}</button></form></search>`;
}

async function startPage(visit: Visit) {
	const { office, actor, language } = visit;
	const words = WORDS[language];
	const lists = await office.act(actor, 'records.look', 'work', async ({ at }) => [
		...(visit.may('design.finish') ? [await toDesign(visit, at), await toIssue(visit, at)] : []),
		...(visit.may('password.issue') ? [await toBring(visit, at), await passwords(visit, at), await remote(visit, at)] : []),
		...(visit.may('proposal.approve') ? [await proposed(visit, at)] : []),
		...(visit.may('order.done') ? [await ordersOfTheDay(visit, at)] : []),
	]);
	return visit.page(words.title, html`${searchForm(visit, '', true)}<div class="columns">${lists}</div>`, '/');
}

type At = Office['database'];

/** @param count of all there are, of which `rows` are the first */
function list(visit: Visit, heading: string, heads: readonly string[], rows: readonly (readonly (Html | string | number)[])[], count: number): Html {
	const words = WORDS[visit.language];
	const rest = count - rows.length;
	return card(
		`${heading} (${count})`,
		rows.length === 0
			? html`<p class="muted">${words.nothing}</p>`
			: html`${table(heading, heads, rows)}${rest > 0 && html`<p class="muted">${words.more(rest)}</p>`}`,
	);
}

const contractLink = (code: string) => html`<a href="/contracts/${code}">${code}</a>`;
const designLink = (number: string) => html`<a href="/applications/${number}">${number}</a>`;

async function applications(at: At, states: readonly ('received' | 'designed')[], areBrought: boolean) {
	const asked = at
		.selectFrom('application')
		.where('state', 'in', states)
		.where('kind', areBrought ? 'in' : 'not in', BROUGHT);
	const [rows, { count }] = [
		await asked.selectAll().orderBy('received_at').orderBy('number').limit(MOST).execute(),
		await asked.select(({ fn }) => fn.countAll<number | string>().as('count')).executeTakeFirstOrThrow(),
	];
	return { rows, count: Number(count) };
}

async function toDesign(visit: Visit, at: At): Promise<Html> {
	const { toDesign: heading, heads, design } = WORDS[visit.language];
	const { rows, count } = await applications(at, ['received'], false);
	const shown = rows.map(({ number, kind, contract, received_at }) => [
		html`<a href="/applications/${number}/design" aria-label="${design(number)}">${number}</a>`,
		wordOf(APPLICATION_KIND_WORDS, kind, visit.language),
		contractLink(contract),
		dateText(received_at),
	]);
	return list(visit, heading, [heads.application, heads.kind, heads.contract, heads.received], shown, count);
}

async function toIssue(visit: Visit, at: At): Promise<Html> {
	const { toIssue: heading, heads } = WORDS[visit.language];
	const { rows, count } = await applications(at, ['designed'], false);
	const shown = rows.map(({ number, kind, contract }) => [
		designLink(number),
		wordOf(APPLICATION_KIND_WORDS, kind, visit.language),
		contractLink(contract),
	]);
	return list(visit, heading, [heads.application, heads.kind, heads.contract], shown, count);
}

async function toBring(visit: Visit, at: At): Promise<Html> {
	const { toBring: heading, heads } = WORDS[visit.language];
	const { rows, count } = await applications(at, ['received', 'designed'], true);
	const shown = rows.map(({ number, kind, contract, received_at }) => [
		designLink(number),
		wordOf(APPLICATION_KIND_WORDS, kind, visit.language),
		contractLink(contract),
		dateText(received_at),
	]);
	return list(visit, heading, [heads.application, heads.kind, heads.contract, heads.received], shown, count);
}

async function passwords(visit: Visit, at: At): Promise<Html> {
	const { passwords: heading, heads } = WORDS[visit.language];
	const asked = at.selectFrom('credential').where('state', '=', 'issued');
	const rows = await asked.selectAll().orderBy('issued_at').limit(MOST).execute();
	const { count } = await asked.select(({ fn }) => fn.countAll<number | string>().as('count')).executeTakeFirstOrThrow();
	const shown = rows.map(({ contract, version, state, issued_at }) => [
		contractLink(contract),
		version,
		wordOf(CREDENTIAL_STATE_WORDS, state, visit.language),
		timeText(issued_at),
	]);
	return list(visit, heading, [heads.contract, heads.version, heads.state, heads.since], shown, Number(count));
}

async function remote(visit: Visit, at: At): Promise<Html> {
	const { remote: heading, heads } = WORDS[visit.language];
	const asked = at.selectFrom('job').where('state', 'in', ['proposed', 'queued', 'sent', 'taken']);
	const rows = await asked.selectAll().orderBy('at').limit(MOST).execute();
	const { count } = await asked.select(({ fn }) => fn.countAll<number | string>().as('count')).executeTakeFirstOrThrow();
	const shown = rows.map(({ id, kind, contract, state, at: since }) => [
		html`<a href="/jobs/${id}">${wordOf(JOB_KIND_WORDS, kind, visit.language)}</a>`,
		contractLink(contract),
		wordOf(JOB_STATE_WORDS, state, visit.language),
		timeText(since),
	]);
	return list(visit, heading, [heads.job, heads.contract, heads.state, heads.since], shown, Number(count));
}

/** Those of others, which can still be approved. */
async function proposed(visit: Visit, at: At): Promise<Html> {
	const { second: heading, heads } = WORDS[visit.language];
	const asked = at
		.selectFrom('proposal')
		.where('state', '=', 'proposed')
		.where('by', '!=', visit.actor.name)
		.where('at', '>', visit.now - PROPOSAL_HOLDS);
	const rows = await asked.select(['id', 'by', 'at']).orderBy('id').limit(MOST).execute();
	const { count } = await asked.select(({ fn }) => fn.countAll<number | string>().as('count')).executeTakeFirstOrThrow();
	const shown = rows.map(({ id, by, at: since }) => [html`<a href="/proposals/${id}">${id}</a>`, by, timeText(since)]);
	return list(visit, heading, [heads.proposal, heads.by, heads.since], shown, Number(count));
}

/** Those of the worker, and those of nobody yet. */
async function ordersOfTheDay(visit: Visit, at: At): Promise<Html> {
	const { orders: heading, heads } = WORDS[visit.language];
	const asked = at
		.selectFrom('work_order')
		.where('state', 'in', ['issued', 'assigned'])
		.where(({ eb, or }) => or([eb('worker', '=', visit.actor.name), eb('worker', 'is', null)]));
	const rows = await asked
		.selectAll()
		.orderBy(({ fn }) => fn.coalesce('due', 'issued_at'))
		.orderBy('number')
		.limit(MOST)
		.execute();
	const { count } = await asked.select(({ fn }) => fn.countAll<number | string>().as('count')).executeTakeFirstOrThrow();
	const shown = rows.map(({ number, kind, contract, due, worker }) => [
		html`<a href="/orders/${number}">${number}</a>`,
		wordOf(ORDER_KIND_WORDS, kind, visit.language),
		contractLink(contract),
		due === null ? '' : dateText(due - 1),
		worker ?? '',
	]);
	return list(visit, heading, [heads.order, heads.kind, heads.contract, heads.due, heads.worker], shown, Number(count));
}
