/** What each rule is about, and what would settle it, for people. */
import { frozen } from '../../../modules/bytes/frozen.js';
import type { FindingRule } from './findings.js';

export interface InTwo {
	readonly en: string;
	readonly ja: string;
}

export interface FindingWords {
	readonly is: InTwo;
	/** What settles it. */
	readonly settle: InTwo;
}

export const STORE_WORDS = frozen({
	customer: { en: 'customer information', ja: '顧客情報' },
	distribution: { en: 'distribution management', ja: '配電管理' },
	supervision: { en: 'supervisory control', ja: '監視制御' },
	metering: { en: 'meter data management', ja: '検針値管理' },
});

export const FINDING_WORDS: Readonly<Record<FindingRule, FindingWords>> = frozen({
	'no-contract': {
		is: { en: 'a site or a meter names a contract that customer information has not', ja: '顧客情報にない契約の地点またはメーターがある' },
		settle: {
			en: 'import the contracts anew; if it is still missing, have the code of the site or meter corrected',
			ja: '契約を取り込み直す。それでもなければ、地点かメーターの契約番号を訂正してもらう',
		},
	},
	'no-site': {
		is: { en: 'the contract is in force, and has no site', ja: '有効な契約に地点がない' },
		settle: {
			en: 'have distribution management enter the site under the code of the contract',
			ja: '配電管理に、この契約番号で地点を登録してもらう',
		},
	},
	'site-twice': {
		is: { en: 'several sites have the same contract', ja: '同じ契約に地点が複数ある' },
		settle: {
			en: 'ask distribution management which one is right, and have the other given its own code',
			ja: '配電管理に正しい地点を確かめ、他方の契約番号を訂正してもらう',
		},
	},
	'no-transformer': {
		is: { en: 'the site hangs on a transformer that is not in the records', ja: '地点の変圧器が台帳にない' },
		settle: { en: 'import the transformers anew, or have the site corrected', ja: '変圧器を取り込み直すか、地点を訂正してもらう' },
	},
	'street-differs': {
		is: { en: 'contract and site stand at different streets', ja: '契約と地点の町名が異なる' },
		settle: {
			en: 'compare with the application; the worker at the next visit reads the address plate',
			ja: '申込書と照合する。次の訪問で住居表示板を確かめる',
		},
	},
	'phases-differ': {
		is: { en: 'contract and site have different wiring', ja: '契約と地点の相線式が異なる' },
		settle: {
			en: 'the later record is likelier to be right; the service entrance at the site tells for sure. Design waits until it is settled',
			ja: '新しい記録の方が正しい見込み。現地の引込線で確定する。それまで設計できない',
		},
	},
	'not-mounted': {
		is: { en: 'the contract has been in force for over 30 days, and no meter is recorded', ja: '有効になって30日を超えた契約にメーターの記録がない' },
		settle: {
			en: 'look for a construction result that was not recorded; else apply for a meter',
			ja: '記録漏れの工事結果を探す。なければ新設を申し込む',
		},
	},
	'mounted-phases-differ': {
		is: { en: "the metering unit is not for the site's wiring", ja: '計量ユニットが地点の相線式に合わない' },
		settle: {
			en: 'ask the meter by the control system which unit it has (office job), then correct whichever record is wrong',
			ja: '監視制御を通じてメーターに実際のユニットを問い合わせ、誤った記録を訂正する',
		},
	},
	'combination-wrong': {
		is: { en: 'units are recorded as one meter that do not fit together', ja: '組み合わせられないユニットが1台のメーターとして記録されている' },
		settle: {
			en: 'such a meter cannot have been mounted: ask the meter which units it has, and correct the record',
			ja: '実際には取り付けられない組み合わせ。メーターに問い合わせて記録を訂正する',
		},
	},
	'medium-unfit': {
		is: { en: 'the communication unit is not for this kind of site', ja: '通信ユニットが設置場所の種別に合わない' },
		settle: {
			en: 'if the site is recorded rightly, apply for a change of the communication method',
			ja: '地点の記録が正しければ、通信方式の変更を申し込む',
		},
	},
	'feed-in-not-measured': {
		is: { en: 'the contract feeds in, and a unit is one-way', ja: '売電契約なのに一方向のユニットがある' },
		settle: {
			en: 'if no application for feed-in is open, receive one: the units have to be exchanged',
			ja: '売電の申込がなければ受け付ける。ユニットの取替が必要',
		},
	},
	'route-b-not-served': {
		is: { en: 'the contract has Route B, and a unit does not serve it', ja: 'Bルート契約なのに対応しないユニットがある' },
		settle: {
			en: 'if no application for Route B is open, receive one: the units have to be exchanged',
			ja: 'Bルートの申込がなければ受け付ける。ユニットの取替が必要',
		},
	},
	'amperes-above-rating': {
		is: { en: 'the contract allows more current than the metering unit bears', ja: '契約電流が計量ユニットの定格を超える' },
		settle: {
			en: 'exchange the metering unit for a larger one; until then the contract must not rise',
			ja: '計量ユニットを大きいものに取り替える。それまで契約を上げない',
		},
	},
	'result-not-recorded': {
		is: { en: 'construction mounted other units than the record of the meter has', ja: '工事結果のユニットがメーターの記録と異なる' },
		settle: {
			en: 'the result of the construction is the later one: take it into the record of the meter',
			ja: '工事結果の方が新しい。メーターの記録に反映する',
		},
	},
	'construction-overdue': {
		is: { en: 'construction was planned over 14 days ago, and has no result', ja: '予定日を14日過ぎた工事に結果がない' },
		settle: { en: 'ask the construction department for the result, or plan it anew', ja: '工事部門に結果を確かめるか、計画し直す' },
	},
	'certificate-expired': {
		is: { en: 'the certification of the metering unit has ended', ja: '計量ユニットの検定の有効期間が切れた' },
		settle: {
			en: 'exchange the metering unit alone (office due lists them by street)',
			ja: '計量ユニットだけを取り替える(office dueが町名ごとに一覧)',
		},
	},
	'serial-in-stock': {
		is: { en: 'a unit is recorded as mounted, and is in stock all the same', ja: '取付済みのユニットが在庫にもある' },
		settle: { en: 'look on the shelf of the depot: where it is not there, correct the stock', ja: '倉庫の現物を確かめる。なければ在庫を訂正する' },
	},
	'serial-twice': {
		is: { en: 'a unit is recorded in two meters', ja: '同じユニットが2台のメーターに記録されている' },
		settle: { en: 'ask both meters which units they have, and correct the other record', ja: '両方のメーターに問い合わせ、誤った方の記録を訂正する' },
	},
	'credential-key-missing': {
		is: {
			en: 'the stock has no credential key of this communication unit: no password can be sealed for it',
			ja: '通信ユニットの認証情報の鍵が在庫にない。パスワードを封印できない',
		},
		settle: { en: 'import the .credential file that came with the unit', ja: 'ユニットに付いてきた.credentialファイルを取り込む' },
	},
	'not-supervised': {
		is: { en: 'the control system has never told of this meter', ja: '監視制御から一度も報告のないメーター' },
		settle: {
			en: 'ask the meter for its units by the control system: it answers, or it was never put into service',
			ja: '監視制御を通じてメーターに問い合わせる。応答がなければ運用に入っていない',
		},
	},
	silent: {
		is: { en: 'the meter has not answered for over 3 days', ja: '3日を超えて応答のないメーター' },
		settle: {
			en: 'diagnose it (office diagnose); if it stays silent, send a worker with a hand-held',
			ja: '診断する(office diagnose)。応答がなければ作業員を派遣する',
		},
	},
	'units-differ': {
		is: { en: 'the meter reports other units than are recorded', ja: 'メーターの報告するユニットが記録と異なる' },
		settle: {
			en: 'what the meter reports is what is plugged in: correct the record, and ask who changed it',
			ja: 'メーターの報告が実物。記録を訂正し、いつ替えたかを確かめる',
		},
	},
	'medium-differs': {
		is: {
			en: 'the meter answers by another medium than its recorded communication unit has',
			ja: '記録された通信ユニットと異なる通信方式で応答している',
		},
		settle: {
			en: 'the communication unit was exchanged: ask the meter for its units, and correct the record',
			ja: '通信ユニットが取り替えられている。メーターに問い合わせて記録を訂正する',
		},
	},
	'meter-unknown': {
		is: { en: 'a meter answers that is recorded nowhere', ja: 'どこにも記録のないメーターが応答している' },
		settle: {
			en: 'look for a construction result that was not recorded; its serial numbers tell the depot it came from',
			ja: '記録漏れの工事結果を探す。製造番号から出庫元が分かる',
		},
	},
	'store-stale': {
		is: { en: 'a system has given nothing new for longer than it should', ja: 'システムからの更新が途絶えている' },
		settle: { en: 'ask for its file of the day, and import it (office import)', ja: '当日のファイルを求めて取り込む(office import)' },
	},
});
