/** The search that comes first: contracts by code, name, kana, street, number of a meter or of a unit. */
import type { ExpressionBuilder, Kysely } from 'kysely';
import type { Actor } from '../../../../src/operations/access/roles.js';
import { askedWords } from '../../../../src/operations/records/search-words.js';
import type { Office } from '../database/office.js';
import type { Tables } from '../database/tables.js';

export interface Found {
	readonly code: string;
	/** Empty: there is no contract of this code, or it was erased. */
	readonly customer: string;
	readonly reading: string;
	readonly address: string;
	readonly state: 'active' | 'ended' | 'erased' | 'none';
	readonly meters: readonly string[];
}

export interface Search {
	readonly found: readonly Found[];
	/** There are more, or there may be. */
	readonly more: boolean;
}

/** Contracts that are shown. */
export const MOST_FOUND = 50;
/** Words that begin as the rarest asked: so many are looked at, and counted. Where there are more, contracts may be left out. */
const MOST_CANDIDATES = 4000;
/** Of one contract several words may begin alike. */
const ALIKE = 8;
const MOST_ROWS = (MOST_FOUND + 1) * ALIKE;
/** Behind every word that begins so. */
const LAST = '\u{10ffff}';

/** A look at personal data: it is logged with the codes of what was found, and not with what was asked. */
export async function findContracts(office: Office, actor: Actor, text: string): Promise<Search> {
	return await office.act(actor, 'records.look', 'find', async ({ at, note }) => {
		const search = await searchContracts(at, text);
		note({ found: search.found.map(({ code }) => code), more: search.more });
		return search;
	});
}

/** The search itself. @param text in whatever width, kana and order */
export async function searchContracts(at: Kysely<Tables>, text: string): Promise<Search> {
	const words = askedWords(text);
	if (words.length === 0) return { found: [], more: false };
	const counted = words.length === 1 ? [{ word: words[0]!, count: 0 }] : await rarestFirst(at, words);
	const [rarest, ...others] = counted.map(({ word }) => word);
	let asked = at
		.selectFrom((from) =>
			from
				.selectFrom('search_word as own')
				.select(['own.word', 'own.contract'])
				.where('own.word', '>=', rarest!)
				.where('own.word', '<', rarest! + LAST)
				.orderBy('own.word')
				.orderBy('own.contract')
				.limit(others.length === 0 ? MOST_ROWS : MOST_CANDIDATES)
				.as('candidate'),
		)
		.select('candidate.contract');
	for (const word of others) asked = asked.where(({ exists, ...builder }) => exists(withWord(builder as never, word)));
	const rows = await asked.orderBy('candidate.word').orderBy('candidate.contract').limit(MOST_ROWS).execute();
	const codes = [...new Set(rows.map(({ contract }) => contract))];
	const found = await shown(at, codes.slice(0, MOST_FOUND));
	return { found, more: codes.length > MOST_FOUND || rows.length >= MOST_ROWS || counted[0]!.count >= MOST_CANDIDATES };
}

/** The `offset` keeps PostgreSQL from turning it into a join over all that begins so. */
function withWord(builder: ExpressionBuilder<Tables & { readonly candidate: { readonly contract: string } }, 'candidate'>, word: string) {
	return builder
		.selectFrom('search_word as other')
		.select('other.word')
		.whereRef('other.contract', '=', 'candidate.contract')
		.where('other.word', '>=', word)
		.where('other.word', '<', word + LAST)
		.limit(1)
		.offset(0);
}

interface Counted {
	readonly word: string;
	/** At most as many as are looked at. */
	readonly count: number;
}

async function rarestFirst(at: Kysely<Tables>, words: readonly string[]): Promise<readonly Counted[]> {
	const counted: Counted[] = [];
	for (const word of words) {
		const { count } = await at
			.selectFrom((from) =>
				from
					.selectFrom('search_word')
					.select('contract')
					.where('word', '>=', word)
					.where('word', '<', word + LAST)
					.limit(MOST_CANDIDATES)
					.as('some'),
			)
			.select(({ fn }) => fn.countAll().as('count'))
			.executeTakeFirstOrThrow();
		counted.push({ word, count: Number(count) });
	}
	// Of those that are alike the longer one is likelier to be the rarer.
	return counted.sort((one, other) => one.count - other.count || other.word.length - one.word.length);
}

async function shown(at: Kysely<Tables>, codes: readonly string[]): Promise<Found[]> {
	if (codes.length === 0) return [];
	const contracts = new Map(
		(await at.selectFrom('contract').select(['code', 'customer', 'reading', 'address', 'state']).where('code', 'in', codes).execute()).map((each) => [
			each.code,
			each,
		]),
	);
	const meters = await at.selectFrom('mounted').select(['contract', 'meter']).where('contract', 'in', codes).orderBy('meter').execute();
	return codes.map((code) => {
		const none = { code, customer: '', reading: '', address: '', state: 'none' as const };
		return { ...(contracts.get(code) ?? none), meters: meters.filter(({ contract }) => contract === code).map(({ meter }) => meter) };
	});
}
