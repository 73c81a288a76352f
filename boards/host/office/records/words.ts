/** The words by which contracts are found, kept as their records are. */
import type { Kysely } from 'kysely';
import { type Searched, searchWords } from '../../../../src/operations/records/search-words.js';
import type { Tables } from '../database/tables.js';

/** Contracts at a time. */
const AT_ONCE = 400;
/** Rows of an insertion: two parameters each. */
const ROWS = 2000;

/** Makes the words of these contracts those of their records. In the transaction that changed the records. */
export async function refreshWords(at: Kysely<Tables>, contracts: Iterable<string>): Promise<void> {
	const codes = [...new Set(contracts)];
	for (let from = 0; from < codes.length; from += AT_ONCE) await refresh(at, codes.slice(from, from + AT_ONCE));
}

async function refresh(at: Kysely<Tables>, codes: readonly string[]): Promise<void> {
	const searched = new Map(codes.map((code): [string, Building] => [code, { code, customer: '', reading: '', places: [], numbers: [] }]));
	for (const { code, customer, reading, address, street } of await at
		.selectFrom('contract')
		.select(['code', 'customer', 'reading', 'address', 'street'])
		.where('code', 'in', codes)
		.execute()) {
		Object.assign(searched.get(code)!, { customer, reading });
		searched.get(code)!.places.push(address, street);
	}
	for (const { contract, street } of await at.selectFrom('site').select(['contract', 'street']).where('contract', 'in', codes).execute())
		searched.get(contract)!.places.push(street);
	for (const { contract, meter, serials } of await at
		.selectFrom('mounted')
		.select(['contract', 'meter', 'serials'])
		.where('contract', 'in', codes)
		.execute())
		searched.get(contract)!.numbers.push(meter, ...Object.values(JSON.parse(serials) as Record<string, string>));
	const wanted = new Map<string, Set<string>>();
	// One of which there is no record any more has no words.
	for (const [code, each] of searched) wanted.set(code, isEmpty(each) ? new Set() : new Set(searchWords(each)));
	const gone = new Map<string, string[]>();
	for (const { word, contract } of await at.selectFrom('search_word').selectAll().where('contract', 'in', codes).execute()) {
		if (wanted.get(contract)!.delete(word)) continue;
		gone.set(contract, [...(gone.get(contract) ?? []), word]);
	}
	for (const [contract, words] of gone) await at.deleteFrom('search_word').where('contract', '=', contract).where('word', 'in', words).execute();
	const rows = [...wanted].flatMap(([contract, words]) => [...words].map((word) => ({ word, contract })));
	for (let from = 0; from < rows.length; from += ROWS)
		await at
			.insertInto('search_word')
			.values(rows.slice(from, from + ROWS))
			// Of PostgreSQL: somebody else's act may have put it there meanwhile.
			.onConflict((conflict) => conflict.columns(['word', 'contract']).doNothing())
			.execute();
}

interface Building extends Searched {
	readonly places: string[];
	readonly numbers: string[];
}

function isEmpty({ customer, places, numbers }: Building): boolean {
	return customer === '' && places.length === 0 && numbers.length === 0;
}
