/** An application that comes by telephone, by letter, or of the utility itself: moving in among them. */
import { isApplicationKind, readWishes, WISH_CHOICES, type Wishes } from '../../../../src/operations/design/applications.js';
import { APPLICATION_KINDS } from '../../../../src/operations/records/record-kinds.js';
import type { InEach } from '../../../../src/world/schema/language.js';
import { Refusal } from '../../web/app.js';
import { html } from '../../web/html.js';
import type { SiteReply } from '../../web/site.js';
import { receiveApplication } from '../design/applications.js';
import { field, select } from './layout.js';
import { APPLICATION_KIND_WORDS } from './record-words.js';
import { dayOf } from './times.js';
import type { Visit, VisitRoute } from './visit.js';

type Chosen = keyof typeof WISH_CHOICES;

interface ApplyWords {
	readonly title: (code: string) => string;
	readonly kind: string;
	readonly unsaid: string;
	readonly wishes: Readonly<Record<keyof Wishes, string>>;
	readonly choices: { readonly [Wish in Chosen]: Readonly<Record<(typeof WISH_CHOICES)[Wish][number], string>> };
	readonly receive: string;
	readonly kindWrong: string;
	readonly wrong: (wish: string, text: string | undefined) => string;
	readonly moving: string;
	readonly contract: string;
}

const WORDS: InEach<ApplyWords> = Object.freeze({
	en: {
		title: (code) => `An application for ${code}`,
		kind: 'What is applied for',
		unsaid: 'not said: as it is',
		wishes: {
			routeB: 'Route B',
			amperes: 'Contract amperes, A',
			feedIn: 'Energy is fed in',
			option: 'Optional unit',
			medium: 'Communication of the utility',
			at: 'Wished from the day',
		},
		choices: {
			routeB: { none: 'none', radio: 'by radio', plc: 'by power line' },
			option: { switching: 'switching unit', voltage: 'voltage measurement unit', none: 'none' },
			feedIn: { yes: 'yes', no: 'no' },
			medium: { rf: 'radio', plc: 'power line', cellular: 'cellular' },
		},
		receive: 'Take it in',
		kindWrong: 'What is applied for: expected one of the list',
		wrong: (wish, text) => `${wish}: ${text === undefined ? 'it has to be said for this kind' : `it cannot be ${JSON.stringify(text)} here`}`,
		moving:
			'What is left empty stays as it is, and a day that is not said is as soon as can be. Whoever moves in gets a Route B id and a password of their own: design the application, and issue the password, or rewrite it with another id, on the page of the contract.',
		contract: 'To the contract',
	},
	ja: {
		title: (code) => `${code}の申し込み`,
		kind: '申し込みの種類',
		unsaid: '指定なし(現状のまま)',
		wishes: {
			routeB: 'Bルート',
			amperes: '契約アンペア(A)',
			feedIn: '売電',
			option: 'オプションユニット',
			medium: '電力会社との通信方式',
			at: '希望日',
		},
		choices: {
			routeB: { none: 'なし', radio: '無線', plc: '電力線' },
			option: { switching: '開閉ユニット', voltage: '電圧計測ユニット', none: 'なし' },
			feedIn: { yes: 'あり', no: 'なし' },
			medium: { rf: '無線', plc: '電力線', cellular: '携帯電話網' },
		},
		receive: '受け付ける',
		kindWrong: '申し込みの種類: 一覧から選んでください',
		wrong: (wish, text) => `${wish}: ${text === undefined ? 'この種類では指定が必要です' : `${JSON.stringify(text)}は指定できません`}`,
		moving:
			'空欄は現状のまま、希望日が空欄ならできるだけ早くという意味です。転入するお客さまには、新しいBルートIDとパスワードが必要です。申し込みを設計し、契約のページでパスワードを発行するか、IDを変えて書き換えてください。',
		contract: '契約のページへ',
	},
});

export const APPLY_ROUTES: readonly VisitRoute[] = Object.freeze([
	{ method: 'GET', path: '/contracts/:code/apply', handle: applyPage } as const,
	{ method: 'POST', path: '/contracts/:code/apply', handle: receive } as const,
]);

async function applyPage(visit: Visit): Promise<SiteReply> {
	const { office, actor, language } = visit;
	const words = WORDS[language];
	const code = visit.param('code');
	const known = await office.act(actor, 'records.look', code, async ({ at }) =>
		at.selectFrom('contract').select('code').where('code', '=', code).executeTakeFirst(),
	);
	if (known === undefined) throw visit.missing(code);
	const kinds = APPLICATION_KINDS.map((value) => ({ value, name: APPLICATION_KIND_WORDS[language][value] }));
	const choose = (wish: Chosen) => {
		const names: Readonly<Record<string, string>> = words.choices[wish];
		const choices = [{ value: '', name: words.unsaid }, ...WISH_CHOICES[wish].map((value) => ({ value, name: names[value]! }))];
		return select(wish, words.wishes[wish], choices, '');
	};
	const fields = html`${select('kind', words.kind, kinds, 'move-in')}${choose('routeB')}${field('amperes', words.wishes.amperes, html`inputmode="numeric" maxlength="3" autocomplete="off"`)}
${choose('feedIn')}${choose('option')}${choose('medium')}${field('at', words.wishes.at, html`type="date"`)}<button class="primary">${words.receive}</button>`;
	return visit.page(
		words.title(code),
		html`<p class="muted">${words.moving}</p><div class="card">${visit.form(`/contracts/${code}/apply`, fields, { kind: 'fields' })}</div>
<p><a class="button" href="/contracts/${code}">${words.contract}</a></p>`,
	);
}

async function receive(visit: Visit): Promise<SiteReply> {
	const { office, actor, language, asked } = visit;
	const words = WORDS[language];
	const kind = asked.form.text('kind');
	if (!isApplicationKind(kind)) throw new Refusal(words.kindWrong);
	const wishes: Partial<Record<keyof Wishes, string>> = {};
	for (const wish of Object.keys(words.wishes) as (keyof Wishes)[]) {
		const text = asked.form.text(wish);
		if (text === '') continue;
		if (wish === 'at' && dayOf(text) === undefined) throw new Refusal(words.wrong(words.wishes.at, text));
		wishes[wish] = wish === 'at' ? `${text}T00:00+09:00` : text;
	}
	const wrong = readWishes(kind, wishes).wrong[0];
	if (wrong !== undefined) throw new Refusal(words.wrong(words.wishes[wrong.wish], wrong.text));
	return { to: `/applications/${await receiveApplication(office, actor, { contract: visit.param('code'), kind, wishes })}` };
}
