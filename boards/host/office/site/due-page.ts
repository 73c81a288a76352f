/** Certifications that end until a day: by street, whether the depots have enough, and the orders for all of them in one act. */
import type { DueLeft, DuePlan } from '../../../../src/operations/design/due.js';
import type { InEach } from '../../../../src/world/schema/language.js';
import { Refusal } from '../../web/app.js';
import { type Html, html } from '../../web/html.js';
import type { SiteReply } from '../../web/site.js';
import { type DueQuery, dueUntil, orderDue } from '../design/due.js';
import { ORDER_WORDS } from '../design/order-words.js';
import { card, field, table } from './layout.js';
import { DAY, dateText, dayOf } from './times.js';
import type { Visit, VisitRoute } from './visit.js';

/** Left ones that are listed. */
const MOST_LEFT = 100;
/** What ends within half a year is shown where nobody says otherwise. */
const USUAL = 183 * DAY;

interface DuePageWords {
	readonly title: string;
	readonly until: string;
	readonly street: string;
	readonly show: string;
	readonly heads: readonly string[];
	readonly needHeads: readonly string[];
	readonly needs: string;
	readonly none: string;
	readonly order: (count: number) => string;
	readonly partly: string;
	readonly left: string;
	readonly leftStock: (contract: string, types: string) => string;
	readonly done: (count: number) => string;
	readonly dayWrong: (text: string) => string;
}

const WORDS: InEach<DuePageWords> = Object.freeze({
	en: {
		title: 'Certification due',
		until: 'Until',
		street: 'One street alone',
		show: 'Show',
		heads: ['Street', 'Meters', 'Can be ordered', 'First ends', 'Lacking'],
		needHeads: ['Type', 'Taken', 'Lacking', 'In stock'],
		needs: 'Units',
		none: 'None.',
		order: (count) => `Order ${count}`,
		partly: 'as many as there are units for, those that end first',
		left: 'Not ordered with the others',
		leftStock: (contract, types) => `${contract}: not in stock: ${types}`,
		done: (count) => (count === 1 ? '1 order is issued.' : `${count} orders are issued.`),
		dayWrong: (text) => `Until: expected a day like 2026-12-24, got ${JSON.stringify(text)}`,
	},
	ja: {
		title: '検定満了',
		until: '期限',
		street: '1つの町だけ',
		show: '表示',
		heads: ['町名', 'メーター', '手配できる数', '最初の満了', '不足'],
		needHeads: ['型式', '使用', '不足', '在庫'],
		needs: 'ユニット',
		none: 'ありません。',
		order: (count) => `${count}台を手配`,
		partly: '在庫の分だけ、満了の早いものから',
		left: '一緒に手配しないもの',
		leftStock: (contract, types) => `${contract}: 在庫なし: ${types}`,
		done: (count) => `${count}件の作業指示を発行しました。`,
		dayWrong: (text) => `期限: 2026-12-24のような日付を入力してください: ${JSON.stringify(text)}`,
	},
});

export const DUE_ROUTES: readonly VisitRoute[] = Object.freeze([
	{ method: 'GET', path: '/due', handle: duePage } as const,
	{ method: 'POST', path: '/due', handle: order } as const,
]);

function queryOf({ language, now }: Visit, day: string, street: string): DueQuery {
	const last = day === '' ? now + USUAL : dayOf(day);
	if (last === undefined) throw new Refusal(WORDS[language].dayWrong(day));
	return { until: dayOf(dateText(last))! + DAY, street: street === '' ? undefined : street };
}

async function duePage(visit: Visit): Promise<SiteReply> {
	const { office, actor, language, asked } = visit;
	const words = WORDS[language];
	const query = queryOf(visit, asked.query.get('until')?.trim() ?? '', asked.query.get('street')?.trim() ?? '');
	const plan = await dueUntil(office, actor, query);
	const until = dateText(query.until - 1);
	const ordered = /^\d{1,6}$/.exec(asked.query.get('ordered') ?? '')?.[0];
	const rows = plan.streets.map(({ street, meters, served, first, needs }) => [
		html`<a href="/due?${new URLSearchParams({ until, street }).toString()}">${street}</a>`,
		meters,
		served,
		dateText(first),
		needs
			.filter(({ lacking }) => lacking > 0)
			.map(({ type, lacking }) => `${type} ${lacking}`)
			.join(', '),
	]);
	return visit.page(
		words.title,
		html`${ordered !== undefined && html`<p class="note" role="status">${words.done(Number(ordered))}</p>`}
<form class="search" action="/due">${field('until', words.until, html`type="date" required value="${until}"`)}${field('street', words.street, html`maxlength="60" value="${query.street ?? ''}"`)}<button>${words.show}</button></form>
<div class="card">${rows.length === 0 ? html`<p role="status">${words.none}</p>` : table(words.title, words.heads, rows)}</div>
${rows.length > 0 && html`<div class="columns">${needsCard(plan, words)}${plan.served.length > 0 && visit.may('design.finish') && visit.may('order.issue') && orderCard(visit, plan, query, words)}${leftCard(visit, plan, words)}</div>`}`,
		'/due',
	);
}

function needsCard({ needs }: DuePlan, words: DuePageWords): Html {
	const rows = needs.map(({ type, allotted, lacking, inStock }) => [
		type,
		allotted,
		lacking > 0 ? html`<strong class="bad">${lacking}</strong>` : lacking,
		inStock,
	]);
	return card(words.needs, table(words.needs, words.needHeads, rows));
}

function orderCard(visit: Visit, { served, needs }: DuePlan, { until, street }: DueQuery, words: DuePageWords): Html {
	const isShort = needs.some(({ lacking }) => lacking > 0);
	const fields = html`<input type="hidden" name="until" value="${dateText(until - 1)}"><input type="hidden" name="street" value="${street ?? ''}">
${isShort && html`<label class="inline"><input type="checkbox" name="partly" value="yes" required> ${words.partly}</label>`}<button class="primary">${words.order(served.length)}</button>`;
	return html`<div class="card">${visit.form('/due', fields, { kind: 'fields' })}</div>`;
}

function leftCard(visit: Visit, { left }: DuePlan, words: DuePageWords): Html | false {
	return (
		left.length > 0 && card(words.left, html`<ul>${left.slice(0, MOST_LEFT).map((each) => html`<li>${leftText(visit, each, words)}</li>`)}</ul>`)
	);
}

function leftText({ language }: Visit, each: DueLeft, words: DuePageWords): string {
	const told = ORDER_WORDS[language];
	const { contract } = each.due;
	switch (each.why) {
		case 'ordered':
			return told.leftOrdered(contract, each.order);
		case 'records':
			return told.leftRecords(contract);
		case 'impossible':
			return told.leftImpossible(contract);
		case 'stock':
			return words.leftStock(contract, each.types.join(', '));
	}
}

async function order(visit: Visit): Promise<SiteReply> {
	const { office, actor, asked } = visit;
	const [until, street] = [asked.form.text('until'), asked.form.text('street')];
	const { orders } = await orderDue(office, actor, queryOf(visit, until, street), asked.form.text('partly') === 'yes');
	return { to: `/due?${new URLSearchParams({ until, street, ordered: String(orders.length) }).toString()}` };
}
