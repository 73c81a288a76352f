/** What two persons agreed on, where it is done: taken once, within the act that does it. */
import type { Transaction } from 'kysely';
import type { Act } from '../../../../src/operations/access/acts.js';
import { OfficeRefusal } from './refusal.js';
import type { Tables } from './tables.js';

/** Nobody approves, or does, what was proposed so long ago, ms: seven days. */
export const PROPOSAL_HOLDS = 7 * 86_400_000;

export interface Approved {
	/** As it was proposed, from JSON. */
	readonly what: unknown;
	readonly by: string;
	readonly approvedBy: string;
}

/** Throws OfficeRefusal where it is not approved for this act, is old, or was taken already. */
export async function takeApproved(at: Transaction<Tables>, now: number, act: Act, id: number): Promise<Approved> {
	const found = await at.selectFrom('proposal').selectAll().where('id', '=', id).executeTakeFirst();
	if (found?.state !== 'approved' || found.act !== act || now >= found.at + PROPOSAL_HOLDS) throw notApproved(id);
	// Another transaction may have taken it meanwhile: then this one is nothing.
	const taking = at.updateTable('proposal').set({ state: 'done' }).where('id', '=', id).where('state', '=', 'approved');
	if ((await taking.executeTakeFirst()).numUpdatedRows !== 1n) throw notApproved(id);
	return { what: JSON.parse(found.what), by: found.by, approvedBy: found.approved_by! };
}

/** An act that takes two persons, of one alone. */
export function takesTwo(act: Act): OfficeRefusal {
	return new OfficeRefusal({
		kind: 'takesTwo',
		words: {
			en: `${act} takes two persons: one proposes it, and another one approves it`,
			ja: `${act}には2人が必要です。1人が提案し、もう1人が承認します`,
		},
	});
}

function notApproved(id: number): OfficeRefusal {
	return new OfficeRefusal({
		kind: 'notApproved',
		words: {
			en: `proposal ${id} is not approved for this, or was done already`,
			ja: `提案${id}はこの作業について承認されていないか、すでに行われています`,
		},
	});
}
