/** What customers apply for themselves, about their own contract alone. */
import type { Actor } from '../../../../src/operations/access/roles.js';
import type { ApplicationKind } from '../../../../src/operations/design/applications.js';
import type { Office } from '../database/office.js';
import { insertApplication, withdrawApplication } from '../design/applications.js';
import { ownAlone } from '../people/own-contract.js';
import { refuse } from './refusals.js';

export const OWN_KINDS = Object.freeze(['route-b', 'move-out', 'lost-password'] as const satisfies readonly ApplicationKind[]);
export type OwnKind = (typeof OWN_KINDS)[number];

/** Within a day. */
const MOST = 10;
const DAY = 86_400_000;

/**
 * @param wishes by name, as texts, which were checked
 * @returns its number
 * @throws OfficeRefusal where the contract has ended, or the same is under way
 */
export async function applyAsCustomer(
	office: Office,
	actor: Actor,
	contract: string,
	kind: OwnKind,
	wishes: Readonly<Record<string, string>>,
): Promise<string> {
	return await office.act(
		actor,
		'application.receive',
		contract,
		async (work) => {
			const { at, now, note } = work;
			ownAlone(actor, contract);
			const known = await at.selectFrom('contract').select('state').where('code', '=', contract).executeTakeFirst();
			if (known?.state !== 'active') throw refuse('ended', contract);
			const rows = await at.selectFrom('application').select(['number', 'kind', 'state', 'received_at']).where('contract', '=', contract).execute();
			const open = rows.find((each) => each.kind === kind && ['received', 'designed', 'ordered'].includes(each.state));
			if (open !== undefined) throw refuse('alreadyOpen', open.number);
			if (rows.filter(({ received_at }) => received_at > now - DAY).length >= MOST) throw refuse('tooMany', MOST);
			const number = await insertApplication(work, contract, kind, wishes);
			note({ number });
			return number;
		},
		{ kind },
	);
}

/** Throws OfficeRefusal, for one of another contract as for one that there is not. */
export async function withdrawAsCustomer(office: Office, actor: Actor, contract: string, number: string): Promise<void> {
	ownAlone(actor, contract);
	const found = await office.database.selectFrom('application').select('contract').where('number', '=', number).executeTakeFirst();
	if (found?.contract !== contract) throw refuse('notYours', number);
	await withdrawApplication(office, actor, number);
}
