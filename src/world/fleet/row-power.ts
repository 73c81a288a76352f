/**
 * What a power cut and a set clock do to a row, as `MeteringUnit` has it of a meter that stands alone (src/meter/metering/metering-unit.ts): which half-hours are
 * not recorded, which status the next one has, what of the energy is lost.
 */
import { MINUTES_PER_DAY, MINUTES_PER_HALF_HOUR } from '../../meter/metering/calendar.js';
import { INTERVAL_STATUS, type Stop } from '../../meter/metering/readings.js';
import { type Columns, MARK, STATE } from './columns.js';

const MINUTE = 60_000;
/** A correction of the clock up to this many ms is not a setting; a stop up to this long is not a power cut. */
const TOLERANCE = 1000;
/** A clock this many minutes or less behind what is recorded is waited for. */
const LONGEST_WAIT = MINUTES_PER_DAY;

/** The power of a row goes, slowly enough for it to write down where it stands, or not. @param now the world's ms */
export function stopRow(columns: Columns, row: number, now: number, orderly: boolean): void {
	columns.advance(row, now);
	columns.state[row]! |= STATE.off;
	if (orderly) {
		columns.traces[row]!++;
		columns.save(row, now, MARK.stopped);
		return;
	}
	columns.lose(row, Math.max(columns.saved[row]!, columns.poweredAt[row]!));
	columns.measured[row] = now;
}

/** Its power comes again. Returns what was before; undefined: nothing that counts. */
export function resumeRow(columns: Columns, row: number, now: number): Stop | undefined {
	const own = now + columns.ahead[row]!;
	const mark = columns.mark[row]!;
	const orderly = mark === MARK.stopped;
	const off = own - columns.savedOwn[row]!;
	let status: number = INTERVAL_STATUS.powerOut;
	let stop: Stop | undefined;
	if (orderly && Math.abs(off) <= TOLERANCE) status = 0;
	else {
		stop = { from: columns.savedOwn[row]!, isStart: mark === MARK.resumed };
		if (!orderly) status |= INTERVAL_STATUS.lost;
	}
	if (orderly && off < -TOLERANCE) status |= INTERVAL_STATUS.clockSet;
	columns.pending[row] = status | columns.savedStatus[row]!;
	columns.state[row]! &= ~STATE.off;
	columns.measured[row] = now;
	columns.startedAt[row] = own;
	columns.poweredAt[row] = now;
	columns.steadyFrom[row] = now;
	const free = (mark === MARK.closed ? columns.newest[row]! * MINUTES_PER_HALF_HOUR : lastMinute(columns, row)) + 1;
	keepOrder(columns, row, free, Math.ceil(own / MINUTE));
	// What goes on has the status of before; what is written down has the one of now.
	if (orderly) {
		columns.traces[row]!++;
		columns.save(row, now, MARK.resumed);
	}
	return stop;
}

/** The clock of a row that has power is set to `time`, ms since 1970-01-01T00:00:00Z. @param now the world's ms */
export function setRowClock(columns: Columns, row: number, now: number, time: number): void {
	columns.advance(row, now);
	const before = now + columns.ahead[row]!;
	columns.ahead[row] = time - now;
	columns.steadyFrom[row] = now;
	if (Math.abs(time - before) <= TOLERANCE) return;
	columns.pending[row]! |= INTERVAL_STATUS.clockSet;
	const end = columns.next[row]!;
	const free = Math.max(columns.free[row]!, Math.floor(before / MINUTE) + 1);
	const isNew = keepOrder(columns, row, free, Math.ceil(time / MINUTE));
	if (isNew || columns.next[row] === end) return;
	columns.traces[row]!++;
	columns.save(row, now, MARK.cut);
}

/** The next boundary is that of `next`, the first minute to close, or of `free`, from where on nothing is on record. True: that were too far off, and a new era begins. */
function keepOrder(columns: Columns, row: number, free: number, next: number): boolean {
	const isNew = free - next > LONGEST_WAIT;
	const minute = isNew ? next : Math.max(free, next);
	const end = Math.ceil(minute / MINUTES_PER_HALF_HOUR);
	if (isNew) columns.forgetFrom(row, end);
	columns.free[row] = isNew ? 0 : minute;
	columns.next[row] = end;
	return isNew;
}

/** The last minute that was closed before its registers were written down. */
function lastMinute(columns: Columns, row: number): number {
	return Math.max(columns.free[row]! - 1, Math.floor(columns.savedOwn[row]! / MINUTE));
}
