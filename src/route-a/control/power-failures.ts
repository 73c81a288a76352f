/**
 * Power failures as the meter finds them when it has power again: the log of them, and their count. From when to when it had none tell the metering unit, which
 * knows its own start and what it recorded before, and the standard log, which has a power down where the end was orderly. Where it was not, the failure begins
 * for the meter when it last recorded something: at a half-hour boundary, as a rule.
 *
 * An entry has the time of the start of the metering unit: one that is there already is never entered again, however often the communication unit alone begins
 * anew, or the power goes while it is written.
 */
import { putUint48, uint48 } from '../../../modules/bytes/uint.js';
import type { Slots } from '../../../modules/journal/slots.js';
import { SECOND } from '../../../modules/time/durations.js';
import type { Stop } from '../../meter/metering/readings.js';
import type { ControlLogs } from './control-logs.js';
import { SLOT, SLOT_LENGTH } from './slot-rows.js';

/** Events of the standard log. */
export interface PastEvents {
	readonly first: number;
	readonly end: number;
	code(row: number): number;
	time(row: number): number;
}

/** What the meter knows of its past. */
export interface Past {
	/** The metering unit in place, if there is one. */
	readonly readings: { readonly stop: Stop | undefined };
	/** The standard log. */
	readonly events: PastEvents;
	/** When the meter got its power, ms since 1970-01-01T00:00:00Z. */
	readonly startedAt: number;
	readonly routeAProfile: {
		/** A power failure of more than so many s is a long one. */
		readonly longPowerFailure: number;
		/** Codes of the standard log. */
		readonly events: { readonly powerDown: number; readonly powerUp: number };
	};
}

const SINCE = SLOT.meteringSince * SLOT_LENGTH;
/** By then after the start of the meter the metering unit has started, too; one that does later was pushed in, ms. */
const START = 5000;
const MOST_COUNTS = 0xffff;
const MOST_SECONDS = 0xffffffff;

export class PowerFailures {
	readonly #slots: Slots;
	readonly #logs: ControlLogs;
	readonly #past: Past;

	constructor(slots: Slots, logs: ControlLogs, past: Past) {
		this.#slots = slots;
		this.#logs = logs;
		this.#past = past;
	}

	/** How many there were, and how many of them were long; up to 65,535. */
	get count(): number {
		return Math.min(this.#logs.end('powerFailure'), MOST_COUNTS);
	}

	get longCount(): number {
		return this.#logs.newest('powerFailure');
	}

	/** Duration of the last one, s; 0: there was none. */
	get duration(): number {
		const end = this.#logs.end('powerFailure');
		return end === 0 ? 0 : this.#logs.value('powerFailure', end - 1);
	}

	/** There is a metering unit, which may have been there before. */
	onMetering(): void {
		const { stop } = this.#past.readings;
		if (stop === undefined || this.#isKnown(stop.to)) return;
		if (stop.to - this.#past.startedAt <= START) this.#judge(stop);
		else this.#note(stop.to);
	}

	/** That start of a metering unit had nothing to do with the power of the meter. */
	#note(to: number): void {
		putUint48(this.#slots.bytes, SINCE, to);
		this.#slots.keep(SLOT.meteringSince);
	}

	#isKnown(to: number): boolean {
		return to === this.#newest || to === uint48(this.#slots.bytes, SINCE);
	}

	/** Time of the newest entry; 0: there is none. */
	get #newest(): number {
		const end = this.#logs.end('powerFailure');
		return end === 0 ? 0 : this.#logs.time('powerFailure', end - 1);
	}

	#judge({ from, to, isStart }: Stop): void {
		const { powerDown } = this.#past.routeAProfile.events;
		const newest = this.#newest;
		const row = this.#rowBefore(to);
		const time = row < 0 ? 0 : this.#past.events.time(row);
		const isOrderly = row >= 0 && this.#past.events.code(row) === powerDown && time > newest;
		// The clock was set back meanwhile: nobody knows how long it was.
		if (time > to || from > to) this.#enter(to, to);
		// Of what came behind an orderly end there is no more than a start, whose power went again before it was entered here.
		else if (isOrderly && isStart) this.#enter(time, to);
		else this.#enter(Math.max(time, from, newest <= to ? newest : 0), to);
	}

	/** Row of the standard log from before a start: the newest that is no power up; or of a power down behind it. Negative: there is none. */
	#rowBefore(to: number): number {
		const { events, routeAProfile } = this.#past;
		const { powerDown, powerUp } = routeAProfile.events;
		let row = events.end - 1;
		for (; row >= events.first; row--) {
			const code = events.code(row);
			if (code === powerDown || (code !== powerUp && events.time(row) <= to)) return row;
		}
		return -1;
	}

	#enter(from: number, to: number): void {
		const duration = Math.min(Math.round((to - from) / SECOND), MOST_SECONDS);
		const long = duration > this.#past.routeAProfile.longPowerFailure ? 1 : 0;
		this.#logs.record('powerFailure', Math.min(this.longCount + long, MOST_COUNTS), to, duration);
	}
}
