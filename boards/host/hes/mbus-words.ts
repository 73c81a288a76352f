/** What `keiki hes mbus` says, in each language. */
import { ACTION_RESULT } from '../../../modules/dlms/apdu/apdu.js';
import type { InEach, Language } from '../../../src/world/schema/language.js';

export interface MbusWords {
	/** By device type (EN 13757-3 table 3); others are shown as numbers. */
	readonly kinds: Readonly<Record<number, string>>;
	readonly otherKind: (type: number) => string;
	readonly free: () => string;
	readonly at: (address: number) => string;
	/** By bit of the status, the lowest first; undefined: none that means something alone. */
	readonly status: readonly (string | undefined)[];
	/** By encryption_key_status. */
	readonly keys: readonly string[];
	/** Whether gas flows. */
	readonly valve: (isOpen: boolean) => string;
	readonly valveStays: (channel: number, isOpen: boolean, seconds: number) => string;
	/** Names of rows. */
	readonly rows: Readonly<Record<'channel' | 'meter' | 'values' | 'status' | 'alarm' | 'key' | 'period' | 'valve', string>>;
	readonly seconds: (seconds: number) => string;
	readonly noMore: (channel: number) => string;
	readonly noFree: () => string;
	readonly removed: (device: string) => string;
	readonly looking: (channel: number) => string;
	readonly notFound: (channel: number) => string;
	readonly nothingNew: (channel: number, seconds: number) => string;
	readonly notFree: (channel: number, device: string) => string;
	readonly isFree: (channel: number) => string;
	readonly keyNotUsed: (channel: number, seconds: number) => string;
	readonly keyUsed: () => string;
	readonly keyCleared: () => string;
	/** What was typed wrongly. */
	readonly records: (text: string) => string;
	readonly order: (text: string) => string;
	readonly keyWords: () => string;
	readonly hex: (option: string) => string;
	readonly identification: (text: string) => string;
	readonly manufacturer: (text: string) => string;
	readonly kind: (words: readonly string[], text: string) => string;
	readonly patience: (text: string) => string;
}

export const MBUS_WORDS: InEach<MbusWords> = Object.freeze({
	en: {
		kinds: { 2: 'electricity', 3: 'gas', 4: 'heat', 6: 'hot water', 7: 'water', 12: 'heat (flow)', 21: 'hot water', 22: 'cold water' },
		otherKind: (type) => `device type ${type}`,
		free: () => 'free',
		at: (address) => `at ${address}`,
		status: [undefined, undefined, 'battery low', 'permanent error', 'temporary error', 'fraud'],
		keys: ['no key', 'key set here, not transferred', 'key transferred, not set here', 'key set and transferred, not in use', 'encrypted'],
		valve: (isOpen) => (isOpen ? 'valve open' : 'valve shut'),
		valveStays: (channel, isOpen, seconds) =>
			`the meter took the order, and after ${seconds} s the valve on channel ${channel} is ${isOpen ? 'open' : 'shut'}; keiki hes events tells more`,
		rows: { channel: 'channel', meter: 'meter', values: 'values', status: 'status', alarm: 'alarm', key: 'key', period: 'period', valve: 'valve' },
		seconds: (seconds) => (seconds === 0 ? 'not by time' : `each ${seconds} s`),
		noMore: (channel) => `nobody else is on the line; channel ${channel} stays free`,
		noFree: () => 'no channel is free',
		removed: (device) => `${device} is let go`,
		looking: (channel) => `looking for a meter for channel ${channel}`,
		notFound: (channel) =>
			`the meter found nobody for channel ${channel} (event ${100 + 10 * (channel - 1)} in its M-Bus log), or only one at an address that is taken, or several with one identification number`,
		nothingNew: (channel, seconds) =>
			`the meter took the order, and within ${seconds} s nothing came from the meter on channel ${channel}; keiki hes events tells more`,
		notFree: (channel, device) => `channel ${channel} has ${device}; keiki hes mbus remove ${channel} lets it go`,
		isFree: (channel) => `channel ${channel} is free; keiki hes mbus scan finds meters for free channels`,
		keyNotUsed: (channel, seconds) =>
			`within ${seconds} s no telegram of the meter on channel ${channel} could be opened under the key; is --default-key the one that it came with? If not, it has a key now that nobody knows`,
		keyUsed: () => 'the meter behind tells all under the new key',
		keyCleared: () => 'the meter behind tells all in the clear',
		records: (text) => `records: expected hexadecimal digits of M-Bus records, DIB, VIB and data, as 01FD1F00, got "${text}"`,
		order: (text) => `expected open or close, got "${text}"`,
		keyWords: () => 'mbus key: expected --key with --default-key, or --clear',
		hex: (option) => `${option}: expected 32 hexadecimal digits`,
		identification: (text) => `--identification: expected 8 digits that are not all 0, got "${text}"`,
		manufacturer: (text) => `--manufacturer: expected three letters, got "${text}"`,
		kind: (words, text) => `--kind: expected one of ${words.join(', ')}, got "${text}"`,
		patience: (text) => `--patience: expected a duration as 90s or 20min, got "${text}"`,
	},
	ja: {
		kinds: { 2: '電力', 3: 'ガス', 4: '熱', 6: '温水', 7: '水道', 12: '熱(往き)', 21: '温水', 22: '冷水' },
		otherKind: (type) => `機器種別${type}`,
		free: () => '空き',
		at: (address) => `アドレス${address}`,
		status: [undefined, undefined, '電池残量低下', '恒久的な異常', '一時的な異常', '不正'],
		keys: ['鍵なし', '鍵はここに設定済み、転送前', '鍵は転送済み、ここに設定前', '鍵は設定・転送済み、使用前', '暗号化'],
		valve: (isOpen) => (isOpen ? '弁: 開' : '弁: 閉'),
		valveStays: (channel, isOpen, seconds) =>
			`メーターは指示を受け付けましたが、${seconds}秒後のチャネル${channel}の弁は${isOpen ? '開' : '閉'}です。keiki hes eventsで詳しく分かります`,
		rows: { channel: 'チャネル', meter: 'メーター', values: '値', status: '状態', alarm: 'アラーム', key: '鍵', period: '周期', valve: '弁' },
		seconds: (seconds) => (seconds === 0 ? '時刻では読まない' : `${seconds}秒ごと`),
		noMore: (channel) => `回線にほかのメーターはありません。チャネル${channel}は空きのままです`,
		noFree: () => '空いているチャネルはありません',
		removed: (device) => `${device}の登録を解除しました`,
		looking: (channel) => `チャネル${channel}のメーターを探しています`,
		notFound: (channel) =>
			`チャネル${channel}に当たるメーターは見つかりませんでした(M-Busログのイベント${100 + 10 * (channel - 1)})。アドレスがほかのメーターと重なるか、同じ識別番号のメーターが複数ある場合もそうなります`,
		nothingNew: (channel, seconds) =>
			`メーターは指示を受け付けましたが、${seconds}秒以内にチャネル${channel}のメーターから何も届きません。keiki hes eventsで詳しく分かります`,
		notFree: (channel, device) => `チャネル${channel}には${device}があります。keiki hes mbus remove ${channel}で解除できます`,
		isFree: (channel) => `チャネル${channel}は空きです。keiki hes mbus scanで、空きチャネルのメーターを探せます`,
		keyNotUsed: (channel, seconds) =>
			`${seconds}秒以内に、チャネル${channel}のメーターの電文をこの鍵で開けませんでした。--default-keyは出荷時の鍵ですか。違えば、今はだれも知らない鍵になっています`,
		keyUsed: () => '先のメーターは、すべてを新しい鍵で送ります',
		keyCleared: () => '先のメーターは、すべてを平文で送ります',
		records: (text) => `レコード: 01FD1F00のような、M-Busのレコード(DIB、VIB、データ)の16進数のはずですが、"${text}"です`,
		order: (text) => `openかcloseのはずですが、"${text}"です`,
		keyWords: () => 'mbus key: --keyと--default-key、または--clearのはずです',
		hex: (option) => `${option}: 16進数32桁のはずです`,
		identification: (text) => `--identification: すべて0ではない8桁の数字のはずですが、"${text}"です`,
		manufacturer: (text) => `--manufacturer: 3文字の英字のはずですが、"${text}"です`,
		kind: (words, text) => `--kind: ${words.join('、')}のどれかのはずですが、"${text}"です`,
		patience: (text) => `--patience: 90sや20minのような長さのはずですが、"${text}"です`,
	},
});

const HINTS: InEach<Readonly<Record<number, string>>> = Object.freeze({
	en: {
		[ACTION_RESULT.otherReason]: '; the channel is free, has a meter already, or the address is that of another channel',
		[ACTION_RESULT.temporaryFailure]: '; its line is busy: try again',
	},
	ja: {
		[ACTION_RESULT.otherReason]: '。チャネルが空いているか、すでにメーターがあるか、アドレスがほかのチャネルのものです',
		[ACTION_RESULT.temporaryFailure]: '。回線が使用中です。もう一度試してください',
	},
});

/** What to think of an Action-Result of class 72. */
export function mbusHint(result: number, language: Language): string {
	return HINTS[language][result] ?? '';
}
