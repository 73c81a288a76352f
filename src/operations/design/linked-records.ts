/** What a design is made from: the records of one contract in the three systems of figure 4, linked by its code, and what lies in the depots. */
import type { Site } from '../../meter/catalogue/site.js';
import type { Phases, RouteBMedium } from '../../meter/catalogue/unit-types.js';
import type { ApplicationKind, Wishes } from './applications.js';

/** Times are ms since 1970-01-01T00:00:00Z; `asOf` is that of a record's own system. */
export interface ContractRecord {
	readonly code: string;
	readonly phases: Phases;
	/** A. */
	readonly amperes: number;
	readonly feedIn: boolean;
	readonly routeB: RouteBMedium;
	readonly active: boolean;
	readonly asOf: number;
}

export interface SiteRecord {
	readonly code: string;
	readonly kind: Site;
	readonly phases: Phases;
	readonly rain: boolean;
	readonly asOf: number;
}

/** Codes of types by place, as records have them: no word for it that the catalogue knows them. */
export interface UnitCodes {
	readonly communication: string;
	readonly metering: string;
	readonly option: string | null;
	readonly cover: string;
}

export interface MountedRecord {
	/** System title, 16 hexadecimal digits. */
	readonly meter: string;
	readonly units: UnitCodes;
	readonly mountedAt: number;
	readonly certifiedUntil: number;
	readonly asOf: number;
}

/** What supervisory control tells of a meter. */
export interface SupervisionRecord {
	readonly meter: string;
	readonly answers: boolean;
	readonly since: number;
	readonly medium: string;
	/** Undefined: it reports none. */
	readonly units: Partial<UnitCodes> | undefined;
	readonly asOf: number;
}

/** Units of a type that lie in a depot and are promised to no order. */
export interface StockCount {
	readonly type: string;
	readonly depot: string;
	readonly count: number;
}

export interface ApplicationRecord {
	readonly number: string;
	readonly kind: ApplicationKind;
	readonly wishes: Wishes;
	readonly receivedAt: number;
}

export interface LinkedRecords {
	/** Undefined: the customer information system has none of this code. */
	readonly contract: ContractRecord | undefined;
	readonly site: SiteRecord | undefined;
	/** One meter a contract; more contradict each other. */
	readonly mounted: readonly MountedRecord[];
	/** Of the first of them. */
	readonly supervision: SupervisionRecord | undefined;
	readonly stock: readonly StockCount[];
	/** Applications that were designed since the contract's record was written, oldest first: it does not know of them yet. */
	readonly earlier: readonly ApplicationRecord[];
}
