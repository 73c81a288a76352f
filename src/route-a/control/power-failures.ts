/**
 * Power failures as the meter finds them when it has power again: the log of them, and their count. From when to when it had none tell the metering unit, which
 * knows its own start and what it recorded before, and the standard log, which has a power down where the end was orderly. Where it was not, the failure begins
 * for the meter when it last recorded something: at a half-hour boundary, as a rule.
 *
 * An entry has the time of the start of the metering unit: one that is there already is never entered again, however often the communication unit alone begins
 * anew, or the power goes while it is written.
 */
import { putUint32, putUint48, uint32, uint48 } from '../../../modules/bytes/uint.js';
import type { Slots } from '../../../modules/journal/slots.js';
import { SECOND } from '../../../modules/time/durations.js';
import type { Stop } from '../../meter/metering/readings.js';
import { type ControlLogs, ORDERLY } from './control-logs.js';
import { SLOT, SLOT_LENGTH } from './slot-rows.js';

/** Events of the standard log. */
export interface PastEvents {
	readonly first: number;
	readonly end: number;
	code(row: number): number;
	time(row: number): number;
}

export interface Restarts {
	readonly orderly: number;
	readonly cut: number;
	readonly pulled: number;
	readonly failed: number;
}

/** What the meter knows of its past. */
export interface Past {
	/** The metering unit in place, if there is one. */
	readonly readings: { readonly startedAt: number | undefined; readonly stop: Stop | undefined };
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

const RESTARTS = SLOT.restarts * SLOT_LENGTH;
const COUNTED = 4;
const PULLED = 8;
const FAILED = 12;
const SINCE = SLOT.meteringSince * SLOT_LENGTH;
/** By then after the start of the meter the metering unit has started, too; one that does later was pushed in, ms. */
const START = 5000;
const MOST_COUNTS = 0xffff;

export class PowerFailures {
	readonly #slots: Slots;
	readonly #logs: ControlLogs;
	readonly #past: Past;
	#isJudged = false;

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
		return this.value % ORDERLY;
	}

	/** Why Route A began anew, so often: after an orderly end, after a cut; the communication unit alone, which was pulled, or failed. */
	get restarts(): Restarts {
		const { bytes } = this.#slots;
		const orderly = uint32(bytes, RESTARTS) + this.added;
		return {
			orderly,
			cut: this.#logs.end('powerFailure') - orderly,
			pulled: uint32(bytes, RESTARTS + PULLED),
			failed: uint32(bytes, RESTARTS + FAILED),
		};
	}

	/** There is a metering unit, which may have been there before. */
	onMetering(): void {
		const { startedAt, stop } = this.#past.readings;
		if (startedAt === undefined) return;
		const isFirst = !this.#isJudged;
		this.#isJudged = true;
		if (this.isKnown(startedAt)) {
			if (isFirst) this.restartAlone();
		} else if (startedAt - this.#past.startedAt > START) this.note(startedAt);
		else if (!isFirst) return;
		else if (stop !== undefined) this.judge(startedAt, stop);
		else if (this.isAlone(startedAt)) this.restartAlone();
	}

	/** That start of a metering unit had nothing to do with the power of the meter. */
	private note(startedAt: number): void {
		putUint48(this.#slots.bytes, SINCE, startedAt);
		this.#slots.keep(SLOT.meteringSince);
	}

	private isKnown(startedAt: number): boolean {
		return startedAt === this.newest || startedAt === uint48(this.#slots.bytes, SINCE);
	}

	/** Whether Route A has begun before since the metering unit did, which knows of no stop. */
	private isAlone(startedAt: number): boolean {
		const { events, routeAProfile } = this.#past;
		for (let row = this.powerUpRow - 1; row >= events.first; row--)
			if (events.code(row) === routeAProfile.events.powerUp) return events.time(row) >= startedAt;
		return false;
	}

	/** The communication unit alone had no power: it was told to leave, or not. */
	private restartAlone(): void {
		const { events, routeAProfile } = this.#past;
		const row = this.powerUpRow - 1;
		const isPulled = row >= events.first && events.code(row) === routeAProfile.events.powerDown;
		const at = RESTARTS + (isPulled ? PULLED : FAILED);
		putUint32(this.#slots.bytes, at, uint32(this.#slots.bytes, at) + 1);
		this.#slots.keep(SLOT.restarts);
	}

	/** Row of the standard log of the present start. */
	private get powerUpRow(): number {
		const { events, routeAProfile } = this.#past;
		let row = events.end - 1;
		while (row >= events.first && events.code(row) !== routeAProfile.events.powerUp) row--;
		return row;
	}

	/** Time of the newest entry; 0: there is none. */
	private get newest(): number {
		const end = this.#logs.end('powerFailure');
		return end === 0 ? 0 : this.#logs.time('powerFailure', end - 1);
	}

	private get value(): number {
		const end = this.#logs.end('powerFailure');
		return end === 0 ? 0 : this.#logs.value('powerFailure', end - 1);
	}

	/** 1: the newest entry is of an orderly end, and not among those that the slot counts. */
	private get added(): number {
		const isCounted = uint32(this.#slots.bytes, RESTARTS + COUNTED) === this.#logs.end('powerFailure');
		return isCounted || this.value < ORDERLY ? 0 : 1;
	}

	private judge(to: number, stop: Stop): void {
		const { events } = this.#past;
		const down = this.powerDownRow(stop);
		const isOrderly = down >= 0;
		const row = isOrderly ? down : this.rowBefore(to);
		const time = row < 0 ? 0 : events.time(row);
		const newest = this.newest;
		let begin = Math.max(time, stop.from, newest <= to ? newest : 0);
		// The clock was set back meanwhile: nobody knows how long it was.
		if (time > to || stop.from > to) begin = to;
		// Of what came behind an orderly end there is no more than a start, whose power went again before it was entered here.
		else if (isOrderly && stop.isStart) begin = time;
		this.enter(begin, to, isOrderly);
	}

	/**
	 * Row of the standard log of the orderly end before the present start, or before a start behind it whose power went before anything was entered here.
	 * Negative: there is none. By the order of the rows, and not by their times: the clock may have been set back.
	 */
	private powerDownRow({ from, isStart }: Stop): number {
		const { events, routeAProfile } = this.#past;
		const { powerDown, powerUp } = routeAProfile.events;
		let row = this.powerUpRow - 1;
		if (isStart && Math.abs(from - this.newest) > START) while (row >= events.first && events.code(row) === powerUp) row--;
		return row >= events.first && events.code(row) === powerDown ? row : -1;
	}

	/** Row of the standard log from before a start: the newest that is no power up. Negative: there is none. */
	private rowBefore(to: number): number {
		const { events, routeAProfile } = this.#past;
		let row = events.end - 1;
		while (row >= events.first && (events.code(row) === routeAProfile.events.powerUp || events.time(row) > to)) row--;
		return row < events.first ? -1 : row;
	}

	/** The newest entry before is counted among the orderly ones before there is another: so a cut at any moment leaves a count that is right. */
	private enter(from: number, to: number, isOrderly: boolean): void {
		const { bytes } = this.#slots;
		putUint32(bytes, RESTARTS, uint32(bytes, RESTARTS) + this.added);
		putUint32(bytes, RESTARTS + COUNTED, this.#logs.end('powerFailure'));
		this.#slots.keep(SLOT.restarts);
		const duration = Math.min(Math.round((to - from) / SECOND), ORDERLY - 1);
		const long = duration > this.#past.routeAProfile.longPowerFailure ? 1 : 0;
		this.#logs.record('powerFailure', Math.min(this.longCount + long, MOST_COUNTS), to, duration + (isOrderly ? ORDERLY : 0));
	}
}
