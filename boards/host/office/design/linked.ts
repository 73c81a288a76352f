/** The linked records of a contract, read from the office's tables for a design. */
import type { Kysely } from 'kysely';
import { type Utility, utility } from '../../../../src/meter/catalogue/ampere-contracts.js';
import { readWishes, type WrongWish } from '../../../../src/operations/design/applications.js';
import type {
	ApplicationRecord,
	ContractRecord,
	LinkedRecords,
	MountedRecord,
	SiteRecord,
	StockCount,
	SupervisionRecord,
	UnitCodes,
} from '../../../../src/operations/design/linked-records.js';
import type { ApplicationTable, ContractTable, MountedTable, SiteTable, SupervisionTable, Tables } from '../database/tables.js';

/** Of Kansai is the paper that the selection of units comes from. */
const USUAL_UTILITY = 'kansai';
/** A contract has one meter: of more, two are enough to see that it has. */
const MOST_METERS = 2;
/** Contracts whose records are read at once. */
const BATCH = 500;

/** Also a transaction. */
export type Reading = Kysely<Tables>;

export async function utilityOf(at: Reading): Promise<Utility> {
	const row = await at.selectFrom('setting').select('value').where('key', '=', 'utility').executeTakeFirst();
	return utility(row?.value ?? USUAL_UTILITY) ?? utility(USUAL_UTILITY)!;
}

/** Units in the depots that are promised to no order. */
export async function stockCounts(at: Reading): Promise<StockCount[]> {
	const rows = await at
		.selectFrom('stock')
		.select(({ fn }) => ['type', 'depot', fn.countAll<number>().as('count')])
		.where('state', '=', 'in-stock')
		.groupBy(['type', 'depot'])
		.orderBy('type')
		.orderBy('depot')
		.execute();
	return rows.map(({ type, depot, count }) => ({ type, depot, count: Number(count) }));
}

export interface ApplicationRead {
	readonly row: ApplicationTable;
	readonly record: ApplicationRecord;
	readonly wrong: readonly WrongWish[];
}

/** Undefined: there is none of this number. */
export async function applicationOf(at: Reading, number: string): Promise<ApplicationRead | undefined> {
	const row = await at.selectFrom('application').selectAll().where('number', '=', number).executeTakeFirst();
	return row && readApplication(row);
}

export function readApplication(row: ApplicationTable): ApplicationRead {
	const { number, kind, received_at: receivedAt } = row;
	const { wishes, wrong } = readWishes(kind, fieldsOf(row.wishes));
	return { row, record: { number, kind, wishes, receivedAt }, wrong };
}

/** @param but number of the application that is designed: those before it are the earlier ones */
export async function linkedRecords(at: Reading, contract: string, but?: ApplicationRecord): Promise<LinkedRecords> {
	const { earlier, ...records } = (await recordsOfAll(at, [contract])).get(contract)!;
	return { ...records, stock: await stockCounts(at), earlier: but === undefined ? [] : earlier.filter((each) => isBefore(each, but)) };
}

/** All but stock, of many contracts in a few queries; earlier are all applications that were designed since the contract's record was written. */
export async function recordsOfAll(at: Reading, codes: readonly string[]): Promise<ReadonlyMap<string, Omit<LinkedRecords, 'stock'>>> {
	const all = new Map<string, Omit<LinkedRecords, 'stock'>>();
	for (let from = 0; from < codes.length; from += BATCH) {
		const some = codes.slice(from, from + BATCH);
		const contracts = await at.selectFrom('contract').selectAll().where('code', 'in', some).execute();
		const sites = await at.selectFrom('site').selectAll().where('contract', 'in', some).orderBy('as_of', 'desc').execute();
		const meters = await at.selectFrom('mounted').selectAll().where('contract', 'in', some).orderBy('meter').execute();
		const theirs = at.selectFrom('mounted').select('meter').where('contract', 'in', some);
		const supervised = await at.selectFrom('supervision').selectAll().where('meter', 'in', theirs).execute();
		const applied = await designedOf(at, some);
		const [contractOf, supervisionOf] = [new Map(contracts.map((row) => [row.code, row])), new Map(supervised.map((row) => [row.meter, row]))];
		const [sitesOf, metersOf, appliedOf] = [byContract(sites), byContract(meters), byContract(applied)];
		for (const code of some) {
			const contract = contractOf.get(code);
			const [site] = sitesOf.get(code) ?? [];
			const mounted = (metersOf.get(code) ?? []).slice(0, MOST_METERS);
			const supervision = supervisionOf.get(mounted[0]?.meter ?? '');
			const since = (appliedOf.get(code) ?? []).filter((row) => contract !== undefined && row.received_at > contract.as_of);
			all.set(code, {
				contract: contract && contractRecord(contract),
				site: site && siteRecord(site),
				mounted: mounted.map(mountedRecord),
				supervision: supervision && supervisionRecord(supervision),
				earlier: since.map((row) => readApplication(row).record),
			});
		}
	}
	return all;
}

function byContract<Row extends { readonly contract: string }>(rows: readonly Row[]): ReadonlyMap<string, readonly Row[]> {
	const all = new Map<string, Row[]>();
	for (const row of rows) {
		const theirs = all.get(row.contract);
		if (theirs === undefined) all.set(row.contract, [row]);
		else theirs.push(row);
	}
	return all;
}

export function contractRecord({ code, phases, amperes, feed_in, route_b, state, as_of }: ContractTable): ContractRecord {
	return { code, phases, amperes, feedIn: feed_in === 1, routeB: route_b, active: state === 'active', asOf: as_of };
}

export function siteRecord({ code, kind, phases, rain, as_of }: SiteTable): SiteRecord {
	return { code, kind, phases, rain: rain === 1, asOf: as_of };
}

export function mountedRecord(row: MountedTable): MountedRecord {
	const { meter, communication, metering, option, cover, mounted_at, certified_until, as_of } = row;
	const units = { communication, metering, option, cover };
	return { meter, units, mountedAt: mounted_at, certifiedUntil: certified_until, asOf: as_of };
}

export function supervisionRecord({ meter, answers, since, medium, units, as_of }: SupervisionTable): SupervisionRecord {
	const told = units === null ? undefined : (fieldsOf(units) as Partial<UnitCodes>);
	return { meter, answers: answers === 1, since, medium, units: told, asOf: as_of };
}

async function designedOf(at: Reading, contracts: readonly string[]): Promise<readonly ApplicationTable[]> {
	return at
		.selectFrom('application')
		.selectAll()
		.where('contract', 'in', contracts)
		.where('state', 'in', ['designed', 'ordered', 'done'])
		.orderBy('received_at')
		.orderBy('number')
		.execute();
}

function isBefore(one: ApplicationRecord, other: ApplicationRecord): boolean {
	return one.receivedAt < other.receivedAt || (one.receivedAt === other.receivedAt && one.number < other.number);
}

/** Of a column that holds a record as JSON; none where it holds something else. */
export function fieldsOf(text: string): Readonly<Record<string, unknown>> {
	try {
		const value: unknown = JSON.parse(text);
		return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
	} catch {
		return {};
	}
}
