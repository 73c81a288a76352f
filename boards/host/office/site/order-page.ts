/** The page of an order: which units go where, who does it, and the form for the worker, with its code for one hand-held. */
import type { OrderedUnits } from '../../../../src/operations/design/settlement.js';
import type { InEach } from '../../../../src/world/schema/language.js';
import { Refusal } from '../../web/app.js';
import { type Html, html } from '../../web/html.js';
import type { SiteReply } from '../../web/site.js';
import type { WorkOrderTable } from '../database/tables.js';
import { assignOrder, failOrder, showOrder, withdrawOrder } from '../design/orders.js';
import { DESIGN_WORDS } from '../design/words.js';
import { printOrder } from '../password/print-order.js';
import { card, facts, field, select, table } from './layout.js';
import { PLACES } from './meter-picture.js';
import { ORDER_KIND_WORDS, ORDER_STATE_WORDS, wordOf } from './record-words.js';
import { DAY, dateText, dayOf, timeText } from './times.js';
import type { Visit, VisitRoute } from './visit.js';

const MOST_REASON = 500;

interface OrderPageWords {
	readonly title: (number: string, kind: string) => string;
	readonly facts: Readonly<Record<'contract' | 'address' | 'meter' | 'state' | 'worker' | 'due' | 'issued' | 'done', string>>;
	readonly units: string;
	readonly heads: readonly string[];
	readonly nobody: string;
	readonly print: string;
	readonly handheld: string;
	readonly noHandheld: string;
	readonly assign: string;
	readonly withdraw: string;
	readonly failed: string;
	readonly failedWhy: string;
	readonly dayWrong: (text: string) => string;
	readonly reasonWrong: string;
}

const WORDS: InEach<OrderPageWords> = Object.freeze({
	en: {
		title: (number, kind) => `Order ${number}: ${kind}`,
		facts: {
			contract: 'Contract',
			address: 'Where',
			meter: 'Meter',
			state: 'State',
			worker: 'Worker',
			due: 'Due',
			issued: 'Issued',
			done: 'Done',
		},
		units: 'Units',
		heads: ['Place', 'Out', 'In', 'Type'],
		nobody: 'nobody yet',
		print: 'Print it (PDF)',
		handheld: 'Hand-held that the worker takes',
		noHandheld: 'none: no password goes with it',
		assign: 'Assign it',
		withdraw: 'Withdraw it: its units lie in the depots again',
		failed: 'It could not be done',
		failedWhy: 'Why',
		dayWrong: (text) => `Due: expected a day like 2026-12-24, got ${JSON.stringify(text)}`,
		reasonWrong: `Why: expected 1 to ${MOST_REASON} characters`,
	},
	ja: {
		title: (number, kind) => `作業指示 ${number}: ${kind}`,
		facts: { contract: '契約', address: '場所', meter: 'メーター', state: '状態', worker: '担当', due: '期限', issued: '発行', done: '完了' },
		units: 'ユニット',
		heads: ['場所', '取り外し', '取り付け', '型式'],
		nobody: '未定',
		print: '印刷(PDF)',
		handheld: '持参するハンディターミナル',
		noHandheld: 'なし: パスワードの設定はありません',
		assign: '担当を決める',
		withdraw: '取り消す: ユニットは在庫に戻ります',
		failed: '作業できなかった',
		failedWhy: '理由',
		dayWrong: (text) => `期限: 2026-12-24のような日付を入力してください: ${JSON.stringify(text)}`,
		reasonWrong: `理由: 1〜${MOST_REASON}文字で入力してください`,
	},
});

export const ORDER_ROUTES: readonly VisitRoute[] = Object.freeze([
	{ method: 'GET', path: '/orders/:number', handle: orderPage } as const,
	{ method: 'POST', path: '/orders/:number/print', handle: print } as const,
	{ method: 'POST', path: '/orders/:number/assign', handle: assign } as const,
	{ method: 'POST', path: '/orders/:number/withdraw', handle: withdraw } as const,
	{ method: 'POST', path: '/orders/:number/fail', handle: fail } as const,
]);

async function orderPage(visit: Visit): Promise<SiteReply> {
	const { office, actor, language } = visit;
	const words = WORDS[language];
	const number = visit.param('number');
	const { order, units, street, address } = await showOrder(office, actor, number);
	const { contract, kind, meter, state, worker, due, issued_at, issued_by, done_at } = order;
	const isOpen = state === 'issued' || state === 'assigned';
	return visit.page(
		words.title(number, wordOf(ORDER_KIND_WORDS, kind, language)),
		html`<div class="columns"><div class="card">${facts([
			[words.facts.contract, html`<a href="/contracts/${contract}">${contract}</a>`],
			[words.facts.address, address === '' ? street : address],
			[words.facts.meter, meter === null ? undefined : html`<span class="mono">${meter}</span>`],
			[words.facts.state, wordOf(ORDER_STATE_WORDS, state, language)],
			[words.facts.worker, worker ?? words.nobody],
			// What is kept is the first ms after the last day.
			[words.facts.due, due === null ? undefined : dateText(due - 1)],
			[words.facts.issued, `${timeText(issued_at)} ${issued_by}`],
			[words.facts.done, done_at === null ? undefined : timeText(done_at)],
		])}</div>${unitsCard(visit, units, words)}${isOpen && (await forms(visit, order, words))}</div>`,
		'/orders',
	);
}

function unitsCard({ language }: Visit, units: OrderedUnits, words: OrderPageWords): Html | false {
	const rows = PLACES.flatMap((place) => {
		const each = units[place];
		return each === undefined ? [] : [[DESIGN_WORDS[language].places[place], each.out ?? '', each.in ?? '', each.type ?? '']];
	});
	return rows.length > 0 && card(words.units, table(words.units, words.heads, rows));
}

async function forms(visit: Visit, { number, worker }: WorkOrderTable, words: OrderPageWords): Promise<Html> {
	const { database } = visit.office;
	const way = `/orders/${number}`;
	const staff = await database.selectFrom('staff').select(['name', 'roles']).where('state', '=', 'active').orderBy('name').execute();
	const workers = staff.filter(({ roles }) => (JSON.parse(roles) as string[]).includes('worker')).map(({ name }) => ({ value: name, name }));
	const handhelds = await database.selectFrom('handheld').select(['id', 'name']).where('state', '=', 'active').orderBy('name').execute();
	const devices = [{ value: '', name: words.noHandheld }, ...handhelds.map(({ id, name }) => ({ value: id, name: `${name} (${id})` }))];
	return html`<div class="stack">${
		visit.may('order.print') &&
		html`<div class="card">${visit.form(`${way}/print`, html`${select('handheld', words.handheld, devices, handhelds[0]?.id ?? '')}<button class="primary" autofocus>${words.print}</button>`, { kind: 'fields' })}</div>`
	}${
		visit.may('order.assign') &&
		workers.length > 0 &&
		html`<div class="card">${visit.form(`${way}/assign`, html`${select('worker', words.facts.worker, workers, worker ?? '')}${field('due', words.facts.due, html`type="date"`)}<button>${words.assign}</button>`, { kind: 'fields' })}</div>`
	}${
		visit.may('order.done') &&
		card(
			words.failed,
			visit.form(
				`${way}/fail`,
				html`${field('reason', words.failedWhy, html`required maxlength="${MOST_REASON}"`)}<button>${words.failed}</button>`,
				{
					kind: 'fields',
				},
			),
		)
	}${visit.may('order.withdraw') && html`<div class="card">${visit.form(`${way}/withdraw`, html`<button>${words.withdraw}</button>`)}</div>`}</div>`;
}

async function print(visit: Visit): Promise<SiteReply> {
	const { office, actor, language, asked } = visit;
	const number = visit.param('number');
	const { file } = await printOrder(office, actor, { order: number, handheld: asked.form.text('handheld') || undefined, language });
	return { type: 'application/pdf', body: file, file: `${number}.pdf` };
}

async function assign(visit: Visit): Promise<SiteReply> {
	const { office, actor, language, asked } = visit;
	const text = asked.form.text('due');
	const day = text === '' ? undefined : dayOf(text);
	if (text !== '' && day === undefined) throw new Refusal(WORDS[language].dayWrong(text));
	await assignOrder(office, actor, visit.param('number'), asked.form.text('worker'), day === undefined ? undefined : day + DAY);
	return { to: `/orders/${visit.param('number')}` };
}

async function withdraw(visit: Visit): Promise<SiteReply> {
	await withdrawOrder(visit.office, visit.actor, visit.param('number'));
	return { to: `/orders/${visit.param('number')}` };
}

async function fail(visit: Visit): Promise<SiteReply> {
	const { office, actor, language, asked } = visit;
	const reason = asked.form.text('reason');
	if (reason === '' || reason.length > MOST_REASON) throw new Refusal(WORDS[language].reasonWrong);
	await failOrder(office, actor, visit.param('number'), reason);
	return { to: `/orders/${visit.param('number')}` };
}
