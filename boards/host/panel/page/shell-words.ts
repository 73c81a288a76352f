import type { InEachLanguage } from '../../web/page/words.js';

export interface ShellWords {
	readonly title: string;
	readonly skip: string;
	readonly views: Readonly<Record<ViewName, string>>;
	readonly nav: string;
	readonly otherLanguage: string;
	readonly lost: string;
	readonly refused: string;
	readonly tooMany: (most: number) => string;
	readonly again: string;
	readonly loading: string;
	readonly failed: (reason: string) => string;
}

export type ViewName = 'meters' | 'meter' | 'ladder' | 'frames' | 'curves' | 'objects' | 'faults' | 'scenarios' | 'lessons';

export const SHELL_WORDS: InEachLanguage<ShellWords> = Object.freeze({
	en: {
		title: 'Keiki',
		skip: 'To the content',
		views: {
			meters: 'Meters',
			meter: 'Meter',
			ladder: 'Joining',
			curves: 'Curves',
			frames: 'Frames',
			objects: 'Objects',
			faults: 'Faults',
			scenarios: 'Scenarios',
			lessons: 'Lessons',
		},
		nav: 'Pages',
		otherLanguage: '日本語',
		lost: 'The connection to the meter is lost. This page goes on by itself when it is there again.',
		refused: 'The meter does not know this page any more. Open the address that keiki meter panel prints.',
		tooMany: (most) => `${most} pages of this meter are open in this browser, as many as a browser can hear at once. Close one of them.`,
		again: 'Try again',
		loading: 'Loading …',
		failed: (reason) => `This page could not be loaded: ${reason}`,
	},
	ja: {
		title: 'Keiki 計器',
		skip: '本文へ',
		views: {
			meters: '一覧',
			meter: '計器',
			ladder: '接続',
			curves: '曲線',
			frames: 'フレーム',
			objects: 'オブジェクト',
			faults: '障害',
			scenarios: 'シナリオ',
			lessons: 'レッスン',
		},
		nav: 'ページ',
		otherLanguage: 'English',
		lost: 'メーターとの接続が切れています。つながると、このページは自動で再開します。',
		refused: 'メーターはこのページを認識していません。keiki meter panel が表示するアドレスを開いてください。',
		tooMany: (most) => `このブラウザーでは、このメーターのページが同時に使える上限の ${most} ページまで開いています。どれかを閉じてください。`,
		again: 'もう一度',
		loading: '読み込んでいます…',
		failed: (reason) => `このページを読み込めませんでした: ${reason}`,
	},
});
