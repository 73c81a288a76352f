/** Whose half-hours may go out to somebody else: those of contracts that have consented, from the day on which the contract began. */
import type { Transaction } from 'kysely';
import type { MeterRegister } from '../../../../src/mdm/meter-register.js';
import type { Tables } from '../../office/database/tables.js';
import { mayShare } from '../../office/people/consents.js';
import { dayOfTime } from '../matrices.js';
import type { Allowed } from './point-rows.js';

const METERS_A_QUERY = 2000;
const DAY = 86_400_000;

/**
 * Asks the office, in the transaction that shares: the contract of a supply point is that at which the office has one of its meters mounted.
 * @param to as it was typed @param now ms since 1970-01-01T00:00:00Z
 * @returns how many supply points may go out, and which
 */
export async function consentedPoints(
	at: Transaction<Tables>,
	register: MeterRegister,
	points: readonly string[],
	to: string,
	now: number,
): Promise<{ readonly count: number; readonly allowed: Allowed }> {
	const names = points.length > 0 ? points : [...register.supplyPoints];
	const contracts = await contractsOf(
		at,
		names.flatMap((name) => register.at(name).map(({ title }) => title)),
	);
	const asked = new Map<string, Awaited<ReturnType<typeof daysOf>>>();
	const found = new Map<string, { readonly from: number; readonly to: number }>();
	for (const name of names) {
		const ofPoint = new Set(register.at(name).flatMap(({ title }) => contracts.get(title.toUpperCase()) ?? []));
		// Of whom it is cannot be told: it stays.
		if (ofPoint.size !== 1) continue;
		const [contract] = ofPoint as unknown as readonly [string];
		if (!asked.has(contract)) asked.set(contract, await daysOf(at, contract, to, now));
		const days = asked.get(contract);
		if (days !== undefined) found.set(name, days);
	}
	return { count: found.size, allowed: (name) => found.get(name) };
}

/** Days that lie whole within a contract that has consented. */
async function daysOf(at: Transaction<Tables>, contract: string, to: string, now: number) {
	const row = await at.selectFrom('contract').select(['state', 'since', 'until']).where('code', '=', contract).executeTakeFirst();
	if (row === undefined || row.state === 'erased' || !(await mayShare(at, contract, to, 'readings', now))) return undefined;
	const { since, until } = row;
	return { from: dayOfTime(Number(since) + DAY - 1), to: until === null ? Number.POSITIVE_INFINITY : dayOfTime(Number(until)) - 1 };
}

/** By the system titles of meters, upper case. */
async function contractsOf(at: Transaction<Tables>, titles: readonly string[]): Promise<ReadonlyMap<string, string>> {
	const found = new Map<string, string>();
	const all = [...new Set(titles.flatMap((title) => (title === '' ? [] : [title, title.toUpperCase(), title.toLowerCase()])))];
	for (let from = 0; from < all.length; from += METERS_A_QUERY) {
		const some = all.slice(from, from + METERS_A_QUERY);
		const rows = await at.selectFrom('mounted').select(['meter', 'contract']).where('meter', 'in', some).execute();
		for (const { meter, contract } of rows) found.set(meter.toUpperCase(), contract);
	}
	return found;
}
