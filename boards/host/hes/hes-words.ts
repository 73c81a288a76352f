/** What `keiki hes` says around its readings, in each language. */
import type { InEach } from '../../../src/world/schema/language.js';

interface HesTexts {
	/** @param attempt undefined: the first, which does not count */
	readonly again: (why: string, attempt: number | undefined, retries: number) => string;
	readonly interrupted: (signal: string) => string;
	readonly object: (number: number, of: number) => string;
	/** @param expected 0: nobody knows */
	readonly rows: (done: number, expected: number) => string;
	readonly part: (done: number, expected: number, part: number, parts: number) => string;
	readonly inFile: (rows: number, fresh: number, ranges: number) => string;
	/** @param found in place of the first one's time */
	readonly leftOut: (rows: number, found: string) => string;
	readonly noObjects: (entries: number) => string;
	readonly bySelector: (selectors: string) => string;
	/** Behind a value. */
	readonly walkShows: () => string;
}

export interface ClockWords {
	readonly before: () => string;
	readonly meter: () => string;
	readonly host: () => string;
	readonly meterIs: () => string;
	readonly status: () => string;
	readonly right: (seconds: string) => string;
	readonly days: (days: string) => string;
	readonly ahead: (by: string) => string;
	readonly behind: (by: string) => string;
}

export const HES_WORDS: InEach<HesTexts> = Object.freeze({
	en: {
		again: (why, attempt, retries) => `${why}; trying again${attempt === undefined ? '' : `, ${attempt} of ${retries}`}`,
		interrupted: (signal) => `interrupted: ${signal}`,
		object: (number, of) => `object ${number} of ${of}`,
		rows: (done, expected) => `${done}${expected === 0 ? '' : ` of ${expected}`} rows`,
		part: (done, expected, part, parts) => `${done} of ${expected} rows, part ${part} of ${parts}`,
		inFile: (rows, fresh, ranges) => `${rows} rows, ${fresh} of them new, ${ranges === 1 ? '1 range' : `${ranges} ranges`} asked for`,
		leftOut: (rows, found) =>
			`${rows === 1 ? '1 row' : `${rows} rows`} left out: expected a date-time as the time of each, got ${found}${rows === 1 ? '' : ' in the first of them'}`,
		noObjects: (entries) => `${entries} entries of the object list are no objects, and were passed over`,
		bySelector: (selectors) => `(by selector ${selectors})`,
		walkShows: () => '; keiki hes walk shows them',
	},
	ja: {
		again: (why, attempt, retries) => `${why}。もう一度試します${attempt === undefined ? '' : `(${attempt}/${retries})`}`,
		interrupted: (signal) => `中断されました: ${signal}`,
		object: (number, of) => `オブジェクト${number}/${of}`,
		rows: (done, expected) => `${done}${expected === 0 ? '' : `/${expected}`}行`,
		part: (done, expected, part, parts) => `${done}/${expected}行、${part}/${parts}番目の部分`,
		inFile: (rows, fresh, ranges) => `${rows}行、うち新しい行は${fresh}行、要求した範囲は${ranges}個`,
		leftOut: (rows, found) => `${rows}行を除きました: 各行の時刻は日時のはずですが、最初の行は${found}です`,
		noObjects: (entries) => `オブジェクト一覧のうち${entries}件はオブジェクトではないので、読み飛ばしました`,
		bySelector: (selectors) => `(セレクター${selectors}で読みます)`,
		walkShows: () => '。keiki hes walkで見られます',
	},
});

export const CLOCK_WORDS: InEach<ClockWords> = Object.freeze({
	en: {
		before: () => 'before',
		meter: () => 'meter',
		host: () => 'this host',
		meterIs: () => 'meter is',
		status: () => 'status',
		right: (seconds) => `right, to ${seconds} s`,
		days: (days) => `${days} days`,
		ahead: (by) => `${by} ahead`,
		behind: (by) => `${by} behind`,
	},
	ja: {
		before: () => '変更前',
		meter: () => 'メーター',
		host: () => 'このホスト',
		meterIs: () => 'メーターの差',
		status: () => '状態',
		right: (seconds) => `${seconds}秒の精度で一致`,
		days: (days) => `${days}日`,
		ahead: (by) => `${by}進み`,
		behind: (by) => `${by}遅れ`,
	},
});
