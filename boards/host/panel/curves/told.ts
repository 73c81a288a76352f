/**
 * What is told of a meter's curves. Times are the world's, ms since 1970-01-01T00:00:00Z; those of half-hours are of the meter's own clock. Powers are
 * in W, negative where it is fed in; energies in Wh.
 */

export interface PowerTold {
	readonly meter: string;
	/** When the run began; what lies before is the past that was recorded of the load. */
	readonly start: number;
	/** Lead of the meter's clock over the world's time now, ms; negative: behind. */
	readonly aheadMs: number;
	/** The stretch that this is about; `to` is never ahead of now. */
	readonly from: number;
	readonly to: number;
	/** ms; what changes faster is told as means over it. */
	readonly step: number;
	readonly truth: TruthTold;
	readonly served: readonly ServedTold[];
	readonly notified: readonly NotifiedTold[];
	readonly failures: readonly FailureTold[];
	readonly routeA: readonly RouteATold[];
	readonly readings: readonly ReadingTold[];
	/** Another one than before: half-hours are to be asked for anew. */
	readonly halfHours: string;
}

/** What the metering unit measured, in columns: what begins at `time[i]` holds until the next one. Null: nothing is measured, or there is no such phase. */
export interface TruthTold {
	readonly time: number[];
	readonly watts: (number | null)[];
	readonly voltageR: (number | null)[];
	readonly voltageT: (number | null)[];
	readonly currentR: (number | null)[];
	readonly currentT: (number | null)[];
}

/**
 * `right`: what was measured within the 20 s before. `wrong`: another number. `late`: it came when a HEMS waits no more. `none`: the code for no data.
 * `refused`: no value at all.
 */
export type Verdict = 'right' | 'wrong' | 'late' | 'none' | 'refused';

/** Property E7 in what the meter sent. */
export interface ServedTold {
	readonly at: number;
	readonly watts: number | null;
	/** What was measured at that moment. */
	readonly truth: number | null;
	readonly verdict: Verdict;
	readonly service: string;
	readonly tid: number;
	/** Whom it went to: `dongle`, or an address. */
	readonly to: string;
	/** ms after the request, of late ones. */
	readonly lateMs: number | null;
}

/** An INF or INFC. */
export interface NotifiedTold {
	readonly at: number;
	readonly service: string;
	/** `EA`, `EB`, … */
	readonly epcs: readonly string[];
}

/**
 * `fault`: one that is on. `power`: the meter has none. `contact`: it is open. `metering`: no metering unit is at work. `session`: the one of the HEMS
 * was lost, and there is none since.
 */
export type FailureKind = 'fault' | 'power' | 'contact' | 'metering' | 'session';

/** Within the stretch that is told; two that touch, of the same kind, name and value, are one. */
export interface FailureTold {
	readonly kind: FailureKind;
	/** Of a fault, as --fault has it. */
	readonly name: string | null;
	readonly value: string | null;
	readonly from: number;
	readonly to: number;
}

/** A client of Route A was associated. */
export interface RouteATold {
	readonly client: number;
	readonly authenticated: boolean;
	readonly from: number;
	/** Null: it still is. */
	readonly to: number | null;
}

/** Attribute 2 of an object of Route A was read. One of value, rows and refused is there. */
export interface ReadingTold {
	readonly at: number;
	readonly client: number;
	readonly medium: 'TCP' | 'UDP' | 'HDLC';
	/** `1.0.1.8.0.255` */
	readonly obis: string;
	/** Of a register. */
	readonly value: number | null;
	/** Wh, W, A or V. */
	readonly unit: string | null;
	/** Of the load profile. */
	readonly rows: number | null;
	/** Data-Access-Result. */
	readonly refused: number | null;
}

/**
 * Why no register is known at the begin of a half-hour, or its energy is not. `ahead`: it has not come yet. `running`: it goes on. `unread`: no metering
 * unit is at work. `before`: older than all that this unit has on record. `powerOut`, `clockSet`: the next half-hour on record says that the meter had no
 * power, or that its clock was set. `unknown`: nothing tells why.
 */
export type Hole = 'ahead' | 'running' | 'unread' | 'before' | 'powerOut' | 'clockSet' | 'unknown';

/** What happened in a half-hour, as its record says. */
export type HalfHourStatus = 'clockSet' | 'powerOut' | 'incomplete' | 'lost';

/** The 48 half-hours of a day. */
export interface DayTold {
	/** 0: today, as EPC E5 counts. */
	readonly day: number;
	/** Its midnight in Japan, by the meter's clock. */
	readonly start: number;
	/** The registers at the begin of each half-hour, in counts: what EPC E2 and E4 carry. */
	readonly register: Directions;
	/** What flowed in each, Wh; of one that goes on, so far. */
	readonly energy: Directions;
	/** Null where its energy is known. */
	readonly holes: readonly (Hole | null)[];
	/** Of those that tell something. */
	readonly status: readonly { readonly slot: number; readonly what: readonly HalfHourStatus[] }[];
}

export interface Directions {
	readonly import: readonly (number | null)[];
	readonly export: readonly (number | null)[];
}

export interface HalfHoursTold {
	readonly meter: string;
	/** The meter's clock, and its lead over the world's time, ms. */
	readonly now: number;
	readonly aheadMs: number;
	/** What one count of a register is worth, Wh. */
	readonly wattHours: number;
	/** What is fed in is counted. */
	readonly twoWay: boolean;
	readonly halfHours: string;
	readonly days: readonly DayTold[];
}
