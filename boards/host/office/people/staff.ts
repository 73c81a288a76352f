/** The staff: who they are, what they may do, and how they get in. */
import type { Transaction } from 'kysely';
import { type Actor, type Role, rolesIn } from '../../../../src/operations/access/roles.js';
import { nextId, type Office } from '../database/office.js';
import type { StaffTable } from '../database/people-tables.js';
import type { Tables } from '../database/tables.js';
import { hashing } from './password-hash.js';
import { refuse } from './refusals.js';
import { endSessionsOf } from './sessions.js';

export interface StaffMember {
	readonly name: string;
	readonly shown: string;
	readonly roles: readonly Role[];
	readonly state: StaffTable['state'];
	readonly hasPassword: boolean;
	readonly passkeys: number;
	readonly lockedUntil: number | null;
}

/** Nobody gets in by it before it has a password or a passkey. @param shown the name as people read it */
export async function addStaff(office: Office, actor: Actor, name: string, shown: string, roles: readonly Role[]): Promise<void> {
	await office.act(
		actor,
		'staff.change',
		name,
		async ({ at, now }) => {
			if ((await at.selectFrom('staff').select('name').where('name', '=', name).executeTakeFirst()) !== undefined) throw refuse('staffTaken', name);
			await at
				.insertInto('staff')
				.values({ name, shown, password: null, roles: JSON.stringify(roles), state: 'active', at: now, failures: 0, locked_until: null })
				.execute();
		},
		{ added: true, roles },
	);
}

export async function listStaff(office: Office, actor: Actor): Promise<readonly StaffMember[]> {
	return await office.act(actor, 'records.look', 'staff', async ({ at }) => {
		const passkeys = await at
			.selectFrom('passkey')
			.select(['staff', ({ fn }) => fn.countAll().as('count')])
			.groupBy('staff')
			.execute();
		const rows = await at.selectFrom('staff').selectAll().orderBy('name').execute();
		return rows.map(({ name, shown, roles, state, password, locked_until }) => ({
			name,
			shown,
			roles: rolesIn(roles),
			state,
			hasPassword: password !== null,
			passkeys: Number(passkeys.find(({ staff }) => staff === name)?.count ?? 0),
			lockedUntil: locked_until,
		}));
	});
}

export async function setRoles(office: Office, actor: Actor, name: string, roles: readonly Role[]): Promise<void> {
	await office.act(
		actor,
		'staff.change',
		name,
		async ({ at }) => {
			await staffMember(at, name);
			await at
				.updateTable('staff')
				.set({ roles: JSON.stringify(roles) })
				.where('name', '=', name)
				.execute();
			await refuseNoAdministrator(at, name);
		},
		{ roles },
	);
}

/** Who is disabled is signed out at once. */
export async function setState(office: Office, actor: Actor, name: string, state: StaffTable['state']): Promise<void> {
	await office.act(
		actor,
		'staff.change',
		name,
		async ({ at }) => {
			await staffMember(at, name);
			await at.updateTable('staff').set({ state, failures: 0, locked_until: null }).where('name', '=', name).execute();
			await refuseNoAdministrator(at, name);
			if (state === 'disabled') await endSessionsOf(at, 'staff', name);
		},
		{ state },
	);
}

/** Whoever is signed in by the one before is signed out. One's own anybody changes. @param password as `canonicalPassword` has it, without a fault */
export async function setPassword(office: Office, actor: Actor, name: string, password: string): Promise<void> {
	const { hash } = await hashing();
	const kept = await hash(password);
	await office.act(
		actor,
		actor.name === name ? 'staff.own' : 'staff.change',
		name,
		async ({ at }) => {
			await staffMember(at, name);
			await at.updateTable('staff').set({ password: kept, failures: 0, locked_until: null }).where('name', '=', name).execute();
			await endSessionsOf(at, 'staff', name);
		},
		{ password: 'changed' },
	);
}

/** Throws OfficeRefusal where there is none. */
export async function staffMember(at: Transaction<Tables>, name: string): Promise<StaffTable> {
	const found = await at.selectFrom('staff').selectAll().where('name', '=', name).executeTakeFirst();
	if (found === undefined) throw refuse('noStaff', name);
	return found;
}

/** Two who take it from each other at the same time take it one after the other: the number that is drawn holds the second until the first is done. */
async function refuseNoAdministrator(at: Transaction<Tables>, name: string): Promise<void> {
	await nextId(at, 'staff-change');
	const active = await at.selectFrom('staff').select('roles').where('state', '=', 'active').execute();
	if (!active.some(({ roles }) => rolesIn(roles).includes('administrator'))) throw refuse('lastAdministrator', name);
}
