/** The site of the customers: their own contract, and nothing else. Whoever acts here is a customer, whatever else the office can do. */
import { html } from '../../web/html.js';
import type { Site, SiteAsked, SiteReply, SiteRoute } from '../../web/site.js';
import type { Office } from '../database/office.js';
import { endSession } from '../people/sessions.js';
import { field, formOf, pageOf } from '../site/layout.js';
import { type SiteOptions, siteOf } from '../site/site-of.js';
import { guarded, type SiteLook, type Visit } from '../site/visit.js';
import { CONSENT_ROUTES } from './consent-page.js';
import { CUSTOMER_ROUTES } from './customer-pages.js';
import { type CameIn, type CustomerSignIn, customerOf } from './customer-sign-in.js';
import { CUSTOMER_WORDS } from './customer-words.js';
import { DATA_ROUTES } from './data-page.js';

const LOOK: SiteLook = Object.freeze({
	site: Object.freeze({ en: CUSTOMER_WORDS.en.site, ja: CUSTOMER_WORDS.ja.site }),
	nav: ({ language }: Visit) => {
		const { start, consents, data } = CUSTOMER_WORDS[language];
		return [
			{ path: '/', name: start },
			{ path: '/consents', name: consents },
			{ path: '/data', name: data },
		];
	},
});

export function customerSite(office: Office, signIn: CustomerSignIn, options: SiteOptions): Site {
	const pages = guarded([...CUSTOMER_ROUTES, ...CONSENT_ROUTES, ...DATA_ROUTES], office, (token) => customerOf(office, token), LOOK);
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
	const fields = html`${field('contract', words.contract, html`required autofocus autocomplete="username" maxlength="20" spellcheck="false" value="${form.text('contract')}"`)}
${field('code', words.code, html`required autocomplete="one-time-code" maxlength="30" spellcheck="false" aria-describedby="help"`)}
<button class="primary">${words.signIn}</button>`;
	const main = html`${said !== undefined && html`<p class="note bad" role="alert">${said}</p>`}<div class="card">${formOf('/sign-in', token, fields, { kind: 'fields' })}<p class="muted" id="help">${words.codeHelp}</p></div>`;
	const page = pageOf({ title: words.signIn, site: words.site, language, path: '/sign-in', nav: [], main });
	return { status: came === undefined ? 200 : came.kind === 'wrong' ? 403 : 429, html: page };
}
