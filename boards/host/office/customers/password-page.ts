/** The customer's own password, by which no new letter is needed: set, and changed. */
import { canonicalPassword, LONGEST, passwordFault } from '../../../../src/operations/people/password-policy.js';
import type { InEach } from '../../../../src/world/schema/language.js';
import { Refusal } from '../../web/app.js';
import { type Html, html } from '../../web/html.js';
import type { SiteReply } from '../../web/site.js';
import { PASSWORD_FAULTS } from '../people/password-fault-words.js';
import { card, field } from '../site/layout.js';
import type { Visit, VisitRoute } from '../site/visit.js';
import { passwordState, setCustomerPassword } from './customer-password.js';
import type { CustomerSignIn } from './customer-sign-in.js';

interface PasswordWords {
	readonly title: string;
	readonly what: string;
	readonly set: string;
	readonly change: string;
	readonly old: string;
	readonly fresh: string;
	readonly again: string;
	readonly rules: string;
	readonly others: string;
	readonly byCode: string;
	readonly forgotten: string;
	readonly differ: string;
	readonly wrong: string;
	readonly wait: (seconds: number) => string;
	readonly cannot: (why: string) => string;
}

const WORDS: InEach<PasswordWords> = Object.freeze({
	en: {
		title: 'Your password',
		what: 'With a password of your own you sign in without another letter. It is not the password of Route B.',
		set: 'Set the password',
		change: 'Change the password',
		old: 'The password until now',
		fresh: 'New password',
		again: 'The same again',
		rules: 'At least 15 characters; a few words together are easy to remember.',
		others: 'Whoever is signed in by the one before is signed out.',
		byCode: 'You came in by the code of a letter, which is good once: set a password, and you need no letter next time.',
		forgotten: 'Forgotten? Call us: with the code of another letter you set a new one.',
		differ: 'Nothing was changed: the second password is another than the first',
		wrong: 'Nothing was changed: the password until now is wrong, or it is locked for a while after wrong ones',
		wait: (seconds) => `Nothing was changed: please wait ${seconds} s`,
		cannot: (why) => `Nothing was changed: this password cannot be had: ${why}`,
	},
	ja: {
		title: 'パスワード',
		what: 'ご自身のパスワードを設定すると、新しい通知書がなくてもサインインできます。Bルートのパスワードとは別のものです。',
		set: 'パスワードを設定する',
		change: 'パスワードを変更する',
		old: '今のパスワード',
		fresh: '新しいパスワード',
		again: 'もう一度',
		rules: '15文字以上です。いくつかの単語を並べると覚えやすくなります。',
		others: '前のパスワードでのサインインはすべて終了します。',
		byCode: '1回だけ使える通知書のコードでサインインしました。パスワードを設定すると、次から通知書は不要です。',
		forgotten: 'お忘れの場合はお電話ください。新しい通知書のコードで設定し直せます。',
		differ: '変更していません。2回のパスワードが違います',
		wrong: '変更していません。今のパスワードが違うか、誤りが続いたため一時的にロックされています',
		wait: (seconds) => `変更していません。${seconds}秒お待ちください`,
		cannot: (why) => `変更していません。このパスワードは使えません: ${why}`,
	},
});

export function passwordTitle(language: keyof typeof WORDS): string {
	return WORDS[language].title;
}

/** For the first page: who came in by a letter is told what to do; false: nobody has to be told. */
export async function passwordHint({ office, actor, asked, language }: Visit): Promise<Html | false> {
	const { isByCode } = await passwordState(office, actor.name, asked.token);
	return isByCode && html`<p class="note">${WORDS[language].byCode} <a href="/password">${WORDS[language].title}</a></p>`;
}

export function passwordRoutes(signIn: CustomerSignIn): readonly VisitRoute[] {
	return [
		{ method: 'GET', path: '/password', handle: passwordPage },
		{ method: 'POST', path: '/password', handle: (visit) => change(visit, signIn) },
	];
}

async function passwordPage(visit: Visit): Promise<SiteReply> {
	const { office, actor, asked } = visit;
	const words = WORDS[visit.language];
	const { hasPassword, isByCode } = await passwordState(office, actor.name, asked.token);
	const name = html`type="password" required autocomplete="new-password" maxlength="${2 * LONGEST}"`;
	const fields = html`<input type="hidden" name="username" autocomplete="username" value="${actor.name}">
${hasPassword && !isByCode && field('old', words.old, html`type="password" required autocomplete="current-password"`)}
${field('password', words.fresh, html`${name} aria-describedby="rules"`)}${field('again', words.again, name)}
<p class="muted" id="rules">${words.rules} ${hasPassword && words.others}</p><button class="primary">${hasPassword ? words.change : words.set}</button>`;
	return visit.page(
		words.title,
		html`<p>${isByCode ? words.byCode : words.what}</p>${card(hasPassword ? words.change : words.set, visit.form('/password', fields, { kind: 'fields' }))}
<p class="muted">${words.forgotten}</p>`,
		'/password',
	);
}

async function change(visit: Visit, signIn: CustomerSignIn): Promise<SiteReply> {
	const { office, actor, asked, language } = visit;
	const { form, token } = asked;
	const words = WORDS[language];
	const password = canonicalPassword(form.secret('password'));
	if (password !== canonicalPassword(form.secret('again'))) throw new Refusal(words.differ);
	const fault = passwordFault(password, actor.name);
	if (fault !== undefined) throw new Refusal(words.cannot(PASSWORD_FAULTS[fault][language]));
	const { hasPassword, isByCode } = await passwordState(office, actor.name, token);
	if (hasPassword && !isByCode) {
		const came = await signIn.isPassword(actor.name, form.secret('old'));
		if (came.kind !== 'right') throw came.kind === 'wait' ? new Refusal(words.wait(Math.ceil(came.ms / 1000)), 429) : new Refusal(words.wrong, 403);
	}
	return { to: '/', token: await setCustomerPassword(office, actor, actor.name, password, signIn.hashing) };
}
