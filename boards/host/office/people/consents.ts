/** Consents of a contract: who may be given which data, from when until when, as the customer said, and took back. */
import type { Kysely } from 'kysely';
import type { Actor } from '../../../../src/operations/access/roles.js';
import { allows, type Consent, type SharedData, stateOf } from '../../../../src/operations/people/consent.js';
import { nextId, type Office } from '../database/office.js';
import type { ConsentTable } from '../database/people-tables.js';
import type { Tables } from '../database/tables.js';
import { contractOf, ownAlone, unerased } from './own-contract.js';
import { refuse } from './refusals.js';

/** Of a contract, at the same time. */
const MOST = 100;

export interface GivenConsent extends Consent {
	readonly id: number;
	readonly contract: string;
	readonly givenAt: number;
}

/** @param given `to` as `recipientName` has it @returns its number */
export async function giveConsent(office: Office, actor: Actor, contract: string, given: Omit<Consent, 'withdrawnAt'>): Promise<number> {
	const { to, data, from, until } = given;
	return await office.act(
		actor,
		'consent.give',
		contract,
		async ({ at, now, note }) => {
			ownAlone(actor, contract);
			await unerased(at, contract);
			const holding = (await consentsOf(at, contract)).filter((each) => ['holds', 'notYet'].includes(stateOf(each, now)));
			if (holding.length >= MOST) throw refuse('tooManyConsents', MOST);
			const id = await nextId(at, 'consent');
			await at
				.insertInto('consent')
				.values({ id, contract, to, data: JSON.stringify(data), from, until, given_at: now, withdrawn_at: null })
				.execute();
			note({ consent: id });
			return id;
		},
		{ to, data, from, until },
	);
}

/** From now on nothing is shared by it. Throws OfficeRefusal. */
export async function withdrawConsent(office: Office, actor: Actor, contract: string, id: number): Promise<void> {
	await office.act(
		actor,
		'consent.withdraw',
		contract,
		async ({ at, now }) => {
			ownAlone(actor, contract);
			const row = at.updateTable('consent').set({ withdrawn_at: now }).where('id', '=', id).where('contract', '=', contract);
			const { numUpdatedRows } = await row.where('withdrawn_at', 'is', null).where('until', '>', now).executeTakeFirst();
			if (numUpdatedRows !== 1n) throw refuse('noConsent', id);
		},
		{ consent: id },
	);
}

/** All that were ever given, and are still kept. Throws OfficeRefusal. */
export async function listConsents(office: Office, actor: Actor, contract: string): Promise<readonly GivenConsent[]> {
	return await office.act(
		actor,
		'person.look',
		contract,
		async ({ at }) => {
			ownAlone(actor, contract);
			await contractOf(at, contract);
			return await consentsOf(at, contract);
		},
		{ consents: true },
	);
}

/**
 * Whether data of a contract may be shared with somebody at a time: whatever is shared asks it, in the transaction that shares.
 * @param to as it was typed
 */
export async function mayShare(at: Kysely<Tables>, contract: string, to: string, data: SharedData, when: number): Promise<boolean> {
	return allows(await consentsOf(at, contract), to, data, when);
}

async function consentsOf(at: Kysely<Tables>, contract: string): Promise<readonly GivenConsent[]> {
	const rows = await at.selectFrom('consent').selectAll().where('contract', '=', contract).orderBy('id').execute();
	return rows.map(given);
}

function given({ id, contract, to, data, from, until, given_at, withdrawn_at }: ConsentTable): GivenConsent {
	return { id, contract, to, data: JSON.parse(data) as SharedData[], from, until, givenAt: given_at, withdrawnAt: withdrawn_at };
}
