import type { InEachLanguage } from '../../../web/page/words.js';
import type { MeterMark } from '../../face/meter-rows.js';

export interface ManyWords {
	readonly title: (count: number) => string;
	readonly marks: Readonly<Record<MeterMark, string>>;
	readonly next: (count: number, mark: string) => string;
	readonly map: (text: string) => string;
	readonly list: string;
	readonly search: string;
	readonly searchHint: string;
	readonly nothingFound: (text: string) => string;
	readonly waiting: string;
	readonly hint: string;
}

export const MANY_WORDS: InEachLanguage<ManyWords> = Object.freeze({
	en: {
		title: (count) => `${count.toLocaleString('en')} meters`,
		marks: { x: 'no power', f: 'fault', o: 'contact open', j: 'joined', '-': 'nobody joined' },
		next: (count, mark) => `${mark} ${count}: show the next one`,
		map: (text) => `Map of all meters. ${text}`,
		list: 'All meters',
		search: 'Search',
		searchHint: 'serial number, meter-7 or 7',
		nothingFound: (text) => `No meter is found by “${text}”.`,
		waiting: 'Waiting for the meters …',
		hint: 'Point at a cell, or choose it to see that meter.',
	},
	ja: {
		title: (count) => `メーター ${count.toLocaleString('ja')} 台`,
		marks: { x: '停電', f: '異常', o: '接点開', j: '接続中', '-': '未接続' },
		next: (count, mark) => `${mark} ${count}: 次の1台を表示`,
		map: (text) => `全メーターの地図。${text}`,
		list: '全メーター',
		search: '検索',
		searchHint: '製造番号、meter-7、7 など',
		nothingFound: (text) => `「${text}」のメーターは見つかりません。`,
		waiting: 'メーターを待っています…',
		hint: 'マスを指すと名前が出ます。選ぶとそのメーターを表示します。',
	},
});
