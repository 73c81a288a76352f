/** The Route B password of a contract: issued or rewritten, by a hand-held or from afar. Letters are not printed here: no password comes through a browser. */
import type { InEach } from '../../../../src/world/schema/language.js';
import { Refusal } from '../../web/app.js';
import { type Html, html } from '../../web/html.js';
import type { SiteReply } from '../../web/site.js';
import { issuePassword, rewritePassword } from '../password/issue.js';
import type { ContractRecords } from './contract-records.js';
import { whenOf } from './job-page.js';
import { card, field, select } from './layout.js';
import type { Visit, VisitRoute } from './visit.js';

interface PasswordWords {
	readonly title: string;
	readonly issue: string;
	readonly rewrite: string;
	readonly by: string;
	readonly ways: Readonly<Record<'relay' | 'handheld', string>>;
	readonly letter: string;
	readonly languages: Readonly<Record<'ja' | 'en', string>>;
	readonly isNewId: string;
	readonly day: string;
	readonly printed: string;
	readonly byWrong: string;
	readonly dayOfWorker: string;
}

const WORDS: InEach<PasswordWords> = Object.freeze({
	en: {
		title: 'Route B password',
		issue: 'Issue the first password',
		rewrite: 'Rewrite the password',
		by: 'Brought',
		ways: { relay: 'from afar', handheld: 'by a worker with a hand-held' },
		letter: 'Letter',
		languages: { ja: 'in Japanese', en: 'in English' },
		isNewId: 'with another Route B id: somebody else moved in',
		day: 'From afar, on the day (empty: at once)',
		printed:
			'The letter is printed by keiki office password letter, once: no password comes through a browser. The old password works until the meter has the new one.',
		byWrong: 'Brought: expected from afar, or by a worker with a hand-held',
		dayOfWorker: 'Nothing was done: the day is of work from afar alone. When a worker comes is said with the order',
	},
	ja: {
		title: 'Bルートのパスワード',
		issue: '最初のパスワードを発行',
		rewrite: 'パスワードを書き換え',
		by: '設定方法',
		ways: { relay: '遠隔から', handheld: '作業員がハンディターミナルで' },
		letter: '通知書',
		languages: { ja: '日本語', en: '英語' },
		isNewId: 'BルートIDも変える: 別の人が入居した',
		day: '遠隔の場合の実施日(空: すぐ)',
		printed:
			'通知書は keiki office password letter で1回だけ印刷します。パスワードはブラウザーを通りません。メーターに設定されるまで、前のパスワードが有効です。',
		byWrong: '設定方法: 遠隔か、作業員のハンディターミナルかを選んでください',
		dayOfWorker: '何も行っていません。実施日は遠隔の場合だけ指定できます。作業員の訪問日は作業指示で指定してください',
	},
});

export const PASSWORD_ROUTES: readonly VisitRoute[] = Object.freeze([
	{ method: 'POST', path: '/contracts/:code/password/issue', handle: (visit: Visit) => make(visit, issuePassword) } as const,
	{ method: 'POST', path: '/contracts/:code/password/rewrite', handle: (visit: Visit) => make(visit, rewritePassword) } as const,
]);

export function passwordCard(visit: Visit, code: string, { contract, credentials }: ContractRecords): Html | false {
	const isFirst = credentials.length === 0;
	if (contract?.state !== 'active' || !visit.may(isFirst ? 'password.issue' : 'password.rewrite')) return false;
	const words = WORDS[visit.language];
	const ways = (['relay', 'handheld'] as const).map((value) => ({ value, name: words.ways[value] }));
	const languages = (['ja', 'en'] as const).map((value) => ({ value, name: words.languages[value] }));
	const fields = html`${select('by', words.by, ways, isFirst ? 'handheld' : 'relay')}${field('day', words.day, html`type="date"`)}${select('letter', words.letter, languages, 'ja')}
${!isFirst && html`<label class="inline"><input type="checkbox" name="newId" value="yes"> ${words.isNewId}</label>`}<button>${isFirst ? words.issue : words.rewrite}</button><p class="muted">${words.printed}</p>`;
	return card(words.title, visit.form(`/contracts/${code}/password/${isFirst ? 'issue' : 'rewrite'}`, fields, { kind: 'fields' }));
}

async function make(visit: Visit, makes: typeof issuePassword): Promise<SiteReply> {
	const { office, actor, asked } = visit;
	const { form } = asked;
	const words = WORDS[visit.language];
	const by = form.text('by');
	if (by !== 'handheld' && by !== 'relay') throw new Refusal(words.byWrong);
	if (by === 'handheld' && form.text('day') !== '') throw new Refusal(words.dayOfWorker);
	const issued = await makes(office, actor, {
		...{ contract: visit.param('code'), by, language: form.text('letter') === 'en' ? 'en' : 'ja', isNewId: form.text('newId') === 'yes' },
		...(by === 'relay' && { notBefore: whenOf(visit).notBefore }),
	});
	return { to: by === 'relay' ? `/jobs/${issued.bearer}` : `/orders/${issued.bearer}` };
}
