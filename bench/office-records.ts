/** An office of a million contracts, on each database that there is: a search, and a day's change. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Kysely } from 'kysely';
import { Office } from '../boards/host/office/database/office.js';
import type { Tables } from '../boards/host/office/database/tables.js';
import { searchContracts } from '../boards/host/office/records/find.js';
import { importFile } from '../boards/host/office/records/import.js';
import { townOptions } from '../boards/host/office/records/town.js';
import { SeededRandom } from '../hal/virtual/random.js';
import type { Actor } from '../src/operations/access/roles.js';
import { type RecordName, recordKind } from '../src/operations/records/record-kinds.js';
import { headerLine, recordLine, type Values } from '../src/operations/records/record-reader.js';
import { searchWords } from '../src/operations/records/search-words.js';
import { GIVEN_FIRST, GIVEN_LAST, SURNAMES, TOWNS } from '../src/operations/town/names.js';
import { contractCode, contractRecords } from '../src/operations/town/town.js';
import { Postgres } from '../test/boards/host/office/engines.js';

const ACTOR: Actor = Object.freeze({ name: 'bench', roles: Object.freeze(['administrator'] as const) });
const SEED = 1;
const DAY = 86_400_000;
/** Contracts of one transaction of the loading, which is not measured. */
const AT_ONCE = 10_000;
const ROWS = 1000;
const SEARCHES = 1000;
/** Of a day: contracts and sites that change, one in so many; of meters each tenth tells something new. */
const CHANGED = 50;
const TOLD = 10;

export interface OfficeFigures {
	readonly engine: string;
	readonly contracts: number;
	/** ms, of the searches as `keiki office find` makes them, without their entry in the log. */
	readonly median: number;
	readonly p99: number;
	readonly slowest: string;
	/** Records of a day, and the s that their import took. */
	readonly records: number;
	readonly day: number;
}

/** @param tell gets a line at each step: it takes many minutes */
export async function benchOffice(
	engine: 'sqlite' | 'postgres',
	contracts: number,
	tell: (line: string) => void,
): Promise<OfficeFigures | undefined> {
	const server = engine === 'postgres' ? startPostgres() : undefined;
	if (engine === 'postgres' && server === undefined) return undefined;
	const data = mkdtempSync(join(tmpdir(), 'keiki-office-bench-'));
	const now = Date.now();
	const office = await Office.open({ data, url: server?.freshDatabase() }, { now: () => now, isNew: true });
	try {
		await load(office.database, contracts, now, engine, tell);
		const times = await search(office.database, contracts);
		const sorted = [...times].sort((one, other) => one.time - other.time);
		const slowest = sorted.at(-1)!;
		tell(`${engine}: searched`);
		const { records, seconds } = await importDay(office, contracts, now);
		return {
			engine,
			contracts,
			median: sorted[sorted.length >> 1]!.time,
			p99: sorted[Math.floor(sorted.length * 0.99)]!.time,
			slowest: `${slowest.text}, ${slowest.time.toFixed(0)} ms`,
			records,
			day: seconds,
		};
	} finally {
		await office.close();
		server?.stop();
		rmSync(data, { recursive: true, force: true });
	}
}

function startPostgres(): Postgres | undefined {
	try {
		return Postgres.start({ skip: () => {} } as never);
	} catch {
		return undefined;
	}
}

async function load(database: Kysely<Tables>, contracts: number, now: number, engine: string, tell: (line: string) => void): Promise<void> {
	const options = townOptions(SEED, now, () => '{"kind":"wrapped","key":"00"}');
	const times = { as_of: now - 2 * DAY, imported_at: now };
	for (let first = 1; first <= contracts; first += AT_ONCE) {
		const rows: Record<'contract' | 'site' | 'mounted' | 'supervision', Values[]> = { contract: [], site: [], mounted: [], supervision: [] };
		const words: { word: string; contract: string }[] = [];
		for (let number = first; number < Math.min(first + AT_ONCE, contracts + 1); number++) {
			const bundle = contractRecords(number, options);
			const contract = bundle.contract;
			if (contract !== undefined) rows.contract.push({ ...contract, ...times });
			for (const name of ['site', 'mounted', 'supervision'] as const) {
				const of = name === 'site' ? bundle.sites : bundle[name];
				rows[name].push(...of.map((each) => ({ ...each, ...times })));
			}
			for (const word of searchWords({
				code: contractCode(number),
				customer: String(contract?.customer ?? ''),
				reading: String(contract?.reading ?? ''),
				places: [String(contract?.address ?? ''), String(contract?.street ?? ''), ...bundle.sites.map(({ street }) => street as string)],
				numbers: bundle.mounted.flatMap(({ meter, serials }) => [
					meter as string,
					...Object.values(JSON.parse(serials as string) as Record<string, string>),
				]),
			}))
				words.push({ word, contract: contractCode(number) });
		}
		// In the order of their index: neighbours come to the same pages.
		words.sort((one, other) => (one.word < other.word ? -1 : one.word > other.word ? 1 : 0));
		await database.transaction().execute(async (at) => {
			for (const [name, all] of [...Object.entries(rows), ['search_word', words] as const]) {
				for (let from = 0; from < all.length; from += ROWS)
					await at
						.insertInto(name as 'contract')
						.values(all.slice(from, from + ROWS) as never)
						.execute();
			}
		});
		if (first % 100_000 === 1) tell(`${engine}: ${first - 1} loaded`);
	}
	const { sql } = await import('kysely');
	// As a server does by itself, once it has time.
	await (engine === 'postgres' ? sql`vacuum analyze` : sql`analyze`).execute(database);
}

/** What people type: numbers, beginnings of names, a name and a street, some of it nowhere. */
async function search(database: Kysely<Tables>, contracts: number): Promise<readonly { readonly text: string; readonly time: number }[]> {
	const chance = new SeededRandom(SEED, 'searches');
	const pick = <T>(from: readonly T[]): T => from[chance.below(from.length)]!;
	const family = () => pick(SURNAMES);
	const given = (at: 0 | 1) => pick(GIVEN_FIRST)[at] + pick(GIVEN_LAST)[at];
	const kinds: readonly (() => string)[] = [
		() => contractCode(1 + chance.below(contracts)),
		() => String(1 + chance.below(contracts)),
		() => `4A504D00${(1 + chance.below(contracts)).toString(16).toUpperCase().padStart(8, '0')}`,
		() => family()[0],
		() => `${family()[0]} ${given(0)}`,
		() => `${family()[1]} ${given(1)}`,
		() => `${family()[0]} ${pick(TOWNS)}`,
		() => `${pick(TOWNS)}${1 + chance.below(9)}-${1 + chance.below(20)}-${1 + chance.below(30)}`,
		() => `みどり野市 ${family()[0]} ${given(0)}`,
		() => `${family()[0]} ${given(0)} ${pick(TOWNS)}${1 + chance.below(9)}`,
		() => `${family()[0]} 居ない`,
		// Two words that many have each, and nobody both.
		() => `${family()[0]} ${family()[0]}`,
	];
	for (let i = 0; i < 20; i++) await searchContracts(database, pick(kinds)());
	const times: { text: string; time: number }[] = [];
	for (let i = 0; i < SEARCHES; i++) {
		const text = kinds[i % kinds.length]!();
		const before = performance.now();
		await searchContracts(database, text);
		times.push({ text, time: performance.now() - before });
	}
	return times;
}

/** Files of a day, as the three systems give them, one after the other. */
async function importDay(office: Office, contracts: number, now: number): Promise<{ readonly records: number; readonly seconds: number }> {
	const options = townOptions(SEED, now, () => '{"kind":"wrapped","key":"00"}');
	const texts = new Map<RecordName, string[]>();
	const put = (name: RecordName, record: Values) => {
		const kind = recordKind(name)!;
		const lines = texts.get(name) ?? [headerLine(kind)];
		texts.set(name, lines);
		lines.push(recordLine(kind, record));
	};
	for (let number = 1; number <= contracts; number += TOLD) {
		const { contract, sites, supervision } = contractRecords(number, options);
		for (const each of supervision) put('supervision', { ...each, since: now - DAY });
		if (number % CHANGED !== 1 || contract === undefined) continue;
		put('contract', { ...contract, customer: `${SURNAMES[number % SURNAMES.length]![0]} 転居`, amperes: 50 });
		for (const each of sites) put('site', { ...each, rain: 1 });
	}
	let records = 0;
	const before = performance.now();
	for (const [name, lines] of texts) {
		const file = { name: `${name}.csv`, format: 'csv' as const, pieces: pieces(lines), asOf: now };
		records += (await importFile(office, ACTOR, file, recordKind(name)!)).rows;
	}
	return { records, seconds: (performance.now() - before) / 1000 };
}

async function* pieces(lines: readonly string[]): AsyncGenerator<Uint8Array> {
	for (let from = 0; from < lines.length; from += ROWS) yield Buffer.from(lines.slice(from, from + ROWS).join(''));
}
