/** Cases: what somebody has to look into, opened where records and reality are found to differ, closed by a person with what came of it. */
import type { Actor } from '../../../../src/operations/access/roles.js';
import { nextNumber, type Office, type Work } from '../database/office.js';
import type { CaseTable } from '../database/tables.js';
import { fieldsOf } from './linked.js';
import { refusal } from './refusals.js';

export interface NewCase {
	readonly kind: string;
	readonly contract: string | null;
	readonly facts: Readonly<Record<string, unknown>>;
}

/** In an act. One that is open with the same facts is not opened again. Returns its number. */
export async function openCase({ at, now }: Work, actor: Actor, { kind, contract, facts }: NewCase): Promise<string> {
	const text = JSON.stringify(facts);
	const same = at.selectFrom('case').select('number').where('kind', '=', kind).where('facts', '=', text).where('closed_at', 'is', null);
	const known = await (contract === null ? same.where('contract', 'is', null) : same.where('contract', '=', contract)).executeTakeFirst();
	if (known !== undefined) return known.number;
	const number = await nextNumber(at, 'case');
	const row = { number, kind, contract, facts: text, opened_at: now, opened_by: actor.name };
	await at
		.insertInto('case')
		.values({ ...row, closed_at: null, closed_by: null, outcome: null })
		.execute();
	return number;
}

/** @param all also those that are closed */
export async function listCases(
	office: Office,
	actor: Actor,
	{ all = false, contract }: { readonly all?: boolean; readonly contract?: string | undefined },
): Promise<CaseTable[]> {
	return office.act(actor, 'records.look', 'cases', async ({ at }) => {
		let asked = at.selectFrom('case').selectAll().orderBy('number');
		if (!all) asked = asked.where('closed_at', 'is', null);
		if (contract !== undefined) asked = asked.where('contract', '=', contract);
		return asked.execute();
	});
}

/** Throws OfficeRefusal. */
export async function showCase(office: Office, actor: Actor, number: string): Promise<CaseTable> {
	return office.act(actor, 'records.look', number, ({ at }) => caseOf(at, number));
}

/** @param outcome what came of it. Throws OfficeRefusal. */
export async function closeCase(office: Office, actor: Actor, number: string, outcome: string): Promise<void> {
	await office.act(actor, 'case.close', number, async ({ at, now }) => {
		const { numUpdatedRows } = await at
			.updateTable('case')
			.set({ closed_at: now, closed_by: actor.name, outcome })
			.where('number', '=', number)
			.where('closed_at', 'is', null)
			.executeTakeFirst();
		if (numUpdatedRows > 0n) return;
		await caseOf(at, number);
		throw refusal('caseClosed', number);
	});
}

/** Facts as one line a fact. */
export function factLines({ facts }: CaseTable): string[] {
	return Object.entries(fieldsOf(facts)).map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`);
}

async function caseOf(at: Work['at'], number: string): Promise<CaseTable> {
	const row = await at.selectFrom('case').selectAll().where('number', '=', number).executeTakeFirst();
	if (row === undefined) throw refusal('noCase', number);
	return row;
}
