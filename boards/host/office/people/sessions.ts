/** Who is signed in at a site: tokens are kept as their hashes, so that who reads the database is signed in nowhere. */
import { createHash, randomBytes } from 'node:crypto';
import type { Kysely, Transaction } from 'kysely';
import { type Actor, rolesIn } from '../../../../src/operations/access/roles.js';
import type { Office } from '../database/office.js';
import type { SessionTable } from '../database/people-tables.js';
import type { Tables } from '../database/tables.js';

export type SiteName = SessionTable['site'];

/** Nothing was asked for so long, ms: it is over. */
const IDLE = 30 * 60_000;
/** It is over after so long in any case, ms. */
const LONGEST = 12 * 3_600_000;
/** Of one person at one site: a further one ends the oldest. */
const MOST = 8;
/** How exactly it is known when something was asked last, ms. */
const SEEN_STEP = 60_000;
/** Bytes. */
const TOKEN_LENGTH = 32;

/** Signs somebody in. @returns the token, 43 characters of base64url, which is kept nowhere here */
export async function beginSession(at: Transaction<Tables>, now: number, site: SiteName, who: string): Promise<string> {
	await at.deleteFrom('session').where('expires', '<=', now).execute();
	const others = at.selectFrom('session').select('token').where('site', '=', site).where('who', '=', who);
	const old = await others
		.orderBy('at', 'desc')
		.orderBy('token')
		.limit(1000)
		.offset(MOST - 1)
		.execute();
	for (const { token } of old) await at.deleteFrom('session').where('token', '=', token).execute();
	const token = randomBytes(TOKEN_LENGTH).toString('base64url');
	await at
		.insertInto('session')
		.values({ token: hashed(token), site, who, at: now, seen_at: now, expires: now + LONGEST })
		.execute();
	return token;
}

/** Whose token it is; undefined: nobody's, or not any more. */
export async function whoseSession(office: Office, site: SiteName, token: string): Promise<string | undefined> {
	const [now, hash] = [office.now(), hashed(token)];
	const found = await office.database.selectFrom('session').selectAll().where('token', '=', hash).where('site', '=', site).executeTakeFirst();
	if (found === undefined || now >= found.expires || now >= found.seen_at + IDLE) return undefined;
	if (now >= found.seen_at + SEEN_STEP) await office.database.updateTable('session').set({ seen_at: now }).where('token', '=', hash).execute();
	return found.who;
}

/** When a session was begun, ms since 1970-01-01T00:00:00Z; undefined: there is none. */
export async function sessionSince({ database }: Office, site: SiteName, token: string): Promise<number | undefined> {
	const found = await database.selectFrom('session').select('at').where('token', '=', hashed(token)).where('site', '=', site).executeTakeFirst();
	return found?.at;
}

/** Who of the staff it is, with the roles that they have now; undefined: nobody, or nobody who may work. */
export async function staffOf(office: Office, token: string): Promise<(Actor & { readonly shown: string }) | undefined> {
	const name = await whoseSession(office, 'staff', token);
	if (name === undefined) return undefined;
	const found = await office.database.selectFrom('staff').selectAll().where('name', '=', name).where('state', '=', 'active').executeTakeFirst();
	return found === undefined ? undefined : { name, shown: found.shown, roles: rolesIn(found.roles) };
}

/** Signs out. */
export async function endSession({ database }: Office, site: SiteName, token: string): Promise<void> {
	await database.deleteFrom('session').where('token', '=', hashed(token)).where('site', '=', site).execute();
}

/** Signs somebody out wherever they are signed in. */
export async function endSessionsOf(at: Kysely<Tables>, site: SiteName, who: string): Promise<void> {
	await at.deleteFrom('session').where('site', '=', site).where('who', '=', who).execute();
}

function hashed(token: string): string {
	return createHash('sha256').update(token, 'utf8').digest('hex');
}
