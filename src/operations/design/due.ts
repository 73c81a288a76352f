/** Metering units whose certification ends: which units it takes to exchange them, and whether the depots have enough, those that end first before the others. */
import type { Utility } from '../../meter/catalogue/ampere-contracts.js';
import { UNIT_TYPES } from '../../meter/catalogue/unit-types.js';
import { type Design, designFor } from './design.js';
import type { ApplicationRecord, LinkedRecords, StockCount } from './linked-records.js';
import type { ObstacleKind } from './obstacles.js';
import { takesUnit } from './plan.js';

export interface DueMeter {
	readonly contract: string;
	readonly street: string;
	/** System title. */
	readonly meter: string;
	readonly certifiedUntil: number;
	/** Of the contract, without stock. */
	readonly records: Omit<LinkedRecords, 'stock'>;
	/** Number of the order that is open there. */
	readonly openOrder: string | undefined;
}

export interface DueNeed {
	readonly type: string;
	/** Units that are allotted, and those that are lacking. */
	readonly allotted: number;
	readonly lacking: number;
	readonly inStock: number;
}

export interface DueStreet {
	readonly street: string;
	readonly meters: number;
	/** Of them can be ordered. */
	readonly served: number;
	/** When the first of them ends. */
	readonly first: number;
	readonly needs: readonly DueNeed[];
}

export type DueLeft = { readonly due: DueMeter } & (
	| { readonly why: 'ordered'; readonly order: string }
	| { readonly why: 'records'; readonly obstacles: readonly ObstacleKind[] }
	| { readonly why: 'stock'; readonly types: readonly string[] }
	| { readonly why: 'impossible' }
);

export interface DuePlan {
	/** In the order of their streets. */
	readonly streets: readonly DueStreet[];
	readonly needs: readonly DueNeed[];
	/** Those that can be ordered with what is in the depots, those that end first before the others, each with its design. */
	readonly served: readonly { readonly due: DueMeter; readonly design: Design }[];
	readonly left: readonly DueLeft[];
}

const UNLIMITED: readonly StockCount[] = Object.freeze(
	UNIT_TYPES.filter(({ stock }) => stock === 'current').map(({ code }) => ({ type: code, depot: '', count: Number.POSITIVE_INFINITY })),
);

/** @param stock units in the depots that are promised to no order */
export function planDue(meters: readonly DueMeter[], stock: readonly StockCount[], utility: Utility): DuePlan {
	const left: DueLeft[] = [];
	const served: { due: DueMeter; design: Design }[] = [];
	const remaining = new Map<string, number>();
	for (const { type, count } of stock) remaining.set(type, (remaining.get(type) ?? 0) + count);
	const tally = new Tally(new Map(remaining));
	for (const due of meters.slice().sort(byEnd)) {
		if (due.openOrder !== undefined) {
			left.push({ due, why: 'ordered', order: due.openOrder });
			continue;
		}
		const design = certified(
			due,
			[...remaining].map(([type, count]) => ({ type, depot: '', count })),
			utility,
		);
		if (design.obstacles.length > 0) {
			left.push({ due, why: 'records', obstacles: design.obstacles.map(({ kind }) => kind) });
			continue;
		}
		if (design.finishable !== undefined) {
			const types = unitsTaken(design);
			for (const type of types) remaining.set(type, remaining.get(type)! - 1);
			tally.add(due, types, true);
			served.push({ due, design });
			continue;
		}
		const ideal = certified(due, UNLIMITED, utility);
		if (ideal.finishable === undefined) {
			left.push({ due, why: 'impossible' });
			continue;
		}
		const types = unitsTaken(ideal).filter((type) => (remaining.get(type) ?? 0) <= 0);
		tally.add(due, types, false);
		left.push({ due, why: 'stock', types });
	}
	return { streets: tally.streets(), needs: tally.all(), served, left };
}

/** The application by which a metering unit is renewed. */
export function certification(number: string, receivedAt: number): ApplicationRecord {
	return { number, kind: 'certification', wishes: {}, receivedAt };
}

function certified(due: DueMeter, stock: readonly StockCount[], utility: Utility): Design {
	return designFor(certification('', due.certifiedUntil), [], { ...due.records, stock }, utility);
}

function unitsTaken({ plan }: Design): string[] {
	return plan.filter(takesUnit).map(({ to }) => to!);
}

function byEnd(one: DueMeter, other: DueMeter): number {
	return one.certifiedUntil - other.certifiedUntil || (one.contract < other.contract ? -1 : 1);
}

interface Counted {
	allotted: number;
	lacking: number;
}

/** Counts by street, and in all. */
class Tally {
	private readonly byStreet = new Map<string, { meters: number; served: number; first: number; types: Map<string, Counted> }>();
	private readonly total = new Map<string, Counted>();

	constructor(private readonly inStock: ReadonlyMap<string, number>) {}

	add({ street, certifiedUntil }: DueMeter, types: readonly string[], isServed: boolean): void {
		const row = this.byStreet.get(street) ?? { meters: 0, served: 0, first: certifiedUntil, types: new Map<string, Counted>() };
		this.byStreet.set(street, row);
		row.meters++;
		if (isServed) row.served++;
		for (const counts of [row.types, this.total]) {
			for (const type of types) {
				const counted = counts.get(type) ?? { allotted: 0, lacking: 0 };
				counts.set(type, counted);
				counted[isServed ? 'allotted' : 'lacking']++;
			}
		}
	}

	streets(): DueStreet[] {
		return [...this.byStreet]
			.sort(([one], [other]) => (one < other ? -1 : 1))
			.map(([street, { types, ...row }]) => ({ street, ...row, needs: this.needs(types) }));
	}

	all(): DueNeed[] {
		return this.needs(this.total);
	}

	private needs(types: ReadonlyMap<string, Counted>): DueNeed[] {
		return [...types]
			.sort(([one], [other]) => (one < other ? -1 : 1))
			.map(([type, counted]) => ({ type, ...counted, inStock: this.inStock.get(type) ?? 0 }));
	}
}
