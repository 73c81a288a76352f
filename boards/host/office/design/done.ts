/** What was really mounted comes back from the site: it becomes the record, the depots' units with it, and where it is not what was ordered a case is opened. */
import type { Place } from '../../../../src/meter/catalogue/select.js';
import type { Actor } from '../../../../src/operations/access/roles.js';
import { unitsOfCodes } from '../../../../src/operations/design/as-built.js';
import { askedOf } from '../../../../src/operations/design/asked.js';
import { checkUnits } from '../../../../src/operations/design/checks.js';
import type { UnitCodes } from '../../../../src/operations/design/linked-records.js';
import { type Serials, type Settlement, settle } from '../../../../src/operations/design/settlement.js';
import type { Detail, Office, Work } from '../database/office.js';
import type { MountedTable, WorkOrderTable } from '../database/tables.js';
import { settleGone } from '../password/in-force.js';
import { refreshWords } from '../records/words.js';
import { openCase } from './cases.js';
import { lockContract } from './design.js';
import { applicationOf, fieldsOf, linkedRecords, utilityOf } from './linked.js';
import { notOpen, OPEN_STATES, orderedUnits, orderOf } from './orders.js';
import { refusal } from './refusals.js';
import { type StockFacts, settleStock } from './stock.js';

/** A metering unit is certified for so long; where stock does not say since when, from the day on which it was mounted. */
const CERTIFIED_YEARS = 10;

export interface AsBuilt {
	/** System title, 16 hexadecimal digits; undefined: as ordered. */
	readonly meter?: string | undefined;
	/** Codes by place; what is not told is as ordered. */
	readonly codes: Partial<UnitCodes>;
	readonly serials: Serials;
	/** What is kept of how it is known. */
	readonly evidence: Detail;
	/** When it was mounted, ms since 1970-01-01T00:00:00Z; undefined: now. */
	readonly at?: number | undefined;
}

export interface Completed {
	readonly order: string;
	readonly meter: string;
	readonly units: UnitCodes;
	readonly differences: Settlement['differences'];
	/** Number of the case that was opened; undefined: all is as ordered. */
	readonly case: string | undefined;
	/** Whether it does what was applied for; where it does not, the application waits for another design. */
	readonly serves: boolean;
}

/** Throws OfficeRefusal. */
export async function completeOrder(office: Office, actor: Actor, number: string, built: AsBuilt): Promise<Completed> {
	return office.act(actor, 'order.done', number, (work) => complete(work, actor, number, built));
}

/** In an act that has the right to it. Throws OfficeRefusal. */
export async function complete(work: Work, actor: Actor, number: string, built: AsBuilt): Promise<Completed> {
	const { at, now } = work;
	const order = await orderOf(at, number);
	if (order.kind === 'password') throw refusal('passwordOrder', number);
	await lockContract(at, order.contract);
	const { numUpdatedRows } = await at
		.updateTable('work_order')
		.set({ state: 'done', done_at: now, result: JSON.stringify({ ...built.evidence, units: built.codes, serials: built.serials }) })
		.where('number', '=', number)
		.where('state', 'in', OPEN_STATES)
		.executeTakeFirst();
	if (numUpdatedRows === 0n) throw await notOpen(at, number);

	const row = await at.selectFrom('mounted').selectAll().where('contract', '=', order.contract).orderBy('meter').limit(1).executeTakeFirst();
	// Where a new meter was ordered, a record that came from elsewhere meanwhile is of that meter.
	const before = order.kind === 'mount' ? undefined : row;
	const settled = settle({
		before: before && { codes: before, serials: fieldsOf(before.serials) as Serials },
		expected: await expectedOf(at, order, before),
		ordered: orderedUnits(order),
		built,
	});
	const facts = await settleStock(work, order, settled, before?.meter);
	const meter = await meterOf(at, order, settled, before, built.meter, facts);
	await record(work, order, settled, before, meter, built.at ?? now);
	if (before !== undefined && before.meter !== meter) await settleGone(work, before.meter);
	const serves = await settleApplication(work, order, settled);
	const opened = await openIfOther(work, actor, order, settled, meter, facts, serves, built);
	work.note({ meter, units: settled.codes, ...(opened === undefined ? {} : { case: opened }) });
	return { order: number, meter, units: settled.codes, differences: settled.differences, case: opened, serves };
}

async function expectedOf(at: Work['at'], { design, units }: WorkOrderTable, before: MountedTable | undefined): Promise<UnitCodes> {
	const row = design === null ? undefined : await at.selectFrom('design').selectAll().where('id', '=', design).executeTakeFirst();
	if (row !== undefined) return { communication: row.communication, metering: row.metering, option: row.option, cover: row.cover };
	const ordered = Object.entries(fieldsOf(units) as Record<Place, { readonly type: string | null }>);
	const types = Object.fromEntries(ordered.map(([place, { type }]) => [place, type])) as Partial<UnitCodes>;
	return { communication: '', metering: '', option: null, cover: '', ...before, ...types };
}

/** The name of the meter that is there now. Throws OfficeRefusal. */
async function meterOf(
	at: Work['at'],
	order: WorkOrderTable,
	{ used, others, nameless }: Settlement,
	before: MountedTable | undefined,
	told: string | undefined,
	facts: StockFacts,
): Promise<string> {
	const held = orderedUnits(order).communication?.in;
	const other = others.find(({ place }) => place === 'communication');
	const isNameless = nameless.some(({ place }) => place === 'communication');
	const known =
		held != null && used.includes(held) ? order.meter : other !== undefined ? facts.titles.get(other.serial) : isNameless ? undefined : before?.meter;
	const meter = told ?? known;
	if (meter === undefined || meter === null) throw refusal('noMeterName', order.number);
	if (told !== undefined && known != null && told !== known) throw refusal('otherMeter', order.number, told, known);
	const elsewhere = await at
		.selectFrom('mounted')
		.select('contract')
		.where('meter', '=', meter)
		.where('contract', '!=', order.contract)
		.executeTakeFirst();
	if (elsewhere !== undefined) throw refusal('meterElsewhere', meter, elsewhere.contract);
	return meter;
}

async function record(
	{ at, now }: Work,
	{ contract, number }: WorkOrderTable,
	settled: Settlement,
	before: MountedTable | undefined,
	meter: string,
	mountedAt: number,
): Promise<void> {
	const { codes, serials, used, others, nameless } = settled;
	const isNewMetering =
		before === undefined || [...others, ...nameless].some(({ place }) => place === 'metering') || used.includes(serials.metering ?? '');
	await at.deleteFrom('mounted').where('contract', '=', contract).execute();
	const units = { communication: codes.communication ?? '', metering: codes.metering ?? '', option: codes.option, cover: codes.cover ?? '' };
	await at
		.insertInto('mounted')
		.values({
			...{ meter, contract, ...units, serials: JSON.stringify(serials), mounted_at: mountedAt, as_of: now, imported_at: now },
			certified_until: isNewMetering ? yearsLater(mountedAt) : before.certified_until,
		})
		.execute();
	// A contract is found by the name and numbers of its meter, too.
	await refreshWords(at, [contract]);
	await at
		.updateTable('construction')
		.set({
			meter,
			done_at: mountedAt,
			result: settled.differences.length === 0 ? 'as-planned' : 'otherwise',
			units: JSON.stringify(units),
			as_of: now,
		})
		.where('number', '=', number)
		.execute();
}

/** Whether what is there does what was applied for: only then has the application come to its end. */
async function settleApplication({ at }: Work, order: WorkOrderTable, { codes, freed, others }: Settlement): Promise<boolean> {
	const read = order.application === null ? undefined : await applicationOf(at, order.application);
	if (read === undefined) return true;
	const records = await linkedRecords(at, order.contract, read.record);
	const { contract, site, earlier } = records;
	if (contract === undefined || site === undefined) return true;
	const { units } = unitsOfCodes(codes);
	const asked = askedOf(read.record, { contract, site, earlier }, units, await utilityOf(at));
	const faults = checkUnits(units, asked, units, []).filter(({ check, faults: each }) => check !== 'stock' && each.length > 0);
	const held = orderedUnits(order).metering?.in;
	const isOld = asked.newMetering && held != null && freed.includes(held) && !others.some(({ place }) => place === 'metering');
	const serves = faults.length === 0 && !isOld;
	await at
		.updateTable('application')
		.set({ state: serves ? 'done' : 'received' })
		.where('number', '=', read.row.number)
		.where('state', '=', 'ordered')
		.execute();
	return serves;
}

async function openIfOther(
	work: Work,
	actor: Actor,
	order: WorkOrderTable,
	{ differences, nameless }: Settlement,
	meter: string,
	{ unknown, lost, taken, otherType }: StockFacts,
	serves: boolean,
	{ evidence }: AsBuilt,
): Promise<string | undefined> {
	const found = { differences, nameless, unknown, lost, taken, otherType };
	const told = Object.entries(found).filter(([, list]) => list.length > 0);
	if (told.length === 0 && serves && evidence.contradicts === undefined) return undefined;
	const facts = {
		order: order.number,
		meter,
		serves,
		...(evidence.contradicts === undefined ? {} : { contradicts: evidence.contradicts }),
		...Object.fromEntries(told),
	};
	return openCase(work, actor, { kind: 'built-otherwise', contract: order.contract, facts });
}

function yearsLater(time: number): number {
	const date = new Date(time);
	date.setUTCFullYear(date.getUTCFullYear() + CERTIFIED_YEARS);
	return date.getTime();
}
