/**
 * What takes two persons: one proposes it, another one who has the right to it approves it, and then it is done once: by an act that takes it (`Work.takeApproved`).
 *
 * proposed → approved → done; or refused, by the one who proposed it as well.
 */
import type { Transaction } from 'kysely';
import { type Act, mayDo } from '../../../../src/operations/access/acts.js';
import type { Actor } from '../../../../src/operations/access/roles.js';
import { PROPOSAL_HOLDS } from '../database/approved.js';
import { nextId, type Office } from '../database/office.js';
import type { ProposalTable } from '../database/people-tables.js';
import { noRight } from '../database/refusal.js';
import type { Tables } from '../database/tables.js';
import { refuse } from './refusals.js';

const MOST_SHOWN = 1000;

/** @param what is to be done, as JSON: codes and numbers, no names @returns the number of the proposal */
export async function propose(office: Office, actor: Actor, act: Act, what: unknown): Promise<number> {
	return await office.act(
		actor,
		'proposal.make',
		act,
		async ({ at, now, note }) => {
			if (!mayDo(actor, act)) throw noRight(actor, act);
			const id = await nextId(at, 'proposal');
			await at
				.insertInto('proposal')
				.values({ id, act, what: JSON.stringify(what), by: actor.name, at: now, approved_by: null, approved_at: null, state: 'proposed' })
				.execute();
			note({ proposal: id });
			return id;
		},
		{ act },
	);
}

/** The word of the second person, who has the right to what is proposed. Throws OfficeRefusal. */
export async function approve(office: Office, actor: Actor, id: number): Promise<void> {
	await office.act(actor, 'proposal.approve', String(id), async ({ at, now }) => {
		const { by, act } = await open(at, now, id);
		if (by === actor.name) throw refuse('ownProposal', id);
		if (!mayDo(actor, act as Act)) throw noRight(actor, act as Act);
		await settle(at, id, { state: 'approved', approved_by: actor.name, approved_at: now });
	});
}

/** It is not to be done; who proposed it may say so, too. Throws OfficeRefusal. */
export async function refuseProposal(office: Office, actor: Actor, id: number): Promise<void> {
	await office.act(
		actor,
		'proposal.approve',
		String(id),
		async ({ at, now }) => {
			await open(at, now, id);
			await settle(at, id, { state: 'refused', approved_by: actor.name, approved_at: now });
		},
		{ refused: true },
	);
}

/** The latest, the latest first. @param before of those with smaller numbers */
export async function proposals(
	office: Office,
	actor: Actor,
	{ most = MOST_SHOWN, before }: { readonly most?: number; readonly before?: number | undefined } = {},
): Promise<readonly ProposalTable[]> {
	return await office.act(actor, 'records.look', 'proposals', async ({ at }) => {
		const all = at.selectFrom('proposal').selectAll().orderBy('id', 'desc').limit(most);
		return (before === undefined ? all : all.where('id', '<', before)).execute();
	});
}

/** One of them; undefined: there is none. */
export async function proposalOf(office: Office, actor: Actor, id: number): Promise<ProposalTable | undefined> {
	return await office.act(actor, 'records.look', String(id), async ({ at }) =>
		at.selectFrom('proposal').selectAll().where('id', '=', id).executeTakeFirst(),
	);
}

async function open(at: Transaction<Tables>, now: number, id: number): Promise<ProposalTable> {
	const found = await at.selectFrom('proposal').selectAll().where('id', '=', id).executeTakeFirst();
	if (found?.state !== 'proposed' || now >= found.at + PROPOSAL_HOLDS) throw refuse('noProposal', id);
	return found;
}

/** Another transaction may have settled it meanwhile: then this one is nothing. */
async function settle(at: Transaction<Tables>, id: number, to: Partial<ProposalTable>): Promise<void> {
	const { numUpdatedRows } = await at.updateTable('proposal').set(to).where('id', '=', id).where('state', '=', 'proposed').executeTakeFirst();
	if (numUpdatedRows !== 1n) throw refuse('noProposal', id);
}
