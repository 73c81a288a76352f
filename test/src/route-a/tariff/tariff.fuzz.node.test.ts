/** Tariffs over years, clock jumps and outages against a reference that knows only minutes. */
import { SchedulerClock } from '../../../../hal/virtual/clock.js';
import { RamFlash } from '../../../../hal/virtual/flash.js';
import { VirtualScheduler } from '../../../../hal/virtual/scheduler.js';
import { asciiBytes, asciiText } from '../../../../modules/bytes/ascii.js';
import { between } from '../../../../modules/bytes/chance.js';
import type { Calendar, Season } from '../../../../modules/cosem/activity-calendar.js';
import type { SpecialDay } from '../../../../modules/cosem/special-days.js';
import type { Readings } from '../../../../src/meter/metering/readings.js';
import { Agenda } from '../../../../src/route-a/control/agenda.js';
import { changeAfter, scriptAt } from '../../../../src/route-a/tariff/calendar-rules.js';
import { Tariff } from '../../../../src/route-a/tariff/tariff.js';
import { TARIFF_SECTORS, TariffMemory } from '../../../../src/route-a/tariff/tariff-slots.js';
import { equal } from '../../../assert.js';
import { fuzzCount, fuzzRandom, tried } from '../../../fuzz/campaign.js';
import { at, DAY, day, HOUR, JST, MINUTE, week } from './tariff-rig.js';

const OFFSET = 9 * HOUR;
const CALENDARS = 300;
const MINUTES = 3000;
const RUNS = 60;
const STEPS = 150;
/** Clocks are between these, and years of dates from 2026 on: so many days before a day no season started that the walk would not find. */
const FIRST = '2027-01-01T00:00';
const LAST = '2032-01-01T00:00';
const LEAD = 2600;

type Random = ReturnType<typeof fuzzRandom>;
const whole = (random: Random, below: number): number => Math.floor(between(random, 0, below));
const two = (value: number): string => String(value).padStart(2, '0');

/** Five bytes: each year or one, a day of each month or of one, each day, the last, or each of a weekday. */
function date(random: Random): Uint8Array {
	const year = whole(random, 4) === 0 ? 2026 + whole(random, 3) : 0xffff;
	const month = whole(random, 4) === 0 ? 0xff : 1 + whole(random, 12);
	const pick = whole(random, 6);
	const dayOf = pick === 0 ? 0xfe : pick === 1 ? 0xfd : pick === 2 ? 0xff : 1 + whole(random, 28);
	return Uint8Array.of(year >> 8, year, month, dayOf, dayOf === 0xff && month !== 0xff ? 1 + whole(random, 7) : 0xff);
}

function drawn(random: Random): { readonly calendar: Calendar; readonly special: readonly SpecialDay[] } {
	const list = <T>(least: number, most: number, item: (i: number) => T): T[] =>
		Array.from({ length: least + whole(random, most - least + 1) }, (_, i) => item(i));
	const days = list(1, 5, (i) => day(i, ...list(1, 4, () => `${two(whole(random, 24))}:${two(whole(random, 60))} ${1 + whole(random, 4)}`)));
	const weeks = list(1, 3, (i) =>
		week(
			`w${i}`,
			Array.from({ length: 7 }, () => whole(random, days.length)),
		),
	);
	const seasons = list(1, 4, (i): Season => {
		const [hour, minute] = whole(random, 3) === 0 ? [whole(random, 24), whole(random, 60)] : [0xff, 0xff];
		const start = Uint8Array.of(...date(random), hour!, minute!, 0xff, 0xff, 0x80, 0, 0xff);
		return { name: asciiBytes(`s${i}`), start, week: weeks[whole(random, weeks.length)]!.name };
	});
	const special = list(0, 4, (index): SpecialDay => ({ index, date: date(random), day: whole(random, days.length + 1) }));
	return { calendar: { name: asciiBytes('drawn'), seasons, weeks, days }, special };
}

/** Whether five bytes tell the date of a local midnight. */
function isOn(bytes: Uint8Array, local: number): boolean {
	const civil = new Date(local);
	const [year, month, dayOf, weekday] = [bytes[0]! * 256 + bytes[1]!, bytes[2]!, bytes[3]!, bytes[4]!];
	const last = new Date(Date.UTC(civil.getUTCFullYear(), civil.getUTCMonth() + 1, 0)).getUTCDate();
	const wanted = dayOf === 0xff ? civil.getUTCDate() : dayOf === 0xfe ? last : dayOf === 0xfd ? last - 1 : dayOf;
	return (
		(year === 0xffff || year === civil.getUTCFullYear()) &&
		(month === 0xff || month === civil.getUTCMonth() + 1) &&
		wanted === civil.getUTCDate() &&
		(weekday === 0xff || weekday % 7 === civil.getUTCDay())
	);
}

/** The script of each minute, from minute to minute: what nobody would build, and everybody understands. */
class Reference {
	readonly #calendar: Calendar;
	readonly #special: readonly SpecialDay[];
	readonly #days = new Map<number, (number | undefined)[]>();

	constructor(calendar: Calendar, special: readonly SpecialDay[]) {
		this.#calendar = calendar;
		this.#special = special;
	}

	/** Undefined: none was ever in force. */
	script(time: number): number | undefined {
		const local = time + OFFSET;
		const midnight = Math.floor(local / DAY) * DAY;
		return this.#minutes(midnight, true)[Math.floor((local - midnight) / MINUTE)];
	}

	/** @param goesOn whether what is in force before the first time of the day is looked for in the day before */
	#minutes(midnight: number, goesOn: boolean): (number | undefined)[] {
		const known = goesOn ? this.#days.get(midnight) : undefined;
		if (known !== undefined) return known;
		let season = this.#seasonBefore(midnight);
		const before = goesOn ? this.#minutes(midnight - DAY, false)[1439] : undefined;
		const minutes: (number | undefined)[] = [];
		for (let minute = 0; minute < 1440; minute++) {
			season = this.#startingAt(midnight, minute) ?? season;
			let script = before;
			let latest = -1;
			for (const { time, selector } of this.#profile(midnight, season)) {
				const begin = time[0]! * 60 + time[1]!;
				if (begin <= minute && begin >= latest) {
					latest = begin;
					script = selector;
				}
			}
			minutes.push(script);
		}
		if (goesOn) this.#days.set(midnight, minutes);
		return minutes;
	}

	#profile(midnight: number, season: Season | undefined) {
		const { days, weeks } = this.#calendar;
		for (const { date: bytes, day: id } of this.#special) if (isOn(bytes, midnight) && days[id] !== undefined) return days[id].actions;
		if (season === undefined) return [];
		const name = asciiText(season.week);
		const weekday = (new Date(midnight).getUTCDay() + 6) % 7;
		return days[weeks.find((each) => asciiText(each.name) === name)!.days[weekday]!]!.actions;
	}

	#seasonBefore(midnight: number): Season | undefined {
		for (let back = 1; back <= LEAD; back++)
			for (let minute = 1439; minute >= 0; minute--) {
				const found = this.#startsOn(midnight - back * DAY) ? this.#startingAt(midnight - back * DAY, minute) : undefined;
				if (found !== undefined) return found;
				if (!this.#startsOn(midnight - back * DAY)) break;
			}
		return undefined;
	}

	#startsOn(midnight: number): boolean {
		return this.#calendar.seasons.some(({ start }) => isOn(start.subarray(0, 5), midnight));
	}

	/** The first of the list that starts in this minute. */
	#startingAt(midnight: number, minute: number): Season | undefined {
		return this.#calendar.seasons.find(({ start }) => {
			const begin = start[5] === 0xff ? 0 : start[5]! * 60 + start[6]!;
			return begin === minute && isOn(start.subarray(0, 5), midnight);
		});
	}
}

describe('tariffs that are drawn', () => {
	it('have the script in force that the reference has, and change only where they say', () => {
		const random = fuzzRandom(1, 'calendars');
		let changes = 0;
		for (let i = fuzzCount(CALENDARS); i > 0; i--) {
			const { calendar, special } = drawn(random);
			const reference = new Reference(calendar, special);
			tried(`calendar ${i}`);
			let time = at(FIRST) + whole(random, 700) * DAY + whole(random, 1440) * MINUTE;
			let before = scriptAt(calendar, special, time, JST);
			let change = changeAfter(calendar, special, time, JST);
			for (let minute = 0; minute < MINUTES; minute++, time += MINUTE) {
				const expected = reference.script(time);
				if (time >= change) {
					before = scriptAt(calendar, special, time, JST);
					change = changeAfter(calendar, special, time, JST);
					changes++;
				}
				equal(before, expected, `minute ${new Date(time + OFFSET).toISOString()}`);
			}
		}
		equal(changes > 0, true);
	});

	it('switch and count as the reference does, through clock jumps, outages and other calendars', () => {
		const random = fuzzRandom(2, 'tariffs');
		let switches = 0;
		for (let i = fuzzCount(RUNS); i > 0; i--) {
			const flash = new RamFlash(TARIFF_SECTORS);
			tried(`run ${i}`);
			let total = 0;
			const counted = [0, 0, 0, 0];
			let start = at(FIRST) + whole(random, 700) * DAY;
			let plan: ReturnType<typeof drawn> | undefined;
			let reference: Reference | undefined;
			let scheduler = new VirtualScheduler();
			const boot = () => {
				const clock = new SchedulerClock(scheduler, start);
				const base = total;
				const count = (): number => (base + Math.floor(scheduler.now() / 1000)) % 1_000_000;
				const readings = { counter: { wattHours: 1, digits: 6 }, counts: () => ({ import: count(), export: 0 }) } as unknown as Readings;
				const items: Tariff[] = [];
				const agenda = new Agenda(scheduler, clock, items);
				const tariff = new Tariff(
					{
						...{ readings, meteringSerial: 'M1', deviation: JST },
						parametersChanged() {},
						tariffEvent() {},
						now: () => clock.now(),
						tell: () => switches++,
						rearm: () => agenda.arm(),
					},
					new TariffMemory(flash).tariffSlots(),
				);
				items.push(tariff);
				agenda.start(0);
				scheduler.runFor(0);
				return { clock, agenda, tariff };
			};
			let { clock, agenda, tariff } = boot();
			const mask = (): string => asciiText(tariff.registers.activeMask);
			/** What counts goes on to count until the reference has another. */
			let counts: number | undefined;
			const look = (): void => {
				counts = reference?.script(clock.now()) ?? counts;
				equal(mask(), counts === undefined ? '' : `rate${counts}`, `run ${i}, ${new Date(clock.now() + OFFSET).toISOString()}`);
			};
			const run = (minutes: number): void => {
				for (let minute = 0; minute < minutes; minute++) {
					if (counts !== undefined) counted[counts - 1]! += 60;
					scheduler.runFor(MINUTE);
					look();
				}
			};
			for (let step = 0; step < STEPS; step++) {
				const what = whole(random, 12);
				if (what < 7) run(1 + whole(random, 200));
				else if (what < 9) {
					const far = whole(random, 3) === 0 ? 300 * 1440 : 1000;
					const wanted = clock.now() + (whole(random, 2 * far) - far) * MINUTE;
					clock.set(Math.min(Math.max(at(FIRST), wanted), at(LAST)));
					agenda.arm();
					scheduler.runFor(0);
					look();
				} else if (what < 10) {
					total += Math.floor(scheduler.now() / 1000);
					start = clock.now() + whole(random, 3000) * MINUTE;
					scheduler = new VirtualScheduler();
					({ clock, agenda, tariff } = boot());
					look();
				} else if (step % 4 === 0 || plan === undefined) {
					plan = drawn(random);
					reference = new Reference(plan.calendar, plan.special);
					equal(tariff.setSpecialDays(plan.special), 0);
					equal(tariff.setSeasons(plan.calendar.seasons), 0);
					equal(tariff.setWeeks(plan.calendar.weeks), 0);
					equal(tariff.setDays(plan.calendar.days), 0);
					equal(tariff.activate(), 0);
					scheduler.runFor(0);
					look();
				}
			}
			const values = tariff.registers.counted({ import: (total + Math.floor(scheduler.now() / 1000)) % 1_000_000, export: 0 });
			equal(values.slice(0, 4).join(), counted.map((value) => value % 1_000_000).join(), `run ${i}`);
		}
		equal(switches > 0, true);
	});
});
