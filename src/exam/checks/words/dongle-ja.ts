import type { DONGLE_STEPS } from '../../situations/dongle-steps.js';
import type { DONGLE_CHECKS } from '../dongle.js';
import type { DONGLE_WORDS } from './dongle.js';
import { seconds } from './numbers.js';

export const DONGLE_WORDS_JA: typeof DONGLE_WORDS = Object.freeze({
	wentOnAfter: ({ fault, ms }: { fault: string; ms: number }) => `${fault}の${seconds(ms)}後に値が再び届きました`,
	wentOnLateAfter: ({ fault, ms, limit }: { fault: string; ms: number; limit: number }) =>
		`${fault}の後、値が再び届いたのは${seconds(ms)}後です。${seconds(limit)}以内が目安です`,
	stoppedAfter: ({ fault, ms }: { fault: string; ms: number }) => `${fault}の後、${seconds(ms)}以内に値が届きませんでした`,
});

export const DONGLE_CHECKS_JA: Readonly<Record<keyof typeof DONGLE_CHECKS, string>> = Object.freeze({
	'goes-on-after-dongle-errors': 'ドングルがコマンドを拒み、返答せず、何もしなくても続ける',
	'reopens-unplugged-dongle': '抜き差しされたドングルを再び開き、最初から始める',
	'notices-dongle-reset': 'ドングルの再起動に気づき、設定からやり直す',
	'sets-up-fresh-dongle': '工場出荷時のドングルでも値を読む',
	'reads-pieces-and-noise': '途切れた行や雑音の混じる行を読み取る',
});

export const DONGLE_STEPS_JA: Readonly<Record<keyof typeof DONGLE_STEPS, string>> = Object.freeze({
	'dongle-errors': 'ドングルがコマンドをER10で拒み、次は返答を省き、その次は何もしません',
	'failed-start': 'プログラムを起動します。ドングルの最初の0053は0Eで失敗します',
	'serial-noise': 'ドングルの行が途切れて届きます。その後、行の前に文字でないバイトが届きます',
	'fresh-dongle': '工場出荷時のドングルでプログラムを起動します。ペイロードはバイト列のままです(WOPT 00)',
	'unplugged-dongle': 'ドングルが抜かれ、10秒後に差し込まれます',
	'dongle-reset': 'ドングルが再起動します。設定とセッションは消え、EVENTもありません',
});
