import type { InEachLanguage } from '../../web/page/words.js';

export interface ShellWords {
	readonly title: string;
	readonly skip: string;
	readonly views: Readonly<Record<ViewName, string>>;
	readonly nav: string;
	readonly otherLanguage: string;
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
		loading: '読み込んでいます…',
		failed: (reason) => `このページを読み込めませんでした: ${reason}`,
	},
});
