/**
 * What the office holds of a contract, table by table: by what it is found, and what becomes of it when the contract is erased. A table or a column that has
 * no row here does not compile.
 */
import type { InEach } from '../../../../src/world/schema/language.js';
import type { Tables } from '../database/tables.js';

/** What of a contract its rows are found by. */
export interface Links {
	readonly code: readonly string[];
	/** System titles of what is mounted. */
	readonly meters: readonly string[];
	readonly serials: readonly string[];
	readonly transformers: readonly string[];
	readonly orders: readonly string[];
	/** All that entries of the log may be about: the code, and the numbers of applications, orders, cases, jobs. */
	readonly subjects: readonly string[];
	/** Numbers of the log's entries about it. */
	readonly entries: readonly number[];
}

/** What stays in a column, or the empty value that takes its place. */
export const STAYS = Symbol('stays');
type Fate<Value> = typeof STAYS | { readonly becomes: Value };

export interface Held<Table> {
	/** Rows in which one of these columns has one of those values. */
	readonly by: readonly (readonly [column: keyof Table & string, links: keyof Links])[];
	/** Whole rows go, or what is in columns. */
	readonly erased: 'rows' | { readonly [Column in keyof Table]: Fate<Table[Column]> };
	/** Why what stays stays, or why it goes. */
	readonly why: InEach<string>;
}

/** It is of no contract. */
export interface Nothing {
	readonly why: InEach<string>;
}

const TECHNICAL: InEach<string> = Object.freeze({
	en: 'it is of the place and its equipment, which the next customer has; the code alone leads to it',
	ja: '場所と機器の記録で、次のお客様に引き継がれます。契約コードだけが残ります',
});
const GONE: InEach<string> = Object.freeze({ en: 'it is of the customer alone', ja: 'お客様だけの記録です' });
const EMPTY = Object.freeze({ becomes: '' });
const NO_RECORD = Object.freeze({ becomes: '{}' });
const NULL = Object.freeze({ becomes: null });

export const PERSONAL_DATA: { readonly [Name in keyof Tables]: Held<Tables[Name]> | Nothing } = Object.freeze({
	contract: {
		by: [['code', 'code']],
		erased: {
			...{ code: STAYS, phases: STAYS, amperes: STAYS, feed_in: STAYS, route_b: STAYS, since: STAYS, until: STAYS, as_of: STAYS, imported_at: STAYS },
			...{ customer: EMPTY, reading: EMPTY, address: EMPTY, street: EMPTY, state: { becomes: 'erased' } },
		},
		why: {
			en: 'an empty record remains, so that no later file brings the customer back, and what the log says of the code can be understood',
			ja: '空の記録だけが残ります。後のファイルでお客様の情報が戻らないように、また監査ログのコードの意味が分かるようにするためです',
		},
	},
	application: {
		by: [['contract', 'code']],
		erased: {
			...{ number: STAYS, contract: STAYS, kind: STAYS, state: STAYS, received_at: STAYS, decided_at: STAYS, decided_by: STAYS, as_of: STAYS },
			...{ wishes: NO_RECORD, reason: EMPTY },
		},
		why: {
			en: 'that there was one, and that it was decided, explains the work that was done',
			ja: '申し込みとその決定があったことが、行われた工事の理由になります',
		},
	},
	site: {
		by: [['contract', 'code']],
		erased: {
			code: STAYS,
			contract: STAYS,
			street: STAYS,
			kind: STAYS,
			phases: STAYS,
			rain: STAYS,
			transformer: STAYS,
			as_of: STAYS,
			imported_at: STAYS,
		},
		why: TECHNICAL,
	},
	transformer: {
		by: [['code', 'transformers']],
		erased: { code: STAYS, street: STAYS, kva: STAYS, as_of: STAYS, imported_at: STAYS },
		why: TECHNICAL,
	},
	construction: {
		by: [['contract', 'code']],
		erased: {
			...{ number: STAYS, contract: STAYS, meter: STAYS, planned_at: STAYS, done_at: STAYS, units: STAYS, result: STAYS },
			...{ as_of: STAYS, imported_at: STAYS },
		},
		why: TECHNICAL,
	},
	mounted: {
		by: [['contract', 'code']],
		erased: {
			...{ meter: STAYS, contract: STAYS, communication: STAYS, metering: STAYS, option: STAYS, cover: STAYS, serials: STAYS, mounted_at: STAYS },
			...{ certified_until: STAYS, as_of: STAYS, imported_at: STAYS },
		},
		why: TECHNICAL,
	},
	stock: {
		by: [
			['serial', 'serials'],
			['title', 'meters'],
			['order', 'orders'],
		],
		erased: {
			...{ serial: STAYS, type: STAYS, kind: STAYS, maker: STAYS, depot: STAYS, state: STAYS, order: STAYS, title: STAYS, credential_key: STAYS },
			...{ as_of: STAYS, imported_at: STAYS },
		},
		why: TECHNICAL,
	},
	supervision: {
		by: [['meter', 'meters']],
		erased: { meter: STAYS, medium: STAYS, units: STAYS, answers: STAYS, since: STAYS, as_of: STAYS, imported_at: STAYS },
		why: TECHNICAL,
	},
	import: { why: { en: 'it is of files, and not of what is in them', ja: 'ファイルの記録で、その中身の記録ではありません' } },
	reading: { by: [['contract', 'code']], erased: 'rows', why: GONE },
	meter_event: { by: [['meter', 'meters']], erased: 'rows', why: GONE },
	search_word: { by: [['contract', 'code']], erased: 'rows', why: GONE },
	design: {
		by: [['contract', 'code']],
		erased: {
			...{
				id: STAYS,
				application: STAYS,
				contract: STAYS,
				communication: STAYS,
				metering: STAYS,
				option: STAYS,
				cover: STAYS,
				reasons: { becomes: '[]' },
			},
			...{ state: STAYS, by: STAYS, at: STAYS },
		},
		why: TECHNICAL,
	},
	work_order: {
		by: [['contract', 'code']],
		erased: {
			...{ number: STAYS, contract: STAYS, application: STAYS, design: STAYS, kind: STAYS, meter: STAYS, units: STAYS, state: STAYS, worker: STAYS },
			...{ due: STAYS, issued_at: STAYS, issued_by: STAYS, done_at: STAYS, result: NULL },
		},
		why: TECHNICAL,
	},
	case: {
		by: [['contract', 'code']],
		erased: {
			...{ number: STAYS, kind: STAYS, contract: STAYS, opened_at: STAYS, opened_by: STAYS, closed_at: STAYS, closed_by: STAYS },
			...{ facts: NO_RECORD, outcome: NULL },
		},
		why: { en: 'that there was one, and that it was closed', ja: '案件があり、終了したこと' },
	},
	credential: {
		by: [['contract', 'code']],
		erased: {
			...{ id: STAYS, contract: STAYS, meter: STAYS, version: STAYS, state: STAYS, way: STAYS, bearer: STAYS, issued_at: STAYS, issued_by: STAYS },
			...{ letter_printed_at: STAYS, confirmed_at: STAYS, route_b_id: EMPTY, sealed: NULL },
		},
		why: { en: 'a version is never sealed twice for a communication unit', ja: '1つの通信部に同じ版を2度封印しないためです' },
	},
	job: {
		by: [['contract', 'code']],
		erased: {
			...{ id: STAYS, kind: STAYS, contract: STAYS, meter: STAYS, not_before: STAYS, expires: STAYS, state: STAYS, by: STAYS, approved_by: STAYS },
			...{ at: STAYS, sent_at: STAYS, ended_at: STAYS, withdrawn_at: STAYS, withdrawn_by: STAYS, body: NO_RECORD, result: NULL },
		},
		why: { en: 'a job that comes back is known by its number, and done once', ja: '戻ってきた作業を番号で見分け、1度だけ行うためです' },
	},
	handheld: { why: { en: 'it is of devices', ja: '機器の記録です' } },
	staff: { why: { en: 'it is of the staff', ja: '職員の記録です' } },
	session: { by: [['who', 'code']], erased: 'rows', why: GONE },
	passkey: { why: { en: 'it is of the staff', ja: '職員の記録です' } },
	customer_code: { by: [['contract', 'code']], erased: 'rows', why: GONE },
	customer_password: { by: [['contract', 'code']], erased: 'rows', why: GONE },
	proposal: { why: { en: 'it names contracts by their codes alone', ja: '契約はコードだけで示されています' } },
	consent: {
		by: [['contract', 'code']],
		erased: {
			...{ id: STAYS, contract: STAYS, to: STAYS, data: STAYS, from: STAYS, until: STAYS, given_at: STAYS, withdrawn_at: STAYS },
		},
		why: {
			en: 'what was given to whom, and that it was allowed, has to be told for three years (Act on the Protection of Personal Information, article 29); all are withdrawn, and keiki office retain removes them',
			ja: '誰に何を提供したか、それが認められていたことは3年間示せなければなりません(個人情報保護法第29条)。すべて撤回され、keiki office retainが後で消します',
		},
	},
	audit: {
		by: [
			['subject', 'subjects'],
			['actor', 'code'],
		],
		erased: { seq: STAYS, at: STAYS, actor: STAYS, act: STAYS, subject: STAYS, outcome: STAYS, detail: STAYS, hash: STAYS },
		why: {
			en: 'each entry is bound to those before it; it names a contract by its code alone, and the detail by a salted hash',
			ja: '記録は前の記録とつながっています。契約はコードだけで、詳細はソルト付きのハッシュで示されています',
		},
	},
	audit_detail: { by: [['seq', 'entries']], erased: 'rows', why: GONE },
	setting: { why: { en: 'it is of the office itself', ja: '事務所自体の記録です' } },
} satisfies { readonly [Name in keyof Tables]: Held<Tables[Name]> | Nothing });

export type TableName = keyof Tables;

/** A row as it is in the database. */
export type AnyRow = Readonly<Record<string, string | number | null>>;

export function isHeld(table: Held<never> | Nothing): table is Held<never> {
	return 'by' in table;
}
