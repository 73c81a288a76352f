/** The password of a customer: set by who came in by the code of a letter, changed by who knows the one before. */
import type { Actor } from '../../../../src/operations/access/roles.js';
import type { Office } from '../database/office.js';
import { ownAlone, unerased } from '../people/own-contract.js';
import type { Hashing } from '../people/password-hash.js';
import { beginSession, endSessionsOf, sessionSince } from '../people/sessions.js';

export interface PasswordState {
	readonly hasPassword: boolean;
	/** The session was begun by the code of a letter: that says who it is, and the password before may be forgotten. */
	readonly isByCode: boolean;
}

export async function passwordState(office: Office, contract: string, token: string): Promise<PasswordState> {
	const { database } = office;
	const password = await database.selectFrom('customer_password').select('at').where('contract', '=', contract).executeTakeFirst();
	const code = await database.selectFrom('customer_code').select('used_at').where('contract', '=', contract).executeTakeFirst();
	const since = await sessionSince(office, 'customers', token);
	// The session was begun in the act in which the code was used.
	return { hasPassword: password !== undefined, isByCode: since !== undefined && code?.used_at === since };
}

/**
 * Whoever is signed in by the one before is signed out.
 * @param password as `canonicalPassword` has it, without a fault
 * @returns a token for who has set it
 */
export async function setCustomerPassword(office: Office, actor: Actor, contract: string, password: string, { hash }: Hashing): Promise<string> {
	const kept = await hash(password);
	return await office.act(
		actor,
		'customer.own',
		contract,
		async ({ at, now }) => {
			ownAlone(actor, contract);
			await unerased(at, contract);
			const row = { password: kept, at: now, failures: 0, locked_until: null };
			await at
				.insertInto('customer_password')
				.values({ contract, ...row })
				.onConflict((conflict) => conflict.column('contract').doUpdateSet(row))
				.execute();
			await endSessionsOf(at, 'customers', contract);
			return await beginSession(at, now, 'customers', contract);
		},
		{ password: 'changed' },
	);
}
