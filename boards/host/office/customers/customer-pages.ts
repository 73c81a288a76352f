/** The pages of a customer who is signed in: the contract, what was applied for and what became of it, and what can be applied for. */
import { Refusal } from '../../web/app.js';
import { type Html, html } from '../../web/html.js';
import type { SiteReply } from '../../web/site.js';
import type { ApplicationTable, ContractTable, CredentialTable } from '../database/tables.js';
import { ownAlone } from '../people/own-contract.js';
import { card, facts, field, select, table } from '../site/layout.js';
import { APPLICATION_KIND_WORDS, wordOf } from '../site/record-words.js';
import { DAY, dateText, dayOf, timeText } from '../site/times.js';
import type { Visit, VisitRoute } from '../site/visit.js';
import { CUSTOMER_WORDS, type CustomerWords } from './customer-words.js';
import { applyAsCustomer, OWN_KINDS, type OwnKind, withdrawAsCustomer } from './own-applications.js';
import { passwordHint } from './password-page.js';

/** Applications that are shown, the latest. */
const MOST = 50;
const MEDIA = Object.freeze(['radio', 'plc'] as const);

export const CUSTOMER_ROUTES: readonly VisitRoute[] = Object.freeze([
	{ method: 'GET', path: '/', handle: startPage } as const,
	...OWN_KINDS.map((kind) => ({ method: 'POST', path: `/apply/${kind}`, handle: (visit: Visit) => apply(visit, kind) }) as const),
	{ method: 'POST', path: '/applications/:number/withdraw', handle: withdraw } as const,
]);

interface Own {
	readonly contract: ContractTable;
	readonly applications: readonly ApplicationTable[];
	readonly credentials: readonly CredentialTable[];
}

async function own({ office, actor }: Visit): Promise<Own> {
	const { name: code } = actor;
	return office.act(actor, 'person.look', code, async ({ at }) => {
		ownAlone(actor, code);
		return {
			contract: await at.selectFrom('contract').selectAll().where('code', '=', code).executeTakeFirstOrThrow(),
			applications: await at.selectFrom('application').selectAll().where('contract', '=', code).orderBy('received_at', 'desc').limit(MOST).execute(),
			credentials: await at.selectFrom('credential').selectAll().where('contract', '=', code).orderBy('version', 'desc').limit(MOST).execute(),
		};
	});
}

async function startPage(visit: Visit): Promise<SiteReply> {
	const words = CUSTOMER_WORDS[visit.language];
	const { contract, applications, credentials } = await own(visit);
	const { customer, address, phases, amperes, route_b, feed_in } = contract;
	const done = /^A\d{8}$/.exec(visit.asked.query.get('done') ?? '')?.[0];
	const theirs = done !== undefined && applications.some(({ number }) => number === done);
	return visit.page(
		words.yourContract,
		html`${theirs && html`<p class="note" role="status">${words.done(done)}</p>`}${await passwordHint(visit)}<div class="columns">${card(
			words.yourContract,
			facts([
				[words.contract, contract.code],
				[words.name, customer],
				[words.address, address],
				[words.amperes, `${phases} ${amperes} A`],
				[words.feedIn, feed_in === 1 ? words.yes : words.no],
				[words.routeB, words.routeBs[route_b]],
				[words.password, passwordText(credentials, words)],
			]),
		)}${card(words.applications, applicationsTable(visit, applications, words))}</div>
${contract.state === 'active' && html`<div class="columns">${OWN_KINDS.filter((kind) => mayApply(kind, applications)).map((kind) => applyCard(visit, kind, words))}</div>`}`,
		'/',
	);
}

/** The one in force, and one on its way: which, and never the password. */
function passwordText(credentials: readonly CredentialTable[], words: CustomerWords): Html {
	const [inForce, issued] = [credentials.find(({ state }) => state === 'in-force'), credentials.find(({ state }) => state === 'issued')];
	const lines = [
		...(inForce === undefined ? [] : [words.passwordIs(inForce.version, dateText(inForce.confirmed_at ?? inForce.issued_at))]),
		...(issued === undefined ? [] : [words.passwordComes(issued.version)]),
	];
	return html`${lines.length === 0 ? words.passwordNone : lines.map((line) => html`<div>${line}</div>`)}`;
}

function applicationsTable(visit: Visit, applications: readonly ApplicationTable[], words: CustomerWords): Html {
	if (applications.length === 0) return html`<p class="muted">${words.none}</p>`;
	const rows = applications.map(({ number, kind, received_at, state, reason }) => [
		number,
		wordOf(APPLICATION_KIND_WORDS, kind, visit.language),
		timeText(received_at),
		words.states[state],
		reason,
		(state === 'received' || state === 'designed') &&
			visit.form(`/applications/${number}/withdraw`, html`<button aria-label="${words.withdrawThis(number)}">${words.withdraw}</button>`),
	]);
	return table(words.applications, words.heads, rows);
}

/** The same is not applied for twice at a time. */
function mayApply(kind: OwnKind, applications: readonly ApplicationTable[]): boolean {
	return !applications.some((each) => each.kind === kind && ['received', 'designed', 'ordered'].includes(each.state));
}

function applyCard(visit: Visit, kind: OwnKind, words: CustomerWords): Html {
	const { title, what, button } = words.apply[kind];
	const fields: Readonly<Record<OwnKind, Html>> = {
		'route-b': select(
			'medium',
			words.medium,
			MEDIA.map((value) => ({ value, name: words.media[value] })),
			'radio',
		),
		'move-out': field('day', words.day, html`type="date" required min="${dateText(visit.now)}"`),
		'lost-password': html``,
	};
	return card(
		title,
		html`<p>${what}</p>${visit.form(`/apply/${kind}`, html`${fields[kind]}<button class="primary">${button}</button>`, { kind: 'fields' })}`,
	);
}

async function apply(visit: Visit, kind: OwnKind): Promise<SiteReply> {
	const { office, actor } = visit;
	const number = await applyAsCustomer(office, actor, actor.name, kind, wishesOf(visit, kind));
	return { to: `/?done=${number}` };
}

function wishesOf({ asked, now, language }: Visit, kind: OwnKind): Readonly<Record<string, string>> {
	const words = CUSTOMER_WORDS[language];
	if (kind === 'route-b') {
		const routeB = asked.form.text('medium');
		if (!MEDIA.some((each) => each === routeB)) throw new Refusal(words.mediumWrong);
		return { routeB };
	}
	if (kind === 'lost-password') return {};
	const text = asked.form.text('day');
	const day = dayOf(text);
	if (day === undefined || day < dayOf(dateText(now))! || day > now + 366 * DAY) throw new Refusal(words.dayWrong(text));
	return { at: `${text}T00:00+09:00` };
}

async function withdraw(visit: Visit): Promise<SiteReply> {
	const { office, actor } = visit;
	await withdrawAsCustomer(office, actor, actor.name, visit.param('number'));
	return { to: '/' };
}
