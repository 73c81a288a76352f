/** What the commands about applications, orders, cases and what is due print, in each language. */
import type { InEach } from '../../../../src/world/schema/language.js';
import type { ApplicationState, OrderState, WorkOrderTable } from '../database/tables.js';

export interface OrderWords {
	readonly received: (number: string) => string;
	readonly refused: (number: string) => string;
	readonly withdrawn: (number: string) => string;
	readonly completed: (number: string) => string;
	readonly finished: (application: string, units: string) => string;
	readonly issued: (order: string) => string;
	readonly assigned: (order: string, worker: string) => string;
	readonly notDone: (order: string) => string;
	readonly done: (order: string, meter: string, units: string) => string;
	readonly alreadyTaken: (order: string) => string;
	/** @param isDone whether the order has come to its end with it */
	readonly set: (order: string, meter: string, version: number, isDone: boolean) => string;
	readonly unknownVersion: (number: string) => string;
	readonly notSet: (order: string, meter: string, version: number, number: string) => string;
	/** @param verdict null: the meter did not answer */
	readonly diagnosed: (meter: string, verdict: string | null, number: string | undefined) => string;
	readonly caseOpened: (number: string) => string;
	readonly doesNotServe: string;
	readonly caseClosed: (number: string) => string;
	readonly nothing: string;
	readonly applicationStates: Readonly<Record<ApplicationState, string>>;
	readonly orderStates: Readonly<Record<OrderState, string>>;
	readonly orderKinds: Readonly<Record<WorkOrderTable['kind'], string>>;
	readonly contract: string;
	readonly meter: string;
	readonly worker: string;
	readonly due: string;
	readonly out: string;
	readonly in: string;
	readonly opened: (day: string, by: string) => string;
	readonly closed: (day: string, by: string, outcome: string) => string;
	readonly caseKinds: Readonly<Record<string, string>>;
	readonly dueStreet: (street: string, meters: number, served: number, first: string) => string;
	readonly dueNeed: (type: string, allotted: number, lacking: number, inStock: number) => string;
	readonly dueAll: string;
	readonly leftOrdered: (contract: string, order: string) => string;
	readonly leftRecords: (contract: string) => string;
	readonly leftImpossible: (contract: string) => string;
	readonly ordered: (count: number) => string;
}

export const ORDER_WORDS: InEach<OrderWords> = Object.freeze({
	en: {
		received: (number) => `application ${number} is received`,
		refused: (number) => `application ${number} is refused`,
		withdrawn: (number) => `${number} is withdrawn`,
		completed: (number) => `application ${number} is done`,
		finished: (application, units) => `the design of ${application} is finished: ${units}`,
		issued: (order) => `order ${order} is issued`,
		assigned: (order, worker) => `${worker} does order ${order}`,
		notDone: (order) => `order ${order} was not done; its units lie in the depot again`,
		done: (order, meter, units) => `order ${order} is done: meter ${meter} is ${units}`,
		alreadyTaken: (order) => `order ${order}: this result was taken before`,
		set: (order, meter, version, isDone) => `order ${order}: version ${version} is in force at meter ${meter}${isDone ? '; the order is done' : ''}`,
		unknownVersion: (number) => `the office made no such version: case ${number} is open`,
		notSet: (order, meter, version, number) =>
			`order ${order}: meter ${meter} did not take version ${version}; it waits for another password, case ${number} is open`,
		diagnosed: (meter, verdict, number) =>
			`meter ${meter}: ${verdict ?? 'it did not answer'}${number === undefined ? '' : `; case ${number} is open`}`,
		caseOpened: (number) => `it is not what was ordered: case ${number} is open`,
		doesNotServe: 'it does not do what was applied for: the application waits for another design',
		caseClosed: (number) => `case ${number} is closed`,
		nothing: 'none',
		applicationStates: { received: 'received', designed: 'designed', ordered: 'ordered', done: 'done', refused: 'refused', withdrawn: 'withdrawn' },
		orderStates: { issued: 'issued', assigned: 'assigned', done: 'done', failed: 'not done', withdrawn: 'withdrawn' },
		orderKinds: { mount: 'mount a new meter', exchange: 'exchange units', remove: 'remove the meter', password: 'set the password' },
		contract: 'contract',
		meter: 'meter',
		worker: 'worker',
		due: 'until',
		out: 'out',
		in: 'in',
		opened: (day, by) => `opened ${day} by ${by}`,
		closed: (day, by, outcome) => `closed ${day} by ${by}: ${outcome}`,
		caseKinds: {
			'built-otherwise': 'mounted otherwise than ordered',
			'password-not-taken': 'the communication unit did not take a password',
			'password-unknown': 'a password is in force that the office did not make',
			diagnosed: 'found at the site: the HEMS is not well',
		},
		dueStreet: (street, meters, served, first) => `${street}: ${meters} meters, ${served} can be ordered, the first ends ${first}`,
		dueNeed: (type, allotted, lacking, inStock) =>
			`  ${type}: ${allotted + lacking} needed, ${inStock} in the depots${lacking > 0 ? `, ${lacking} LACKING` : ''}`,
		dueAll: 'all streets',
		leftOrdered: (contract, order) => `${contract}: left out, order ${order} is open`,
		leftRecords: (contract) => `${contract}: left out, its records contradict each other or are missing; keiki office check ${contract} tells which`,
		leftImpossible: (contract) => `${contract}: left out, no units that are made would do`,
		ordered: (count) => `${count} orders are issued`,
	},
	ja: {
		received: (number) => `申し込み${number}を受け付けました`,
		refused: (number) => `申し込み${number}を断りました`,
		withdrawn: (number) => `${number}を取り下げました`,
		completed: (number) => `申し込み${number}は完了です`,
		finished: (application, units) => `申し込み${application}の設計が完了しました: ${units}`,
		issued: (order) => `指示${order}を出しました`,
		assigned: (order, worker) => `指示${order}は${worker}が行います`,
		notDone: (order) => `指示${order}は行われませんでした。ユニットは在庫に戻りました`,
		done: (order, meter, units) => `指示${order}は完了です。メーター${meter}は${units}です`,
		alreadyTaken: (order) => `指示${order}: この結果は受け取り済みです`,
		set: (order, meter, version, isDone) => `指示${order}: メーター${meter}で第${version}版が有効です${isDone ? '。指示は完了です' : ''}`,
		unknownVersion: (number) => `その版は事務所が作ったものではありません。案件${number}を作りました`,
		notSet: (order, meter, version, number) =>
			`指示${order}: メーター${meter}は第${version}版を受け入れませんでした。別のパスワードを待ちます。案件${number}を作りました`,
		diagnosed: (meter, verdict, number) =>
			`メーター${meter}: ${verdict ?? '応答がありません'}${number === undefined ? '' : `。案件${number}を作りました`}`,
		caseOpened: (number) => `指示と違います。案件${number}を作りました`,
		doesNotServe: '申し込みの内容を満たさないので、設計をやり直します',
		caseClosed: (number) => `案件${number}は終わりました`,
		nothing: 'ありません',
		applicationStates: { received: '受付済み', designed: '設計済み', ordered: '手配済み', done: '完了', refused: '不承認', withdrawn: '取り下げ' },
		orderStates: { issued: '発行済み', assigned: '担当決定', done: '完了', failed: '未施工', withdrawn: '取り消し' },
		orderKinds: { mount: 'メーターの新設', exchange: 'ユニットの交換', remove: 'メーターの撤去', password: 'パスワードの設定' },
		contract: '契約',
		meter: 'メーター',
		worker: '作業員',
		due: '期限',
		out: '取り外し',
		in: '取り付け',
		opened: (day, by) => `${day}に${by}が開始`,
		closed: (day, by, outcome) => `${day}に${by}が終了: ${outcome}`,
		caseKinds: {
			'built-otherwise': '指示と違うものが取り付けられた',
			'password-not-taken': '通信ユニットがパスワードを受け入れなかった',
			'password-unknown': '事務所が作っていないパスワードが有効',
			diagnosed: '現地での診断: HEMSが正常でない',
		},
		dueStreet: (street, meters, served, first) => `${street}: ${meters}台、手配できるのは${served}台、最初の満了は${first}`,
		dueNeed: (type, allotted, lacking, inStock) =>
			`  ${type}: 必要${allotted + lacking}個、在庫${inStock}個${lacking > 0 ? `、不足${lacking}個` : ''}`,
		dueAll: 'すべての町',
		leftOrdered: (contract, order) => `${contract}: 除外。指示${order}が未完了です`,
		leftRecords: (contract) => `${contract}: 除外。記録がないか矛盾しています。keiki office check ${contract}で分かります`,
		leftImpossible: (contract) => `${contract}: 除外。使えるユニットは製造されていません`,
		ordered: (count) => `指示を${count}件出しました`,
	},
});
