/** Use case 2: a calendar is written, activated, and takes effect; the one that there was is active again at the end. */
import { asciiBytes } from '../../../modules/bytes/ascii.js';
import { fromHex } from '../../../modules/bytes/hex.js';
import type { Calendar } from '../../../modules/cosem/activity-calendar.js';
import { NAME } from '../../../modules/cosem/object-names.js';
import { dataNotation } from '../data-notation.js';
import { readClock } from '../meter-clock.js';
import { activateTariff, readTariff, type Tariff, writeTariff } from '../tariff.js';
import { Deviation } from './outcome.js';
import type { Step } from './use-case.js';

const REGISTER_ACTIVATION = 6;
const PROFILE = 7;
const CLOCK = 8;
const SPECIAL_DAYS = 11;
const CALENDAR = 20;
const ACTIVE_NAME = 2;
const ACTIVE_MASK = 4;
const NEEDED = [CALENDAR, NAME.activityCalendar] as const;
const PROGRAMMED = 19;
const ACTIVATED = 9;

/** One season, one week, one day, and in it one tariff script. */
const NEW: Calendar = Object.freeze({
	name: asciiBytes('UC2'),
	seasons: [{ name: asciiBytes('s'), start: fromHex('FFFF0101FF000000008000FF'), week: asciiBytes('w') }],
	weeks: [{ name: asciiBytes('w'), days: new Uint8Array(7).fill(1) }],
	days: [{ id: 1, actions: [{ time: new Uint8Array(4), script: NAME.tariffScripts, selector: 1 }] }],
});
const NEW_NAME = 'octets:"UC2"';

export const TARIFF_PROGRAMMING: readonly Step[] = [
	{
		step: 'tariffRead',
		needs: [NEEDED, [CLOCK, NAME.clock], [SPECIAL_DAYS, NAME.specialDays]],
		must: true,
		run: async (run) => {
			const { time, deviation } = await readClock(run.session, run.tools.now);
			const [active, passive] = [await readTariff(run.session, 'active', deviation), await readTariff(run.session, 'passive', deviation)];
			const mask = await run.get(REGISTER_ACTIVATION, NAME.registerActivation, ACTIVE_MASK);
			run.notes.set('restore', async () => {
				await writeTariff(run.session, { ...active, specialDays: undefined });
				await activateTariff(run.session, undefined, deviation);
				await writeTariff(run.session, passive);
				// One that is past would activate what was written last.
				if (passive.activation !== undefined && passive.activation > time) await activateTariff(run.session, passive.activation, deviation);
				if (typeof mask === 'object') await run.ensure(REGISTER_ACTIVATION, NAME.registerActivation, ACTIVE_MASK, dataNotation(mask));
			});
			run.notes.set('specialDays', passive.specialDays);
		},
	},
	{
		step: 'tariffWritten',
		needs: [NEEDED],
		must: true,
		run: async (run) => {
			run.later(run.notes.get('restore') as () => Promise<void>);
			await run.mark(NAME.eventLog);
			await writeTariff(run.session, { ...NEW, specialDays: run.notes.get('specialDays') as Tariff['specialDays'] });
		},
	},
	{ step: 'tariffLogged', needs: [[PROFILE, NAME.eventLog]], run: (run) => run.logged(NAME.eventLog, [PROGRAMMED]) },
	{
		step: 'tariffActivated',
		needs: [NEEDED],
		must: true,
		run: async (run) => {
			await run.mark(NAME.eventLog);
			await run.act(CALENDAR, NAME.activityCalendar, 1, 'i8:0');
			if (run.has(PROFILE, NAME.eventLog)) await run.logged(NAME.eventLog, [ACTIVATED]);
		},
	},
	{
		step: 'tariffActive',
		needs: [NEEDED],
		run: async (run) => {
			await run.reads(CALENDAR, NAME.activityCalendar, ACTIVE_NAME, NEW_NAME);
			const parts = await run.values([3, 4, 5, 7, 8, 9].map((attribute) => [CALENDAR, NAME.activityCalendar, attribute] as const));
			const [active, passive] = [parts.slice(0, 3), parts.slice(3)].map((some) => some.map(dataNotation).join(' '));
			if (active !== passive) throw new Deviation(passive!, { data: active! });
		},
	},
];
