/** Work orders: they hold the units that a design needs, of which no two can have the same. */

import type { Combination } from '../../../../src/meter/catalogue/rules.js';
import type { Place } from '../../../../src/meter/catalogue/select.js';
import type { Actor } from '../../../../src/operations/access/roles.js';
import { codesOf } from '../../../../src/operations/design/as-built.js';
import { PLACES } from '../../../../src/operations/design/choose.js';
import type { LinkedRecords } from '../../../../src/operations/design/linked-records.js';
import type { PlacePlan } from '../../../../src/operations/design/plan.js';
import { isWork, takesUnit } from '../../../../src/operations/design/plan.js';
import type { OrderedPlace, OrderedUnits, Serials } from '../../../../src/operations/design/settlement.js';
import { nextNumber, type Office, type Work } from '../database/office.js';
import type { OrderState, WorkOrderTable } from '../database/tables.js';
import { withdrawWith } from '../password/in-force.js';
import { chosenAgain, designIn, finishedDesign, lockContract, wrongDesign } from './design.js';
import { type ApplicationRead, applicationOf, fieldsOf, linkedRecords, utilityOf } from './linked.js';
import { refusal } from './refusals.js';

export const OPEN_STATES = Object.freeze(['issued', 'assigned'] as const satisfies readonly OrderState[]);
/** Somebody has to go there for the password alone, where the units are right. */
const PASSWORD_KINDS: readonly string[] = Object.freeze(['route-b', 'move-in']);

export interface OrderWishes {
	/** Where the units are to come from; undefined: the depot that has all of them, or most. */
	readonly depot?: string | undefined;
	/** ms since 1970-01-01T00:00:00Z. */
	readonly due?: number | undefined;
	readonly worker?: string | undefined;
}

/**
 * Orders what was designed for an application, and takes its units from the depots.
 * @returns the order
 * @throws OfficeRefusal where there is no finished design, where it is none any more, where a unit is gone, or somebody works at the meter already
 */
export async function issueOrder(office: Office, actor: Actor, application: string, wishes: OrderWishes = {}): Promise<WorkOrderTable> {
	return office.act(actor, 'order.issue', application, async (work) => {
		const read = await applicationOf(work.at, application);
		if (read === undefined) throw refusal('noApplication', application);
		await lockContract(work.at, read.row.contract);
		return issue(work, actor, read, wishes);
	});
}

/**
 * In an act that has the right to it, the contract locked.
 * @param prepared its records, where they were read before
 * @throws OfficeRefusal
 */
export async function issue(
	work: Work,
	actor: Actor,
	read: ApplicationRead,
	{ depot, due, worker }: OrderWishes,
	prepared?: LinkedRecords,
): Promise<WorkOrderTable> {
	const { at, now } = work;
	const { number: application, contract } = read.row;
	const open = await at
		.selectFrom('work_order')
		.select('number')
		.where('contract', '=', contract)
		.where('state', 'in', OPEN_STATES)
		.executeTakeFirst();
	if (open !== undefined) throw refusal('orderOpen', contract, open.number);
	const row = await finishedDesign(at, application);
	if (row === undefined) throw refusal('notDesigned', application);
	const records = prepared ?? (await linkedRecords(at, contract, read.record));
	const utility = await utilityOf(at);
	const chosen = chosenAgain(row);
	const design = designIn(read, records, utility, chosen, 'en');
	if (design.finishable === undefined) throw wrongDesign(application, read, records, utility, chosen);
	const plan = design.plan.filter(isWork);
	if (plan.length === 0 && !PASSWORD_KINDS.includes(read.row.kind)) throw refusal('nothingToDo', application);
	if (worker !== undefined) await mustWork(at, worker);
	const number = await nextNumber(at, 'order');
	const standing = await at.selectFrom('mounted').select(['meter', 'serials']).where('contract', '=', contract).executeTakeFirst();
	const { units, title } = await reserve(work, number, plan, standing === undefined ? {} : (fieldsOf(standing.serials) as Serials), depot);
	const isNewTitle = plan.some(({ place }) => place === 'communication');
	const order: WorkOrderTable = {
		...{ number, contract, application, design: row.id, worker: worker ?? null, due: due ?? null },
		kind: plan.length === 0 ? 'password' : design.mounted === undefined ? 'mount' : 'exchange',
		meter: isNewTitle ? title : (standing?.meter ?? null),
		units: JSON.stringify(units),
		state: worker === undefined ? 'issued' : 'assigned',
		...{ issued_at: now, issued_by: actor.name, done_at: null, result: null },
	};
	await at.insertInto('work_order').values(order).execute();
	await planConstruction(work, order, design.finishable);
	const { numUpdatedRows } = await at
		.updateTable('application')
		.set({ state: 'ordered' })
		.where('number', '=', application)
		.where('state', '=', 'designed')
		.executeTakeFirst();
	if (numUpdatedRows === 0n) throw refusal('notDesigned', application);
	work.note({ order: number, units });
	return order;
}

/** Throws OfficeRefusal. */
export async function assignOrder(office: Office, actor: Actor, number: string, worker: string, due?: number): Promise<void> {
	await office.act(
		actor,
		'order.assign',
		number,
		async ({ at }) => {
			await mustWork(at, worker);
			const { numUpdatedRows } = await at
				.updateTable('work_order')
				.set({ worker, state: 'assigned', ...(due === undefined ? {} : { due }) })
				.where('number', '=', number)
				.where('state', 'in', OPEN_STATES)
				.executeTakeFirst();
			if (numUpdatedRows === 0n) throw await notOpen(at, number);
		},
		{ worker },
	);
}

/** Its units lie in the depots again, and its design can be ordered anew. Throws OfficeRefusal. */
export async function withdrawOrder(office: Office, actor: Actor, number: string): Promise<void> {
	await office.act(actor, 'order.withdraw', number, (work) => endWithout(work, number, 'withdrawn', null));
}

/** Nothing could be done there: as if it were withdrawn, and the reason is kept. Throws OfficeRefusal. */
export async function failOrder(office: Office, actor: Actor, number: string, reason: string): Promise<void> {
	await office.act(actor, 'order.done', number, (work) => endWithout(work, number, 'failed', JSON.stringify({ notDone: reason })), {
		notDone: reason,
	});
}

export interface OrderQuery {
	readonly state?: OrderState | undefined;
	readonly worker?: string | undefined;
	readonly contract?: string | undefined;
}

export async function listOrders(office: Office, actor: Actor, { state, worker, contract }: OrderQuery): Promise<WorkOrderTable[]> {
	return office.act(actor, 'records.look', 'orders', async ({ at }) => {
		let asked = at.selectFrom('work_order').selectAll().orderBy('number');
		if (state !== undefined) asked = asked.where('state', '=', state);
		if (worker !== undefined) asked = asked.where('worker', '=', worker);
		if (contract !== undefined) asked = asked.where('contract', '=', contract);
		return asked.execute();
	});
}

export interface OrderShown {
	readonly order: WorkOrderTable;
	readonly units: OrderedUnits;
	readonly street: string;
	readonly address: string;
}

/** Throws OfficeRefusal. */
export async function showOrder(office: Office, actor: Actor, number: string): Promise<OrderShown> {
	return office.act(actor, 'records.look', number, async ({ at }) => {
		const order = await orderOf(at, number);
		const place = await at.selectFrom('contract').select(['street', 'address']).where('code', '=', order.contract).executeTakeFirst();
		return { order, units: orderedUnits(order), street: place?.street ?? '', address: place?.address ?? '' };
	});
}

/** Throws OfficeRefusal. */
export async function orderOf(at: Work['at'], number: string): Promise<WorkOrderTable> {
	const order = await at.selectFrom('work_order').selectAll().where('number', '=', number).executeTakeFirst();
	if (order === undefined) throw refusal('noOrder', number);
	return order;
}

export function orderedUnits({ units }: WorkOrderTable): OrderedUnits {
	return fieldsOf(units) as OrderedUnits;
}

/** Why an order cannot be worked on. */
export async function notOpen(at: Work['at'], number: string) {
	const { state } = await orderOf(at, number);
	return refusal('orderIs', number, state);
}

async function endWithout(work: Work, number: string, state: 'withdrawn' | 'failed', result: string | null): Promise<void> {
	const { at, now } = work;
	const { numUpdatedRows } = await at
		.updateTable('work_order')
		.set({ state, done_at: now, result })
		.where('number', '=', number)
		.where('state', 'in', OPEN_STATES)
		.executeTakeFirst();
	if (numUpdatedRows === 0n) throw await notOpen(at, number);
	await at.updateTable('stock').set({ state: 'in-stock', order: null }).where('order', '=', number).where('state', '=', 'reserved').execute();
	await withdrawWith(work, number);
	await at.updateTable('construction').set({ result: 'not-done', done_at: now, as_of: now }).where('number', '=', number).execute();
	const { application } = await orderOf(at, number);
	if (application === null) return;
	await at.updateTable('application').set({ state: 'designed' }).where('number', '=', application).where('state', '=', 'ordered').execute();
}

/** What construction is to do, by the number of the order. */
async function planConstruction({ at, now }: Work, { number, contract, meter, due, kind }: WorkOrderTable, units: Combination): Promise<void> {
	if (kind === 'password') return;
	const row = {
		number,
		contract,
		meter: meter ?? '',
		planned_at: due ?? now,
		done_at: null,
		units: JSON.stringify(codesOf(units)),
		result: 'open' as const,
	};
	await at
		.insertInto('construction')
		.values({ ...row, as_of: now, imported_at: now })
		.execute();
}

/** Takes a unit for each place that one goes to. Throws OfficeRefusal where a type is gone. */
async function reserve(work: Work, order: string, plan: readonly PlacePlan[], standing: Serials, depot: string | undefined) {
	const { at } = work;
	const depots = await depotsFor(
		at,
		plan.filter(takesUnit).map(({ to }) => to!),
		depot,
	);
	const units: Partial<Record<Place, OrderedPlace>> = {};
	let title: string | null = null;
	for (const each of PLACES.flatMap((place) => plan.filter((one) => one.place === place))) {
		const out = each.from === undefined ? null : (standing[each.place] ?? null);
		const taken = takesUnit(each) ? await takeUnit(at, order, each.to!, depots) : undefined;
		if (each.place === 'communication') title = taken?.title ?? null;
		units[each.place] = { out, in: taken?.serial ?? null, type: each.to ?? null };
	}
	return { units, title };
}

/** One that nobody else has: who comes second takes another. */
export async function takeUnit(
	at: Work['at'],
	order: string,
	type: string,
	depots: readonly string[],
): Promise<{ readonly serial: string; readonly title: string | null }> {
	for (const depot of depots) {
		for (;;) {
			const lying = at
				.selectFrom('stock')
				.select(['serial', 'title'])
				.where('type', '=', type)
				.where('state', '=', 'in-stock')
				.where('depot', '=', depot);
			const unit = await lying.orderBy('serial').limit(1).executeTakeFirst();
			if (unit === undefined) break;
			const { numUpdatedRows } = await at
				.updateTable('stock')
				.set({ state: 'reserved', order })
				.where('serial', '=', unit.serial)
				.where('state', '=', 'in-stock')
				.executeTakeFirst();
			if (numUpdatedRows > 0n) return unit;
		}
	}
	throw refusal('stockGone', type);
}

/** Where units come from, in the order in which it is tried: first what has the most of the types, so that one way to one depot does. */
export async function depotsFor(at: Work['at'], types: readonly string[], only: string | undefined): Promise<readonly string[]> {
	if (only !== undefined) return [only];
	if (types.length === 0) return [];
	const rows = await at
		.selectFrom('stock')
		.select(['depot', 'type'])
		.distinct()
		.where('state', '=', 'in-stock')
		.where('type', 'in', [...types])
		.execute();
	const counts = new Map<string, number>();
	for (const { depot } of rows) counts.set(depot, (counts.get(depot) ?? 0) + 1);
	return [...counts].sort(([one, many], [other, more]) => more - many || (one < other ? -1 : 1)).map(([depot]) => depot);
}

async function mustWork(at: Work['at'], name: string): Promise<void> {
	const row = await at.selectFrom('staff').select(['roles', 'state']).where('name', '=', name).executeTakeFirst();
	if (row?.state !== 'active' || !(JSON.parse(row.roles) as unknown[]).includes('worker')) throw refusal('noWorker', name);
}
