/** What kinds and states of records are called on the pages. What is in no table stands as it is. */

import type { ApplicationKind } from '../../../../src/operations/design/applications.js';
import type { InEach, Language } from '../../../../src/world/schema/language.js';
import type { ApplicationState, CredentialState, JobRowState, JobTable, OrderState, WorkOrderTable } from '../database/tables.js';

type Words<Each extends string> = InEach<Readonly<Record<Each, string>>>;

export const APPLICATION_KIND_WORDS: Words<ApplicationKind> = Object.freeze({
	en: {
		new: 'new meter',
		'feed-in': 'feed-in',
		'route-b': 'Route B',
		amperes: 'contract amperes',
		'option-in': 'optional unit in',
		'option-out': 'optional unit out',
		communication: 'communication method',
		certification: 'certification',
		'move-in': 'moving in',
		'move-out': 'moving out',
		'lost-password': 'password lost',
	},
	ja: {
		new: '新設',
		'feed-in': '売電',
		'route-b': 'Bルート',
		amperes: '契約アンペア',
		'option-in': 'オプションユニット追加',
		'option-out': 'オプションユニット撤去',
		communication: '通信方式変更',
		certification: '検定満了取替',
		'move-in': '転入',
		'move-out': '転出',
		'lost-password': 'パスワード紛失',
	},
});

export const APPLICATION_STATE_WORDS: Words<ApplicationState> = Object.freeze({
	en: { received: 'received', designed: 'designed', ordered: 'work ordered', done: 'done', refused: 'refused', withdrawn: 'withdrawn' },
	ja: { received: '受付済み', designed: '設計済み', ordered: '工事手配済み', done: '完了', refused: '不承認', withdrawn: '取り下げ' },
});

export const ORDER_KIND_WORDS: Words<WorkOrderTable['kind']> = Object.freeze({
	en: { mount: 'mount', exchange: 'exchange', remove: 'remove', password: 'password' },
	ja: { mount: '取り付け', exchange: '交換', remove: '撤去', password: 'パスワード' },
});

export const ORDER_STATE_WORDS: Words<OrderState> = Object.freeze({
	en: { issued: 'issued', assigned: 'assigned', done: 'done', failed: 'failed', withdrawn: 'withdrawn' },
	ja: { issued: '発行済み', assigned: '担当決定', done: '完了', failed: '失敗', withdrawn: '取り消し' },
});

export const CREDENTIAL_STATE_WORDS: Words<CredentialState> = Object.freeze({
	en: { issued: 'issued', 'in-force': 'in force', superseded: 'superseded', failed: 'failed', withdrawn: 'withdrawn' },
	ja: { issued: '発行済み', 'in-force': '有効', superseded: '旧', failed: '失敗', withdrawn: '取り消し' },
});

export const JOB_KIND_WORDS: Words<JobTable['kind']> = Object.freeze({
	en: { credentials: 'password', status: 'diagnosis', supply: 'supply', amperes: 'amperes', units: 'units' },
	ja: { credentials: 'パスワード', status: '診断', supply: '供給', amperes: 'アンペア', units: 'ユニット' },
});

export const JOB_STATE_WORDS: Words<JobRowState> = Object.freeze({
	en: {
		proposed: 'waits for a second person',
		queued: 'waits to be sent',
		sent: 'at the relay',
		taken: 'in work',
		done: 'done',
		failed: 'failed',
		expired: 'expired',
		withdrawn: 'withdrawn',
	},
	ja: {
		proposed: '2人目の承認待ち',
		queued: '送信待ち',
		sent: '中継サーバー',
		taken: '作業中',
		done: '完了',
		failed: '失敗',
		expired: '期限切れ',
		withdrawn: '取り消し',
	},
});

/** The word for a value as the database has it. */
export function wordOf<Each extends string>(words: Words<Each>, value: string, language: Language): string {
	const table: Readonly<Record<string, string>> = words[language];
	return table[value] ?? value;
}
