/** Schedules over years, clock jumps and outages against a reference that knows only days. */
import { SchedulerClock } from '../../../../hal/virtual/clock.js';
import { RamFlash } from '../../../../hal/virtual/flash.js';
import { VirtualScheduler } from '../../../../hal/virtual/scheduler.js';
import { between } from '../../../../modules/bytes/chance.js';
import { NAME } from '../../../../modules/cosem/object-names.js';
import type { ScheduleEntry } from '../../../../modules/cosem/schedule.js';
import type { SpecialDay } from '../../../../modules/cosem/special-days.js';
import { Agenda } from '../../../../src/route-a/control/agenda.js';
import { TARIFF_SECTORS, TariffMemory } from '../../../../src/route-a/tariff/tariff-slots.js';
import { Timetable } from '../../../../src/route-a/tariff/timetable.js';
import { equal, hex } from '../../../assert.js';
import { fuzzCount, fuzzRandom, tried } from '../../../fuzz/campaign.js';
import { at, DAY, HOUR, JST, MINUTE } from './tariff-rig.js';

const OFFSET = 9 * HOUR;
const RUNS = 60;
const STEPS = 80;
const FIRST = at('2027-01-01T00:00');
const LAST = at('2031-01-01T00:00');
/** Days that are looked back. */
const LOOK = 8;
const ALWAYS = 0xffff;

type Random = ReturnType<typeof fuzzRandom>;
const whole = (random: Random, below: number): number => Math.floor(between(random, 0, below));

function dateOf(time: number): Uint8Array {
	const civil = new Date(time + OFFSET);
	const year = civil.getUTCFullYear();
	return Uint8Array.of(year >> 8, year, civil.getUTCMonth() + 1, civil.getUTCDate(), 0xff);
}

function drawn(random: Random): { readonly entries: readonly ScheduleEntry[]; readonly special: readonly SpecialDay[] } {
	const date = () => (whole(random, 4) === 0 ? dateOf(FIRST + whole(random, 1000) * DAY) : hex('FFFFFFFFFF'));
	const entries = Array.from(
		{ length: 1 + whole(random, 8) },
		(_, index): ScheduleEntry => ({
			...{ index, isEnabled: whole(random, 6) > 0, script: NAME.tariffScripts, selector: 1 },
			time: Uint8Array.of(whole(random, 24), whole(random, 4) * 15, 0, 0),
			window: [0, 90, 3000, ALWAYS][whole(random, 4)]!,
			weekdays: whole(random, 128),
			...{ specialBits: 8, specialDays: Uint8Array.of(whole(random, 256)) },
			...{ begin: date(), end: date() },
		}),
	);
	const special = Array.from({ length: whole(random, 6) }, (_, index): SpecialDay => {
		const day = dateOf(FIRST + whole(random, 1000) * DAY);
		if (whole(random, 2) === 0) day.set([0xff, 0xff]);
		return { index, date: day, day: whole(random, 10) };
	});
	return { entries, special };
}

/** When an entry is due in (from, to], oldest first, and no longer ago than it is looked back. */
function dueIn({ time, weekdays, specialDays, begin, end }: ScheduleEntry, special: readonly SpecialDay[], from: number, to: number): number[] {
	const found: number[] = [];
	const today = Math.floor((to + OFFSET) / DAY);
	for (let day = Math.max(today - LOOK, Math.floor((from + OFFSET) / DAY)); day <= today; day++) {
		const due = day * DAY - OFFSET + time[0]! * HOUR + time[1]! * MINUTE;
		const date = dateOf(due);
		const number = (bytes: Uint8Array): number => bytes[0]! * 0x1000000 + bytes[1]! * 0x10000 + bytes[2]! * 0x100 + bytes[3]!;
		if (begin[0] !== 0xff && number(date) < number(begin)) continue;
		if (end[0] !== 0xff && number(date) > number(end)) continue;
		const one = special.find((each) => each.date.every((field, i) => field === 0xff || field === date[i]));
		const weekday = (new Date(due + OFFSET).getUTCDay() + 6) % 7;
		const isOn = one === undefined ? weekdays & (0x40 >> weekday) : one.day < 8 && specialDays[0]! & (0x80 >> one.day);
		if (isOn && due > from && due <= to) found.push(due);
	}
	return found;
}

describe('schedules that are drawn', () => {
	it('run what the reference runs, in its order, through clock jumps and outages', () => {
		const random = fuzzRandom(3, 'schedules');
		let scripts = 0;
		for (let i = fuzzCount(RUNS); i > 0; i--) {
			tried(`run ${i}`);
			const { entries, special } = drawn(random);
			const flash = new RamFlash(TARIFF_SECTORS);
			let scheduler = new VirtualScheduler();
			let start = FIRST + whole(random, 900) * DAY;
			const ran: string[] = [];
			const boot = () => {
				const clock = new SchedulerClock(scheduler, start);
				const items: Timetable[] = [];
				const agenda = new Agenda(scheduler, clock, items);
				const host = {
					...{ deviation: JST, parametersChanged() {}, isScript: () => true },
					...{ tariff: { specialDays: special, execute: () => 0 }, billing: { execute: () => 0 } },
					now: () => clock.now(),
					tell: () => {},
					rearm: () => agenda.arm(),
					runScript: (_table: number, selector: number, done: () => void, due: number) => {
						ran.push(`${new Date(due + OFFSET).toISOString().slice(0, 16)} ${selector}`);
						if (whole(random, 2) === 0) done();
						else scheduler.after(50, done);
					},
				};
				const timetable = new Timetable(host, new TariffMemory(flash).tariffSlots());
				items.push(timetable);
				agenda.start(0);
				return { clock, agenda, timetable };
			};
			let { clock, agenda, timetable } = boot();
			// By their selectors they are told apart.
			const told = entries.map((entry) => ({ ...entry, selector: entry.index + 1, script: NAME.disconnectScripts }));
			scheduler.runFor(0);
			equal(timetable.setEntries(told), 0);
			let done = clock.now();
			const enabled = told.filter(({ isEnabled }) => isEnabled);
			/** What is made up for at a moment: of each entry the last one. */
			const missed = (now: number): (readonly [number, number])[] => {
				if (done > now + DAY) done = now;
				const last = enabled.flatMap((entry) => {
					const due = dueIn(entry, special, done, now).at(-1);
					return due === undefined ? [] : [[due, entry.selector, entry.window] as const];
				});
				for (const [due] of last) done = Math.max(done, due);
				return last.filter(([due, , window]) => window === ALWAYS || now - due <= (window + 1) * MINUTE).map(([due, selector]) => [due, selector]);
			};
			const listed = (events: readonly (readonly [number, number])[]): string =>
				[...events]
					.sort(([a, x], [b, y]) => a - b || x - y)
					.map(([due, selector]) => `${new Date(due + OFFSET).toISOString().slice(0, 16)} ${selector}`)
					.join();
			for (let step = 0; step < STEPS; step++) {
				const what = whole(random, 10);
				const before = clock.now();
				let expected: (readonly [number, number])[] = [];
				if (what >= 6) {
					if (what < 8) {
						const far = whole(random, 3) === 0 ? 300 * 1440 : 2000;
						clock.set(Math.min(Math.max(FIRST, before + (whole(random, 2 * far) - far) * MINUTE), LAST));
						timetable.lookAnew();
						agenda.arm();
					} else {
						start = before + whole(random, 12 * 1440) * MINUTE;
						scheduler = new VirtualScheduler();
						({ clock, agenda, timetable } = boot());
					}
					expected = missed(clock.now());
					scheduler.runFor(1000);
				}
				const from = Math.max(done, clock.now() - 1000);
				scheduler.runFor((1 + whole(random, 3000)) * MINUTE);
				for (const entry of enabled) for (const due of dueIn(entry, special, from, clock.now())) expected.push([due, entry.selector]);
				for (const [due] of expected) done = Math.max(done, due);
				equal(ran.join(), listed(expected), `run ${i}, step ${step}, from ${new Date(before + OFFSET).toISOString()}`);
				scripts += ran.length;
				ran.length = 0;
			}
		}
		equal(scripts > 0, true);
	});
});
