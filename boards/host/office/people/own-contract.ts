/** Whose a contract is: customers have to do with their own alone. */
import type { Kysely } from 'kysely';
import type { Actor } from '../../../../src/operations/access/roles.js';
import type { ContractTable, Tables } from '../database/tables.js';
import { refuse } from './refusals.js';

/** Throws OfficeRefusal where a customer asks for the contract of another. */
export function ownAlone(actor: Actor, contract: string): void {
	if (actor.roles.every((each) => each === 'customer') && actor.name !== contract) throw refuse('notYours', contract);
}

/** Throws OfficeRefusal where there is none. */
export async function contractOf(at: Kysely<Tables>, code: string): Promise<ContractTable> {
	const found = await at.selectFrom('contract').selectAll().where('code', '=', code).executeTakeFirst();
	if (found === undefined) throw refuse('noContract', code);
	return found;
}

/** Throws OfficeRefusal where there is none, or it is erased: nothing new is kept of it. */
export async function unerased(at: Kysely<Tables>, code: string): Promise<void> {
	if ((await contractOf(at, code)).state === 'erased') throw refuse('erased', code);
}
