/** What the linked records show: stale, missing and contradicting ones, of one contract or of all. */
import type { Kysely, Transaction } from 'kysely';
import { mayDo } from '../../../../src/operations/access/acts.js';
import type { Actor } from '../../../../src/operations/access/roles.js';
import { FINDING_RULES, type Finding, type FindingRule, findingsOf, staleStores, unknownMeter } from '../../../../src/operations/records/findings.js';
import type { Linked, StoreTimes } from '../../../../src/operations/records/linked.js';
import { nextNumber, type Office } from '../database/office.js';
import { OfficeRefusal } from '../database/refusal.js';
import type { Tables } from '../database/tables.js';
import { linkedContracts, storeTimes } from './links.js';

/** Contracts at a time. */
const AT_ONCE = 500;
/** Of a rule, findings that are listed. */
const MOST_LISTED = 1000;

export interface ContractCheck {
	readonly linked: Linked;
	readonly times: StoreTimes;
	readonly findings: readonly Finding[];
}

export interface Check {
	readonly contracts: number;
	/** Of all rules. */
	readonly counts: Readonly<Record<FindingRule, number>>;
	/** The first of each rule. */
	readonly findings: readonly Finding[];
	readonly opened: readonly string[];
}

/** All that is linked to one contract, and what it shows. @throws OfficeRefusal where no store has the code */
export async function checkContract(office: Office, actor: Actor, code: string): Promise<ContractCheck> {
	return await office.act(actor, 'records.look', code, async ({ at, now }) => await contractCheck(at, code, now));
}

/** The same within another act. @throws OfficeRefusal */
export async function contractCheck(at: Kysely<Tables>, code: string, now: number): Promise<ContractCheck> {
	const [linked] = (await linkedContracts(at, [code])) as [Linked];
	if (linked.contract === undefined && linked.sites.length === 0 && linked.mounted.length === 0) {
		throw new OfficeRefusal({
			kind: 'noContract',
			words: {
				en: `there is no contract ${JSON.stringify(code.slice(0, 40))} in any store; keiki office find looks for it by name, street or meter`,
				ja: `契約${JSON.stringify(code.slice(0, 40))}はどこにもありません。keiki office find で氏名、町名、メーターから探せます`,
			},
		});
	}
	const times = await storeTimes(at);
	return { linked, times, findings: findingsOf(linked, times, now) };
}

/**
 * All contracts, and what stands beside them. Others may write meanwhile, unless cases are opened.
 * @param opens whether a case is opened for each finding of a contract that has none of its rule open
 * @param only findings of this rule are listed, all of them
 */
export async function checkAll(office: Office, actor: Actor, opens: boolean, only?: FindingRule): Promise<Check> {
	if (opens) {
		return await office.act(actor, 'case.open', 'all', async ({ at, now, note }) => {
			const check = await checkIn(at, now, only, (found) => openCases(at, actor, found, now));
			note({ contracts: check.contracts, opened: check.opened });
			return check;
		});
	}
	const { database } = office;
	// Whoever may not do it has nothing read, and is refused by the act itself.
	const check = mayDo(actor, 'records.check') ? await checkIn(database, office.now(), only, async () => []) : undefined;
	return await office.act(actor, 'records.check', 'all', async () => check!, { contracts: check?.contracts, opened: [] });
}

/** @param open opens cases, and returns their numbers */
async function checkIn(
	at: Kysely<Tables>,
	now: number,
	only: FindingRule | undefined,
	open: (found: readonly Finding[]) => Promise<readonly string[]>,
): Promise<Check> {
	const times = await storeTimes(at);
	const counts = Object.fromEntries(FINDING_RULES.map((rule) => [rule, 0])) as Record<FindingRule, number>;
	const findings: Finding[] = [];
	const opened: string[] = [];
	const take = async (found: readonly Finding[]) => {
		for (const finding of found) {
			const most = only === undefined ? MOST_LISTED : finding.rule === only ? Number.POSITIVE_INFINITY : 0;
			if (++counts[finding.rule] <= most) findings.push(finding);
		}
		opened.push(...(await open(found)));
	};
	await take(staleStores(times, now));
	let contracts = 0;
	for await (const codes of allCodes(at)) {
		contracts += codes.length;
		await take((await linkedContracts(at, codes)).flatMap((linked) => findingsOf(linked, times, now)));
	}
	for await (const meters of metersOfNobody(at)) await take(meters.map((each) => unknownMeter(each, times)));
	return { contracts, counts, findings, opened };
}

/** Codes of all contracts, and then those that only a site or a meter names. */
async function* allCodes(at: Kysely<Tables>): AsyncGenerator<readonly string[]> {
	for (let after = ''; ; ) {
		const rows = await at.selectFrom('contract').select('code').where('code', '>', after).orderBy('code').limit(AT_ONCE).execute();
		if (rows.length === 0) break;
		after = rows.at(-1)!.code;
		yield rows.map(({ code }) => code);
	}
	for (let after = ''; ; ) {
		const strays = (table: 'site' | 'mounted') =>
			at
				.selectFrom(table as 'site')
				.leftJoin('contract', 'contract.code', `${table}.contract` as 'site.contract')
				.select(`${table}.contract` as 'site.contract')
				.where('contract.code', 'is', null)
				.where(`${table}.contract` as 'site.contract', '>', after);
		const rows = await strays('site').union(strays('mounted')).orderBy('contract').limit(AT_ONCE).execute();
		if (rows.length === 0) return;
		after = rows.at(-1)!.contract;
		yield rows.map(({ contract }) => contract);
	}
}

async function* metersOfNobody(at: Kysely<Tables>): AsyncGenerator<readonly { readonly meter: string; readonly as_of: number }[]> {
	for (let after = ''; ; ) {
		const rows = await at
			.selectFrom('supervision')
			.leftJoin('mounted', 'mounted.meter', 'supervision.meter')
			.select(['supervision.meter', 'supervision.as_of'])
			.where('mounted.meter', 'is', null)
			.where('supervision.meter', '>', after)
			.orderBy('supervision.meter')
			.limit(AT_ONCE)
			.execute();
		if (rows.length === 0) return;
		after = rows.at(-1)!.meter;
		yield rows;
	}
}

/** One of a rule and a contract at a time. */
async function openCases(at: Transaction<Tables>, actor: Actor, findings: readonly Finding[], now: number): Promise<string[]> {
	const named = findings.filter((each): each is Finding & { readonly contract: string } => each.contract !== null);
	if (named.length === 0) return [];
	const open = await at
		.selectFrom('case')
		.select(['kind', 'contract'])
		.where(
			'contract',
			'in',
			named.map(({ contract }) => contract),
		)
		.where('closed_at', 'is', null)
		.execute();
	const known = new Set(open.map(({ kind, contract }) => `${kind} ${contract}`));
	const numbers: string[] = [];
	for (const { rule, contract, facts } of named) {
		const key = `${rule} ${contract}`;
		if (known.has(key)) continue;
		known.add(key);
		const number = await nextNumber(at, 'case');
		const row = { number, kind: rule, contract, facts: JSON.stringify(facts), opened_at: now, opened_by: actor.name };
		await at
			.insertInto('case')
			.values({ ...row, closed_at: null, closed_by: null, outcome: null })
			.execute();
		numbers.push(number);
	}
	return numbers;
}
