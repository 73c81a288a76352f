/** All that a fleet is at one moment, for whoever keeps it: a head that JSON can have, and bytes behind it, of which the head tells how many. */
import type { FleetRecord } from './fleet-records.js';

/** Of a meter's half-hours with a status: its row, and half-hours with their status. */
export type SavedStatuses = readonly (readonly [row: number, of: readonly (readonly [halfHour: number, status: number])[]])[];

export interface FleetHead {
	readonly seed: number;
	/** Numbers there were at the start, that there is room for, and that were given. */
	readonly meters: number;
	readonly capacity: number;
	readonly count: number;
	/** W·ms of a count. */
	readonly unit: number;
	/** The world's time, ms since 1970-01-01T00:00:00Z. */
	readonly at: number;
	/** It ended then; otherwise records may follow. */
	readonly isOver: boolean;
	/** Rows with exports, and the bytes of those. */
	readonly exportRows: number;
	readonly exportBytes: number;
	readonly statuses: SavedStatuses;
	readonly importEscapes: readonly (readonly [place: number, count: number])[];
	readonly exportEscapes: readonly (readonly [place: number, count: number])[];
	readonly stops: readonly (readonly [number: number, from: number, isStart: boolean])[];
	readonly losses: readonly (readonly [number: number, share: number])[];
	/** Meters that came by exchange, and when, ms since 1970. */
	readonly came: readonly (readonly [number: number, at: number])[];
	/** Owners of flashes by number, and their sectors. */
	readonly owners: readonly (readonly [name: string, sectors: number])[];
	/** Bytes of the columns; of the flashes of a new meter; and of what was changed of each meter that was. */
	readonly columnBytes: number;
	readonly modelBytes: number;
	readonly changes: readonly (readonly [number: number, bytes: number])[];
}

export interface FleetImage {
	readonly head: FleetHead;
	/** Columns, the new meter, the changes in the order of the head. They are the fleet's own, and are written before anything else happens to it. */
	readonly parts: () => Iterable<Uint8Array>;
}

/** Where a fleet goes on from. */
export interface FleetSource {
	readonly head: FleetHead;
	/** Puts the next bytes of the image there. Throws what reading throws. */
	readonly fill: (bytes: Uint8Array) => void;
	/** What happened behind the image, in its order. */
	readonly records: readonly FleetRecord[];
}

/** When what is kept of a fleet ends, ms since 1970-01-01T00:00:00Z: it can go on from then. */
export function endOf({ head, records }: Pick<FleetSource, 'head' | 'records'>): number {
	return records.reduce((latest, { at }) => Math.max(latest, at), head.at);
}
