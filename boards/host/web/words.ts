/** What the server says to people, in each language. */
import type { Unproxied } from './proxy.js';
import type { Unsafe } from './safety.js';

export type WebLanguage = 'en' | 'ja';

export interface WebWords {
	readonly unsafe: Readonly<Record<Unsafe, string>>;
	readonly unproxied: Readonly<Record<Unproxied, string>>;
	readonly unknownVisitor: string;
	readonly usedToken: string;
	readonly notFound: (path: string) => string;
	readonly wrongMethod: (method: string) => string;
	readonly tooLong: (most: number) => string;
	readonly noJson: string;
	readonly noForm: string;
	readonly oldForm: string;
	readonly tooFast: string;
	readonly tooManyStreams: (most: number) => string;
	readonly unknownTopics: (topics: readonly string[]) => string;
	readonly failed: string;
	readonly closedTitle: string;
}

export const WEB_WORDS: Readonly<Record<WebLanguage, WebWords>> = Object.freeze({
	en: {
		unsafe: {
			host: 'this name does not belong to this server: open it by the address that was printed',
			origin: 'this was sent by a page of another server',
			site: 'this was sent by a page of another site',
			type: 'expected Content-Type: application/json',
		},
		unproxied: {
			stranger: 'this server answers its proxy alone: open the site by its name',
			clear: 'expected HTTPS: the proxy has to say X-Forwarded-Proto: https',
			unnamed: 'expected an address of whoever asks: the proxy has to say X-Forwarded-For',
		},
		unknownVisitor: 'expected the cookie of an address that was printed, or Authorization: Bearer with the content of the token file',
		usedToken: 'this address was used before, or is of a run that is over; each is good for one browser',
		notFound: (path) => `there is no ${path}`,
		wrongMethod: (method) => `expected ${method}`,
		tooLong: (most) => `expected at most ${most} bytes`,
		noJson: 'expected JSON',
		noForm: 'expected what a form of this site sends',
		oldForm: 'this form was opened before you signed in or out, or by another browser: open the page again, and send it from there',
		tooFast: 'too many requests: wait a second',
		tooManyStreams: (most) => `${most} pages of this browser are open: close one of them`,
		unknownTopics: (topics) => `expected topics=… of ${topics.join(', ')}`,
		failed: 'the request failed',
		closedTitle: 'Not let in',
	},
	ja: {
		unsafe: {
			host: 'この名前はこのサーバーのものではありません。表示されたアドレスで開いてください',
			origin: '別のサーバーのページから送られました',
			site: '別のサイトのページから送られました',
			type: 'Content-Type: application/json が必要です',
		},
		unproxied: {
			stranger: 'このサーバーはプロキシーだけに応答します。サイトの名前で開いてください',
			clear: 'HTTPSが必要です。プロキシーはX-Forwarded-Proto: httpsを付けてください',
			unnamed: '要求元のアドレスが必要です。プロキシーはX-Forwarded-Forを付けてください',
		},
		unknownVisitor: '表示されたアドレスを開いたブラウザーの Cookie、またはトークンファイルの内容を持つ Authorization: Bearer が必要です',
		usedToken: 'このアドレスは使用済みか、終わった実行のものです。1つのアドレスで開けるブラウザーは1つです',
		notFound: (path) => `${path} はありません`,
		wrongMethod: (method) => `${method} で送ってください`,
		tooLong: (most) => `${most} バイトまでです`,
		noJson: 'JSON が必要です',
		noForm: 'このサイトのフォームから送ってください',
		oldForm: 'このフォームは、サインインやサインアウトの前に、または別のブラウザーで開かれたものです。ページを開き直して送ってください',
		tooFast: '要求が多すぎます。1秒待ってください',
		tooManyStreams: (most) => `このブラウザーでは ${most} ページが開いています。どれかを閉じてください`,
		unknownTopics: (topics) => `topics=… には ${topics.join('、')} を指定してください`,
		failed: '要求を処理できませんでした',
		closedTitle: '開けません',
	},
});

/** By `lang=`, else by the browser's languages (RFC 9110, 12.5.4, without weights: browsers send the dearest first). */
export function languageOf(query: URLSearchParams, accepted: string | undefined): WebLanguage {
	const asked = query.get('lang');
	if (asked === 'en' || asked === 'ja') return asked;
	const first = (accepted ?? '').split(',').find((each) => /^\s*(ja|en)\b/i.test(each));
	return first !== undefined && /^\s*ja/i.test(first) ? 'ja' : 'en';
}
