/** The site of the staff: what is asked of it, by whom. */
import type { InEach } from '../../../../src/world/schema/language.js';
import type { Site } from '../../web/site.js';
import type { Office } from '../database/office.js';
import type { Passkeys } from '../people/passkeys.js';
import { staffOf } from '../people/sessions.js';
import type { SignIn } from '../people/sign-in.js';
import { recordsApi } from './api.js';
import { APPLICATION_ROUTES } from './application-page.js';
import { APPLY_ROUTES } from './apply-page.js';
import { CASE_ROUTES } from './case-page.js';
import { contractPage } from './contract-page.js';
import { DESIGN_ROUTES } from './design-page.js';
import { DUE_ROUTES } from './due-page.js';
import { FIND_ROUTES } from './find-page.js';
import { JOB_ROUTES } from './job-page.js';
import { LIST_ROUTES } from './list-pages.js';
import { LOG_ROUTES } from './log-page.js';
import { ORDER_ROUTES } from './order-page.js';
import { passkeyRoutes, passkeyTitle } from './passkey-page.js';
import { PASSWORD_ROUTES } from './password-card.js';
import { PERSON_ROUTES } from './person-page.js';
import { PROPOSAL_ROUTES, proposalsTitle } from './proposals-page.js';
import { RESULT_ROUTES } from './results-page.js';
import { signInRoutes } from './sign-in-page.js';
import { type SiteOptions, siteOf } from './site-of.js';
import { START_ROUTES } from './start-page.js';
import { guarded, type SiteLook, type Visit, type VisitRoute } from './visit.js';

const TITLE: InEach<string> = Object.freeze({ en: 'Keiki office', ja: '計器 事務所' });

interface NavWords {
	readonly start: string;
	readonly applications: string;
	readonly orders: string;
	readonly cases: string;
	readonly due: string;
	readonly results: string;
	readonly log: string;
}

const NAV: InEach<NavWords> = Object.freeze({
	en: {
		start: 'Start',
		applications: 'Applications',
		orders: 'Orders',
		cases: 'Cases',
		due: 'Certification due',
		results: 'Hand in results',
		log: 'Log',
	},
	ja: { start: '最初', applications: '申し込み', orders: '作業指示', cases: '案件', due: '検定満了', results: '結果の提出', log: '記録' },
});

const LOOK: SiteLook = Object.freeze({
	site: TITLE,
	nav: (visit: Visit) => {
		const words = NAV[visit.language];
		return [
			{ path: '/', name: words.start },
			{ path: '/applications', name: words.applications },
			{ path: '/orders', name: words.orders },
			{ path: '/cases', name: words.cases },
			...(visit.may('proposal.approve') ? [{ path: '/proposals', name: proposalsTitle(visit.language) }] : []),
			...(visit.may('order.issue') ? [{ path: '/due', name: words.due }] : []),
			...(visit.may('order.done') ? [{ path: '/results', name: words.results }] : []),
			...(visit.may('audit.look') ? [{ path: '/log', name: words.log }] : []),
		];
	},
});

/** All that the staff can ask, each by the rights that they have. @param passkeys where they are to be had */
export function staffSite(office: Office, signIn: SignIn, options: SiteOptions, passkeys?: Passkeys): Site {
	const pages: readonly VisitRoute[] = [
		...START_ROUTES,
		...FIND_ROUTES,
		...LIST_ROUTES,
		{ method: 'GET', path: '/contracts/:code', handle: contractPage },
		...PERSON_ROUTES,
		...APPLY_ROUTES,
		...PASSWORD_ROUTES,
		...JOB_ROUTES,
		...APPLICATION_ROUTES,
		...DESIGN_ROUTES,
		...ORDER_ROUTES,
		...CASE_ROUTES,
		...PROPOSAL_ROUTES,
		...DUE_ROUTES,
		...RESULT_ROUTES,
		...LOG_ROUTES,
		...(passkeys === undefined ? [] : passkeyRoutes(passkeys)),
	];
	const look: SiteLook =
		passkeys === undefined ? LOOK : { ...LOOK, nav: (visit) => [...LOOK.nav(visit), { path: '/passkeys', name: passkeyTitle(visit.language) }] };
	const routes = [...signInRoutes(office, signIn, look, passkeys), ...guarded(pages, office, (token) => staffOf(office, token), look)];
	return { ...siteOf('keiki-office', look, routes, options), api: recordsApi(office, signIn) };
}
