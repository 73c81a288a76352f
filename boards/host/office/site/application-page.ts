/** The page of an application: what is wished, how far it is, and what comes next. */
import { APPLICATIONS, isApplicationKind } from '../../../../src/operations/design/applications.js';
import type { InEach } from '../../../../src/world/schema/language.js';
import { Refusal } from '../../web/app.js';
import { type Html, html } from '../../web/html.js';
import type { SiteReply } from '../../web/site.js';
import type { ApplicationTable, DesignTable, WorkOrderTable } from '../database/tables.js';
import { completeApplication, refuseApplication, withdrawApplication } from '../design/applications.js';
import { issueOrder } from '../design/orders.js';
import { DESIGN_WORDS } from '../design/words.js';
import { card, facts, field, select } from './layout.js';
import { meterPicture } from './meter-picture.js';
import { APPLICATION_STATE_WORDS, wordOf } from './record-words.js';
import { DAY, dayOf, timeText } from './times.js';
import type { Visit, VisitRoute } from './visit.js';

const MOST_REASON = 500;

interface ApplicationWords {
	readonly title: (number: string, kind: string) => string;
	readonly contract: string;
	readonly wishes: string;
	readonly received: string;
	readonly state: string;
	readonly reason: string;
	readonly decided: string;
	readonly design: string;
	readonly designAgain: string;
	readonly designed: string;
	readonly order: string;
	readonly ordered: string;
	readonly depot: string;
	readonly due: string;
	readonly worker: string;
	readonly nobody: string;
	readonly usual: string;
	readonly refuse: string;
	readonly refuseWhy: string;
	readonly withdraw: string;
	readonly complete: string;
	readonly fromAfar: string;
	readonly dayWrong: (text: string) => string;
	readonly reasonWrong: string;
}

const WORDS: InEach<ApplicationWords> = Object.freeze({
	en: {
		title: (number, kind) => `Application ${number}: ${kind}`,
		contract: 'Contract',
		wishes: 'Wished',
		received: 'Received',
		state: 'State',
		reason: 'Why',
		decided: 'Decided',
		design: 'Design it',
		designAgain: 'Design it anew',
		designed: 'The design',
		order: 'Issue the order',
		ordered: 'The order',
		depot: 'Depot',
		due: 'Due',
		worker: 'Worker',
		nobody: 'nobody yet',
		usual: 'the one that has most of it',
		refuse: 'Refuse the application',
		refuseWhy: 'Why, as the customer is told',
		withdraw: 'Withdraw it',
		complete: 'It is done: there is nothing to do at the meter',
		fromAfar: 'It has nothing to do with units: what is to be done is done from the page of the contract.',
		dayWrong: (text) => `Due: expected a day like 2026-12-24, got ${JSON.stringify(text)}`,
		reasonWrong: `Why: expected 1 to ${MOST_REASON} characters, which the customer is told`,
	},
	ja: {
		title: (number, kind) => `申し込み ${number}: ${kind}`,
		contract: '契約',
		wishes: '希望',
		received: '受付',
		state: '状態',
		reason: '理由',
		decided: '決定',
		design: '設計する',
		designAgain: '設計し直す',
		designed: '設計',
		order: '作業指示を発行する',
		ordered: '作業指示',
		depot: '倉庫',
		due: '期限',
		worker: '担当',
		nobody: '未定',
		usual: '最もそろっている倉庫',
		refuse: '申し込みを断る',
		refuseWhy: 'お客さまに伝える理由',
		withdraw: '取り下げる',
		complete: '完了にする(メーターでの作業なし)',
		fromAfar: 'ユニットの作業はありません。契約のページから行ってください。',
		dayWrong: (text) => `期限: 2026-12-24のような日付を入力してください: ${JSON.stringify(text)}`,
		reasonWrong: `理由: お客さまに伝える理由を1〜${MOST_REASON}文字で入力してください`,
	},
});

export const APPLICATION_ROUTES: readonly VisitRoute[] = Object.freeze([
	{ method: 'GET', path: '/applications/:number', handle: applicationPage } as const,
	{ method: 'POST', path: '/applications/:number/order', handle: order } as const,
	{ method: 'POST', path: '/applications/:number/refuse', handle: refuse } as const,
	{ method: 'POST', path: '/applications/:number/withdraw', handle: withdraw } as const,
	{ method: 'POST', path: '/applications/:number/done', handle: complete } as const,
]);

interface Read {
	readonly row: ApplicationTable;
	readonly design: DesignTable | undefined;
	readonly orders: readonly WorkOrderTable[];
	readonly workers: readonly string[];
	readonly depots: readonly string[];
}

async function read({ office, actor }: Visit, number: string): Promise<Read | undefined> {
	return office.act(actor, 'records.look', number, async ({ at }) => {
		const row = await at.selectFrom('application').selectAll().where('number', '=', number).executeTakeFirst();
		if (row === undefined) return undefined;
		const staff = await at.selectFrom('staff').select(['name', 'roles']).where('state', '=', 'active').orderBy('name').execute();
		const depots = await at.selectFrom('stock').select('depot').distinct().where('state', '=', 'in-stock').orderBy('depot').execute();
		return {
			row,
			design: await at.selectFrom('design').selectAll().where('application', '=', number).where('state', '=', 'finished').executeTakeFirst(),
			orders: await at.selectFrom('work_order').selectAll().where('application', '=', number).orderBy('number').execute(),
			workers: staff.filter(({ roles }) => (JSON.parse(roles) as string[]).includes('worker')).map(({ name }) => name),
			depots: depots.map(({ depot }) => depot),
		};
	});
}

async function applicationPage(visit: Visit): Promise<SiteReply> {
	const { language } = visit;
	const words = WORDS[language];
	const number = visit.param('number');
	const found = await read(visit, number);
	if (found === undefined) throw visit.missing(number);
	const { row, design, orders } = found;
	const { kind, contract, state, received_at, decided_at, decided_by, reason } = row;
	const wishes = Object.entries(JSON.parse(row.wishes) as Readonly<Record<string, unknown>>).map(([name, value]) => `${name}: ${String(value)}`);
	const isOpen = state === 'received' || state === 'designed';
	const isDesigned = isApplicationKind(kind) && APPLICATIONS[kind].designed;
	return visit.page(
		words.title(number, DESIGN_WORDS[language].kinds[kind]),
		html`<div class="columns"><div class="card">${facts([
			[words.contract, html`<a href="/contracts/${contract}">${contract}</a>`],
			[words.wishes, wishes.length === 0 ? undefined : wishes.join(', ')],
			[words.received, timeText(received_at)],
			[words.state, wordOf(APPLICATION_STATE_WORDS, state, language)],
			[words.reason, reason === '' ? undefined : reason],
			[words.decided, decided_at === null ? undefined : `${timeText(decided_at)} ${decided_by ?? ''}`],
			...orders.map((each) => [words.ordered, html`<a href="/orders/${each.number}">${each.number}</a>`] as const),
		])}${isOpen && !isDesigned && html`<p class="note">${words.fromAfar}</p>`}</div>
${design !== undefined && designCard(visit, design, words)}
${isOpen && html`<div class="stack">${isDesigned && nextCard(visit, found, words)}${(!isDesigned || design !== undefined) && doneCard(visit, number, words)}${endCard(visit, number, words)}</div>`}</div>`,
		'/applications',
	);
}

function designCard({ language }: Visit, { communication, metering, option, cover }: DesignTable, words: ApplicationWords): Html {
	return card(words.designed, meterPicture({ communication, metering, option: option ?? undefined, cover }, undefined, language));
}

function nextCard(visit: Visit, { row, design, workers, depots }: Read, words: ApplicationWords): Html | false {
	const way = `/applications/${row.number}`;
	const again =
		visit.may('design.draft') && html`<p><a class="button" href="${way}/design">${design === undefined ? words.design : words.designAgain}</a></p>`;
	if (design === undefined || !visit.may('order.issue')) return again === false ? false : html`<div class="card">${again}</div>`;
	const none = { value: '', name: words.nobody };
	const fields = html`<button class="primary" autofocus>${words.order}</button>
${select('worker', words.worker, [none, ...workers.map((name) => ({ value: name, name }))], '')}
${field('due', words.due, html`type="date"`)}
${select('depot', words.depot, [{ value: '', name: words.usual }, ...depots.map((depot) => ({ value: depot, name: depot }))], '')}`;
	return html`<div class="card">${visit.form(`${way}/order`, fields, { kind: 'fields' })}${again}</div>`;
}

function doneCard(visit: Visit, number: string, words: ApplicationWords): Html | false {
	return (
		visit.may('application.decide') &&
		html`<div class="card">${visit.form(`/applications/${number}/done`, html`<button>${words.complete}</button>`)}</div>`
	);
}

function endCard(visit: Visit, number: string, words: ApplicationWords): Html {
	const way = `/applications/${number}`;
	return html`${
		visit.may('application.decide') &&
		card(
			words.refuse,
			visit.form(
				`${way}/refuse`,
				html`<label>${words.refuseWhy}<textarea name="reason" rows="3" required maxlength="${MOST_REASON}"></textarea></label><button>${words.refuse}</button>`,
				{ kind: 'fields' },
			),
		)
	}${visit.may('application.withdraw') && html`<div class="card">${visit.form(`${way}/withdraw`, html`<button>${words.withdraw}</button>`)}</div>`}`;
}

async function order(visit: Visit): Promise<SiteReply> {
	const { office, actor, language, asked } = visit;
	const [worker, depot, day] = ['worker', 'depot', 'due'].map((name) => asked.form.text(name)) as [string, string, string];
	const due = day === '' ? undefined : dayOf(day);
	if (day !== '' && due === undefined) throw new Refusal(WORDS[language].dayWrong(day));
	// Until the end of the day.
	const until = due === undefined ? undefined : due + DAY;
	const issued = await issueOrder(office, actor, visit.param('number'), { due: until, worker: worker || undefined, depot: depot || undefined });
	return { to: `/orders/${issued.number}` };
}

async function refuse(visit: Visit): Promise<SiteReply> {
	const { office, actor, language, asked } = visit;
	const reason = asked.form.text('reason');
	if (reason === '' || reason.length > MOST_REASON) throw new Refusal(WORDS[language].reasonWrong);
	await refuseApplication(office, actor, visit.param('number'), reason);
	return { to: `/applications/${visit.param('number')}` };
}

async function withdraw(visit: Visit): Promise<SiteReply> {
	const { office, actor } = visit;
	await withdrawApplication(office, actor, visit.param('number'));
	return { to: `/applications/${visit.param('number')}` };
}

async function complete(visit: Visit): Promise<SiteReply> {
	const { office, actor } = visit;
	await completeApplication(office, actor, visit.param('number'));
	return { to: `/applications/${visit.param('number')}` };
}
