import type { Clock } from '../../../hal/ports/clock.js';
import type { Sample } from '../../../hal/ports/metrology.js';
import type { Scheduler, Timer } from '../../../hal/ports/scheduler.js';
import { MINUTE } from '../../../modules/time/durations.js';
import { fromCivil, halfHourOf, MINUTES_PER_HALF_HOUR, minuteOf, startOfDay, toCivil } from '../metering/calendar.js';
import type { Minute } from '../metering/readings.js';
import { Archive, type ArchiveOptions, MEANS_LENGTH, UNKNOWN_MEAN } from './archive.js';
import type { EventRecord, Kind } from './event.js';
import { GRIDS, type Grid, toMillivolts, type Wiring } from './grid.js';
import { Period, type PeriodStatistics } from './period.js';
import type { VoltageEvent } from './voltage-event.js';
import { classify, Watch } from './watch.js';

/** Measured time that makes a mean, ms. */
const ENOUGH = 30_000;
const EVENTS_PER_HALF_HOUR = 60;
/** A correction of the clock up to this many ms is not a setting. */
const TOLERANCE = 1000;
/** 0.01 % of the mean of two is 1 / 20,000 of their sum. */
const TWICE = 20_000;

export interface VoltageOptions extends ArchiveOptions {
	readonly scheduler: Scheduler;
	readonly clock: Clock;
	readonly wiring: Wiring;
	/** What is watched, and its limits; default: those of the wiring; as many quantities, in the same order. */
	readonly grid?: Grid;
	/** Told when an event begins and again when it ends, from a task of its own. */
	readonly onEvent?: (event: VoltageEvent) => void;
}

/**
 * The voltage unit: events, one-minute means, statistics of day and month. Voltages count in whole mV and times in whole ms, exactly where a sample begins.
 *
 * - A minute has a mean if it was measured for half a minute at least. Nothing is polled: minutes are closed when someone looks, at the latest every half-hour.
 * - What a power cut costs: up to half an hour of one-minute means, measured time and time out of band, and the events that last. Events that had ended
 *   are on flash at once and are counted again at the next start. After an orderly `stop` nothing is lost.
 * - In one half-hour 60 events are written; more count in the statistics alone, so that a voltage that dances on a limit wears no flash.
 * - A clock that is set ends the running minute without a mean. It is noticed with the next sample, question or half-hour; up to then the old time holds.
 */
export class VoltageUnit {
	readonly grid: Grid;
	readonly #wiring: Wiring;
	readonly #scheduler: Scheduler;
	readonly #clock: Clock;
	readonly #onEvent: ((event: VoltageEvent) => void) | undefined;
	readonly #archive: Archive;
	readonly #day = new Period(0);
	readonly #month = new Period(0);
	readonly #means = new Uint16Array(MEANS_LENGTH).fill(UNKNOWN_MEAN);
	/** One for each quantity, one for the imbalance. */
	readonly #watches: readonly Watch[];
	readonly #millivolts = new Int32Array(3);
	/** Voltage times time in the running minute, mV·ms. */
	readonly #sums = new Float64Array(3);
	/** Measured time in it, ms. */
	#known = 0;
	#measuring = false;
	/** The running minute. */
	#minute: Minute = 0;
	/** Time up to which all is counted, in the scheduler's whole ms. */
	#counted = 0;
	/** What the clock is ahead of the scheduler, ms. */
	#ahead = 0;
	#eventsLeft = EVENTS_PER_HALF_HOUR;
	#timer: Timer | undefined;
	#running = false;

	/** @throws JournalError if the flash holds something else, or nothing that can be read */
	constructor(options: VoltageOptions) {
		this.grid = options.grid ?? GRIDS[options.wiring];
		this.#wiring = options.wiring;
		this.#scheduler = options.scheduler;
		this.#clock = options.clock;
		this.#onEvent = options.onEvent;
		this.#archive = new Archive(options);
		this.#watches = [...this.grid.quantities.map((_, i) => new Watch(i)), new Watch(0)];
	}

	/** Goes on with what the flash holds. Called once. */
	start(): void {
		this.#counted = Math.floor(this.#scheduler.now());
		this.#ahead = this.#clock.now() - this.#counted;
		this.#minute = minuteOf(this.#clock.now());
		const halfHour = this.#archive.restore(this.#day, this.#month, (event) => {
			this.#roll(minuteOf(event.start + event.duration));
			this.#count(event);
		});
		if (halfHour === undefined) {
			this.#day.clear(startOfDay(this.#minute));
			this.#month.clear(startOfMonth(this.#minute));
		} else {
			if (halfHour === halfHourOf(this.#minute)) this.#archive.readMeans(halfHour, this.#means);
			if (this.#roll(this.#minute)) this.#archive.save(halfHourOf(this.#minute), this.#day, this.#month, this.#means);
		}
		this.#running = true;
		this.#tick();
	}

	/** Stops for good and writes down where everything stands; events that last are cut. */
	stop(): void {
		if (!this.#running) return;
		this.measure(undefined);
		this.#running = false;
		this.#timer?.cancel();
		this.#archive.save(halfHourOf(this.#minute), this.#day, this.#month, this.#means);
	}

	/** What the terminals measure from now on; undefined: nothing. */
	measure(sample: Sample | undefined): void {
		if (!this.#running) return;
		this.#advance();
		this.#measuring = toMillivolts(this.#wiring, sample, this.#millivolts);
		const { quantities } = this.grid;
		for (let i = 0; i < quantities.length; i++) {
			const watch = this.#watches[i]!;
			const value = this.#millivolts[i]!;
			this.#turn(watch, this.#measuring ? classify(value, watch.kind, quantities[i]!.limits) : undefined, value);
		}
		this.#turnImbalance();
	}

	/** The voltages now, V, in the order of the grid's quantities; undefined while nothing is measured. */
	get voltages(): readonly number[] | undefined {
		return this.#measuring ? this.grid.quantities.map((_, i) => this.#millivolts[i]! / 1000) : undefined;
	}

	/** The means of the minute that begins at `at`, V, in the order of the grid's quantities; undefined where there is none, or not any more after a day. */
	minute(at: Minute): readonly number[] | undefined {
		this.#advance();
		const halfHour = halfHourOf(at);
		let means = this.#means;
		if (halfHour !== halfHourOf(this.#minute)) {
			means = new Uint16Array(MEANS_LENGTH);
			if (!this.#archive.readMeans(halfHour, means)) return undefined;
		}
		const first = (at - halfHour) * 3;
		return means[first] === UNKNOWN_MEAN ? undefined : this.grid.quantities.map((_, i) => means[first + i]! / 100);
	}

	/** The statistics of the day in Japan that `at` lies in, so far if it is today; undefined where none are kept. */
	day(at: Minute): PeriodStatistics | undefined {
		this.#advance();
		const start = startOfDay(at);
		if (start === this.#day.start) return this.#day.statistics(this.grid);
		const day = new Period(start);
		return this.#archive.readDay(start, day) ? day.statistics(this.grid) : undefined;
	}

	/** The statistics of the month in Japan that `at` lies in, so far if it is this one; undefined where none are kept. */
	month(at: Minute): PeriodStatistics | undefined {
		this.#advance();
		const start = startOfMonth(at);
		if (start === this.#month.start) return this.#month.statistics(this.grid);
		const month = new Period(start);
		return this.#archive.readMonth(start, month) ? month.statistics(this.grid) : undefined;
	}

	/** The events that last. */
	get lasting(): readonly VoltageEvent[] {
		const now = Math.floor(this.#scheduler.now());
		const events: VoltageEvent[] = [];
		for (const watch of this.#watches) {
			const event = watch.event(now, false);
			if (event !== undefined) events.push(this.#describe(event, 'lasting'));
		}
		return events;
	}

	/** Calls `visit` with each ended event that is kept, the newest first, until it returns false. */
	walkEvents(visit: (event: VoltageEvent) => boolean): void {
		this.#archive.walkEvents((event) => visit(this.#describe(event, event.cut ? 'cut' : 'ended')));
	}

	#turnImbalance(): void {
		const watch = this.#watches[this.grid.quantities.length]!;
		const a = this.#millivolts[0]!;
		const b = this.#millivolts[1]!;
		const limit = watch.kind === undefined ? this.grid.imbalance.begin : this.grid.imbalance.end;
		const whole = this.#watches[0]!.kind !== 'interruption' && this.#watches[1]!.kind !== 'interruption';
		const isOn = this.#measuring && whole && TWICE * Math.abs(a - b) > limit * (a + b);
		this.#turn(watch, isOn ? 'imbalance' : undefined, Math.round((TWICE * Math.abs(a - b)) / Math.max(1, a + b)));
	}

	#turn(watch: Watch, kind: Kind | undefined, value: number): void {
		const now = this.#counted;
		const begins = kind !== undefined && kind !== watch.kind;
		const ended = watch.turn(kind, value, now, now + this.#ahead, !this.#measuring);
		if (ended !== undefined) {
			this.#count(ended);
			if (this.#eventsLeft-- > 0) this.#archive.addEvent(ended);
			this.#tell(ended, ended.cut ? 'cut' : 'ended');
		}
		if (begins) this.#tell(watch.event(now, false)!, 'lasting');
	}

	#count(event: EventRecord): void {
		this.#day.addEvent(event);
		this.#month.addEvent(event);
	}

	/** Brings everything up to this moment. */
	#advance(): void {
		if (!this.#running) return;
		const now = Math.floor(this.#scheduler.now());
		const ahead = this.#clock.now() - now;
		if (Math.abs(ahead - this.#ahead) > TOLERANCE) {
			this.#countUpTo(now);
			this.#onClockSet(now + ahead);
		}
		this.#ahead = ahead;
		this.#countUpTo(now);
	}

	#countUpTo(now: number): void {
		for (let end = this.#minuteEnd; end <= now; end = this.#minuteEnd) {
			this.#add(end);
			this.#closeMinute();
		}
		this.#add(now);
	}

	/** End of the running minute, in the scheduler's time. */
	get #minuteEnd(): number {
		return (this.#minute + 1) * MINUTE - this.#ahead;
	}

	#add(until: number): void {
		const duration = until - this.#counted;
		if (duration <= 0) return;
		this.#counted = until;
		if (!this.#measuring) return;
		this.#known += duration;
		this.#day.addTime(duration);
		this.#month.addTime(duration);
		const { quantities } = this.grid;
		for (let i = 0; i < quantities.length; i++) {
			const value = this.#millivolts[i]!;
			const { low, high } = quantities[i]!.limits;
			this.#sums[i]! += value * duration;
			if (value >= low && value <= high) continue;
			this.#day.addOutside(i, duration);
			this.#month.addOutside(i, duration);
		}
	}

	#closeMinute(): void {
		const first = (this.#minute - halfHourOf(this.#minute)) * 3;
		for (let i = 0; i < this.grid.quantities.length && this.#known >= ENOUGH; i++) {
			const mean = Math.round(this.#sums[i]! / this.#known / 10);
			this.#means[first + i] = mean;
			this.#day.addMinute(i, mean);
			this.#month.addMinute(i, mean);
		}
		this.#begin(this.#minute + 1);
	}

	/** The minute that was running is gone, and `minute` runs. */
	#begin(minute: Minute): void {
		const before = halfHourOf(this.#minute);
		this.#sums.fill(0);
		this.#known = 0;
		this.#minute = minute;
		if (halfHourOf(minute) === before) return;
		this.#roll(minute);
		this.#archive.save(before, this.#day, this.#month, this.#means);
		this.#means.fill(UNKNOWN_MEAN);
		this.#eventsLeft = EVENTS_PER_HALF_HOUR;
	}

	#onClockSet(time: number): void {
		const before = halfHourOf(this.#minute);
		this.#begin(minuteOf(time));
		if (halfHourOf(this.#minute) !== before) this.#archive.readMeans(halfHourOf(this.#minute), this.#means);
	}

	/** Puts day and month aside if `minute` lies in others; goes on with those where the clock was set back to them. */
	#roll(minute: Minute): boolean {
		const day = startOfDay(minute);
		if (day === this.#day.start) return false;
		this.#archive.addDay(this.#day);
		if (!this.#archive.readDay(day, this.#day)) this.#day.clear(day);
		const month = startOfMonth(minute);
		if (month === this.#month.start) return true;
		this.#archive.addMonth(this.#month);
		if (!this.#archive.readMonth(month, this.#month)) this.#month.clear(month);
		return true;
	}

	readonly #tick = (): void => {
		this.#advance();
		const halfHour = MINUTES_PER_HALF_HOUR * MINUTE;
		this.#timer = this.#scheduler.after(halfHour - (this.#clock.now() % halfHour), this.#tick);
	};

	#describe(event: EventRecord, state: VoltageEvent['state']): VoltageEvent {
		const { kind, start, duration } = event;
		const { name, limits } = this.grid.quantities[event.quantity]!;
		if (kind === 'imbalance') return { kind, quantity: name, start, duration, extreme: event.extreme / 100, depth: event.extreme / 100, state };
		const depth = Math.abs(event.extreme - limits.nominal) / 1000;
		return { kind, quantity: name, start, duration, extreme: event.extreme / 1000, depth, state };
	}

	#tell(event: EventRecord, state: VoltageEvent['state']): void {
		const onEvent = this.#onEvent;
		if (onEvent !== undefined) this.#scheduler.after(0, () => onEvent(this.#describe(event, state)));
	}
}

function startOfMonth(at: Minute): Minute {
	const { year, month } = toCivil(at);
	return fromCivil(year, month, 1)!;
}
