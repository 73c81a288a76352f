/** The past of a meter that begins to live now. */
import type { Flash } from '../../../hal/ports/flash.js';
import { RamFlash } from '../../../hal/virtual/flash.js';
import { DAY, MINUTE } from '../../../modules/time/durations.js';
import { halfHourOf, MINUTES_PER_DAY, MINUTES_PER_HALF_HOUR, minuteOf } from '../../meter/metering/calendar.js';
import { History, meteringSectors } from '../../meter/metering/history.js';
import { oneWayPower } from '../../meter/metering/metering-plug-in.js';
import { INTERVAL_STATUS, type Minute } from '../../meter/metering/readings.js';
import { Registers } from '../../meter/metering/registers.js';
import { beginTrace, putMinute, putState, putTime, TRACE_LENGTH, TRACE_MARK } from '../../meter/metering/trace.js';
import type { MeterProfile } from '../../route-b/meter-profile.js';
import { eachPower } from '../load/powers.js';
import type { LoadSource } from '../load/source.js';
import { SECTOR_SIZE } from '../units/unit-memory.js';

/** What the registers of a new meter show at the start, in their own counts. */
export interface RegisterChoice {
	readonly import: number;
	readonly export: number;
}

/** Energy that the registers of a new meter hold, Wh: a meter that has hung there for years. */
export const INITIAL = Object.freeze({ import: 12_345_600, export: 0 });

/** What a new memory is filled with. */
export const PAST_DAYS = 45;

/**
 * Fills an empty flash with what a metering unit would have recorded of `load` in the `days` before `start`: every half-hour, and the minutes of those that
 * it still tells minute by minute.
 * @param onDay called after each day with how many are done
 * @param twoWay whether the unit counts what is fed in
 * @param initial what the registers hold when they begin, Wh
 */
export function recordPast(
	flash: Flash,
	load: LoadSource,
	start: number,
	days: number,
	onDay?: (done: number) => void,
	twoWay = true,
	initial: { readonly import: number; readonly export: number } = INITIAL,
): void {
	if (days <= 0) return;
	const record = new PastRecord(flash, start - days * DAY, start, initial);
	let day = 1;
	eachPower(load, start - days * DAY, start, (power, from, until) => {
		record.measure(counted(power, twoWay), from, until);
		for (; start - (days - day) * DAY <= until; day++) onDay?.(day);
	});
	record.end();
}

/** Load by a clock that is `ahead` ms ahead of the world's time. */
export function byClock(load: LoadSource, ahead: number): LoadSource {
	if (ahead === 0) return load;
	return {
		at(time) {
			const { sample, until } = load.at(time - ahead);
			return { sample, until: until + ahead };
		},
		eachPower(begin, end, visit) {
			eachPower(load, begin - ahead, end - ahead, (power, from, until) => visit(power, from + ahead, until + ahead));
		},
	};
}

/** What registers have to begin with `days` before `start`, Wh, so that they show these counts then; they may wrap on the way there. */
export function initialFor(
	shown: RegisterChoice,
	load: LoadSource,
	start: number,
	days: number,
	counter: MeterProfile['counter'],
	twoWay: boolean,
): { readonly import: number; readonly export: number } {
	const registers = new Registers();
	eachPower(load, start - days * DAY, start, (power, from, until) => registers.integrate(counted(power, twoWay) ?? 0, until - from));
	const wrap = 10 ** counter.digits * counter.wattHours * 1000;
	const before = (counts: number, gained: number) => ((((counts * counter.wattHours * 1000 - gained) % wrap) + wrap) % wrap) / 1000;
	return {
		import: before(shown.import, registers.import.milliwattHours),
		export: before(shown.export, registers.export.milliwattHours),
	};
}

/** Registers and records of a metering unit, as its power lasts from `begin` to `end` (ms since 1970-01-01T00:00:00Z). */
class PastRecord {
	readonly #history: History;
	readonly #registers = new Registers();
	readonly #trace = new Uint8Array(TRACE_LENGTH);
	readonly #end: number;
	/** Before it no minutes are told at the end. */
	readonly #told: Minute;
	/** The next minute to close. */
	#next: Minute;
	/** The end of the half-hour that goes on. */
	#boundary: Minute;
	#status: number = INTERVAL_STATUS.powerOut;

	constructor(flash: Flash, begin: number, end: number, initial: { readonly import: number; readonly export: number }) {
		this.#history = new History({ flash });
		this.#end = end;
		this.#told = minuteOf(end) - MINUTES_PER_DAY;
		this.#registers.import.milliwattHours = Math.round(initial.import * 1000);
		this.#registers.export.milliwattHours = Math.round(initial.export * 1000);
		this.#next = Math.ceil(begin / MINUTE);
		this.#boundary = halfHourOf(this.#next + MINUTES_PER_HALF_HOUR - 1);
		beginTrace(this.#trace, this.#boundary, 0);
	}

	measure(power: number | undefined, from: number, until: number): void {
		let measured = from;
		while (this.#next * MINUTE <= until) {
			this.#integrate(power, this.#next * MINUTE - measured);
			measured = this.#next * MINUTE;
			this.#closeMinute(this.#next++, power !== undefined);
		}
		this.#integrate(power, until - measured);
	}

	/** An orderly stop. */
	end(): void {
		putState(this.#trace, this.#status, this.#registers);
		putTime(this.#trace, this.#end);
		this.#history.write(this.#trace, TRACE_MARK.stopped);
	}

	#integrate(power: number | undefined, duration: number): void {
		if (duration <= 0) return;
		if (power === undefined) this.#status |= INTERVAL_STATUS.incomplete;
		else this.#registers.integrate(power, duration);
	}

	#closeMinute(at: Minute, isKnown: boolean): void {
		if (isKnown && this.#boundary >= this.#told) putMinute(this.#trace, at, this.#registers);
		if (at !== this.#boundary) return;
		putState(this.#trace, this.#status, this.#registers);
		putTime(this.#trace, at * MINUTE);
		if (at < this.#told) this.#history.writeInterval(this.#trace);
		else this.#history.write(this.#trace, TRACE_MARK.closed);
		this.#status = 0;
		this.#boundary = at + MINUTES_PER_HALF_HOUR;
		beginTrace(this.#trace, this.#boundary, 0);
	}
}

/** What a unit counts of it: nothing that is fed in, if it is a one-way unit. */
function counted(power: number | undefined, twoWay: boolean): number | undefined {
	return twoWay || power === undefined ? power : oneWayPower(power);
}

/** A meter's memory in RAM, as `fill` leaves it. */
export function filledFlash(fill: (flash: Flash) => void): Flash {
	const flash = new RamFlash(meteringSectors(SECTOR_SIZE), SECTOR_SIZE);
	fill(flash);
	return flash;
}
