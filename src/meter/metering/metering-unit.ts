import type { Clock } from '../../../hal/ports/clock.js';
import type { Log } from '../../../hal/ports/log.js';
import type { Metrology, Sample } from '../../../hal/ports/metrology.js';
import type { Scheduler, Timer } from '../../../hal/ports/scheduler.js';
import { uint32, uint48 } from '../../../modules/bytes/uint.js';
import { MINUTE } from '../../../modules/time/durations.js';
import { dayIndex, halfHourOf, MINUTES_PER_DAY, MINUTES_PER_HALF_HOUR, minuteOf, startOfDay } from './calendar.js';
import { History, type HistoryOptions } from './history.js';
import { type Counts, INTERVAL_STATUS, type Interval, type IntervalReadings, type Minute, type Stop } from './readings.js';
import { type Counter, Registers, toCount } from './registers.js';
import { beginTrace, FIELD, knowsMinute, lastMinute, minuteEnergy, putMinute, putState, putTime, TRACE_LENGTH, TRACE_MARK, timeAt } from './trace.js';

const REGISTER_LENGTH = 10;
/** Whole days that are kept, besides today. */
const DAYS_KEPT = 45;
/** A correction of the clock up to this many ms is not a setting; a stop up to this long is not a power cut. */
const TOLERANCE = 1000;
/** A clock this many minutes or less behind what is recorded is waited for. */
const LONGEST_WAIT = MINUTES_PER_DAY;

export interface MeteringOptions extends HistoryOptions {
	readonly scheduler: Scheduler;
	readonly clock: Clock;
	readonly metrology: Metrology;
	/** Told of each half-hour before all listeners; by a method, since a function would take ten slots of XS's heap. */
	readonly owner?: { onHalfHour(at: Minute): void };
	readonly log: Log;
	/** Default: 100 Wh and 6 digits, a meter of the first generation. */
	readonly counter?: Counter;
	/** Whether what is fed in is counted; default: true. */
	readonly twoWay?: boolean;
	/** What the registers of a new meter hold, Wh. */
	readonly initial?: { readonly import: number; readonly export: number };
}

/**
 * The metering unit: integrates what the terminals measure, closes every half-hour of its clock, keeps 45 days of them and the minutes of one.
 *
 * - Energy counts by the scheduler's time, boundaries by the clock. A boundary is closed with what the registers held at its very moment,
 *   however late the timer that tells of it.
 * - Clock set forwards: boundaries it jumps over are not recorded. Set backwards: what is recorded stays and is not recorded twice, so
 *   nothing is until the clock has passed its newest minute again; more than a day back, a new era begins instead (timeline.ts).
 *   Either way the next boundary recorded has the status `clockSet`. Corrections up to a second are followed without a mark.
 * - In a gap the registers stand still: its minutes are not recorded, a half-hour boundary in it is, as `incomplete`.
 * - After a stop by `shutdown` the registers and the running half-hour go on where they stood. If power fails without one, the energy since
 *   the last boundary is lost, and the next one says so (`lost`).
 * - A past can be run through beforehand: another unit on the same flash, in virtual time up to the moment at which this one starts, and then
 *   its `shutdown`. The seam leaves no mark.
 */
export class MeteringUnit implements IntervalReadings {
	readonly counter: Counter;
	readonly twoWay: boolean;
	startedAt: number | undefined;
	stop: Stop | undefined;
	readonly #scheduler: Scheduler;
	readonly #clock: Clock;
	readonly #metrology: Metrology;
	readonly #owner: MeteringOptions['owner'];
	readonly #log: Log;
	readonly #history: History;
	readonly #registers = new Registers();
	readonly #trace = new Uint8Array(TRACE_LENGTH);
	readonly #listeners: ((at: Minute) => void)[] = [];
	/** Boundaries closed, not yet told. */
	readonly #untold: Minute[] = [];
	#running = false;
	#stopped = false;
	#timer: Timer | undefined;
	#sample: Sample | undefined;
	/** Time up to which the registers count, in the scheduler's whole ms. */
	#measured = 0;
	/** What the clock is ahead of the scheduler, ms. */
	#ahead = 0;
	/** The next minute to close. */
	#next: Minute = 0;
	#era = 0;
	#status = 0;

	/**
	 * Takes up what the flash holds; measures from `start` on.
	 * @throws JournalError if the flash holds something else, or nothing that can be read; it is left as it was
	 */
	constructor(options: MeteringOptions) {
		this.counter = options.counter ?? { wattHours: 100, digits: 6 };
		this.twoWay = options.twoWay ?? true;
		this.#scheduler = options.scheduler;
		this.#clock = options.clock;
		this.#metrology = options.metrology;
		this.#owner = options.owner;
		this.#log = options.log;
		this.#history = new History(options);
		const newest = this.#history.newest;
		if (newest === undefined) {
			this.#registers.import.milliwattHours = Math.round((options.initial?.import ?? 0) * 1000);
			this.#registers.export.milliwattHours = Math.round((options.initial?.export ?? 0) * 1000);
		} else {
			this.#registers.import.load(newest, FIELD.import);
			this.#registers.export.load(newest, FIELD.export);
			this.#era = newest[FIELD.era]!;
		}
	}

	/** Measures and records from now on. Called once. */
	start(): void {
		this.#measured = Math.floor(this.#scheduler.now());
		this.#ahead = this.#clock.now() - this.#measured;
		this.resume();
		this.#metrology.start((sample) => this.onSample(sample));
		this.#running = true;
		this.#tick();
	}

	/** Stops for good and writes down where the registers stand, so that the next start goes on from there. */
	shutdown(): void {
		if (!this.#running) return;
		this.advance();
		this.#running = false;
		this.#stopped = true;
		this.#timer?.cancel();
		this.save(TRACE_MARK.stopped);
	}

	/** Sets the clock at this moment (ms since 1970-01-01T00:00:00Z). If it is set in another way, the unit notices within a minute. */
	setClock(time: number): void {
		this.advance();
		this.#clock.set(time);
		if (!this.#running) return;
		this.advance();
		this.#timer?.cancel();
		this.arm();
	}

	erasures(): number {
		return this.#history.erasures();
	}

	now(): number {
		return this.#clock.now();
	}

	counts(): Counts {
		this.advance();
		return this.#counts(this.#registers.import.milliwattHours, this.#registers.export.milliwattHours);
	}

	sample(): Sample | undefined {
		return this.#sample;
	}

	halfHour(at: Minute): Counts | undefined {
		return this.interval(at)?.counts;
	}

	interval(at: Minute): Interval | undefined {
		this.advance();
		if (at % MINUTES_PER_HALF_HOUR !== 0 || at >= this.#next || dayIndex(at) < dayIndex(minuteOf(this.now())) - DAYS_KEPT) return undefined;
		const record = this.#history.interval(at, this.#era);
		if (record === undefined) return undefined;
		const counts = this.#counts(uint48(record, FIELD.import), uint48(record, FIELD.export));
		return { at, counts, status: record[FIELD.status]! };
	}

	eachInterval(visit: (at: Minute) => void): void {
		this.advance();
		this.#history.eachInterval(startOfDay(minuteOf(this.now())) - DAYS_KEPT * MINUTES_PER_DAY, this.#next, visit);
	}

	minute(at: Minute): Counts | undefined {
		this.advance();
		if (at >= this.#next || at < minuteOf(this.now()) - MINUTES_PER_DAY) return undefined;
		const end = endOf(at);
		let trace: Uint8Array | undefined = this.#trace;
		if (end === uint32(trace, FIELD.at)) putState(trace, this.#status, this.#registers);
		else trace = this.#history.trace(end, this.#era);
		if (trace === undefined || !knowsMinute(trace, at)) return undefined;
		return this.#counts(minuteEnergy(trace, at, FIELD.import), minuteEnergy(trace, at, FIELD.export));
	}

	onHalfHour(listener: (at: Minute) => void): void {
		this.#listeners.push(listener);
	}

	/** The registers at this moment to the last bit: import and export as `Register.store` writes them, 20 bytes into `into` at `offset`. */
	storeRegisters(into: Uint8Array, offset: number): void {
		this.advance();
		this.#registers.import.store(into, offset);
		this.#registers.export.store(into, offset + REGISTER_LENGTH);
	}

	/** Finds the next minute to close, and what the interval that it lies in has behind it. */
	private resume(): void {
		const now = this.#clock.now();
		const newest = this.#history.newest;
		this.startedAt = now;
		this.#next = Math.ceil(now / MINUTE);
		this.#status = INTERVAL_STATUS.powerOut;
		if (newest === undefined) {
			this.begin();
			return;
		}
		const mark = newest[FIELD.mark]!;
		const off = now - timeAt(newest);
		const orderly = mark === TRACE_MARK.stopped;
		if (orderly && Math.abs(off) <= TOLERANCE) this.#status = 0;
		else {
			this.stop = { from: timeAt(newest), isStart: mark === TRACE_MARK.resumed };
			if (!orderly) this.#status |= INTERVAL_STATUS.lost;
		}
		if (orderly && off < -TOLERANCE) this.#status |= INTERVAL_STATUS.clockSet;
		if (mark !== TRACE_MARK.closed) this.#status |= newest[FIELD.status]!;
		this.keepOrder((mark === TRACE_MARK.closed ? uint32(newest, FIELD.at) : lastMinute(newest)) + 1);
		this.begin();
		if (mark !== TRACE_MARK.closed && uint32(newest, FIELD.at) === uint32(this.#trace, FIELD.at) && newest[FIELD.era] === this.#era) {
			this.#trace.set(newest);
		}
		if (orderly) this.save(TRACE_MARK.resumed);
		if (orderly && Math.abs(off) <= TOLERANCE) return;
		this.#log.write(
			'metering',
			orderly
				? `resumed ${off < 0 ? 'with the clock set back by' : 'after'} ${durationText(Math.abs(off))}`
				: 'resumed without an orderly stop: the energy since the last boundary is lost',
		);
	}

	/** `free`: the first minute not recorded yet. Goes on behind it, or in a new era if that were too far off. */
	private keepOrder(free: Minute): void {
		if (free - this.#next > LONGEST_WAIT) {
			this.#era = (this.#era + 1) & 0xff;
			this.#log.write('metering', `the clock is ${free - this.#next} minutes behind what is recorded: a new era begins`);
		} else if (free > this.#next) this.#next = free;
	}

	/** Brings registers and records up to this moment. */
	private advance(): void {
		if (!this.#running) return;
		const now = Math.floor(this.#scheduler.now());
		const ahead = this.#clock.now() - now;
		const set = Math.abs(ahead - this.#ahead) > TOLERANCE;
		if (set) {
			this.measure(now);
			this.onClockSet(now, ahead);
		}
		this.#ahead = ahead;
		while (this.#next * MINUTE - ahead <= now) {
			this.measure(this.#next * MINUTE - ahead);
			this.closeMinute(this.#next++);
		}
		this.measure(now);
	}

	/** Minutes that ended since the last look belong to neither time: they stay unrecorded. */
	private onClockSet(now: number, ahead: number): void {
		this.#log.write('metering', `the clock was set by ${ahead - this.#ahead} ms`);
		this.#status |= INTERVAL_STATUS.clockSet;
		const free = this.#next;
		const end = uint32(this.#trace, FIELD.at);
		const era = this.#era;
		this.#next = Math.ceil((now + ahead) / MINUTE);
		this.keepOrder(free);
		if (this.#era === era && endOf(this.#next) === end) return;
		if (this.#era === era) this.save(TRACE_MARK.cut);
		this.begin();
	}

	private measure(until: number): void {
		const duration = until - this.#measured;
		if (duration <= 0) return;
		this.#measured = until;
		if (this.#sample === undefined) this.#status |= INTERVAL_STATUS.incomplete;
		else this.#registers.integrate(this.#sample.power, duration);
	}

	private closeMinute(at: Minute): void {
		if (this.#sample !== undefined) putMinute(this.#trace, at, this.#registers);
		if (at !== uint32(this.#trace, FIELD.at)) return;
		try {
			this.save(TRACE_MARK.closed);
			this.#untold.push(at);
		} finally {
			this.#status = 0;
			beginTrace(this.#trace, at + MINUTES_PER_HALF_HOUR, this.#era);
		}
	}

	private begin(): void {
		beginTrace(this.#trace, endOf(this.#next), this.#era);
	}

	private save(mark: number): void {
		putState(this.#trace, this.#status, this.#registers);
		putTime(this.#trace, this.#clock.now());
		this.#history.write(this.#trace, mark);
	}

	private onSample(sample: Sample | undefined): void {
		if (this.#stopped) return;
		this.advance();
		this.#sample = sample !== undefined && Number.isFinite(sample.power) ? sample : undefined;
	}

	/** The only place that tells listeners, so that no caller of the unit finds itself in one. */
	readonly #tick = (): void => {
		this.advance();
		const closed = this.#untold.splice(0);
		this.arm();
		for (const at of closed) {
			this.#owner?.onHalfHour(at);
			for (const listener of this.#listeners) listener(at);
		}
	};

	/** Sets the timer to the next full minute; at once if there is something to tell. */
	private arm(): void {
		const delay = this.#untold.length > 0 ? 0 : MINUTE - (this.#clock.now() % MINUTE);
		this.#timer = this.#scheduler.after(delay, this.#tick);
	}

	#counts(imported: number, exported: number): Counts {
		return { import: toCount(imported, this.counter), export: toCount(exported, this.counter) };
	}
}

/** The half-hour boundary that ends the trace of a minute. */
function endOf(at: Minute): Minute {
	return halfHourOf(at + MINUTES_PER_HALF_HOUR - 1);
}

function durationText(ms: number): string {
	const minutes = Math.floor(ms / MINUTE);
	return minutes === 0 ? `${Math.round(ms / 1000)} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
