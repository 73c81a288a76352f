/** The rows of a contract in any table. */
import type { Transaction } from 'kysely';
import { ERASING } from '../../../../src/operations/audit/verify.js';
import type { ContractTable, Tables } from '../database/tables.js';
import { type AnyRow, type Held, isHeld, type Links, PERSONAL_DATA, type TableName } from './personal-data.js';

/** Values that one query asks for. */
const AT_ONCE = 500;
/** Characters: a shorter text of a customer's would be found in what is of others. */
const SHORTEST_TEXT = 2;

export async function linksOf(at: Transaction<Tables>, contract: ContractTable): Promise<Links> {
	const { code } = contract;
	const mounted = await at.selectFrom('mounted').select(['meter', 'serials']).where('contract', '=', code).execute();
	const sites = await at.selectFrom('site').select('transformer').where('contract', '=', code).execute();
	const orders = (await at.selectFrom('work_order').select('number').where('contract', '=', code).execute()).map(({ number }) => number);
	const applications = await at.selectFrom('application').select('number').where('contract', '=', code).execute();
	const cases = await at.selectFrom('case').select('number').where('contract', '=', code).execute();
	const jobs = await at.selectFrom('job').select('id').where('contract', '=', code).execute();
	const meters = mounted.map(({ meter }) => meter);
	const numbers = [...applications, ...cases].map(({ number }) => number);
	const subjects = [code, ...orders, ...numbers, ...jobs.map(({ id }) => id), ...meters];
	return {
		...{ code: [code], meters, serials: mounted.flatMap(({ serials }) => textsIn(JSON.parse(serials))), orders, subjects },
		transformers: sites.map(({ transformer }) => transformer),
		entries: await entriesAbout(at, subjects, code, [contract.customer, contract.reading, contract.address]),
	};
}

/** In the order in which the database has them. */
export async function rowsOf(at: Transaction<Tables>, table: TableName, links: Links): Promise<readonly AnyRow[]> {
	const { sql } = await import('kysely');
	const rows = new Map<string, AnyRow>();
	for (const [column, values] of pieces(table, links)) {
		const query = sql<AnyRow>`select * from ${sql.table(table)} where ${sql.ref(column)} in (${sql.join(values)})`;
		for (const row of (await query.execute(at)).rows) rows.set(JSON.stringify(row), row);
	}
	return [...rows.values()];
}

/** Takes out of a table what is to go when a contract is erased. @returns rows that were taken out or changed */
export async function eraseRows(at: Transaction<Tables>, table: TableName, links: Links): Promise<number> {
	const { sql } = await import('kysely');
	const held = PERSONAL_DATA[table] as Held<never>;
	if (!isHeld(held)) return 0;
	const { erased } = held;
	const set = erased === 'rows' ? [] : Object.entries(erased).flatMap(([column, fate]) => emptied(column, fate));
	if (erased !== 'rows' && set.length === 0) return 0;
	let count = 0n;
	for (const [column, values] of pieces(table, links)) {
		const where = sql`where ${sql.ref(column)} in (${sql.join(values)})`;
		const assigned = sql.join(set.map(([name, value]) => sql`${sql.ref(name)} = ${value}`));
		const query = erased === 'rows' ? sql`delete from ${sql.table(table)} ${where}` : sql`update ${sql.table(table)} set ${assigned} ${where}`;
		count += (await query.execute(at)).numAffectedRows ?? 0n;
	}
	return Number(count);
}

function emptied(column: string, fate: unknown): [string, string | number | null][] {
	return typeof fate === 'symbol' ? [] : [[column, (fate as { readonly becomes: string | number | null }).becomes]];
}

function pieces(table: TableName, links: Links): [string, readonly (string | number)[]][] {
	const held = PERSONAL_DATA[table] as Held<never>;
	if (!isHeld(held)) return [];
	return held.by.flatMap(([column, name]) => {
		const values: readonly (string | number)[] = links[name];
		return Array.from({ length: Math.ceil(values.length / AT_ONCE) }, (_, i): [string, readonly (string | number)[]] => [
			column,
			values.slice(i * AT_ONCE, (i + 1) * AT_ONCE),
		]);
	});
}

/** Entries whose detail is about the contract; what says which details went is about none. */
async function entriesAbout(
	at: Transaction<Tables>,
	subjects: readonly string[],
	code: string,
	texts: readonly string[],
): Promise<readonly number[]> {
	const found = new Set<number>();
	const about = at.selectFrom('audit').innerJoin('audit_detail', 'audit_detail.seq', 'audit.seq').select('audit.seq as seq');
	const kept = about.where((is) => is.not(is.and([is('audit.act', 'in', ERASING), is('audit.outcome', '=', 'done')])));
	for (let i = 0; i < subjects.length; i += AT_ONCE) {
		for (const { seq } of await kept.where('audit.subject', 'in', subjects.slice(i, i + AT_ONCE)).execute()) found.add(seq);
	}
	for (const { seq } of await kept.where('audit.actor', '=', code).execute()) found.add(seq);
	const { sql } = await import('kysely');
	for (const text of texts.filter((each) => each.length >= SHORTEST_TEXT)) {
		const pattern = `%${JSON.stringify(text).slice(1, -1).replaceAll(/[!%_]/g, '!$&')}%`;
		for (const { seq } of await kept.where(sql<boolean>`audit_detail.detail like ${pattern} escape '!'`).execute()) found.add(seq);
	}
	return [...found].sort((a, b) => a - b);
}

/** All texts in a JSON value. */
function textsIn(value: unknown): string[] {
	if (typeof value === 'string') return [value];
	return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
