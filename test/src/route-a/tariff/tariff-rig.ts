/** Route A of a meter with a tariff, whose registers and clock a test sets, over a flash that stays. */
import type { Clock } from '../../../../hal/ports/clock.js';
import { SchedulerClock } from '../../../../hal/virtual/clock.js';
import { RamFlash } from '../../../../hal/virtual/flash.js';
import { VirtualScheduler } from '../../../../hal/virtual/scheduler.js';
import { asciiBytes, asciiText } from '../../../../modules/bytes/ascii.js';
import {
	type Calendar,
	type DayProfile,
	putDays,
	putSeasons,
	putWeeks,
	type Season,
	type Week,
} from '../../../../modules/cosem/activity-calendar.js';
import { NAME, type ObjectName } from '../../../../modules/cosem/object-names.js';
import { putSpecialDays, type SpecialDay } from '../../../../modules/cosem/special-days.js';
import { DataWriter } from '../../../../modules/dlms/axdr/data-writer.js';
import { TARIFF_SECTORS } from '../../../../src/route-a/tariff/tariff-slots.js';
import { hex } from '../../../assert.js';
import { type Line, MANAGEMENT } from '../../../modules/dlms/device-rig.js';
import { associated, bytesIn, get, type Meter, meter, NOON, numberIn, UNITS } from '../route-a-rig.js';

export const CALENDAR = 20;
export const SPECIAL_DAYS = 11;
export const ACTIVATION = 6;
export const SCRIPTS = 9;
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
export const JST = -540;
/** ms of a time in Japan. */
export const at = (text: string): number => Date.parse(`${text}+09:00`);

/** Each year from a month and day on. @param start `0401` */
export const season = (name: string, start: string, week = name): Season => {
	const [month, day] = [start.slice(0, 2), start.slice(2)].map((part) => Number(part).toString(16).padStart(2, '0'));
	return { name: asciiBytes(name), start: hex(`ffff${month}${day}ff000000ff8000ff`), week: asciiBytes(week) };
};
/** @param days ids, Monday first */
export const week = (name: string, days: readonly number[]): Week => ({ name: asciiBytes(name), days: Uint8Array.from(days) });
/** @param actions `07:00 1` */
export const day = (id: number, ...actions: string[]): DayProfile => ({
	id,
	actions: actions.map((text) => {
		const [time, selector] = text.split(' ');
		const [hour, minute, second = 0] = time!.split(':').map(Number);
		return { time: Uint8Array.of(hour!, minute!, second, 0), script: NAME.tariffScripts, selector: Number(selector) };
	}),
});
/** @param date 5 bytes in hexadecimal digits */
export const special = (index: number, date: string, id: number): SpecialDay => ({ index, date: hex(date), day: id });

/** Rate 1 from 7 to 23 o'clock of each weekday, rate 2 by night and on Saturdays and Sundays; in summer rate 3 from 13 to 16 o'clock. */
export const TWO_SEASONS: Calendar = {
	name: asciiBytes('2026'),
	seasons: [season('summer', '0701'), season('rest', '1001')],
	weeks: [week('summer', [2, 2, 2, 2, 2, 3, 3]), week('rest', [1, 1, 1, 1, 1, 3, 3])],
	days: [day(1, '00:00 2', '07:00 1', '23:00 2'), day(2, '00:00 2', '07:00 1', '13:00 3', '16:00 1', '23:00 2'), day(3, '00:00 2')],
};

export class TariffRig {
	readonly flash: RamFlash;
	scheduler = new VirtualScheduler();
	clock!: Clock;
	meter!: Meter;
	line!: Line;
	serial = 'M0000001';
	counts = { import: 1000, export: 50 };
	/** Counts in an hour. */
	rate = { import: 0, export: 0 };
	#started: number;
	#counted = 0;

	constructor(started = NOON, flash = new RamFlash(TARIFF_SECTORS)) {
		this.#started = started;
		this.flash = flash;
	}

	start(): this {
		this.clock = new SchedulerClock(this.scheduler, this.#started);
		this.meter = meter({
			clock: this.clock,
			scheduler: this.scheduler,
			tariffFlash: this.flash,
			units: UNITS.map((unit) => (unit.serial === 'M0000001' ? { ...unit, serial: this.serial } : unit)),
		});
		this.#counted = 0;
		const { readings } = this.meter;
		readings.counter = { wattHours: 100, digits: 6 };
		readings.counts = () => readings.current && this.#count();
		this.meter.routeA.start();
		this.line = associated(this.meter, MANAGEMENT);
		return this;
	}

	/** Nothing of what was in memory is left. @param after ms without power */
	restart(after = 10_000): this {
		this.#count();
		this.flash.powerUp();
		this.#started = this.clock.now() + after;
		this.scheduler = new VirtualScheduler();
		return this.start();
	}

	run(ms: number): this {
		this.scheduler.runFor(ms);
		return this;
	}

	/** Runs up to a time by the meter's clock. */
	runTo(time: string): this {
		return this.run(at(time) - this.clock.now());
	}

	/** Data-Access-Result. */
	set(classId: number, name: ObjectName, index: number, value: DataWriter): number {
		let result = -1;
		this.line.set({ classId, name: NAME[name], index, selection: undefined }, value.copy(), (_, told) => {
			result = told ?? -1;
		});
		return result;
	}

	/** Action-Result. */
	act(classId: number, name: ObjectName, index: number, parameter = new DataWriter().integer(0)): number {
		let result = -1;
		this.line.act({ classId, name: NAME[name], index }, parameter.copy(), (_, outcome) => {
			result = outcome?.result ?? -1;
		});
		return result;
	}

	/** Results of the passive calendar's parts. */
	program({ name, seasons, weeks, days }: Calendar = TWO_SEASONS): string {
		return [
			this.set(CALENDAR, 'activityCalendar', 6, new DataWriter().octetString(name)),
			this.set(CALENDAR, 'activityCalendar', 7, putSeasons(new DataWriter(), { seasons })),
			this.set(CALENDAR, 'activityCalendar', 8, putWeeks(new DataWriter(), { weeks })),
			this.set(CALENDAR, 'activityCalendar', 9, putDays(new DataWriter(), { days })),
		].join();
	}

	activate(): number {
		return this.act(CALENDAR, 'activityCalendar', 1);
	}

	setSpecialDays(...specialDays: SpecialDay[]): number {
		return this.set(SPECIAL_DAYS, 'specialDays', 2, putSpecialDays(new DataWriter(), { specialDays }));
	}

	/** Name of the active mask. */
	get mask(): string {
		return asciiText(bytesIn(get(this.line, ACTIVATION, NAME.registerActivation, 4)));
	}

	/** Import of each rate. */
	get imports(): string {
		return this.#rates('import');
	}

	get exports(): string {
		return this.#rates('export');
	}

	/** Codes of the standard log, oldest first, without power up. */
	get codes(): string {
		const { events } = this.meter.routeA;
		const codes: number[] = [];
		for (let row = events.first; row < events.end; row++) {
			const w = new DataWriter();
			events.put(w, row, 1);
			if (w.copy()[1] !== 2) codes.push(w.copy()[1]!);
		}
		return codes.join();
	}

	#rates(direction: 'import' | 'export'): string {
		return [1, 2, 3, 4].map((rate) => numberIn(get(this.line, 3, NAME[`${direction}Rate${rate}` as ObjectName], 2))).join(' ');
	}

	#count(): { import: number; export: number } {
		const now = this.scheduler.now();
		const hours = (now - this.#counted) / HOUR;
		this.#counted = now;
		for (const direction of ['import', 'export'] as const) this.counts[direction] += this.rate[direction] * hours;
		return { import: Math.floor(this.counts.import + 1e-6) % 1_000_000, export: Math.floor(this.counts.export + 1e-6) % 1_000_000 };
	}
}
