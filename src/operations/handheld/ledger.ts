/**
 * What a hand-held remembers of its work: which orders it has begun and ended, and the results that the office has not got yet. No secret is among it.
 *
 * An order is used by its end, not by its beginning: where the meter fell silent or power failed in between, its bar code may be read again, and the version
 * that the meter has in force tells what is left to do.
 *
 * | state of an order | upon the bar code          | upon an end                  |
 * |-------------------|----------------------------|------------------------------|
 * | –                 | `begun`                    |                              |
 * | `begun`           | `begun`                    | `set`, `failed`, with a result |
 * | `set`, `failed`   | refused: it was used       |                              |
 */
import { isWrong, readResult, type SignedResult } from './result.js';

export type OrderState = 'begun' | 'set' | 'failed';

export interface OrderEntry {
	readonly order: string;
	/** System title, 16 hexadecimal digits. */
	readonly meter: string;
	/** Of the credentials. */
	readonly version: number;
	/** Until when the bar code is good, ms since 1970-01-01T00:00:00Z. */
	readonly notAfter: number;
	/** When it came to be in this state, ms since 1970-01-01T00:00:00Z. */
	readonly at: number;
	readonly state: OrderState;
}

export interface Ledger {
	/** Of the next result, from 1. */
	readonly next: number;
	readonly orders: readonly OrderEntry[];
	/** What the office has not got yet, the oldest first. */
	readonly results: readonly SignedResult[];
}

export const EMPTY: Ledger = Object.freeze({ next: 1, orders: Object.freeze([]), results: Object.freeze([]) });
/** What is kept for the office: beyond it no work is begun. */
export const MOST_RESULTS = 1000;
/** Of work that was under way elsewhere as it became full: what was done at a meter is kept. */
const MOST_BEYOND = 1000;
/** Orders that are remembered. */
export const MOST_ORDERS = 5000;
/** How long an order is remembered beyond the time of its bar code, ms: clocks may be wrong by days. */
const REMEMBERED = 30 * 86_400_000;
const STATES: readonly string[] = Object.freeze(['begun', 'set', 'failed'] satisfies readonly OrderState[]);

export function orderIn({ orders }: Ledger, order: string): OrderEntry | undefined {
	return orders.find((each) => each.order === order);
}

/** Whether there is room for one more result, and for one more order. @param now ms since 1970-01-01T00:00:00Z */
export function hasRoom(ledger: Ledger, now: number): boolean {
	return ledger.results.length < MOST_RESULTS && remembered(ledger, now).length < MOST_ORDERS;
}

/** The work at an order begins, or begins again. @param now ms since 1970-01-01T00:00:00Z */
export function begun(ledger: Ledger, entry: Omit<OrderEntry, 'state' | 'at'>, now: number): Ledger {
	const others = remembered(ledger, now).filter(({ order }) => order !== entry.order);
	return { ...ledger, orders: [...others, { ...entry, at: now, state: 'begun' }] };
}

/** There is a result, and with one of a kind that ends it the order is used. */
export function ended(ledger: Ledger, result: SignedResult): Ledger {
	const state = result.kind === 'set' || result.kind === 'failed' ? result.kind : undefined;
	const orders =
		state === undefined ? ledger.orders : ledger.orders.map((each) => (each.order === result.order ? { ...each, state, at: result.at } : each));
	return { next: result.number + 1, orders, results: [...ledger.results, result] };
}

/** The office has got these results, by their signatures. */
export function handedIn(ledger: Ledger, signatures: ReadonlySet<string>): Ledger {
	return { ...ledger, results: ledger.results.filter(({ signature }) => !signatures.has(signature)) };
}

/** Orders but those whose time is long over. */
function remembered({ orders, results }: Ledger, now: number): readonly OrderEntry[] {
	return orders.filter(({ order, notAfter }) => notAfter + REMEMBERED > now || results.some((each) => each.order === order));
}

/** Undefined: the text is no ledger. */
export function readLedger(text: string): Ledger | undefined {
	let value: Partial<Record<keyof Ledger, unknown>> | null;
	try {
		value = JSON.parse(text) as typeof value;
	} catch {
		return undefined;
	}
	if (typeof value !== 'object' || value === null) return undefined;
	const { next, orders, results } = value;
	const isWhole = isCount(next) && next !== 0 && Array.isArray(orders) && orders.length <= MOST_ORDERS && orders.every(isEntry) && isResults(results);
	return isWhole ? { next: next as number, orders: orders as OrderEntry[], results: results as SignedResult[] } : undefined;
}

function isResults(value: unknown): boolean {
	return Array.isArray(value) && value.length <= MOST_RESULTS + MOST_BEYOND && value.every((each) => !isWrong(readResult(JSON.stringify(each))));
}

function isEntry(value: unknown): value is OrderEntry {
	if (typeof value !== 'object' || value === null) return false;
	const { order, meter, version, notAfter, at, state } = value as Partial<Record<keyof OrderEntry, unknown>>;
	return [order, meter].every((each) => typeof each === 'string') && [version, notAfter, at].every(isCount) && STATES.includes(state as string);
}

function isCount(value: unknown): boolean {
	return Number.isSafeInteger(value) && (value as number) >= 0;
}
