/** The head of the log, as it goes to the relay and onto letters and orders: what is signed off outside cannot be written anew inside. */
import type { Kysely } from 'kysely';
import type { Head } from '../../../../src/operations/audit/anchor.js';
import { ORIGIN } from '../../../../src/operations/audit/chain.js';
import type { Tables } from '../database/tables.js';

/** Of the last entry; in a transaction, of the last one before it. @param at the database, or a transaction */
export async function auditHead(at: Kysely<Tables>): Promise<Head> {
	const last = await at.selectFrom('audit').select(['seq', 'hash']).orderBy('seq', 'desc').limit(1).executeTakeFirst();
	return last ?? { seq: 0, hash: ORIGIN };
}
