/** How the staff get into their site and out again. */
import type { InEach } from '../../../../src/world/schema/language.js';
import { html } from '../../web/html.js';
import type { SiteAsked, SiteReply, SiteRoute } from '../../web/site.js';
import type { Office } from '../database/office.js';
import type { Passkeys } from '../people/passkeys.js';
import { endSession } from '../people/sessions.js';
import type { SignedIn, SignIn } from '../people/sign-in.js';
import { field, formOf, pageOf } from './layout.js';
import { passkeySignIn, signInByPasskey } from './passkey-page.js';
import { type SiteLook, wayBack } from './visit.js';

interface SignInWords {
	readonly title: string;
	readonly name: string;
	readonly password: string;
	readonly signIn: string;
	readonly wrong: string;
	readonly wait: (seconds: number) => string;
	readonly first: string;
}

const WORDS: InEach<SignInWords> = Object.freeze({
	en: {
		title: 'Sign in',
		name: 'Name',
		password: 'Password',
		signIn: 'Sign in',
		wrong: 'Not signed in: the name or the password is wrong, or the name is locked for a while after wrong passwords.',
		wait: (seconds) => `Too many tries: wait ${seconds} s.`,
		first: 'Everything that is looked at and done here is logged.',
	},
	ja: {
		title: 'サインイン',
		name: '名前',
		password: 'パスワード',
		signIn: 'サインイン',
		wrong: 'サインインできませんでした。名前かパスワードが違うか、パスワードの誤りが続いたため一時的にロックされています。',
		wait: (seconds) => `試行が多すぎます。${seconds}秒待ってください。`,
		first: 'ここで見たこと、行ったことはすべて記録されます。',
	},
});

type Show = (asked: SiteAsked, came?: Exclude<SignedIn, { readonly kind: 'in' }>) => Promise<SiteReply>;

function passkeyRoute(passkeys: Passkeys, show: Show): SiteRoute {
	return {
		method: 'POST',
		path: '/sign-in/passkey',
		handle: async (asked) => {
			const came = await signInByPasskey(passkeys, asked);
			return came.kind === 'in' ? { to: wayBack(asked.form.text('to')), token: came.token } : await show(asked, came);
		},
	};
}

export function signInRoutes(office: Office, signIn: SignIn, look: SiteLook, passkeys?: Passkeys): readonly SiteRoute[] {
	const show: Show = async (asked, came) => {
		const { language, query, form, token } = asked;
		const words = WORDS[language];
		const to = wayBack(query.get('to') ?? form.text('to'));
		const said = came === undefined ? undefined : came.kind === 'wrong' ? words.wrong : words.wait(Math.ceil(came.ms / 1000));
		const main = html`${said !== undefined && html`<p class="note bad" role="alert">${said}</p>`}<div class="card">${formOf(
			'/sign-in',
			token,
			html`<input type="hidden" name="to" value="${to}">
${field('name', words.name, html`autocomplete="username" required autofocus value="${form.text('name')}" spellcheck="false" autocapitalize="none"`)}
${field('password', words.password, html`type="password" autocomplete="current-password" required`)}
<button class="primary">${words.signIn}</button>`,
			{ kind: 'fields' },
		)}${passkeys !== undefined && (await passkeySignIn(passkeys, asked, to))}<p class="muted">${words.first}</p></div>`;
		const page = pageOf({ title: words.title, site: look.site[language], language, path: `/sign-in?to=${encodeURIComponent(to)}`, nav: [], main });
		return { status: came === undefined ? 200 : came.kind === 'wrong' ? 403 : 429, html: page };
	};
	return [
		{ method: 'GET', path: '/sign-in', handle: (asked) => show(asked) },
		{
			method: 'POST',
			path: '/sign-in',
			handle: async (asked) => {
				const { form, address } = asked;
				const came = await signIn.signIn({ name: form.text('name'), password: form.secret('password'), address });
				return came.kind === 'in' ? { to: wayBack(form.text('to')), token: came.token } : await show(asked, came);
			},
		},
		...(passkeys === undefined ? [] : [passkeyRoute(passkeys, show)]),
		{
			method: 'POST',
			path: '/sign-out',
			handle: async ({ token }) => {
				await endSession(office, 'staff', token);
				return { to: '/sign-in', token: '' };
			},
		},
	];
}
