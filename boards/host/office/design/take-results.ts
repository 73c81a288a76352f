/**
 * Results of hand-helds become records, each in an act of its own and once: handing in the same file again changes nothing.
 *
 * | kind      | what becomes of it                                                                                                  |
 * |-----------|---------------------------------------------------------------------------------------------------------------------|
 * | built     | the order is done, the records are what is there                                                                    |
 * | set       | the version is in force; an order for the password alone is done, and its application                                |
 * | failed    | the version was not taken, what had been in force still is; the order waits for another password, and a case is open |
 * | diagnosis | a case, where the meter does not say that the HEMS is well                                                           |
 */
import type { Actor } from '../../../../src/operations/access/roles.js';
import type { SignedResult } from '../../../../src/operations/handheld/result.js';
import type { Office, Work } from '../database/office.js';
import { settleFailed, settleInForce } from '../password/in-force.js';
import { openCase } from './cases.js';
import { type Completed, complete } from './done.js';
import { notOpen, OPEN_STATES, orderOf } from './orders.js';
import { asBuilt, type BuiltResult, readResults } from './results.js';

/** What became of a result. */
export type Taken =
	| { readonly kind: 'before'; readonly order: string | null }
	| { readonly kind: 'built'; readonly completed: Completed }
	| {
			readonly kind: 'set';
			readonly order: string;
			readonly meter: string;
			readonly version: number;
			readonly isDone: boolean;
			readonly case?: string;
	  }
	| { readonly kind: 'failed'; readonly order: string; readonly meter: string; readonly version: number; readonly case: string }
	| { readonly kind: 'diagnosis'; readonly order: string | null; readonly meter: string; readonly verdict: string | null; readonly case?: string };

/**
 * All lines of a file are checked before the first is taken; each that was taken stays so where a later one is refused.
 * @param tell called after each
 * @throws UsageError for a line that is none; OfficeRefusal
 */
export async function takeResults(office: Office, actor: Actor, text: string, tell: (taken: Taken) => void = () => {}): Promise<Taken[]> {
	const all: Taken[] = [];
	for (const result of await readResults(office, text)) {
		const taken = await takeOne(office, actor, result);
		tell(taken);
		all.push(taken);
	}
	return all;
}

function takeOne(office: Office, actor: Actor, result: SignedResult): Promise<Taken> {
	switch (result.kind) {
		case 'built':
			return office.act(actor, 'order.done', result.order, (work) => takeBuilt(work, actor, result));
		case 'set':
		case 'failed':
			return office.act(actor, 'password.confirm', result.order, (work) => takeBrought(work, actor, result), {
				handheld: result.handheld,
				number: result.number,
			});
		case 'diagnosis':
			return office.act(actor, 'case.open', result.meter, (work) => takeDiagnosis(work, actor, result));
	}
}

async function takeBuilt(work: Work, actor: Actor, result: BuiltResult): Promise<Taken> {
	const { state, result: kept } = await orderOf(work.at, result.order);
	// Of an order that was ended by this very line.
	if (state === 'done' && kept !== null && (JSON.parse(kept) as { signature?: unknown }).signature === result.signature)
		return { kind: 'before', order: result.order };
	return { kind: 'built', completed: await complete(work, actor, result.order, asBuilt(result)) };
}

async function takeBrought(work: Work, actor: Actor, result: Extract<SignedResult, { readonly kind: 'set' | 'failed' }>): Promise<Taken> {
	const { order, meter, version, handheld, number } = result;
	const { contract } = await orderOf(work.at, order);
	const told = { order, meter, version };
	const facts = { ...told, handheld, number };
	if (result.kind === 'failed') {
		await settleFailed(work, meter, version, result.inForce);
		const failed = { kind: 'password-not-taken', contract, facts: { ...facts, why: result.why, inForce: result.inForce } };
		const known = await knownCase(work, failed.kind, failed.facts);
		return known ? { kind: 'before', order } : { kind: 'failed', ...told, case: await openCase(work, actor, failed) };
	}
	const settled = await settleInForce(work, meter, version);
	if (settled === 'unknown') {
		const strange = { kind: 'password-unknown', contract, facts };
		if (await knownCase(work, strange.kind, strange.facts)) return { kind: 'before', order };
		return { kind: 'set', ...told, isDone: false, case: await openCase(work, actor, strange) };
	}
	return { kind: 'set', ...told, isDone: await endPasswordOrder(work, order, result) };
}

/** Whether it was an order for the password alone, which has come to its end. */
async function endPasswordOrder(
	{ at, now }: Work,
	number: string,
	{ signature, version }: Extract<SignedResult, { readonly kind: 'set' }>,
): Promise<boolean> {
	const order = await orderOf(at, number);
	if (order.kind !== 'password') return false;
	if (order.state === 'done') return true;
	const { numUpdatedRows } = await at
		.updateTable('work_order')
		.set({ state: 'done', done_at: now, result: JSON.stringify({ version, signature }) })
		.where('number', '=', number)
		.where('state', 'in', OPEN_STATES)
		.executeTakeFirst();
	if (numUpdatedRows === 0n) throw await notOpen(at, number);
	if (order.application !== null) {
		await at.updateTable('application').set({ state: 'done' }).where('number', '=', order.application).where('state', '=', 'ordered').execute();
	}
	return true;
}

async function takeDiagnosis(work: Work, actor: Actor, result: Extract<SignedResult, { readonly kind: 'diagnosis' }>): Promise<Taken> {
	const { order, meter, status, handheld, number, at: time } = result;
	const verdict = status?.verdict ?? null;
	const told = { kind: 'diagnosis' as const, order, meter, verdict };
	if (verdict === 'active') return told;
	const row = await work.at.selectFrom('mounted').select('contract').where('meter', '=', meter).executeTakeFirst();
	const facts = { meter, handheld, number, at: time, status };
	if (await knownCase(work, 'diagnosed', facts)) return { kind: 'before', order };
	return { ...told, case: await openCase(work, actor, { kind: 'diagnosed', contract: row?.contract ?? null, facts }) };
}

/** Also one that is closed. */
async function knownCase({ at }: Work, kind: string, facts: object): Promise<boolean> {
	const row = await at.selectFrom('case').select('number').where('kind', '=', kind).where('facts', '=', JSON.stringify(facts)).executeTakeFirst();
	return row !== undefined;
}
