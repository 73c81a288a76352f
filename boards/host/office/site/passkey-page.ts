/** Passkeys at the staff's site: to sign in with one, and to have one. Without a script, TLS or a name there is nothing of them. */
import type { InEach } from '../../../../src/world/schema/language.js';
import { Refusal } from '../../web/app.js';
import { type Html, html } from '../../web/html.js';
import type { SiteAsked } from '../../web/site.js';
import { type Passkeys, removePasskeys } from '../people/passkeys.js';
import type { SignedIn } from '../people/sign-in.js';
import { card, formOf } from './layout.js';
import type { VisitRoute } from './visit.js';

/** Where the script puts what the browser answers (page/main.tsx). */
const ANSWER = 'answer';

interface PasskeyWords {
	readonly with: string;
	readonly title: string;
	readonly count: (count: number) => string;
	readonly why: string;
	readonly add: string;
	readonly remove: string;
	readonly notJson: string;
}

const WORDS: InEach<PasskeyWords> = Object.freeze({
	en: {
		with: 'Sign in with a passkey',
		title: 'My passkeys',
		count: (count) => (count === 1 ? 'You have one passkey.' : `You have ${count} passkeys.`),
		why: 'A passkey signs you in by this device, by your finger, face or its code: there is no password that somebody could guess, and nobody closes it by wrong tries.',
		add: 'Add a passkey of this device',
		remove: 'Remove all my passkeys',
		notJson: 'what the browser answered cannot be read',
	},
	ja: {
		with: 'パスキーでサインイン',
		title: '自分のパスキー',
		count: (count) => `パスキーが${count}個あります。`,
		why: 'パスキーがあれば、この端末の指紋、顔、またはコードでサインインできます。推測されるパスワードがなく、ほかの人の誤りで閉じられることもありません。',
		add: 'この端末のパスキーを追加',
		remove: '自分のパスキーをすべて削除',
		notJson: 'ブラウザーの応答を読めません',
	},
});

/** A form at the page where one signs in; undefined: too many asked from there. */
export async function passkeySignIn(passkeys: Passkeys, { token, language, address }: SiteAsked, to: string): Promise<Html | undefined> {
	const options = await passkeys.beginSignIn(address);
	if (typeof options === 'number') return undefined;
	return asking(
		formOf('/sign-in/passkey', token, html`<input type="hidden" name="to" value="${to}">${answer()}<button>${WORDS[language].with}</button>`),
		'get',
		options,
	);
}

/** What came of it. */
export async function signInByPasskey(passkeys: Passkeys, asked: SiteAsked): Promise<SignedIn> {
	return await passkeys.finishSignIn(answerIn(asked));
}

export function passkeyRoutes(passkeys: Passkeys): readonly VisitRoute[] {
	return [
		{
			method: 'GET',
			path: '/passkeys',
			handle: async (visit) => {
				const { office, actor, language } = visit;
				const words = WORDS[language];
				const own = await office.database.selectFrom('passkey').select('id').where('staff', '=', actor.name).execute();
				const options = await passkeys.beginRegistration(actor, visit.shown);
				const adding = asking(visit.form('/passkeys', html`${answer()}<button class="primary">${words.add}</button>`), 'create', options);
				const removing = own.length > 0 && visit.form('/passkeys/remove', html`<button>${words.remove}</button>`);
				return visit.page(
					words.title,
					card(words.title, html`<p>${words.count(own.length)}</p><p class="muted">${words.why}</p>${adding}${removing}`),
				);
			},
		},
		{
			method: 'POST',
			path: '/passkeys',
			handle: async ({ actor, asked }) => {
				await passkeys.finishRegistration(actor, answerIn(asked));
				return { to: '/passkeys' };
			},
		},
		{
			method: 'POST',
			path: '/passkeys/remove',
			handle: async ({ office, actor }) => {
				await removePasskeys(office, actor, actor.name);
				return { to: '/passkeys' };
			},
		},
	];
}

export function passkeyTitle(language: keyof typeof WORDS): string {
	return WORDS[language].title;
}

/** Hidden until the script has found that the browser knows passkeys. */
function asking(form: Html, how: 'get' | 'create', options: object): Html {
	return html`<div hidden data-passkey="${how}" data-options="${JSON.stringify(options)}">${form}</div>`;
}

function answer(): Html {
	return html`<input type="hidden" name="${ANSWER}" value="">`;
}

/** Throws Refusal where it is no JSON. */
function answerIn({ form, language }: SiteAsked): unknown {
	try {
		return JSON.parse(form.text(ANSWER));
	} catch {
		throw new Refusal(WORDS[language].notJson, 400);
	}
}
