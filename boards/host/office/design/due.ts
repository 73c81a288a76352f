/** Certifications that end until a day: by street, whether the depots have enough, and the orders for all of them in one act. */
import type { Transaction } from 'kysely';
import { ACTS, mayDo } from '../../../../src/operations/access/acts.js';
import type { Actor } from '../../../../src/operations/access/roles.js';
import { type DueMeter, type DuePlan, planDue } from '../../../../src/operations/design/due.js';
import type { ApplicationRecord, StockCount } from '../../../../src/operations/design/linked-records.js';
import type { Office, Work } from '../database/office.js';
import { OfficeRefusal } from '../database/refusal.js';
import type { Tables } from '../database/tables.js';
import { insertApplication } from './applications.js';
import { finish, lockContract } from './design.js';
import { applicationOf, contractRecord, mountedRecord, readApplication, siteRecord, stockCounts, supervisionRecord, utilityOf } from './linked.js';
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
		.selectAll('mounted')
		.select('contract.street as contractStreet');
	asked = asked.where('mounted.certified_until', '<', until).where('contract.state', '=', 'active');
	if (street !== undefined) asked = asked.where('contract.street', '=', street);
	const ending = await asked.orderBy('mounted.meter').execute();
	const meters: DueMeter[] = [];
	const seen = new Set<string>();
	for (const row of ending) {
		if (seen.has(row.contract)) continue;
		seen.add(row.contract);
		meters.push(await dueMeter(at, row.contract, row.contractStreet, row.certified_until));
	}
	const stock: readonly StockCount[] = await stockCounts(at);
	return planDue(meters, stock, await utilityOf(at));
}

async function dueMeter(at: Transaction<Tables>, code: string, street: string, certifiedUntil: number): Promise<DueMeter> {
	const contract = await at.selectFrom('contract').selectAll().where('code', '=', code).executeTakeFirstOrThrow();
	const site = await at.selectFrom('site').selectAll().where('contract', '=', code).orderBy('as_of', 'desc').limit(1).executeTakeFirst();
	const mounted = await at.selectFrom('mounted').selectAll().where('contract', '=', code).orderBy('meter').limit(2).execute();
	const [first] = mounted;
	const supervision = await at.selectFrom('supervision').selectAll().where('meter', '=', first!.meter).executeTakeFirst();
	const open = await at.selectFrom('work_order').select('number').where('contract', '=', code).where('state', 'in', OPEN_STATES).executeTakeFirst();
	const applied = await at
		.selectFrom('application')
		.selectAll()
		.where('contract', '=', code)
		.where('state', 'in', ['designed', 'ordered', 'done'])
		.where('received_at', '>', contract.as_of)
		.orderBy('received_at')
		.execute();
	const earlier: ApplicationRecord[] = applied.map((row) => readApplication(row).record);
	return {
		...{ contract: code, street, meter: first!.meter, certifiedUntil, openOrder: open?.number },
		records: {
			contract: contractRecord(contract),
			site: site && siteRecord(site),
			mounted: mounted.map(mountedRecord),
			supervision: supervision && supervisionRecord(supervision),
			earlier,
		},
	};
}
