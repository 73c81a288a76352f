/** What the controls beside the face are called. */
import type { InEachLanguage } from '../../../web/page/words.js';

export interface ControlWords {
	readonly close: string;
	readonly firmware: string;
	readonly nothingHere: string;
	readonly isolations: Readonly<Record<string, string>>;
	readonly openCover: string;
	readonly closeCover: string;
	readonly pull: string;
	readonly push: string;
	readonly pushAnyway: string;
	readonly swap: string;
	readonly swapFor: (unit: string) => string;
	readonly pushBack: (unit: string) => string;
	readonly newUnit: string;
	readonly present: string;
	readonly failure: string;
	readonly unitFails: string;
	readonly failures: Readonly<Record<'silent' | 'late' | 'lies' | 'crashes', string>>;
	readonly contactFails: string;
	readonly contactFailures: Readonly<Record<'welded' | 'stuck' | 'slow' | 'fed', string>>;
	readonly fail: string;
	readonly mend: string;
	readonly supply: string;
	readonly powerOn: string;
	readonly powerOff: string;
	readonly powerCut: string;
	readonly house: (isSupplied: boolean) => string;
	readonly houseTitle: string;
	readonly load: string;
	readonly feedsIn: string;
	readonly draws: string;
	readonly voltage: (leg: string) => string;
	readonly byHand: string;
	readonly ofItsOwn: string;
	readonly normal: string;
	readonly normalOf: (quantity: string) => string;
	readonly atTheMeter: string;
	readonly resetBreaker: string;
	readonly announceService: string;
	readonly endService: (minutes: number) => string;
	readonly serviceMeans: string;
	readonly customer: string;
	readonly account: string;
	readonly stages: Readonly<Record<'new' | 'active' | 'closed', string>>;
	readonly credits: Readonly<Record<'inCredit' | 'emergency' | 'out', string>>;
	readonly token: string;
	readonly enterToken: string;
	readonly emergencyCredit: string;
	readonly loadRelay: string;
	readonly relayOn: string;
	readonly relayOff: string;
	readonly utility: string;
	readonly noSwitch: string;
	readonly contact: string;
	readonly contacts: Readonly<Record<'open' | 'closed', string>>;
	readonly locked: string;
	readonly orders: Readonly<Record<'open' | 'close' | 'ready', string>>;
	readonly contract: string;
	readonly noContract: string;
	readonly demandLimit: string;
	readonly noLimit: string;
	readonly window: string;
	readonly setIt: string;
	readonly none: string;
	readonly clock: string;
	readonly setBy: (step: string) => string;
	readonly setTo: string;
	readonly right: string;
	readonly dongles: string;
	readonly resetDongle: string;
	readonly unplug: string;
	readonly unplugged: string;
}

export const CONTROL_WORDS: InEachLanguage<ControlWords> = Object.freeze({
	en: {
		close: 'Close',
		firmware: 'firmware',
		nothingHere: 'Nothing is plugged in here.',
		isolations: {
			late: 'it answers too late',
			failed: 'it failed',
			babbling: 'it says too much',
			foreign: 'it does not belong here',
			forbidden: 'it said what it may not',
			implausible: 'its registers ran backwards',
		},
		openCover: 'Open the cover',
		closeCover: 'Close the cover',
		pull: 'Pull it out',
		push: 'Push it in',
		pushAnyway: 'Push it in all the same',
		swap: 'Swap it in',
		swapFor: (unit) => `Swap for ${unit}`,
		pushBack: (unit) => `Push ${unit} back in`,
		newUnit: 'A new unit of the catalogue',
		present: 'in place',
		failure: 'Let it fail',
		unitFails: 'The unit',
		failures: { silent: 'is silent', late: 'answers late', lies: 'says it is of another type', crashes: 'crashes' },
		contactFails: 'The contact',
		contactFailures: { welded: 'is welded', stuck: 'is stuck', slow: 'is slow', fed: 'is fed from the house' },
		fail: 'Let it fail',
		mend: 'Mend it',
		supply: 'Supply',
		powerOn: 'On',
		powerOff: 'Off',
		powerCut: 'Cut',
		house: (isSupplied) => (isSupplied ? 'the house has power' : 'the house has none'),
		houseTitle: 'The house',
		load: 'Load',
		feedsIn: 'feeds in',
		draws: 'draws',
		voltage: (leg) => `Voltage ${leg}`,
		byHand: 'by hand',
		ofItsOwn: 'of its own',
		normal: 'Normal',
		normalOf: (quantity) => `Normal ${quantity}`,
		atTheMeter: 'At the meter',
		resetBreaker: 'Reset the breaker',
		announceService: 'Announce work',
		endService: (minutes) => `End work (${minutes} min left)`,
		serviceMeans: 'While work is announced, pulling a unit or opening the cover is no tamper.',
		customer: 'The customer',
		account: 'Account',
		stages: { new: 'new', active: 'active', closed: 'closed' },
		credits: { inCredit: 'in credit', emergency: 'emergency credit in use', out: 'out of credit' },
		token: 'Token',
		enterToken: 'Enter',
		emergencyCredit: 'Select emergency credit',
		loadRelay: 'Load relay',
		relayOn: 'Load on',
		relayOff: 'Load off',
		utility: 'The utility',
		noSwitch: 'There is no switching unit: what the utility orders here is refused.',
		contact: 'Contact',
		contacts: { open: 'open', closed: 'closed' },
		locked: 'locked out',
		orders: { open: 'Open', close: 'Close', ready: 'Let a hand close' },
		contract: 'Contract',
		noContract: 'no contract',
		demandLimit: 'Demand limit',
		noLimit: 'no limit',
		window: 'Window of the demand limit',
		setIt: 'Set',
		none: 'None',
		clock: 'The clock of the meter',
		setBy: (step) => `Set the clock by ${step}`,
		setTo: 'Set to this time',
		right: 'Set it right',
		dongles: 'Dongles',
		resetDongle: 'Power off and on',
		unplug: 'Unplug for 10 s',
		unplugged: 'unplugged',
	},
	ja: {
		close: '閉じる',
		firmware: 'ファームウェア',
		nothingHere: 'ここには何も差し込まれていません。',
		isolations: {
			late: '応答の遅れ',
			failed: '異常終了',
			babbling: '送信過多',
			foreign: '場所に合わないユニット',
			forbidden: '許されないメッセージ',
			implausible: '積算値の後退',
		},
		openCover: 'カバーを開ける',
		closeCover: 'カバーを閉じる',
		pull: '引き抜く',
		push: '差し込む',
		pushAnyway: 'それでも差し込む',
		swap: '交換する',
		swapFor: (unit) => `${unit} と交換`,
		pushBack: (unit) => `${unit} を戻す`,
		newUnit: 'カタログの新しいユニット',
		present: '取付中',
		failure: '故障させる',
		unitFails: 'ユニット',
		failures: { silent: '応答しない', late: '応答が遅れる', lies: '別の型を名乗る', crashes: '異常終了する' },
		contactFails: '接点',
		contactFailures: { welded: '溶着', stuck: '固着', slow: '動作が遅い', fed: '負荷側から給電' },
		fail: '故障させる',
		mend: '直す',
		supply: '電源',
		powerOn: '入',
		powerOff: '停電',
		powerCut: '突然の停電',
		house: (isSupplied) => (isSupplied ? '宅内に電気あり' : '宅内に電気なし'),
		houseTitle: '住宅',
		load: '負荷',
		feedsIn: '売電',
		draws: '買電',
		voltage: (leg) => `電圧 ${leg}`,
		byHand: '手動',
		ofItsOwn: '自然のまま',
		normal: '元に戻す',
		normalOf: (quantity) => `${quantity}を元に戻す`,
		atTheMeter: 'メーターでの作業',
		resetBreaker: 'ブレーカーを復帰',
		announceService: '作業を予告',
		endService: (minutes) => `作業を終える(残り${minutes}分)`,
		serviceMeans: '作業を予告している間は、ユニットを外してもカバーを開けても不正とみなされません。',
		customer: '需要家',
		account: 'アカウント',
		stages: { new: '未使用', active: '有効', closed: '終了' },
		credits: { inCredit: '残高あり', emergency: '緊急クレジット使用中', out: '残高なし' },
		token: 'トークン',
		enterToken: '入力',
		emergencyCredit: '緊急クレジットを選ぶ',
		loadRelay: '負荷リレー',
		relayOn: '負荷を入れる',
		relayOff: '負荷を切る',
		utility: '電力会社',
		noSwitch: '開閉ユニットがないので、ここでの指令は拒否されます。',
		contact: '接点',
		contacts: { open: '開', closed: '閉' },
		locked: 'ロックアウト',
		orders: { open: '開く', close: '閉じる', ready: '手動投入を許可' },
		contract: '契約',
		noContract: 'アンペア契約なし',
		demandLimit: '需要制限',
		noLimit: '制限なし',
		window: '需要制限の時間枠',
		setIt: '設定',
		none: 'なし',
		clock: 'メーターの時計',
		setBy: (step) => `時計を${step}ずらす`,
		setTo: 'この時刻に合わせる',
		right: '正しい時刻に戻す',
		dongles: 'ドングル',
		resetDongle: '電源を入れ直す',
		unplug: '10秒間抜く',
		unplugged: '抜けています',
	},
});
