/** Certifications that end until a day: by street, whether the depots have enough, and the orders for all of them in one act. */
import type { Transaction } from 'kysely';
import { ACTS, mayDo } from '../../../../src/operations/access/acts.js';
import type { Actor } from '../../../../src/operations/access/roles.js';
import { type DueMeter, type DuePlan, planDue } from '../../../../src/operations/design/due.js';
import type { Office, Work } from '../database/office.js';
import { OfficeRefusal } from '../database/refusal.js';
import type { Tables } from '../database/tables.js';
import { insertApplication } from './applications.js';
import { finish, lockContract } from './design.js';
import { applicationOf, recordsOfAll, stockCounts, utilityOf } from './linked.js';
import { issue, OPEN_STATES } from './orders.js';
import { refusal } from './refusals.js';

export interface DueQuery {
	/** ms since 1970-01-01T00:00:00Z: what ends before. */
	readonly until: number;
	/** That street alone. */
	readonly street?: string | undefined;
}

export async function dueUntil(office: Office, actor: Actor, query: DueQuery): Promise<DuePlan> {
	return office.act(actor, 'records.look', 'due', ({ at }) => planIn(at, query), { ...query });
}

export interface DueOrdered {
	readonly plan: DuePlan;
	readonly orders: readonly { readonly contract: string; readonly street: string; readonly order: string }[];
}

/**
 * Designs and orders all of them, or none.
 * @param partly as many as the depots have units for, those that end first before the others
 * @throws OfficeRefusal where the depots have not enough for all, and where there is nothing to order
 */
export async function orderDue(office: Office, actor: Actor, query: DueQuery, partly: boolean): Promise<DueOrdered> {
	return office.act(
		actor,
		'order.issue',
		'due',
		async (work) => {
			const { at } = work;
			if (!mayDo(actor, 'design.finish')) {
				throw new OfficeRefusal({ kind: 'noRight', actor: actor.name, act: 'design.finish', roles: ACTS['design.finish'].roles });
			}
			const plan = await planIn(at, query);
			const short = plan.needs.filter(({ lacking }) => lacking > 0);
			if (short.length > 0 && !partly) throw refusal('dueShort', short.map(({ type, lacking }) => `${type} ${lacking}`).join(', '));
			if (plan.served.length === 0) throw refusal('noneDue', new Date(query.until).toISOString().slice(0, 10));
			const orders: DueOrdered['orders'][number][] = [];
			for (const { due } of plan.served) orders.push({ contract: due.contract, street: due.street, order: await orderOne(work, actor, due) });
			work.note({ orders: orders.length });
			return { plan, orders };
		},
		{ ...query, partly },
	);
}

async function orderOne(work: Work, actor: Actor, due: DueMeter): Promise<string> {
	const { at } = work;
	await lockContract(at, due.contract);
	const waiting = await at
		.selectFrom('application')
		.select('number')
		.where('contract', '=', due.contract)
		.where('kind', '=', 'certification')
		.where('state', 'in', ['received', 'designed'])
		.orderBy('number')
		.executeTakeFirst();
	const number = waiting?.number ?? (await insertApplication(work, due.contract, 'certification', {}));
	const read = (await applicationOf(at, number))!;
	const records = { ...due.records, stock: await stockCounts(at) };
	await finish(work, actor, read, records, await utilityOf(at), undefined, 'en');
	const { number: order } = await issue(work, actor, read, { due: due.certifiedUntil }, records);
	return order;
}

async function planIn(at: Transaction<Tables>, { until, street }: DueQuery): Promise<DuePlan> {
	let asked = at
		.selectFrom('mounted')
		.innerJoin('contract', 'contract.code', 'mounted.contract')
		.select(['mounted.contract', 'mounted.certified_until', 'contract.street']);
	asked = asked.where('mounted.certified_until', '<', until).where('contract.state', '=', 'active');
	if (street !== undefined) asked = asked.where('contract.street', '=', street);
	const ending = new Map<string, { readonly street: string; readonly certified_until: number }>();
	for (const { contract, ...row } of await asked.orderBy('mounted.meter').execute()) if (!ending.has(contract)) ending.set(contract, row);
	const records = await recordsOfAll(at, [...ending.keys()]);
	const open = await openOrders(at);
	const meters = [...ending].map(([contract, row]): DueMeter => {
		const theirs = records.get(contract)!;
		const { street, certified_until: certifiedUntil } = row;
		return { contract, street, meter: theirs.mounted[0]!.meter, certifiedUntil, records: theirs, openOrder: open.get(contract) };
	});
	return planDue(meters, await stockCounts(at), await utilityOf(at));
}

/** Numbers, by contract. */
async function openOrders(at: Transaction<Tables>): Promise<ReadonlyMap<string, string>> {
	const rows = await at.selectFrom('work_order').select(['contract', 'number']).where('state', 'in', OPEN_STATES).orderBy('number').execute();
	return new Map(rows.map(({ contract, number }) => [contract, number]));
}
