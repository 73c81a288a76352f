/** The words of `keiki hems`, in each language. */
import type { Speech } from '../../../modules/wi-sun-module/host.js';
import type { InEach } from '../../../src/world/schema/language.js';

export type HemsStep = 'open' | 'scan' | 'join' | 'joined' | 'read';

export interface HemsTexts {
	readonly steps: { readonly [Step in HemsStep]: () => string };
	readonly found: (panId: string, channel: number, pairingId: string | undefined) => string;
	readonly none: () => string;
	readonly masked: (bytes: number) => string;
	readonly unanswered: () => string;
	readonly drawn: (day: number) => string;
	readonly fedIn: (day: number) => string;
	readonly nothingRecorded: () => string;
	readonly noEnergy: () => string;
	readonly total: (kWh: string, halfHours: number) => string;
	readonly lost: (lines: number) => string;
	readonly otherSpeech: (speech: Speech, model: string) => string;
}

const dayText = (day: number) => (day === 0 ? 'today' : day === 1 ? 'yesterday' : `${day} days ago`);
const dayTextJa = (day: number) => (day === 0 ? '今日' : day === 1 ? '昨日' : `${day}日前`);

const SPEECHES: Readonly<Record<Speech, string>> = Object.freeze({ single: 'the single grammar', side: 'the side grammar', j11: 'J11' });
const SPEECHES_JA: Readonly<Record<Speech, string>> = Object.freeze({ single: 'SKSTACK(sideなし)', side: 'SKSTACK(sideあり)', j11: 'J11' });

export const HEMS_TEXTS: InEach<HemsTexts> = Object.freeze({
	en: {
		steps: {
			open: () => 'the dongle is asked who it is',
			scan: () => 'looking for the meter; this takes 5 to 60 s',
			join: () => 'authenticating',
			joined: () => 'the meter lets us in',
			read: () => 'reading all properties',
		},
		found: (panId, channel, pairingId) => `found PAN ${panId} on channel ${channel}${pairingId === undefined ? '' : `, for ${pairingId}`}`,
		none: () => 'none',
		masked: (bytes) => `masked, ${bytes} bytes`,
		unanswered: () => 'no answer',
		drawn: (day) => `Energy drawn ${dayText(day)}`,
		fedIn: (day) => `Energy fed in ${dayText(day)}`,
		nothingRecorded: () => 'nothing is recorded',
		noEnergy: () => 'none',
		total: (kWh, halfHours) => `kWh a half-hour; ${kWh} kWh in ${halfHours} half-hours`,
		lost: (lines) => `nobody has read this: ${lines} lines are lost`,
		otherSpeech: (speech, model) => `the dongle speaks ${SPEECHES[speech]}, which ${model} does not`,
	},
	ja: {
		steps: {
			open: () => 'ドングルに機種を問い合わせています',
			scan: () => 'メーターを探しています。5〜60秒かかります',
			join: () => '認証しています',
			joined: () => 'メーターに接続しました',
			read: () => '全プロパティを読んでいます',
		},
		found: (panId, channel, pairingId) => `PAN ${panId}(チャネル${channel}${pairingId === undefined ? '' : `、${pairingId}用`})が見つかりました`,
		none: () => 'なし',
		masked: (bytes) => `非表示、${bytes}バイト`,
		unanswered: () => '応答なし',
		drawn: (day) => `${dayTextJa(day)}の電力量(正方向)`,
		fedIn: (day) => `${dayTextJa(day)}の電力量(逆方向)`,
		nothingRecorded: () => '記録がありません',
		noEnergy: () => 'ありません',
		total: (kWh, halfHours) => `30分ごとのkWh。${halfHours}コマで${kWh} kWh`,
		lost: (lines) => `読まれなかったため、${lines}行が失われました`,
		otherSpeech: (speech, model) => `ドングルの言語は${SPEECHES_JA[speech]}で、${model}の言語と違います`,
	},
});
