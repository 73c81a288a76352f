/** The units of an order and what becomes of each: mounted, free again, come out of a meter. */
import type { Place } from '../../../../src/meter/catalogue/select.js';
import { unitType } from '../../../../src/meter/catalogue/unit-types.js';
import type { OrderedPlace, OrderedUnits, Settlement } from '../../../../src/operations/design/settlement.js';
import type { Work } from '../database/office.js';
import type { StockTable, WorkOrderTable } from '../database/tables.js';
import { depotsFor, OPEN_STATES, orderedUnits, takeUnit } from './orders.js';

/** What did not add up. */
export interface StockFacts {
	/** Numbers that no depot knows. */
	readonly unknown: readonly string[];
	/** Units that the order was to hold, and did not. */
	readonly lost: readonly string[];
	/** Units that another order held; that order has another now, or none. */
	readonly taken: readonly { readonly serial: string; readonly order: string; readonly instead: string | null }[];
	/** Units whose record has another type than they are said to have. */
	readonly otherType: readonly { readonly serial: string; readonly recorded: string; readonly found: string }[];
	/** Of communication units that the order did not hold, as stock has them: system titles by number. */
	readonly titles: ReadonlyMap<string, string>;
}

/** @param before system title of the meter that was there */
export async function settleStock(
	work: Work,
	order: WorkOrderTable,
	{ used, freed, others, returned }: Settlement,
	before: string | undefined,
): Promise<StockFacts> {
	const { at } = work;
	const facts = {
		unknown: [] as string[],
		lost: [] as string[],
		taken: [] as StockFacts['taken'][number][],
		otherType: [] as StockFacts['otherType'][number][],
	};
	const titles = new Map<string, string>();
	for (const serial of used) if (!(await leave(work, order.number, serial, 'mounted'))) facts.lost.push(serial);
	for (const serial of freed) if (!(await leave(work, order.number, serial, 'in-stock'))) facts.lost.push(serial);
	for (const { serial, type } of others) {
		const unit = await at.selectFrom('stock').selectAll().where('serial', '=', serial).executeTakeFirst();
		if (unit === undefined) {
			facts.unknown.push(serial);
			continue;
		}
		if (unit.type !== type) facts.otherType.push({ serial, recorded: unit.type, found: type });
		if (unit.title !== null) titles.set(serial, unit.title);
		await at.updateTable('stock').set({ state: 'mounted', order: null }).where('serial', '=', serial).execute();
		if (unit.state === 'reserved' && unit.order !== null)
			facts.taken.push({ serial, order: unit.order, instead: await replace(at, unit, unit.order) });
	}
	const depot = await depotOf(at, [...used, ...freed]);
	for (const each of returned) await comeBack(work, each, depot, before);
	return { ...facts, titles };
}

/** Whether the order held it. */
async function leave({ at }: Work, order: string, serial: string, state: 'mounted' | 'in-stock'): Promise<boolean> {
	const { numUpdatedRows } = await at
		.updateTable('stock')
		.set({ state, order: null })
		.where('serial', '=', serial)
		.where('order', '=', order)
		.where('state', '=', 'reserved')
		.executeTakeFirst();
	return numUpdatedRows > 0n;
}

/** Another unit for an order whose own somebody mounted elsewhere; null: there is none, and the order holds nothing for that place. */
async function replace(at: Work['at'], { serial, type }: StockTable, number: string): Promise<string | null> {
	const order = await at.selectFrom('work_order').selectAll().where('number', '=', number).where('state', 'in', OPEN_STATES).executeTakeFirst();
	if (order === undefined) return null;
	const units: OrderedUnits = orderedUnits(order);
	const found = Object.entries(units).find(([, each]) => each.in === serial) as [Place, OrderedPlace] | undefined;
	if (found === undefined) return null;
	const [place, held] = found;
	const lying = await at.selectFrom('stock').select('serial').where('type', '=', type).where('state', '=', 'in-stock').limit(1).executeTakeFirst();
	const instead = lying === undefined ? undefined : await takeUnit(at, number, type, await depotsFor(at, [type], undefined));
	const changed = { ...units, [place]: { ...held, in: instead?.serial ?? null } };
	const meter = place === 'communication' ? (instead?.title ?? null) : order.meter;
	await at
		.updateTable('work_order')
		.set({ units: JSON.stringify(changed), meter })
		.where('number', '=', number)
		.execute();
	return instead?.serial ?? null;
}

async function depotOf(at: Work['at'], serials: readonly string[]): Promise<string> {
	if (serials.length === 0) return '';
	const row = await at
		.selectFrom('stock')
		.select('depot')
		.where('serial', 'in', [...serials])
		.orderBy('serial')
		.limit(1)
		.executeTakeFirst();
	return row?.depot ?? '';
}

/** A unit that stock does not know was mounted before it was kept: it is known from now on. */
async function comeBack(
	{ at, now }: Work,
	{ serial, type, place }: Settlement['returned'][number],
	depot: string,
	meter: string | undefined,
): Promise<void> {
	const { numUpdatedRows } = await at.updateTable('stock').set({ state: 'returned', order: null }).where('serial', '=', serial).executeTakeFirst();
	const kind = unitType(type)?.kind;
	if (numUpdatedRows > 0n || kind === undefined) return;
	const title = place === 'communication' ? (meter ?? null) : null;
	await at
		.insertInto('stock')
		.values({ serial, type, kind, maker: 'none', depot, state: 'returned', order: null, title, credential_key: null, as_of: now, imported_at: now })
		.execute();
}
