/** With whom the customer's data may be shared: given here, and taken back here. */
import { isSharedData, LONGEST_CONSENT, recipientName, SHARED_DATA, stateOf } from '../../../../src/operations/people/consent.js';
import { Refusal } from '../../web/app.js';
import { html } from '../../web/html.js';
import type { SiteReply } from '../../web/site.js';
import { giveConsent, listConsents, withdrawConsent } from '../people/consents.js';
import { card, field, table } from '../site/layout.js';
import { DAY, dateText, dayOf } from '../site/times.js';
import type { Visit, VisitRoute } from '../site/visit.js';
import { CUSTOMER_WORDS } from './customer-words.js';

export const CONSENT_ROUTES: readonly VisitRoute[] = Object.freeze([
	{ method: 'GET', path: '/consents', handle: consentPage } as const,
	{ method: 'POST', path: '/consents', handle: give } as const,
	{ method: 'POST', path: '/consents/:id/withdraw', handle: withdraw } as const,
]);

async function consentPage(visit: Visit): Promise<SiteReply> {
	const { office, actor, language, now } = visit;
	const words = CUSTOMER_WORDS[language];
	const consents = await listConsents(office, actor, actor.name);
	const rows = consents.map((each) => {
		const state = stateOf(each, now);
		return [
			each.to,
			each.data.map((kind) => words.kinds[kind]).join(', '),
			dateText(each.from),
			// What is kept is the first ms in which it does not hold.
			dateText(each.until - 1),
			words.consentStates[state],
			(state === 'holds' || state === 'notYet') &&
				visit.form(`/consents/${each.id}/withdraw`, html`<button aria-label="${words.takeBackThis(each.to)}">${words.takeBack}</button>`),
		];
	});
	const today = dateText(now);
	const fields = html`${field('to', words.to, html`required maxlength="80" autocomplete="off"`)}
<fieldset><legend>${words.shared}</legend>${SHARED_DATA.map((kind) => html`<label class="inline"><input type="checkbox" name="data" value="${kind}"> ${words.kinds[kind]}</label>`)}</fieldset>
${field('from', words.from, html`type="date" required value="${today}"`)}${field('until', words.until, html`type="date" required`)}
<button class="primary">${words.give}</button>`;
	return visit.page(
		words.consents,
		html`<p>${words.consentWhat}</p><div class="card">${rows.length === 0 ? html`<p class="muted">${words.none}</p>` : table(words.consents, words.consentHeads, rows)}</div>
${card(words.give, visit.form('/consents', fields, { kind: 'fields' }))}`,
		'/consents',
	);
}

async function give(visit: Visit): Promise<SiteReply> {
	const { office, actor, language, asked } = visit;
	const words = CUSTOMER_WORDS[language];
	const to = recipientName(asked.form.text('to'));
	if (to === undefined) throw new Refusal(words.toWrong);
	const data = SHARED_DATA.filter((each) => asked.form.texts('data').includes(each));
	if (data.length === 0 || !asked.form.texts('data').every(isSharedData)) throw new Refusal(words.kindsWrong);
	const [from, last] = [dayOf(asked.form.text('from')), dayOf(asked.form.text('until'))];
	if (from === undefined || last === undefined || last < from || last + DAY - from > LONGEST_CONSENT) throw new Refusal(words.daysWrong);
	await giveConsent(office, actor, actor.name, { to, data, from, until: last + DAY });
	return { to: '/consents' };
}

async function withdraw(visit: Visit): Promise<SiteReply> {
	const { office, actor } = visit;
	const id = visit.param('id');
	if (!/^\d{1,15}$/.test(id)) throw visit.missing(id);
	await withdrawConsent(office, actor, actor.name, Number(id));
	return { to: '/consents' };
}
