/** What the API of objects says to people, in each language. */
import type { InEach } from '../../../../src/world/schema/language.js';

export interface ObjectsWords {
	readonly field: (field: string, expected: string) => string;
	readonly epcs: (most: number) => string;
	readonly edt: (most: number) => string;
	readonly noObject: (eoj: string, there: string) => string;
	readonly noRouteB: () => string;
	readonly noRouteA: () => string;
	readonly busy: (most: number) => string;
	/** @param seconds of this computer's clock */
	readonly tooSlow: (seconds: number) => string;
	readonly ended: () => string;
	readonly value: (at: number, expected: string) => string;
	readonly time: () => string;
	readonly onlyClock: () => string;
	readonly confirm: (method: string, danger: string) => string;
	readonly dangers: Readonly<Record<'supply' | 'clock' | 'keys' | 'data' | 'image', string>>;
	readonly rows: (most: number) => string;
	readonly span: () => string;
	readonly objects: (most: number) => string;
	readonly meterAnswers: (why: string) => string;
	readonly objectNames: Readonly<Record<'0EF0' | '0288', string>>;
}

export const OBJECTS_WORDS: InEach<ObjectsWords> = Object.freeze({
	en: {
		field: (field, expected) => `"${field}": expected ${expected}`,
		epcs: (most) => `"epcs": expected 1 to ${most} properties of 2 hexadecimal digits each, from 80 to FF`,
		edt: (most) => `"edt": expected pairs of hexadecimal digits, at most ${most} bytes`,
		noObject: (eoj, there) => `this node has no object ${eoj}: it has ${there}`,
		noRouteB: () => 'Route B is not there: the meter has no power, or no communication unit with Route B in its place',
		noRouteA: () => 'Route A is not there: the meter has no power, or no communication unit in its place',
		busy: (most) => `${most} requests wait for this meter already: ask again when they are answered`,
		tooSlow: (seconds) =>
			`no answer within ${seconds} s of this computer's clock, however much of the meter's time that is; what was sent may still take effect`,
		ended: () => 'the run has ended',
		value: (at, expected) => `"value": A-XDR in hexadecimal digits: at byte ${at}: expected ${expected}`,
		time: () => '"time": expected a time like 2026-11-01T12:30:00+09:00',
		onlyClock: () => '"time" is for attribute 2 of a clock (class 8); give "value" in A-XDR',
		confirm: (method, danger) => `${method} ${danger}: send "confirmed": true as well`,
		dangers: {
			supply: 'cuts the power of the house, or gives it back',
			clock: 'sets the meter’s clock, which leaves marks in its intervals',
			keys: 'changes keys or what must be ciphered',
			data: 'throws away what was recorded',
			image: 'replaces the firmware',
		},
		rows: (most) => `a whole number from 1 to ${most}`,
		span: () => '"from" and "to": expected times like 2026-11-01T12:30:00+09:00, "from" not after "to"',
		objects: (most) => `"object": expected 1 to ${most} of them, each as CLASS/OBIS like 3/1.0.1.8.0.255`,
		meterAnswers: (why) => `Route A: ${why}`,
		objectNames: { '0EF0': 'node profile', '0288': 'low-voltage smart electric energy meter' },
	},
	ja: {
		field: (field, expected) => `"${field}": ${expected}のはずです`,
		epcs: (most) => `"epcs": 16進数2桁(80〜FF)のプロパティ1〜${most}個のはずです`,
		edt: (most) => `"edt": 16進数2桁ずつ、${most}バイトまでのはずです`,
		noObject: (eoj, there) => `このノードにオブジェクト${eoj}はありません: あるのは${there}です`,
		noRouteB: () => 'Bルートがありません: メーターに電源がないか、Bルートのある通信ユニットが取り付けられていません',
		noRouteA: () => 'Aルートがありません: メーターに電源がないか、通信ユニットが取り付けられていません',
		busy: (most) => `このメーターには既に${most}件の要求が待っています: 応答のあとでもう一度試してください`,
		tooSlow: (seconds) =>
			`このコンピューターの時計で${seconds}秒以内に応答がありませんでした(メーターの時間とは別です)。送信済みの要求はあとで効くことがあります`,
		ended: () => '実行は終わりました',
		value: (at, expected) => `"value": 16進数のA-XDR: ${at}バイト目: ${expected}のはずです`,
		time: () => '"time": 2026-11-01T12:30:00+09:00のような時刻のはずです',
		onlyClock: () => '"time"は時計(クラス8)の属性2だけに使えます。ほかはA-XDRの"value"を渡してください',
		confirm: (method, danger) => `${method}は${danger}。"confirmed": trueも送ってください`,
		dangers: {
			supply: '家の電気を切る、または入れる操作です',
			clock: 'メーターの時計を合わせ、各時限に印を残します',
			keys: '鍵や暗号化の条件を変えます',
			data: '記録を捨てます',
			image: 'ファームウェアを入れ替えます',
		},
		rows: (most) => `1〜${most}の整数`,
		span: () => '"from"と"to": 2026-11-01T12:30:00+09:00のような時刻で、"from"は"to"より後でないはずです',
		objects: (most) => `"object": クラス/OBIS(例: 3/1.0.1.8.0.255)の形で1〜${most}個のはずです`,
		meterAnswers: (why) => `Aルート: ${why}`,
		objectNames: { '0EF0': 'ノードプロファイル', '0288': '低圧スマート電力量メータ' },
	},
});
