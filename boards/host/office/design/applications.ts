/** Applications: received, refused, withdrawn. What is wished is checked where it comes in. */

import type { Actor } from '../../../../src/operations/access/roles.js';
import {
	APPLICATIONS,
	type ApplicationKind,
	isApplicationKind,
	readWishes,
	WISH_CHOICES,
	WISH_NAMES,
	type WrongWish,
} from '../../../../src/operations/design/applications.js';
import type { PlanNote } from '../../../../src/operations/design/plan.js';
import { APPLICATION_KINDS } from '../../../../src/operations/records/record-kinds.js';
import { UsageError } from '../../shared/usage-error.js';
import { nextNumber, type Office, type Work } from '../database/office.js';
import type { ApplicationState, ApplicationTable } from '../database/tables.js';
import { refusal } from './refusals.js';

export interface NewApplication {
	readonly contract: string;
	readonly kind: string;
	/** By name, as texts: `routeB`, `amperes`, `feedIn`, `option`, `medium`, `at`. */
	readonly wishes: Readonly<Record<string, string>>;
}

/** What is left of an application that has not come to its end. */
const OPEN: readonly ApplicationState[] = Object.freeze(['received', 'designed']);

/** @returns its number. Throws UsageError, OfficeRefusal. */
export async function receiveApplication(office: Office, actor: Actor, { contract, kind, wishes }: NewApplication): Promise<string> {
	if (!isApplicationKind(kind)) throw new UsageError({ kind: 'choice', option: 'KIND', text: kind, choices: APPLICATION_KINDS });
	const strange = Object.keys(wishes).find((name) => !WISH_NAMES.some((each) => each === name));
	if (strange !== undefined) throw new UsageError({ kind: 'choice', option: '--wish', text: strange, choices: WISH_NAMES });
	const { wrong } = readWishes(kind, wishes);
	if (wrong.length > 0) throw wrongWish(wrong[0]!);
	return office.act(actor, 'application.receive', contract, async (work) => {
		const { at } = work;
		const known = await at.selectFrom('contract').select('state').where('code', '=', contract).executeTakeFirst();
		if (known === undefined) throw refusal('noContract', contract);
		if (known.state === 'erased') throw refusal('erased', contract);
		const number = await insertApplication(work, contract, kind, wishes);
		work.note({ number, kind });
		return number;
	});
}

export async function insertApplication(
	{ at, now }: Work,
	contract: string,
	kind: ApplicationKind,
	wishes: NewApplication['wishes'],
): Promise<string> {
	const number = await freshNumber(at);
	const row = { number, contract, kind, wishes: JSON.stringify(wishes), state: 'received' as const, reason: '' };
	await at
		.insertInto('application')
		.values({ ...row, received_at: now, decided_at: null, decided_by: null, as_of: now })
		.execute();
	return number;
}

export async function listApplications(office: Office, actor: Actor, state?: ApplicationState): Promise<ApplicationTable[]> {
	return office.act(actor, 'records.look', 'applications', async ({ at }) => {
		const all = at.selectFrom('application').selectAll().orderBy('received_at').orderBy('number');
		return (state === undefined ? all : all.where('state', '=', state)).execute();
	});
}

/** With the reason that the customer is told. Throws OfficeRefusal. */
export async function refuseApplication(office: Office, actor: Actor, number: string, reason: string): Promise<void> {
	await office.act(actor, 'application.decide', number, (work) => end(work, number, 'refused', actor, reason));
}

/** Throws OfficeRefusal. */
export async function withdrawApplication(office: Office, actor: Actor, number: string): Promise<void> {
	await office.act(actor, 'application.withdraw', number, (work) => end(work, number, 'withdrawn', actor, ''));
}

/**
 * What needs no work at the meter has come to its end: it was done from afar, or there was nothing to do.
 * @throws OfficeRefusal where somebody still has to go there
 */
export async function completeApplication(office: Office, actor: Actor, number: string): Promise<void> {
	await office.act(actor, 'application.decide', number, async ({ at, now }) => {
		const row = await at.selectFrom('application').selectAll().where('number', '=', number).executeTakeFirst();
		if (row === undefined) throw refusal('noApplication', number);
		if (!OPEN.includes(row.state)) throw refusal('applicationEnded', number, row.state);
		if (APPLICATIONS[row.kind].designed) {
			const design = await at
				.selectFrom('design')
				.select('reasons')
				.where('application', '=', number)
				.where('state', '=', 'finished')
				.executeTakeFirst();
			if (design === undefined) throw refusal('notDesigned', number);
			if ((JSON.parse(design.reasons) as { note?: PlanNote }).note !== 'nothing') throw refusal('workLeft', number);
		}
		await at
			.updateTable('application')
			.set({ state: 'done', decided_at: now, decided_by: actor.name })
			.where('number', '=', number)
			.where('state', '=', row.state)
			.execute();
	});
}

async function end({ at, now }: Work, number: string, state: ApplicationState, actor: Actor, reason: string): Promise<void> {
	const { numUpdatedRows } = await at
		.updateTable('application')
		.set({ state, reason, decided_at: now, decided_by: actor.name })
		.where('number', '=', number)
		.where('state', 'in', OPEN)
		.executeTakeFirst();
	if (numUpdatedRows > 0n) {
		await at.updateTable('design').set({ state: 'replaced' }).where('application', '=', number).execute();
		return;
	}
	const row = await at.selectFrom('application').select('state').where('number', '=', number).executeTakeFirst();
	if (row === undefined) throw refusal('noApplication', number);
	throw refusal('applicationEnded', number, row.state);
}

/** Above all that were imported, too. */
async function freshNumber(at: Work['at']): Promise<string> {
	for (;;) {
		const number = await nextNumber(at, 'application');
		const taken = await at.selectFrom('application').select('number').where('number', '=', number).executeTakeFirst();
		if (taken === undefined) return number;
	}
}

function wrongWish({ wish, text }: WrongWish): UsageError {
	const forms = { ...WISH_CHOICES, amperes: '1–600', at: '2026-12-01T09:00+09:00' };
	const form = [forms[wish]].flat().join(', ');
	const told = text === undefined ? { en: 'nothing', ja: 'ありません' } : { en: JSON.stringify(text), ja: `${JSON.stringify(text)}です` };
	return new UsageError({
		en: `--wish: expected ${wish}=… (${form}), got ${told.en}`,
		ja: `--wish: ${wish}=…(${form})のはずですが、${told.ja}`,
	});
}
