/** What came of an order: which units stand there now, which of those that it held were not used, which came out; and where this is not what was ordered. */
import type { Place } from '../../meter/catalogue/select.js';
import { PLACES } from './choose.js';
import type { UnitCodes } from './linked-records.js';

export type Serials = Partial<Readonly<Record<Place, string>>>;

/** What an order has somebody do at a place. */
export interface OrderedPlace {
	/** Serial number of what is there; null: nothing, or nobody knows it. */
	readonly out: string | null;
	/** Of the unit that the order holds for it; null: nothing goes in. */
	readonly in: string | null;
	/** Of the unit that goes in. */
	readonly type: string | null;
}

export type OrderedUnits = Partial<Readonly<Record<Place, OrderedPlace>>>;

export interface Settling {
	/** What was there; undefined: no meter. */
	readonly before: { readonly codes: UnitCodes; readonly serials: Serials } | undefined;
	/** What should be there now. */
	readonly expected: UnitCodes;
	readonly ordered: OrderedUnits;
	/** What is there, by what the meter or the worker says. A place that is not told is taken to be as it should. */
	readonly built: { readonly codes: Partial<UnitCodes>; readonly serials: Serials };
}

export interface Settlement {
	readonly codes: UnitCodes;
	/** Of those whose number is known. */
	readonly serials: Serials;
	/** The order held them, and they are there. */
	readonly used: readonly string[];
	/** The order held them, and they are not there. */
	readonly freed: readonly string[];
	/** They are there, and the order did not hold them. */
	readonly others: readonly { readonly place: Place; readonly serial: string; readonly type: string }[];
	/** A unit of this type is there, that the order did not hold, and nobody says which. */
	readonly nameless: readonly { readonly place: Place; readonly type: string }[];
	/** They came out. */
	readonly returned: readonly { readonly place: Place; readonly serial: string; readonly type: string }[];
	readonly differences: readonly BuiltDifference[];
}

export interface BuiltDifference {
	readonly place: Place;
	readonly about: 'type' | 'serial';
	/** Null: none. */
	readonly expected: string | null;
	readonly found: string | null;
}

export function settle({ before, expected, ordered, built }: Settling): Settlement {
	const codes: Partial<Record<Place, string | null>> = {};
	const serials: Partial<Record<Place, string>> = {};
	const found = { used: [] as string[], freed: [] as string[], others: [] as Settlement['others'][number][] };
	const nameless: Settlement['nameless'][number][] = [];
	const returned: Settlement['returned'][number][] = [];
	const differences: BuiltDifference[] = [];
	for (const place of PLACES) {
		const [should, was, told] = [bare(expected[place]), bare(before?.codes[place]), built.codes[place]];
		const is = told === undefined ? should : bare(told);
		const plan = ordered[place];
		const wasSerial = before?.serials[place];
		codes[place] = is;
		const serial = is === null ? undefined : serialAt(is, was, wasSerial, plan, built.serials[place]);
		const held = plan?.in ?? undefined;
		// Where no number was recorded, one that is told now may be of what has always been there.
		const stays =
			is !== null &&
			(serial === undefined || wasSerial === undefined ? is === was && (serial === undefined || serial !== held) : serial === wasSerial);
		if (serial !== undefined) serials[place] = serial;
		if (held !== undefined) (held === serial ? found.used : found.freed).push(held);
		if (is !== null && !stays && serial !== held) {
			if (serial === undefined) nameless.push({ place, type: is });
			else found.others.push({ place, serial, type: is });
		}
		if (was !== null && !stays && wasSerial !== undefined) returned.push({ place, serial: wasSerial, type: was });
		if (is !== should) differences.push({ place, about: 'type', expected: should, found: is });
		else if (is !== null && isOther(serial, plan, wasSerial))
			differences.push({ place, about: 'serial', expected: held ?? wasSerial ?? null, found: serial ?? null });
	}
	return { codes: codes as unknown as UnitCodes, serials, ...found, nameless, returned, differences };
}

/** The number of what is there; undefined: nobody knows it. */
function serialAt(
	is: string,
	was: string | null,
	wasSerial: string | undefined,
	plan: OrderedPlace | undefined,
	told: string | undefined,
): string | undefined {
	if (told !== undefined) return told;
	if (plan !== undefined && plan.in !== null && plan.type === is) return plan.in;
	return is === was ? wasSerial : undefined;
}

/** The type is right, the unit itself another than was ordered, or than stood there and was to stay. */
function isOther(serial: string | undefined, plan: OrderedPlace | undefined, wasSerial: string | undefined): boolean {
	if (plan?.in != null) return serial !== plan.in;
	return plan === undefined && wasSerial !== undefined && serial !== wasSerial;
}

function bare(code: string | null | undefined): string | null {
	return code === null || code === undefined || code === '' ? null : code.split('@')[0]!;
}
