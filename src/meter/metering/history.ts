import type { Flash } from '../../../hal/ports/flash.js';
import { uint32 } from '../../../modules/bytes/uint.js';
import { Journal, sectorsFor } from '../../../modules/journal/journal.js';
import type { Minute } from './readings.js';
import { Timeline } from './timeline.js';
import { FIELD, INTERVAL_LENGTH, TRACE_LENGTH, TRACE_MARK } from './trace.js';

export interface HistoryOptions {
	readonly flash: Flash;
	readonly firstSector?: number;
	/** Sectors of the intervals, and of the traces behind them. */
	readonly intervalSectors?: number;
	readonly traceSectors?: number;
}

/** 45 days before today and today, one boundary more, and room for a hundred interrupted writes. */
const INTERVALS = 46 * 48 + 1 + 100;
/** A day, the half-hour that it begins in, and room for 40 stops and starts. */
const TRACES = 48 + 1 + 40;
const INTERVAL_KIND = 1;
const TRACE_KIND = 2;

/** How many sectors a metering unit needs with the default ranges: 28 of 4,096 bytes. */
export function meteringSectors(sectorSize: number): number {
	return sectorsFor(INTERVALS, INTERVAL_LENGTH, sectorSize) + sectorsFor(TRACES, TRACE_LENGTH, sectorSize);
}

/**
 * What a metering unit keeps on flash: the intervals of 45 days and the traces of one. A half-hour is closed by the write of its trace,
 * which holds the interval too; if power fails before the interval's own write, that is made good at the next start.
 */
export class History {
	/** The newest trace at the start: where the registers stood last. */
	readonly newest: Uint8Array | undefined;
	readonly #intervals: Timeline;
	readonly #traces: Timeline;
	/** The trace that was asked for last, for its other minutes come next. */
	readonly #asked = new Uint8Array(TRACE_LENGTH);

	/** @throws JournalError if the flash holds something else, or nothing that can be read */
	constructor(options: HistoryOptions) {
		const { flash, firstSector = 0 } = options;
		const intervalSectors = options.intervalSectors ?? sectorsFor(INTERVALS, INTERVAL_LENGTH, flash.sectorSize);
		const traceSectors = options.traceSectors ?? sectorsFor(TRACES, TRACE_LENGTH, flash.sectorSize);
		const journal = { flash, firstSector, sectors: intervalSectors, recordLength: INTERVAL_LENGTH, kind: INTERVAL_KIND };
		this.#intervals = new Timeline(new Journal(journal));
		const traceJournal = { flash, firstSector: firstSector + intervalSectors, sectors: traceSectors, recordLength: TRACE_LENGTH, kind: TRACE_KIND };
		this.#traces = new Timeline(new Journal(traceJournal));
		this.newest = this.recover();
	}

	/** How often the most worn sector was erased: all of a ring are as often, or once less. */
	erasures(): number {
		return Math.max(this.#intervals.journal.erasures, this.#traces.journal.erasures);
	}

	/** Writes a trace; with it the interval, if the trace is closed. */
	write(trace: Uint8Array, mark: number): void {
		this.#asked[FIELD.mark] = 0;
		trace[FIELD.mark] = mark;
		this.#traces.journal.append(trace);
		if (mark === TRACE_MARK.closed) this.writeInterval(trace);
	}

	/** Writes the interval of a closed trace alone, where nobody will ask for its minutes. */
	writeInterval(trace: Uint8Array): void {
		this.#intervals.journal.append(trace.subarray(0, INTERVAL_LENGTH));
	}

	/** The interval that ends at `at`; a view for the moment. */
	interval(at: Minute, era: number): Uint8Array | undefined {
		return this.#intervals.find(at, era);
	}

	/** Calls `visit` with the end of each interval from `oldest` to below `end`, newest first. */
	eachInterval(oldest: Minute, end: Minute, visit: (at: Minute) => void): void {
		this.#intervals.each(oldest, end, visit);
	}

	/** The trace that ends at `at`; a view for the moment. */
	trace(at: Minute, era: number): Uint8Array | undefined {
		const asked = this.#asked;
		if (asked[FIELD.mark] !== 0 && uint32(asked, FIELD.at) === at && asked[FIELD.era] === era) return asked;
		const found = this.#traces.find(at, era);
		if (found !== undefined) asked.set(found);
		return found;
	}

	/** Makes good an interval that its trace alone holds; where the newest trace is damaged, the interval stands for it. */
	private recover(): Uint8Array | undefined {
		const trace = this.#traces.newest()?.slice();
		const interval = this.#intervals.newest();
		if (trace !== undefined && (interval === undefined || isLater(trace, interval))) {
			if (trace[FIELD.mark] === TRACE_MARK.closed) this.#intervals.journal.append(trace.subarray(0, INTERVAL_LENGTH));
			return trace;
		}
		if (interval === undefined) return undefined;
		if (trace !== undefined && trace[FIELD.mark] === TRACE_MARK.closed && uint32(trace, FIELD.at) === uint32(interval, FIELD.at)) return trace;
		const stand = new Uint8Array(TRACE_LENGTH);
		stand.set(interval);
		stand[FIELD.mark] = TRACE_MARK.closed;
		return stand;
	}
}

/** Whether a trace goes on behind this interval. */
function isLater(trace: Uint8Array, interval: Uint8Array): boolean {
	const eras = (trace[FIELD.era]! - interval[FIELD.era]!) & 0xff;
	return eras === 0 ? uint32(trace, FIELD.at) > uint32(interval, FIELD.at) : eras < 0x80;
}
