/**
 * What the customers' site may do to the tables where they are in PostgreSQL and it has a role of its own: what its pages need, and nothing of the staff, of
 * their sessions' rights, of stock, of orders. Whoever takes over that process has no more than this.
 */
import { HELD_TABLES } from '../people/person.js';

/** Beside what is held of a contract, which its customer may see all of. */
const READS: readonly string[] = Object.freeze(['setting', 'session', 'customer_code', 'kysely_migration', 'kysely_migration_lock']);

/** Columns are named where a row is changed: of the rest it stays as it is. */
const WRITES: Readonly<Record<string, readonly string[]>> = Object.freeze({
	application: ['insert', 'update (state, reason, decided_at, decided_by)'],
	design: ['update (state)'],
	consent: ['insert', 'update (withdrawn_at)'],
	customer_code: ['update (used_at, failures)'],
	customer_password: ['insert', 'update (password, at, failures, locked_until)'],
	session: ['insert', 'update (seen_at)', 'delete'],
	setting: ['insert', 'update (value)'],
	audit: ['insert'],
	audit_detail: ['insert'],
});

/** Statements of PostgreSQL, one a line. @param role which there is, a name of small letters, digits and underscores */
export function customerGrants(role: string): readonly string[] {
	const tables = [...new Set([...HELD_TABLES, ...READS])].sort();
	return [
		`revoke all on all tables in schema public from "${role}"`,
		`grant usage on schema public to "${role}"`,
		...tables.map((table) => `grant select on "${table}" to "${role}"`),
		...Object.entries(WRITES).map(([table, rights]) => `grant ${rights.join(', ')} on "${table}" to "${role}"`),
	];
}
