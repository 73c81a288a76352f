/**
 * The tariff: at each time of its calendar the script in force makes a mask the active one. What is in force is found anew wherever the clock jumps, and at
 * power-up: what was missed in between makes no difference.
 */
import { asciiText } from '../../../modules/bytes/ascii.js';
import { equalBytes } from '../../../modules/bytes/equal.js';
import type { Calendar, CalendarFacts, DayProfile, Season, Week } from '../../../modules/cosem/activity-calendar.js';
import { isExecutionTime, isOpenDate } from '../../../modules/cosem/execution-time.js';
import type { SpecialDay, SpecialDaysFacts } from '../../../modules/cosem/special-days.js';
import { ACCESS_RESULT, ACTION_RESULT } from '../../../modules/dlms/apdu/apdu.js';
import { isOfDeviation } from '../../../modules/dlms/axdr/date-time.js';
import type { Slots } from '../../../modules/journal/slots.js';
import { MINUTE } from '../../../modules/time/durations.js';
import { END_OF_TIME } from '../../../modules/time/end-of-time.js';
import type { Planned } from '../control/agenda.js';
import { MOST } from './calendar-codec.js';
import { CalendarMemory, MOST_NAME } from './calendar-memory.js';
import { changeAfter, isLookedAt, isWhole, scriptAt, startOf } from './calendar-rules.js';
import { TariffRegisters, type TariffRegistersHost } from './tariff-registers.js';
import { isTariffScript, TARIFF_SCRIPTS } from './tariff-scripts.js';

/** What of a tariff is told in the standard log. */
export type TariffEvent = 'tariffActivated' | 'tariffProgrammed';

export interface TariffHost extends TariffRegistersHost {
	/** Minutes from local time to UTC. */
	readonly deviation: number;
	/** By the meter's clock, ms since 1970-01-01T00:00:00Z. */
	now(): number;
	tariffEvent(event: TariffEvent): void;
	/** For the log of the program. */
	tell(text: string): void;
	/** What is planned has changed. */
	rearm(): void;
}

const MOST_HOUR = 23;
const MOST_SIXTIETH = 59;
const ANY = 0xff;

export class Tariff implements CalendarFacts, SpecialDaysFacts, Planned {
	readonly registers: TariffRegisters;
	readonly #host: TariffHost;
	readonly #memory: CalendarMemory;
	/** What was found last is in force from here to there; both NaN: it is to be found. */
	#from = Number.NaN;
	#until = Number.NaN;

	constructor(host: TariffHost, slots: Slots) {
		this.#host = host;
		this.#memory = new CalendarMemory(slots);
		this.registers = new TariffRegisters(slots, host);
	}

	get active(): Calendar {
		return this.#memory.active;
	}

	get passive(): Calendar {
		return this.#memory.passive;
	}

	get activation(): number {
		return this.#memory.activation;
	}

	get deviation(): number {
		return this.#host.deviation;
	}

	get specialDays(): readonly SpecialDay[] {
		return this.#memory.specialDays;
	}

	setName(name: Uint8Array): number {
		if (name.length > MOST_NAME) return ACCESS_RESULT.scopeOfAccessViolated;
		this.#memory.setName(name);
		return this.programmed();
	}

	setSeasons(seasons: readonly Season[]): number {
		if (seasons.length > MOST.seasons) return ACCESS_RESULT.scopeOfAccessViolated;
		for (const season of seasons) {
			const { name, week, start } = season;
			if (name.length > MOST.nameLength || week.length > MOST.nameLength) return ACCESS_RESULT.scopeOfAccessViolated;
			if (!isOfDeviation(start, this.deviation) || !isExecutionTime(startOf(season), true)) return ACCESS_RESULT.scopeOfAccessViolated;
		}
		this.#memory.setSeasons(seasons);
		return this.programmed();
	}

	setWeeks(weeks: readonly Week[]): number {
		if (weeks.length > MOST.weeks || weeks.some(({ name }) => name.length > MOST.nameLength)) return ACCESS_RESULT.scopeOfAccessViolated;
		this.#memory.setWeeks(weeks);
		return this.programmed();
	}

	setDays(days: readonly DayProfile[]): number {
		const actions = days.reduce((sum, each) => sum + each.actions.length, 0);
		if (days.length > MOST.days || actions > MOST.actions) return ACCESS_RESULT.scopeOfAccessViolated;
		for (const each of days)
			for (const { time, script, selector } of each.actions)
				if (!isTimeOfDay(time) || !isTariffScript(script, selector)) return ACCESS_RESULT.scopeOfAccessViolated;
		this.#memory.setDays(days);
		return this.programmed();
	}

	/** At once where the time has passed. */
	setActivation(time: number): number {
		if (time <= this.#host.now()) return this.activate();
		if (time !== Number.POSITIVE_INFINITY && time >= END_OF_TIME) return ACCESS_RESULT.scopeOfAccessViolated;
		this.#memory.activation = time;
		this.#host.rearm();
		return ACCESS_RESULT.success;
	}

	/** All of the passive calendar or nothing: one that names what it has not is refused. */
	activate(): number {
		if (!isWhole(this.passive)) return ACTION_RESULT.otherReason;
		this.#memory.activate();
		this.#host.tariffEvent('tariffActivated');
		this.findAnew();
		return ACTION_RESULT.success;
	}

	/** In the order of their indexes. */
	setSpecialDays(days: readonly SpecialDay[]): number {
		const sorted = [...days].sort((a, b) => a.index - b.index);
		if (days.length > MOST.specialDays) return ACCESS_RESULT.scopeOfAccessViolated;
		for (const [i, { index, date }] of sorted.entries())
			if (!isOpenDate(date) || sorted[i + 1]?.index === index) return ACCESS_RESULT.scopeOfAccessViolated;
		this.#memory.setSpecialDays(sorted);
		this.#host.parametersChanged();
		this.findAnew();
		return ACCESS_RESULT.success;
	}

	/** Carries a script of the tariff's own table out; returns an Action-Result. */
	execute(id: number): number {
		const result = this.registers.setActiveMask(maskOf(id));
		if (result === ACTION_RESULT.success) this.#host.tell(`tariff: ${asciiText(maskOf(id))}`);
		return result;
	}

	get dueAt(): number {
		const now = this.#host.now();
		const isFound = now >= this.#from && now < this.#until;
		return Math.min(this.activation, isFound ? this.#until : this.#memory.isInUse ? now : Number.POSITIVE_INFINITY);
	}

	run(now: number): void {
		if (this.activation <= now) this.activateAtLast();
		if (!this.#memory.isInUse) return;
		const { active, deviation } = this;
		const special = this.#memory.specialDaysOf((date) => isLookedAt(date, now, deviation));
		const script = scriptAt(active, special, now, deviation);
		const isIn = script === undefined || equalBytes(maskOf(script), this.registers.activeMask);
		this.#from = now;
		this.#until = changeAfter(active, special, now, deviation);
		if (isIn || this.execute(script) === ACTION_RESULT.success) return;
		// The metering unit is away: what counted before goes on to count.
		this.#until = Math.min(this.#until, now + MINUTE);
	}

	/** Nobody is told but the log, and it is not tried again. */
	private activateAtLast(): void {
		if (this.activate() === ACTION_RESULT.success) return;
		this.#host.tell('tariff: the passive calendar is not whole: it is not activated');
		this.#memory.activation = Number.POSITIVE_INFINITY;
	}

	private programmed(): number {
		this.#host.tariffEvent('tariffProgrammed');
		return ACCESS_RESULT.success;
	}

	private findAnew(): void {
		this.#from = Number.NaN;
		this.#until = Number.NaN;
		this.#host.rearm();
	}
}

function maskOf(script: number): Uint8Array {
	return TARIFF_SCRIPTS[script - 1]!.value!;
}

/** To the second. */
function isTimeOfDay([hour, minute, second, hundredth]: Uint8Array): boolean {
	if (hour! > MOST_HOUR || minute! > MOST_SIXTIETH) return false;
	return (second! <= MOST_SIXTIETH || second === ANY) && (hundredth === 0 || hundredth === ANY);
}
