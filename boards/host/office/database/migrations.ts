/** How the tables came to be what they are, a step after the other; a step that was released is never changed. */
import type { Kysely, Migration } from 'kysely';

type Column = readonly [name: string, type: 'text' | 'bigint', ...rules: ('key' | 'empty')[]];

/** Not null, unless it may be `empty`. */
const FIRST: Readonly<Record<string, readonly Column[]>> = Object.freeze({
	contract: [
		...columns('text', 'code key', 'customer', 'reading', 'address', 'street', 'phases', 'route_b', 'state'),
		...columns('bigint', 'amperes', 'feed_in', 'since', 'until empty', 'as_of', 'imported_at'),
	],
	application: [
		...columns('text', 'number key', 'contract', 'kind', 'wishes', 'state', 'reason', 'decided_by empty'),
		...columns('bigint', 'received_at', 'decided_at empty', 'as_of'),
	],
	site: [...columns('text', 'code key', 'contract', 'street', 'kind', 'phases', 'transformer'), ...columns('bigint', 'rain', 'as_of', 'imported_at')],
	transformer: [...columns('text', 'code key', 'street'), ...columns('bigint', 'kva', 'as_of', 'imported_at')],
	construction: [
		...columns('text', 'number key', 'contract', 'meter', 'units', 'result'),
		...columns('bigint', 'planned_at', 'done_at empty', 'as_of', 'imported_at'),
	],
	mounted: [
		...columns('text', 'meter key', 'contract', 'communication', 'metering', 'option empty', 'cover', 'serials'),
		...columns('bigint', 'mounted_at', 'certified_until', 'as_of', 'imported_at'),
	],
	stock: [
		...columns('text', 'serial key', 'type', 'kind', 'maker', 'depot', 'state', 'order empty', 'title empty', 'credential_key empty'),
		...columns('bigint', 'as_of', 'imported_at'),
	],
	supervision: [...columns('text', 'meter key', 'medium', 'units empty'), ...columns('bigint', 'answers', 'since', 'as_of', 'imported_at')],
	import: [...columns('bigint', 'id key', 'as_of', 'at', 'rows', 'refused'), ...columns('text', 'system', 'records', 'file', 'by')],
	reading: [...columns('text', 'contract key'), ...columns('bigint', 'at key', 'import empty', 'export empty', 'imported_at')],
	meter_event: [...columns('text', 'meter key', 'type key', 'text'), ...columns('bigint', 'at key', 'imported_at')],
	design: [
		...columns('bigint', 'id key', 'at'),
		...columns('text', 'application', 'contract', 'communication', 'metering', 'option empty', 'cover', 'reasons', 'state', 'by'),
	],
	work_order: [
		...columns(
			'text',
			'number key',
			'contract',
			'application empty',
			'kind',
			'meter empty',
			'units',
			'state',
			'worker empty',
			'issued_by',
			'result empty',
		),
		...columns('bigint', 'design empty', 'due empty', 'issued_at', 'done_at empty'),
	],
	case: [
		...columns('text', 'number key', 'kind', 'contract empty', 'facts', 'opened_by', 'closed_by empty', 'outcome empty'),
		...columns('bigint', 'opened_at', 'closed_at empty'),
	],
	credential: [
		...columns('bigint', 'id key', 'version', 'issued_at', 'letter_printed_at empty', 'confirmed_at empty'),
		...columns('text', 'contract', 'meter', 'route_b_id', 'state', 'way', 'bearer', 'sealed empty', 'issued_by'),
	],
	job: [
		...columns('text', 'id key', 'kind', 'contract', 'meter', 'body', 'state', 'by', 'approved_by empty', 'withdrawn_by empty', 'result empty'),
		...columns('bigint', 'not_before', 'expires', 'at', 'sent_at empty', 'withdrawn_at empty', 'ended_at empty'),
	],
	handheld: [...columns('text', 'id key', 'name', 'sealing_key', 'signing_key', 'state'), ...columns('bigint', 'at')],
	staff: [...columns('text', 'name key', 'shown', 'password empty', 'roles', 'state'), ...columns('bigint', 'at', 'failures', 'locked_until empty')],
	session: [...columns('text', 'token key', 'site', 'who'), ...columns('bigint', 'at', 'seen_at', 'expires')],
	passkey: [...columns('text', 'id key', 'staff', 'public_key'), ...columns('bigint', 'counter', 'at')],
	customer_code: [...columns('text', 'contract key', 'hash'), ...columns('bigint', 'expires', 'failures', 'used_at empty')],
	proposal: [...columns('bigint', 'id key', 'at', 'approved_at empty'), ...columns('text', 'act', 'what', 'by', 'approved_by empty', 'state')],
	consent: [...columns('bigint', 'id key', 'from', 'until', 'given_at', 'withdrawn_at empty'), ...columns('text', 'contract', 'to', 'data')],
	audit: [...columns('bigint', 'seq key', 'at'), ...columns('text', 'actor', 'act', 'subject', 'outcome', 'detail', 'hash')],
	audit_detail: [...columns('bigint', 'seq key'), ...columns('text', 'salt', 'detail')],
	setting: columns('text', 'key key', 'value'),
});

/** By what rows are looked for. */
const FIRST_INDEXES: Readonly<Record<string, readonly string[]>> = Object.freeze({
	contract: ['street'],
	application: ['contract', 'state'],
	site: ['contract', 'street', 'transformer'],
	construction: ['contract'],
	mounted: ['contract', 'certified_until'],
	stock: ['type', 'state', 'order', 'title'],
	design: ['application', 'contract'],
	work_order: ['contract', 'application', 'state', 'worker'],
	case: ['contract', 'closed_at'],
	credential: ['contract', 'meter', 'bearer'],
	job: ['contract', 'meter', 'state'],
	session: ['expires', 'who'],
	passkey: ['staff'],
	consent: ['contract'],
	audit: ['subject'],
});

/** By their names, in their order. */
export const MIGRATIONS: Readonly<Record<string, Migration>> = Object.freeze({
	'001-tables': {
		up: async (database: Kysely<unknown>) => {
			for (const [table, each] of Object.entries(FIRST)) await createTable(database, table, each);
			for (const [table, names] of Object.entries(FIRST_INDEXES)) await createIndexes(database, table, names);
			await createSearchWords(database);
		},
	},
	'002-customer-passwords': {
		up: async (database: Kysely<unknown>) =>
			await createTable(database, 'customer_password', [
				...columns('text', 'contract key', 'password'),
				...columns('bigint', 'at', 'failures', 'locked_until empty'),
			]),
	},
});

function columns(type: 'text' | 'bigint', ...names: readonly string[]): Column[] {
	return names.map((each) => {
		const [name, ...rules] = each.split(' ');
		return [name!, type, ...(rules as ('key' | 'empty')[])];
	});
}

async function createTable(database: Kysely<unknown>, table: string, each: readonly Column[]): Promise<void> {
	let creating = database.schema.createTable(table);
	for (const [name, type, ...rules] of each)
		creating = creating.addColumn(name, type, (column) => (rules.includes('empty') ? column : column.notNull()));
	const keys = each.filter(([, , ...rules]) => rules.includes('key')).map(([name]) => name);
	await creating.addPrimaryKeyConstraint(`${table}_key`, keys as never).execute();
}

async function createIndexes(database: Kysely<unknown>, table: string, names: readonly string[]): Promise<void> {
	for (const name of names) await database.schema.createIndex(`${table}_${name}`).on(table).column(name).execute();
}

/** In the order of octets, by which what begins alike stands together: PostgreSQL's usual order may be that of a language. */
async function createSearchWords(database: Kysely<unknown>): Promise<void> {
	const { PostgresAdapter, sql } = await import('kysely');
	const isPostgres = database.getExecutor().adapter instanceof PostgresAdapter;
	const creating = database.schema
		.createTable('search_word')
		.addColumn('word', isPostgres ? sql`text collate "C"` : 'text', (column) => column.notNull())
		.addColumn('contract', 'text', (column) => column.notNull())
		.addPrimaryKeyConstraint('search_word_key', ['word', 'contract'] as never);
	await (isPostgres ? creating : creating.modifyEnd(sql`without rowid`)).execute();
	// With the word behind: whether one contract has a word is one descent.
	await database.schema.createIndex('search_word_contract').on('search_word').columns(['contract', 'word']).execute();
}
