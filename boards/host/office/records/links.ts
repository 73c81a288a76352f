/** All records of contracts, linked by their codes: many contracts in a few queries. */
import type { Kysely } from 'kysely';
import type {
	ConstructionRecord,
	Linked,
	MountedRecord,
	SiteRecord,
	StockRecord,
	StoreTimes,
	SupervisionRecord,
} from '../../../../src/operations/records/linked.js';
import { SYSTEMS, type System } from '../../../../src/operations/records/record-kinds.js';
import type { ContractTable, Tables } from '../database/tables.js';

/** Applications that are still to bring what is missing. */
const OPEN = Object.freeze(['received', 'designed', 'ordered'] as const);

/** In the order of `codes`, at most some hundreds; also of such as have no contract. */
export async function linkedContracts(database: Kysely<Tables>, codes: readonly string[]): Promise<Linked[]> {
	if (codes.length === 0) return [];
	const of = <Table extends 'site' | 'mounted' | 'construction'>(table: Table) =>
		database
			.selectFrom(table as 'site')
			.selectAll()
			.where('contract', 'in', codes)
			.orderBy('as_of', 'desc')
			.execute();
	const contracts = new Map(
		(await database.selectFrom('contract').selectAll().where('code', 'in', codes).execute()).map((each): [string, ContractTable] => [
			each.code,
			each,
		]),
	);
	const sites = byContract((await of('site')) as unknown as (SiteRecord & Named)[]);
	const mounted = byContract((await of('mounted')) as unknown as (MountedRecord & Named)[]);
	const constructions = byContract((await of('construction')) as unknown as (ConstructionRecord & Named)[]);
	const open = new Set(
		(await database.selectFrom('application').select('contract').where('contract', 'in', codes).where('state', 'in', OPEN).execute()).map(
			({ contract }) => contract,
		),
	);
	const allMounted = [...mounted.values()].flat();
	const serials = allMounted.flatMap(serialsOf);
	const stock = new Map(
		(
			await someOf(serials, (some) =>
				database.selectFrom('stock').select(['serial', 'type', 'state', 'credential_key', 'as_of']).where('serial', 'in', some).execute(),
			)
		).map((each): [string, StockRecord] => [each.serial, each]),
	);
	const supervision = new Map(
		(
			await someOf(
				allMounted.map(({ meter }) => meter),
				(some) => database.selectFrom('supervision').selectAll().where('meter', 'in', some).execute(),
			)
		).map((each): [string, SupervisionRecord] => [each.meter, each]),
	);
	const transformers = new Set(
		(
			await someOf([...new Set([...sites.values()].flat().map(({ transformer }) => transformer))], (some) =>
				database.selectFrom('transformer').select('code').where('code', 'in', some).execute(),
			)
		).map(({ code }) => code),
	);
	const holders = await holdersOf(database, mounted, serials);
	return codes.map((code) => {
		const theirs = mounted.get(code) ?? [];
		const elsewhere = theirs
			.flatMap(serialsOf)
			.map((serial) => [serial, holders.get(serial)?.find((holder) => holder !== code)] as const)
			.filter((each): each is readonly [string, string] => each[1] !== undefined);
		return {
			code,
			contract: contracts.get(code),
			sites: sites.get(code) ?? [],
			transformers,
			constructions: constructions.get(code) ?? [],
			mounted: theirs,
			stock,
			supervision,
			elsewhere: new Map(elsewhere),
			hasOpenApplication: open.has(code),
		};
	});
}

/** Contracts whose meters have these units, those of `mounted` and others; by serial number. */
async function holdersOf(
	database: Kysely<Tables>,
	mounted: ReadonlyMap<string, readonly MountedRecord[]>,
	serials: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
	const holders = new Map<string, Set<string>>(serials.map((serial) => [serial, new Set()]));
	const take = (contract: string, each: Pick<MountedRecord, 'serials'>) => {
		for (const serial of serialsOf(each)) holders.get(serial)?.add(contract);
	};
	for (const [contract, theirs] of mounted) for (const each of theirs) take(contract, each);
	// A word may be a serial number's, or part of an address, or of a contract's code.
	const words = await someOf(serials, (some) => database.selectFrom('search_word').selectAll().where('word', 'in', some).execute());
	const others = [...new Set(words.map(({ contract }) => contract))].filter((contract) => !mounted.has(contract));
	for (const each of await someOf(others, (some) =>
		database.selectFrom('mounted').select(['contract', 'serials']).where('contract', 'in', some).execute(),
	))
		take(each.contract, each);
	return new Map([...holders].map(([serial, contracts]) => [serial, [...contracts]]));
}

/** When each store was last brought up to date. */
export async function storeTimes(database: Kysely<Tables>): Promise<StoreTimes> {
	const rows = await database
		.selectFrom('import')
		.select(({ fn }) => ['system', fn.max('as_of').as('as_of')])
		.groupBy('system')
		.execute();
	const times: Partial<Record<System, number>> = Object.fromEntries(rows.map(({ system, as_of }) => [system, Number(as_of)]));
	return Object.fromEntries(SYSTEMS.map((system) => [system, times[system]])) as StoreTimes;
}

interface Named {
	readonly contract: string;
}

function byContract<Row extends Named>(rows: readonly Row[]): Map<string, Row[]> {
	const found = new Map<string, Row[]>();
	for (const row of rows) {
		const before = found.get(row.contract);
		if (before === undefined) found.set(row.contract, [row]);
		else before.push(row);
	}
	return found;
}

/** Parameters of a query. */
const MOST = 2000;

async function someOf<Row>(values: readonly string[], ask: (some: readonly string[]) => Promise<Row[]>): Promise<Row[]> {
	const rows: Row[] = [];
	for (let from = 0; from < values.length; from += MOST) rows.push(...(await ask(values.slice(from, from + MOST))));
	return rows;
}

function serialsOf({ serials }: Pick<MountedRecord, 'serials'>): string[] {
	return Object.values(JSON.parse(serials) as Record<string, string>);
}
