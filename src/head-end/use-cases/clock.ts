/** Use case 6: the clock of a meter, shifted, preset and set; it is at the end where it was. */
import { NAME } from '../../../modules/cosem/object-names.js';
import { DataTag } from '../../../modules/dlms/axdr/data-writer.js';
import { dateTimeOf } from '../../../modules/dlms/axdr/date-time.js';
import { SECOND } from '../../../modules/time/durations.js';
import { dataNotation } from '../data-notation.js';
import { readClock, setClock } from '../meter-clock.js';
import { Deviation } from './outcome.js';
import type { Step } from './use-case.js';
import type { UseCaseRun } from './use-case-run.js';

const CLOCK = 8;
const PROFILE = 7;
const ADJUST_TO_PRESET = 4;
const PRESET = 5;
const SHIFT = 6;
const NEEDED = [CLOCK, NAME.clock] as const;
/** Seconds. */
const BY = 40;
/** What a clock may be off in an answer, ms. */
const TOLERANCE = 5 * SECOND;
const CHANGED_FROM = 4;
const CHANGED_TO = 5;

/** Looks until the meter's clock is ahead of this host's by about so much, ms. Throws Deviation. */
async function aheadBy(run: UseCaseRun, expected: number): Promise<void> {
	await run.until(async () => {
		const { ahead } = await readClock(run.session, run.tools.now);
		if (Math.abs(ahead - expected) > TOLERANCE) throw new Deviation(`${text(expected)} from this host`, { data: text(ahead) });
	});
}

function text(ms: number): string {
	return `${Math.round(ms / SECOND)} s`;
}

const AHEAD = 'ahead';

export const CLOCK_CONTROL: readonly Step[] = [
	{
		step: 'clockRead',
		needs: [NEEDED],
		must: true,
		run: async (run) => {
			const { ahead, wrongWeekday, deviation } = await readClock(run.session, run.tools.now);
			run.notes.set(AHEAD, ahead);
			run.later(async () => {
				const now = await readClock(run.session, run.tools.now);
				if (Math.abs(now.ahead - ahead) <= TOLERANCE) return;
				await setClock(run.session, () => run.tools.now() + ahead, deviation);
				await aheadBy(run, ahead);
			});
			if (wrongWeekday !== undefined) throw new Deviation('the day of the week of its date', { data: `day ${wrongWeekday}` });
		},
	},
	{
		step: 'clockShifted',
		needs: [NEEDED],
		run: async (run) => {
			const ahead = Number(run.notes.get(AHEAD));
			await run.act(CLOCK, NAME.clock, SHIFT, `i16:${BY}`);
			await aheadBy(run, ahead + BY * SECOND);
			await run.act(CLOCK, NAME.clock, SHIFT, `i16:-${BY}`);
			await aheadBy(run, ahead);
		},
	},
	{
		step: 'clockSet',
		needs: [NEEDED],
		must: true,
		run: async (run) => {
			const ahead = Number(run.notes.get(AHEAD));
			const { deviation } = await readClock(run.session, run.tools.now);
			await run.mark(NAME.eventLog);
			for (const by of [BY * SECOND, 0]) {
				await setClock(run.session, () => run.tools.now() + ahead + by, deviation);
				await aheadBy(run, ahead + by);
			}
		},
	},
	{ step: 'clockLogged', needs: [[PROFILE, NAME.eventLog]], run: (run) => run.logged(NAME.eventLog, [CHANGED_FROM, CHANGED_TO]) },
	{
		step: 'clockPreset',
		needs: [NEEDED],
		run: async (run) => {
			const ahead = Number(run.notes.get(AHEAD));
			const { time, deviation } = await readClock(run.session, run.tools.now);
			const times = [BY, -BY, 2 * BY].map((by) => ({ tag: DataTag.octetString, bytes: dateTimeOf(time + by * SECOND, deviation, 0) }) as const);
			await run.act(CLOCK, NAME.clock, PRESET, dataNotation({ tag: DataTag.structure, items: times }));
			await run.act(CLOCK, NAME.clock, ADJUST_TO_PRESET, 'i8:0');
			await aheadBy(run, ahead + BY * SECOND);
			await setClock(run.session, () => run.tools.now() + ahead, deviation);
		},
	},
	{
		step: 'clockBroadcast',
		needs: [NEEDED],
		run: async (run) => {
			const ahead = Number(run.notes.get(AHEAD));
			const { deviation } = await readClock(run.session, run.tools.now);
			const time = { tag: DataTag.octetString, bytes: dateTimeOf(run.tools.now() + ahead + BY * SECOND, deviation, 0) } as const;
			await run.broadcast(CLOCK, NAME.clock, 2, dataNotation(time));
			await aheadBy(run, ahead + BY * SECOND);
			await setClock(run.session, () => run.tools.now() + ahead, deviation);
		},
	},
];
