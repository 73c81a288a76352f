/** The words of the page of a contract. */
import type { InEach } from '../../../../src/world/schema/language.js';

export interface ContractWords {
	readonly title: (code: string) => string;
	readonly customer: string;
	readonly distribution: string;
	readonly supervision: string;
	readonly meter: string;
	readonly none: string;
	readonly erased: string;
	/** To what has pages of its own. */
	readonly apply: string;
	readonly person: string;
	readonly name: string;
	readonly address: string;
	readonly street: string;
	readonly phases: string;
	readonly amperes: string;
	readonly feedIn: string;
	readonly routeB: string;
	readonly state: string;
	readonly since: string;
	readonly until: string;
	readonly asOf: string;
	readonly site: string;
	readonly siteKind: string;
	readonly rain: string;
	readonly transformer: string;
	readonly yes: string;
	readonly no: string;
	readonly systemTitle: string;
	readonly mountedAt: string;
	readonly certifiedUntil: string;
	readonly units: string;
	readonly reports: string;
	readonly answers: string;
	readonly silent: string;
	readonly medium: string;
	readonly sites: Readonly<Record<'detached' | 'block' | 'remote', string>>;
	readonly routeBs: Readonly<Record<'none' | 'radio' | 'plc', string>>;
	readonly states: Readonly<Record<'active' | 'ended' | 'erased', string>>;
	readonly applications: string;
	readonly orders: string;
	readonly credentials: string;
	readonly cases: string;
	readonly jobs: string;
	readonly heads: Readonly<
		Record<
			'number' | 'kind' | 'state' | 'received' | 'reason' | 'worker' | 'due' | 'version' | 'way' | 'issued' | 'letter' | 'opened' | 'closed',
			string
		>
	>;
	readonly nothing: string;
	readonly remote: string;
}

export const CONTRACT_WORDS: InEach<ContractWords> = Object.freeze({
	en: {
		title: (code) => `Contract ${code}`,
		customer: 'Customer information',
		distribution: 'Distribution management',
		supervision: 'Supervisory control',
		meter: 'The meter',
		none: 'no such record',
		erased: 'The personal data of this contract is erased.',
		apply: 'Take in an application',
		person: 'All that is held of it',
		name: 'Customer',
		address: 'Address',
		street: 'Street',
		phases: 'Phases',
		amperes: 'Contract',
		feedIn: 'Feed-in',
		routeB: 'Route B',
		state: 'State',
		since: 'Since',
		until: 'Until',
		asOf: 'As of',
		site: 'Site',
		siteKind: 'Kind of site',
		rain: 'Rain',
		transformer: 'Transformer',
		yes: 'yes',
		no: 'no',
		systemTitle: 'System title',
		mountedAt: 'Mounted',
		certifiedUntil: 'Certified until',
		units: 'Units',
		reports: 'Reports',
		answers: 'answers',
		silent: 'is silent',
		medium: 'Medium',
		sites: { detached: 'detached house', block: 'block of dwellings', remote: 'remote' },
		routeBs: { none: 'none', radio: 'by radio', plc: 'by PLC' },
		states: { active: 'active', ended: 'ended', erased: 'erased' },
		applications: 'Applications',
		orders: 'Orders',
		credentials: 'Route B passwords',
		cases: 'Cases',
		jobs: 'Remote work',
		heads: {
			number: 'Number',
			kind: 'Kind',
			state: 'State',
			received: 'Received',
			reason: 'Why',
			worker: 'Worker',
			due: 'Due',
			version: 'Version',
			way: 'Brought by',
			issued: 'Issued',
			letter: 'Letter printed',
			opened: 'Opened',
			closed: 'Closed',
		},
		nothing: 'None.',
		remote: 'From afar',
	},
	ja: {
		title: (code) => `契約 ${code}`,
		customer: '顧客情報',
		distribution: '配電管理',
		supervision: '監視制御',
		meter: 'メーター',
		none: '記録がありません',
		erased: 'この契約の個人情報は消去されています。',
		apply: '申し込みを受け付ける',
		person: '保有しているすべてのデータ',
		name: 'お客さま',
		address: '住所',
		street: '町名',
		phases: '相線式',
		amperes: '契約',
		feedIn: '売電',
		routeB: 'Bルート',
		state: '状態',
		since: '開始',
		until: '終了',
		asOf: '時点',
		site: '場所',
		siteKind: '建物',
		rain: '雨がかかる',
		transformer: '変圧器',
		yes: 'はい',
		no: 'いいえ',
		systemTitle: 'システムタイトル',
		mountedAt: '取り付け',
		certifiedUntil: '検定の有効期限',
		units: 'ユニット',
		reports: 'メーターの報告',
		answers: '応答あり',
		silent: '応答なし',
		medium: '通信方式',
		sites: { detached: '戸建て', block: '集合住宅', remote: '遠隔地' },
		routeBs: { none: 'なし', radio: '無線', plc: 'PLC' },
		states: { active: '有効', ended: '終了', erased: '消去済み' },
		applications: '申し込み',
		orders: '作業指示',
		credentials: 'Bルートのパスワード',
		cases: '案件',
		jobs: '遠隔作業',
		heads: {
			number: '番号',
			kind: '種類',
			state: '状態',
			received: '受付',
			reason: '理由',
			worker: '担当',
			due: '期限',
			version: '版',
			way: '設定方法',
			issued: '発行',
			letter: '通知書の印刷',
			opened: '開始',
			closed: '終了',
		},
		nothing: 'ありません。',
		remote: '遠隔から',
	},
});
