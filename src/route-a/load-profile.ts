/**
 * Rows of the load profile: the half-hours on record, at most 45 days of them. A bit a half-hour tells which there are, found out at the first request
 * and kept up from then on; the values come from the metering unit row by row.
 */
import type { SortedRows } from '../../modules/cosem/profile-generic.js';
import type { DataWriter } from '../../modules/dlms/axdr/data-writer.js';
import { dateTimeOf } from '../../modules/dlms/axdr/date-time.js';
import { MINUTE } from '../../modules/time/durations.js';
import { MINUTES_PER_DAY, MINUTES_PER_HALF_HOUR, minuteOf, startOfDay } from '../meter/metering/calendar.js';
import { INTERVAL_STATUS, type Interval, type IntervalReadings, type Minute } from '../meter/metering/readings.js';
import { putCount } from './register-count.js';
import type { RouteAProfile } from './route-a-profile.js';

const HALF_HOUR = MINUTE * MINUTES_PER_HALF_HOUR;
/** Half-hours have the number `(minute / 30) | 0`, without which a quotient is floating point to XS, and slow in every loop; bits go round in a ring of 48 days: 45 and today, and one by which the clock may be behind the record. */
const KEPT_DAYS = 45;
const RING = 48 * 48;
/** How many bits of a hexadecimal digit are set. */
const ONES = new Uint8Array([0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4]);

export class LoadProfileRows implements SortedRows {
	readonly #readings: IntervalReadings;
	readonly #routeAProfile: RouteAProfile;
	readonly #bits = new Uint8Array(RING / 8);
	#known = false;
	/** Half-hours outside from `#lowest` to below `#top` are not on record, or too old. All below `#looked` were looked for. */
	#lowest = 0;
	#top = 0;
	#looked = 0;
	/** Numbers of the first row and behind the last one. */
	#first = 0;
	#end = 0;
	/** The row that was put last, its half-hour, and what is on record of it. */
	#row = -1;
	#halfHour = 0;
	#interval: Interval | undefined;

	constructor(readings: IntervalReadings, routeAProfile: RouteAProfile) {
		this.#readings = readings;
		this.#routeAProfile = routeAProfile;
	}

	get first(): number {
		this.sync();
		return this.oldest;
	}

	get end(): number {
		this.sync();
		return this.#end;
	}

	seek(time: number): number {
		this.sync();
		const halfHour = Math.min(Math.max(Math.ceil(time / HALF_HOUR), this.#lowest), this.#top) | 0;
		return Math.max(this.oldest, this.before(halfHour));
	}

	put(w: DataWriter, row: number, column: number): void {
		if (row !== this.#row) {
			this.#halfHour = this.find(row);
			this.#row = row;
			this.#interval = this.#halfHour < this.#top ? this.#readings.interval(this.#halfHour * MINUTES_PER_HALF_HOUR) : undefined;
			if (this.#interval === undefined) this.#known = false;
		}
		const interval = this.#interval;
		if (interval === undefined) {
			w.nullData();
			return;
		}
		switch (column) {
			case 0:
				w.octetString(dateTimeOf(MINUTE * interval.at, this.#routeAProfile.deviation, 0));
				break;
			case 1:
				w.unsigned(amrStatusOf(interval.status, this.#routeAProfile));
				break;
			case 2:
				putCount(w, interval.counts.import, this.#readings);
				break;
			default:
				putCount(w, interval.counts.export, this.#readings);
		}
	}

	/** AMR profile status of the newest row; 0 if there is none. */
	get newestStatus(): number {
		this.sync();
		return amrStatusOf(this.#readings.interval((this.#top - 1) * MINUTES_PER_HALF_HOUR)?.status ?? 0, this.#routeAProfile);
	}

	/** The metering unit has closed a half-hour. */
	add(at: Minute): void {
		const halfHour = (at / MINUTES_PER_HALF_HOUR) | 0;
		if (!this.#known || this.has(halfHour)) return;
		if (halfHour < this.#top || halfHour >= this.#lowest + RING) {
			// The clock goes through the same time again, or was set far ahead.
			this.#known = false;
			return;
		}
		this.append(halfHour);
		if (halfHour === this.#looked) this.#looked++;
	}

	/** What was on record may not be any more: the metering unit is another one. */
	forget(): void {
		this.#known = false;
	}

	/** Everything is looked at anew if it is not known, or the clock was set back. This comes from deep within a request: it calls no deeper than it must. Returns the number of the first row on record. */
	private sync(): number {
		if (this.isUpToDate()) return this.#first;
		// In the place of this call on XS's stack.
		return this.look();
	}

	/** Number of the first row that there is room for. */
	private get oldest(): number {
		return Math.max(this.#first, this.#end - this.#routeAProfile.profileCapacity);
	}

	/** Drops what has become too old and looks for what is new. False: that is not all. */
	private isUpToDate(): boolean {
		const now = minuteOf(this.#readings.now());
		const lowest = lowestAt(now);
		const newest = MINUTES_PER_HALF_HOUR * (this.#top - 1);
		if (!this.#known || lowest < this.#lowest) return false;
		// A clock that is far behind what is recorded begins a new record, and what lies ahead is off it.
		if (newest > now && this.#readings.interval(newest) === undefined) return false;
		if (lowest > this.#lowest) this.drop(lowest);
		// What was recorded before the clock was set back can be on record again after it was set forwards.
		for (; this.#looked <= now / MINUTES_PER_HALF_HOUR; this.#looked++) {
			if (this.has(this.#looked) || this.#readings.interval(this.#looked * MINUTES_PER_HALF_HOUR) === undefined) continue;
			if (this.#looked < this.#top) return false;
			this.append(this.#looked);
		}
		return true;
	}

	private drop(lowest: number): void {
		const until = Math.min(lowest, this.#top);
		for (let halfHour = this.#lowest; halfHour < until; halfHour++) {
			if (!this.has(halfHour)) continue;
			this.#bits[(halfHour % RING) >> 3]! ^= 1 << (halfHour & 7);
			this.#first++;
		}
		this.#lowest = lowest;
		this.#top = Math.max(lowest, this.#top);
		this.#looked = Math.max(lowest, this.#looked);
	}

	private append(halfHour: number): void {
		this.#bits[(halfHour % RING) >> 3]! |= 1 << (halfHour & 7);
		this.#top = halfHour + 1;
		this.#end++;
	}

	/** All rows get new numbers: those given out are gone. */
	private look(): number {
		const bits = this.#bits.fill(0);
		const now = minuteOf(this.#readings.now());
		const lowest = lowestAt(now);
		this.#first = this.#end;
		this.#lowest = lowest;
		this.#top = lowest;
		this.#looked = ((now / MINUTES_PER_HALF_HOUR) | 0) + 1;
		this.#row = -1;
		this.#known = true;
		let rows = 0;
		this.#readings.eachInterval((at) => {
			const halfHour = (at / MINUTES_PER_HALF_HOUR) | 0;
			if (halfHour < lowest || halfHour >= lowest + RING) return;
			bits[(halfHour % RING) >> 3]! |= 1 << (halfHour & 7);
			if (rows++ === 0) this.#top = halfHour + 1;
		});
		this.#end += rows;
		return this.#first;
	}

	/** The number that a row of this half-hour has, or would have: counted from the nearer end, for most requests are for what is new. */
	private before(halfHour: number): number {
		if (this.#top - halfHour < halfHour - this.#lowest) return this.#end - this.count(halfHour, this.#top);
		return this.#first + this.count(this.#lowest, halfHour);
	}

	/** The half-hour of a row: mostly the next one; otherwise it is counted from the newest, or from the oldest. `#top`: there is none. */
	private find(row: number): number {
		let halfHour = this.#lowest;
		let before = row - this.#first;
		const isNext = this.#row >= this.#first && row > this.#row;
		if (!isNext && row < this.#end && this.#end - row < before) return this.findBack(row);
		if (isNext) {
			halfHour = this.#halfHour + 1;
			before = row - this.#row - 1;
		}
		for (; halfHour < this.#top; halfHour++) {
			if ((halfHour & 7) === 0) {
				const ones = this.ones(halfHour);
				if (ones <= before) {
					before -= ones;
					halfHour += 7;
					continue;
				}
			}
			if (this.has(halfHour) && before-- === 0) return halfHour;
		}
		return this.#top;
	}

	private findBack(row: number): number {
		let behind = this.#end - row;
		let halfHour = this.#top - 1;
		for (; halfHour >= this.#lowest; halfHour--) {
			if ((halfHour & 7) === 7 && halfHour - 7 >= this.#lowest) {
				const ones = this.ones(halfHour - 7);
				if (ones < behind) {
					behind -= ones;
					halfHour -= 7;
					continue;
				}
			}
			if (this.has(halfHour) && --behind === 0) return halfHour;
		}
		return this.#top;
	}

	/** How many half-hours of a period are on record. */
	private count(from: number, to: number): number {
		let count = 0;
		for (let halfHour = from; halfHour < to; halfHour++) {
			if ((halfHour & 7) === 0 && halfHour + 8 <= to) {
				count += this.ones(halfHour);
				halfHour += 7;
			} else if (this.has(halfHour)) count++;
		}
		return count;
	}

	private has(halfHour: number): boolean {
		return ((this.#bits[(halfHour % RING) >> 3]! >> (halfHour & 7)) & 1) === 1;
	}

	/** Bits of the eight half-hours from this one on, whose number is a multiple of 8. */
	private ones(halfHour: number): number {
		const byte = this.#bits[(halfHour % RING) >> 3]!;
		return ONES[byte & 15]! + ONES[byte >> 4]!;
	}
}

/** Number of the first half-hour that is kept; never below 0, which is no place in the ring. */
function lowestAt(now: Minute): number {
	return (Math.max(0, startOfDay(now) - KEPT_DAYS * MINUTES_PER_DAY) / MINUTES_PER_HALF_HOUR) | 0;
}

/** The octet for bits of `INTERVAL_STATUS`. */
export function amrStatusOf(status: number, { amrStatus }: RouteAProfile): number {
	let octet = 0;
	if (status & INTERVAL_STATUS.clockSet) octet |= amrStatus.clockSet;
	if (status & INTERVAL_STATUS.powerOut) octet |= amrStatus.powerOut;
	if (status & INTERVAL_STATUS.incomplete) octet |= amrStatus.incomplete;
	if (status & INTERVAL_STATUS.lost) octet |= amrStatus.lost;
	return octet;
}
