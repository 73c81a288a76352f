/** The site of the customers: their own contract, and nothing else. Whoever acts here is a customer, whatever else the office can do. */
import { type Html, html } from '../../web/html.js';
import type { Site, SiteAsked, SiteReply, SiteRoute } from '../../web/site.js';
import type { Office } from '../database/office.js';
import { endSession } from '../people/sessions.js';
import { card, field, formOf, pageOf } from '../site/layout.js';
import { type SiteOptions, siteOf } from '../site/site-of.js';
import { guarded, type SiteLook, type Visit } from '../site/visit.js';
import { CONSENT_ROUTES } from './consent-page.js';
import { CUSTOMER_ROUTES } from './customer-pages.js';
import { type CameIn, type CustomerSignIn, customerOf } from './customer-sign-in.js';
import { CUSTOMER_WORDS } from './customer-words.js';
import { DATA_ROUTES } from './data-page.js';
import { passwordRoutes, passwordTitle } from './password-page.js';

const LOOK: SiteLook = Object.freeze({
	site: Object.freeze({ en: CUSTOMER_WORDS.en.site, ja: CUSTOMER_WORDS.ja.site }),
	nav: ({ language }: Visit) => {
		const { start, consents, data } = CUSTOMER_WORDS[language];
		return [
			{ path: '/', name: start },
			{ path: '/consents', name: consents },
			{ path: '/data', name: data },
			{ path: '/password', name: passwordTitle(language) },
		];
	},
});

export function customerSite(office: Office, signIn: CustomerSignIn, options: SiteOptions): Site {
	const rows = [...CUSTOMER_ROUTES, ...CONSENT_ROUTES, ...DATA_ROUTES, ...passwordRoutes(signIn)];
	const pages = guarded(rows, office, (token) => customerOf(office, token), LOOK);
	return siteOf('keiki-customers', LOOK, [...signInRoutes(office, signIn), ...pages], options);
}

function signInRoutes(office: Office, signIn: CustomerSignIn): readonly SiteRoute[] {
	return [
		{ method: 'GET', path: '/sign-in', handle: (asked) => door(asked) },
		{
			method: 'POST',
			path: '/sign-in',
			handle: async (asked) => {
				const { form, address } = asked;
				const came = await signIn.signIn({ contract: form.text('contract'), code: form.text('code'), address });
				return came.kind === 'in' ? { to: '/', token: came.token } : door(asked, came);
			},
		},
		{
			method: 'POST',
			path: '/sign-in/password',
			handle: async (asked) => {
				const { form, address } = asked;
				const came = await signIn.signInByPassword({ contract: form.text('contract'), password: form.secret('password'), address });
				return came.kind === 'in' ? { to: '/', token: came.token } : door(asked, came);
			},
		},
		{
			method: 'POST',
			path: '/sign-out',
			handle: async ({ token }) => {
				await endSession(office, 'customers', token);
				return { to: '/sign-in', token: '' };
			},
		},
	];
}

function door({ language, form, token }: SiteAsked, came?: Exclude<CameIn, { readonly kind: 'in' }>): SiteReply {
	const words = CUSTOMER_WORDS[language];
	const said = came === undefined ? undefined : came.kind === 'wrong' ? words.wrong : words.wait(Math.ceil(came.ms / 1000));
	const contract = (more: Html) =>
		field('contract', words.contract, html`required autocomplete="username" maxlength="20" spellcheck="false" ${more}`);
	const typed = form.text('contract');
	const byPassword = html`${contract(html`autofocus value="${typed}"`)}
${field('password', words.ownPassword, html`type="password" required autocomplete="current-password"`)}
<button class="primary">${words.signIn}</button>`;
	const byCode = html`${contract(html`value="${typed}"`)}
${field('code', words.code, html`required autocomplete="one-time-code" maxlength="30" spellcheck="false" aria-describedby="help"`)}
<button class="primary">${words.signIn}</button>`;
	const main = html`${said !== undefined && html`<p class="note bad" role="alert">${said}</p>`}<div class="columns">${card(
		words.withPassword,
		html`${formOf('/sign-in/password', token, byPassword, { kind: 'fields' })}<p class="muted">${words.passwordHelp}</p>`,
	)}${card(words.withCode, html`${formOf('/sign-in', token, byCode, { kind: 'fields' })}<p class="muted" id="help">${words.codeHelp}</p>`)}</div>`;
	const page = pageOf({ title: words.signIn, site: words.site, language, path: '/sign-in', nav: [], main });
	return { status: came === undefined ? 200 : came.kind === 'wrong' ? 403 : 429, html: page };
}
