/** What a site of the office hands to the server of sites, whoever it is for. */
import type { InEach } from '../../../../src/world/schema/language.js';
import { UsageError } from '../../shared/usage-error.js';
import type { Assets } from '../../web/assets.js';
import { html } from '../../web/html.js';
import type { Site } from '../../web/site.js';
import { DatabaseGone, UnknownEnd } from '../database/gone.js';
import { OfficeRefusal, refusalWords } from '../database/refusal.js';
import { pageOf } from './layout.js';
import type { SiteLook } from './visit.js';

export interface SiteOptions {
	readonly assets: Assets;
	/** Told of each failure of the site. */
	readonly onError: (error: unknown) => void;
}

/** What a refused request is told under, in each language. */
const REFUSED: InEach<{ readonly title: string; readonly back: string }> = Object.freeze({
	en: { title: 'Not done', back: 'To the start page' },
	ja: { title: '行われませんでした', back: '最初のページへ' },
});

/** What whoever asks is told where the database has gone; why is for the staff's log. */
const GONE: InEach<string> = Object.freeze({
	en: 'The database is not there just now. Nothing was half done: please ask again later.',
	ja: 'ただいまデータベースを使えません。途中までの変更は残っていません。しばらくしてから、もう一度お試しください。',
});
const UNKNOWN_END: InEach<string> = Object.freeze({
	en: 'The database went just now. It was done whole or not at all: please look later which, before you ask for it again.',
	ja: 'データベースとの接続が切れました。すべて行われたか、何も行われていないかのどちらかです。しばらくしてから、もう一度行う前に確認してください。',
});

export function siteOf(name: string, look: SiteLook, routes: Site['routes'], { assets, onError }: SiteOptions): Site {
	return {
		name,
		routes,
		assets,
		onError,
		refusalOf: (error, language) => {
			if (error instanceof UsageError) return { status: 400, message: error.textIn(language) };
			if (error instanceof DatabaseGone || error instanceof UnknownEnd) {
				onError(error);
				return { status: 503, message: (error instanceof DatabaseGone ? GONE : UNKNOWN_END)[language] };
			}
			if (!(error instanceof OfficeRefusal)) return undefined;
			return { status: error.refusal.kind === 'noRight' ? 403 : 409, message: refusalWords(error.refusal)[language] };
		},
		refused: (_status, message, language) => {
			const words = REFUSED[language];
			const main = html`<p class="note bad" role="alert">${message}</p><p><a href="/">${words.back}</a></p>`;
			return pageOf({ title: words.title, site: look.site[language], language, path: '/', nav: [], main });
		},
	};
}
