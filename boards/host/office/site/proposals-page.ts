/** What takes two persons: what was proposed, and the word of the second one. */
import { type Act, mayDo } from '../../../../src/operations/access/acts.js';
import type { InEach, Language } from '../../../../src/world/schema/language.js';
import { type Html, html } from '../../web/html.js';
import type { SiteReply } from '../../web/site.js';
import { PROPOSAL_HOLDS } from '../database/approved.js';
import type { ProposalTable } from '../database/people-tables.js';
import type { ManyPasswords } from '../password/rewrite-many.js';
import { PROPOSAL_STATES } from '../people/proposal-state-words.js';
import { approve, proposalOf, proposals, refuseProposal } from '../people/two-persons.js';
import { facts, table } from './layout.js';
import { timeText } from './times.js';
import type { Visit, VisitRoute } from './visit.js';

/** Rows of a page. */
const MOST = 50;

interface ProposalWords {
	readonly title: string;
	readonly one: (id: number) => string;
	readonly heads: readonly string[];
	readonly none: string;
	readonly older: string;
	readonly act: string;
	readonly acts: Readonly<Partial<Record<Act, string>>>;
	readonly proposed: string;
	readonly settled: string;
	readonly state: string;
	readonly states: Readonly<Record<ProposalTable['state'] | 'over', string>>;
	readonly what: string;
	readonly contracts: (count: number) => string;
	readonly notBefore: string;
	readonly expires: string;
	readonly approve: string;
	readonly refuse: string;
	readonly own: string;
	readonly does: (id: number) => string;
}

const WORDS: InEach<ProposalWords> = Object.freeze({
	en: {
		title: 'Proposals',
		one: (id) => `Proposal ${id}`,
		heads: ['Number', 'What', 'Proposed', 'State'],
		none: 'None.',
		older: 'Older',
		act: 'To be done',
		acts: { 'password.rewrite-many': 'new Route B passwords for many contracts' },
		proposed: 'Proposed',
		settled: 'Decided',
		state: 'State',
		states: { ...PROPOSAL_STATES.en, over: 'not done within seven days' },
		what: 'What',
		contracts: (count) => (count === 1 ? '1 contract' : `${count} contracts`),
		notBefore: 'Not before',
		expires: 'Until',
		approve: 'Approve',
		refuse: 'Refuse',
		own: 'It is your own: somebody else who may do it approves it. You can refuse it.',
		does: (id) =>
			`It is done, once and by either of you, by keiki office password rewrite-many --proposal ${id}: no password comes through a browser.`,
	},
	ja: {
		title: '提案',
		one: (id) => `提案 ${id}`,
		heads: ['番号', '内容', '提案', '状態'],
		none: 'ありません。',
		older: '前のもの',
		act: '行うこと',
		acts: { 'password.rewrite-many': '複数の契約のBルートパスワードの書き換え' },
		proposed: '提案',
		settled: '決定',
		state: '状態',
		states: { ...PROPOSAL_STATES.ja, over: '7日以内に行われず終了' },
		what: '内容',
		contracts: (count) => `契約${count}件`,
		notBefore: '開始',
		expires: '期限',
		approve: '承認する',
		refuse: '却下する',
		own: 'ご自身の提案です。承認は、その権限を持つほかの人が行います。却下はできます。',
		does: (id) => `keiki office password rewrite-many --proposal ${id} で、どちらか1人が1回だけ行えます。パスワードはブラウザーを通りません。`,
	},
});

export const PROPOSAL_ROUTES: readonly VisitRoute[] = Object.freeze([
	{ method: 'GET', path: '/proposals', handle: listPage } as const,
	{ method: 'GET', path: '/proposals/:id', handle: proposalPage } as const,
	{ method: 'POST', path: '/proposals/:id/approve', handle: (visit: Visit) => settle(visit, approve) } as const,
	{ method: 'POST', path: '/proposals/:id/refuse', handle: (visit: Visit) => settle(visit, refuseProposal) } as const,
]);

export function proposalsTitle(language: Language): string {
	return WORDS[language].title;
}

async function listPage(visit: Visit): Promise<SiteReply> {
	const { office, actor, asked } = visit;
	const words = WORDS[visit.language];
	const rows = await proposals(office, actor, { most: MOST, before: idOf(asked.query.get('before') ?? '') });
	const shown = rows.map((row) => [
		html`<a href="/proposals/${row.id}">${row.id}</a>`,
		`${words.acts[row.act as Act] ?? row.act}${countText(row, words)}`,
		`${timeText(row.at)} ${row.by}`,
		words.states[stateNow(row, visit.now)],
	]);
	return visit.page(
		words.title,
		html`<div class="card">${rows.length === 0 ? html`<p class="muted">${words.none}</p>` : table(words.title, words.heads, shown)}</div>
${rows.length === MOST && html`<p><a href="/proposals?before=${rows.at(-1)!.id}">${words.older}</a></p>`}`,
		'/proposals',
	);
}

async function proposalPage(visit: Visit): Promise<SiteReply> {
	const { office, actor, now } = visit;
	const words = WORDS[visit.language];
	const id = idOf(visit.param('id'));
	const row = id === undefined ? undefined : await proposalOf(office, actor, id);
	if (row === undefined) throw visit.missing(visit.param('id'));
	const state = stateNow(row, now);
	return visit.page(
		words.one(row.id),
		html`<div class="columns"><div class="card">${facts([
			[words.act, words.acts[row.act as Act] ?? row.act],
			[words.proposed, `${timeText(row.at)} ${row.by}`],
			[words.settled, row.approved_at === null ? undefined : `${timeText(row.approved_at)} ${row.approved_by ?? ''}`],
			[words.state, words.states[state]],
			...whatFacts(row, words),
		])}${state === 'approved' && manyOf(row) !== undefined && html`<p class="note">${words.does(row.id)}</p>`}</div>
${state === 'proposed' && visit.may('proposal.approve') && secondCard(visit, row, words)}</div>`,
		'/proposals',
	);
}

function secondCard(visit: Visit, { id, by, act }: ProposalTable, words: ProposalWords): Html {
	const isOther = by !== visit.actor.name && mayDo(visit.actor, act as Act);
	const approving = visit.form(`/proposals/${id}/approve`, html`<button class="primary">${words.approve}</button>`);
	const refusing = visit.form(`/proposals/${id}/refuse`, html`<button>${words.refuse}</button>`);
	return html`<div class="card">${isOther ? approving : html`<p>${words.own}</p>`}${refusing}</div>`;
}

/** New passwords for many contracts; undefined: it is about something else. */
function manyOf({ act, what }: ProposalTable): ManyPasswords | undefined {
	return act === 'password.rewrite-many' ? (JSON.parse(what) as ManyPasswords) : undefined;
}

/** What is proposed, in words where it is known; otherwise as it was written. */
function whatFacts(row: ProposalTable, words: ProposalWords): readonly (readonly [string, Html | string | undefined])[] {
	const many = manyOf(row);
	if (many === undefined) return [[words.what, html`<code>${row.what}</code>`]];
	const { contracts, notBefore, expires } = many;
	const links = contracts.map((code) => html`<li><a href="/contracts/${code}">${code}</a></li>`);
	return [
		[words.what, html`<details><summary>${words.contracts(contracts.length)}</summary><ul class="plain">${links}</ul></details>`],
		[words.notBefore, notBefore === null ? undefined : timeText(notBefore)],
		[words.expires, expires === null ? undefined : timeText(expires)],
	];
}

function countText(row: ProposalTable, words: ProposalWords): string {
	const many = manyOf(row);
	return many === undefined ? '' : `: ${words.contracts(many.contracts.length)}`;
}

/** Nobody approves, or does, what is too old. */
function stateNow({ state, at }: ProposalTable, now: number): ProposalTable['state'] | 'over' {
	return (state === 'proposed' || state === 'approved') && now >= at + PROPOSAL_HOLDS ? 'over' : state;
}

async function settle(visit: Visit, how: typeof approve): Promise<SiteReply> {
	const id = idOf(visit.param('id'));
	if (id === undefined) throw visit.missing(visit.param('id'));
	await how(visit.office, visit.actor, id);
	return { to: `/proposals/${id}` };
}

/** Undefined: it is no number. */
function idOf(text: string): number | undefined {
	return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
