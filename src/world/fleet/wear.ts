/** How worn the flash of a metering unit is, by how much it has taken: the same that a `History` on a flash of its own tells (src/meter/metering/history.ts). */

/** Sectors of the rings of intervals and traces, and records that a sector of 4,096 bytes holds. */
const INTERVALS = Object.freeze({ sectors: 20, records: 127 });
const TRACES = Object.freeze({ sectors: 8, records: 14 });

/** Erasures of the most worn sector, once it has taken so many intervals and traces. */
export function historyErasures(intervals: number, traces: number): number {
	return Math.max(ringErasures(intervals, INTERVALS), ringErasures(traces, TRACES));
}

/**
 * How often the sector of a journal's ring was erased that it wrote last, once it has taken so many records: the very first is not erased before its first use.
 * @param ring sectors, and records that each of them holds
 */
export function ringErasures(records: number, ring: { readonly sectors: number; readonly records: number }): number {
	if (records === 0) return 0;
	const opened = Math.ceil(records / ring.records) - 1;
	return Math.floor(opened / ring.sectors) + (opened % ring.sectors === 0 ? 0 : 1);
}
