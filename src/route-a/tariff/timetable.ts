/**
 * The schedule of class 10: scripts that are carried out at a time of the day, on days of the week, on special days, between two dates.
 *
 * - On a special day the entry's bits of special days alone count, on all others those of the week (unconfirmed).
 * - What was missed, by an outage or as the clock was set, is carried out once, the last time of each entry, if that is no longer ago than its window says, and
 *   no longer than `LOOK` days. What the clock went back over does not come again, unless it was far ahead before.
 * - What is due at once is carried out in the order of the indexes.
 */

import { isOnDate } from '../../../modules/cosem/execution-time.js';
import { NAME } from '../../../modules/cosem/object-names.js';
import type { ScheduleEntry, ScheduleTableFacts } from '../../../modules/cosem/schedule.js';
import type { SpecialDay } from '../../../modules/cosem/special-days.js';
import { ACCESS_RESULT, ACTION_RESULT } from '../../../modules/dlms/apdu/apdu.js';
import type { LogicalName } from '../../../modules/dlms/axdr/obis.js';
import type { Slots } from '../../../modules/journal/slots.js';
import { DAY, MINUTE, SECOND } from '../../../modules/time/durations.js';
import type { Planned } from '../control/agenda.js';
import type { ScheduleHost } from '../control/schedule.js';
import { BILLING_SCRIPTS } from './billing.js';
import { isTariffScript } from './tariff-scripts.js';
import { TARIFF_SLOT } from './tariff-slots.js';
import { isEntry, MOST_ENTRIES, PER_SLOT, secondsOfDay, spanOf, TimetableMemory } from './timetable-memory.js';

export interface TimetableHost extends Pick<ScheduleHost, 'deviation' | 'now' | 'isScript' | 'runScript' | 'rearm'> {
	readonly tariff: { readonly specialDays: readonly SpecialDay[]; execute(id: number): number };
	readonly billing: { execute(): number };
	/** Enters into the standard log that parameters were changed. */
	parametersChanged(): void;
	/** For the log of the program. */
	tell(text: string): void;
}

/** Days that are looked back and ahead: all that comes by the week is among them. */
const LOOK = 8;
const ALWAYS = 0xffff;
/** 1970-01-01 was a Thursday, the fourth day. */
const THURSDAY = 3;
const MONDAY = 0x40;

export class Timetable implements ScheduleTableFacts, Planned {
	readonly #host: TimetableHost;
	readonly #slots: Slots;
	readonly #memory: TimetableMemory;
	/** Cached; NaN: not known. */
	#dueAt = Number.NaN;
	/** Scripts that are under way. */
	#running = 0;

	constructor(host: TimetableHost, slots: Slots) {
		this.#host = host;
		this.#slots = slots;
		this.#memory = new TimetableMemory(slots);
	}

	get entries(): readonly ScheduleEntry[] {
		return this.#memory.entries;
	}

	/** In the order of their indexes. All of them or none; what had passed by now is not carried out. */
	setEntries(entries: readonly ScheduleEntry[]): number {
		const sorted = this.sorted(entries);
		if (sorted === undefined) return ACCESS_RESULT.scopeOfAccessViolated;
		let slot = this.#memory.put(sorted, this.#host.now());
		for (let count = sorted.length; count > 0; count -= PER_SLOT) this.#slots.keep(slot++);
		this.#slots.keep(TARIFF_SLOT.timetable);
		this.#host.parametersChanged();
		this.#dueAt = Number.NaN;
		this.#host.rearm();
		return ACCESS_RESULT.success;
	}

	/** Undefined: they cannot be. */
	private sorted(entries: readonly ScheduleEntry[]): readonly ScheduleEntry[] | undefined {
		if (entries.length > MOST_ENTRIES) return undefined;
		const sorted = [...entries].sort((a, b) => a.index - b.index);
		for (let i = 0; i < sorted.length; i++) {
			const entry = sorted[i]!;
			if (!isEntry(entry) || !this.isScript(entry.script, entry.selector) || sorted[i + 1]?.index === entry.index) return undefined;
		}
		return sorted;
	}

	/** At once where it is not known: whoever asks may be deep in a request. */
	get dueAt(): number {
		if (this.#running > 0 || this.#memory.isEmpty) return Number.POSITIVE_INFINITY;
		const now = this.#host.now();
		return Number.isNaN(this.#dueAt) || this.#memory.done > now + DAY ? now : this.#dueAt;
	}

	/** Days may be special that were not, or not any more. */
	lookAnew(): void {
		this.#dueAt = Number.NaN;
	}

	run(now: number): void {
		if (this.#memory.done > now + DAY) this.doneUpTo(now);
		const { done } = this.#memory;
		const enabled = this.entries.filter(({ isEnabled }) => isEnabled);
		const last = enabled.map((entry) => this.timeOf(entry, now, -1));
		const due = last.reduce((first, time) => (time > done ? Math.min(first, time) : first), Number.POSITIVE_INFINITY);
		if (due > now) {
			this.#dueAt = this.nextAfter(Math.max(now, done));
			return;
		}
		const entries = enabled.filter((_, i) => last[i] === due);
		this.#running = entries.length;
		const ended = (): void => {
			if (--this.#running > 0) return;
			// Other entries may have been set meanwhile.
			this.doneUpTo(Math.max(due, this.#memory.done));
			this.#host.rearm();
		};
		for (const entry of entries) this.carryOut(entry, due, now, ended);
	}

	private carryOut({ index, script, selector, window }: ScheduleEntry, due: number, now: number, ended: () => void): void {
		// The clock is looked at each minute.
		if (window !== ALWAYS && now - due > (window + 1) * MINUTE) {
			this.#host.tell(`schedule: entry ${index} was due ${Math.floor((now - due) / MINUTE)} min ago: it is not carried out`);
			ended();
		} else if (this.#host.isScript(script, selector)) this.#host.runScript(script, selector, ended, due);
		else {
			const result = script === NAME.tariffScripts ? this.#host.tariff.execute(selector) : this.#host.billing.execute();
			if (result !== ACTION_RESULT.success) this.#host.tell(`schedule: entry ${index}: Action-Result ${result}`);
			ended();
		}
	}

	/** Both 0, which the other schedules take for none, is no script here. */
	private isScript(table: LogicalName, id: number): boolean {
		if (isTariffScript(table, id)) return true;
		if (table === NAME.billingScripts) return BILLING_SCRIPTS.some((script) => script.id === id);
		return table !== 0 && this.#host.isScript(table, id);
	}

	/** By then there is something to do, or it is to be looked again. */
	private nextAfter(moment: number): number {
		let next = Number.POSITIVE_INFINITY;
		for (const entry of this.entries) if (entry.isEnabled) next = Math.min(next, this.timeOf(entry, moment, 1), moment + LOOK * DAY);
		return next;
	}

	/** Its first time after a moment (`step` 1), or its last one by then (−1); ±Infinity: it has none within `LOOK` days. */
	private timeOf(entry: ScheduleEntry, moment: number, step: 1 | -1): number {
		const local = moment - this.#host.deviation * MINUTE;
		const { specialDays } = this.#host.tariff;
		for (let look = 0; look <= LOOK; look++) {
			const day = Math.floor(local / DAY) + step * look;
			const time = day * DAY + secondsOfDay(entry) * SECOND;
			if ((step === 1 ? time > local : time <= local) && isOn(entry, day, specialDays)) return time + this.#host.deviation * MINUTE;
		}
		return step * Number.POSITIVE_INFINITY;
	}

	private doneUpTo(time: number): void {
		this.#memory.done = time;
		this.#dueAt = Number.NaN;
	}
}

/** @param day since 1970-01-01 */
function isOn(entry: ScheduleEntry, day: number, specialDays: readonly SpecialDay[]): boolean {
	const { weekdays, specialBits, specialDays: bits } = entry;
	const { first, last } = spanOf(entry);
	if (day < first || day > last) return false;
	const special = specialDays.find(({ date }) => isOnDate(date, day));
	if (special === undefined) return (weekdays & (MONDAY >> ((((day + THURSDAY) % 7) + 7) % 7))) !== 0;
	return special.day < specialBits && (bits[special.day >> 3]! & (0x80 >> (special.day & 7))) !== 0;
}
