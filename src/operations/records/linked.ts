/** All that the stores have of one contract, linked by its code; fields have the names of the tables. Times are ms since 1970-01-01T00:00:00Z. */
import type { Site } from '../../meter/catalogue/site.js';
import type { Phases, RouteBMedium } from '../../meter/catalogue/unit-types.js';
import type { System } from './record-kinds.js';

/** Of its own system, and when it had it so. */
interface Dated {
	readonly as_of: number;
}

export interface ContractRecord extends Dated {
	readonly code: string;
	readonly street: string;
	readonly phases: Phases;
	/** A. */
	readonly amperes: number;
	readonly feed_in: 0 | 1;
	readonly route_b: RouteBMedium;
	readonly state: 'active' | 'ended' | 'erased';
	readonly since: number;
}

export interface SiteRecord extends Dated {
	readonly code: string;
	readonly street: string;
	readonly kind: Site;
	readonly phases: Phases;
	readonly transformer: string;
}

export interface ConstructionRecord extends Dated {
	readonly number: string;
	readonly meter: string;
	readonly planned_at: number;
	readonly done_at: number | null;
	/** Codes of types by place, JSON. */
	readonly units: string;
	readonly result: 'as-planned' | 'otherwise' | 'not-done' | 'open';
}

export interface MountedRecord extends Dated {
	readonly meter: string;
	readonly communication: string;
	readonly metering: string;
	readonly option: string | null;
	readonly cover: string;
	/** By place, JSON. */
	readonly serials: string;
	readonly mounted_at: number;
	readonly certified_until: number;
}

export interface StockRecord extends Dated {
	readonly serial: string;
	readonly type: string;
	readonly state: 'in-stock' | 'reserved' | 'mounted' | 'returned' | 'scrapped';
	readonly credential_key: string | null;
}

export interface SupervisionRecord extends Dated {
	readonly meter: string;
	readonly answers: 0 | 1;
	readonly since: number;
	readonly medium: string;
	/** Codes of types by place, JSON; a maker may stand behind @. */
	readonly units: string | null;
}

export interface Linked {
	readonly code: string;
	readonly contract: ContractRecord | undefined;
	readonly sites: readonly SiteRecord[];
	/** Of the sites, those that there are. */
	readonly transformers: ReadonlySet<string>;
	readonly constructions: readonly ConstructionRecord[];
	readonly mounted: readonly MountedRecord[];
	/** By serial number. */
	readonly stock: ReadonlyMap<string, StockRecord>;
	/** By system title. */
	readonly supervision: ReadonlyMap<string, SupervisionRecord>;
	/** Serial numbers that other contracts' meters have, too, with one of these meters. */
	readonly elsewhere: ReadonlyMap<string, string>;
	/** Applications for what is not there yet. */
	readonly hasOpenApplication: boolean;
}

/** When each store was brought up to date; undefined: never. */
export type StoreTimes = Readonly<Record<System, number | undefined>>;
