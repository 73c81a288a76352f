/** Use case 6: the clock of a meter, shifted, preset and set; it is at the end where it was. */
import { NAME } from '../../../modules/cosem/object-names.js';
import { DataTag } from '../../../modules/dlms/axdr/data-writer.js';
import { dateTimeOf } from '../../../modules/dlms/axdr/date-time.js';
import { SECOND } from '../../../modules/time/durations.js';
import { dataNotation } from '../data-notation.js';
import { type ClockReading, readClock, setClock } from '../meter-clock.js';
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
/** What a clock may be off in an answer, ms, beside what the slowest answer took; a shift must show all the same. */
const TOLERANCE = 5 * SECOND;
const MOST_TOLERANCE = (BY * SECOND) / 2;
const CHANGED_FROM = 4;
const CHANGED_TO = 5;
const AHEAD = 'ahead';
const SLOWEST = 'slowest';

/** ms */
function tolerance(run: UseCaseRun): number {
	return Math.min(TOLERANCE + Number(run.notes.get(SLOWEST) ?? 0), MOST_TOLERANCE);
}

/** Half of what an answer took may be wrong with what is told in it, and all of it with what is set by a request. */
function took(run: UseCaseRun, ms: number): void {
	run.notes.set(SLOWEST, Math.max(Number(run.notes.get(SLOWEST) ?? 0), ms));
}

async function read(run: UseCaseRun): Promise<ClockReading> {
	const reading = await readClock(run.session, run.tools.now);
	took(run, reading.roundTrip);
	return reading;
}

/** Sets the clock ahead of this host's, ms. */
async function setAhead(run: UseCaseRun, ahead: number, deviation: number): Promise<void> {
	let asked = 0;
	await setClock(
		run.session,
		() => {
			asked = run.tools.now();
			return asked + ahead;
		},
		deviation,
	);
	took(run, run.tools.now() - asked);
}

/** Looks until the meter's clock is ahead of this host's by about so much, ms. Throws Deviation. */
async function aheadBy(run: UseCaseRun, expected: number): Promise<void> {
	await run.until(async () => {
		const { ahead } = await read(run);
		if (Math.abs(ahead - expected) > tolerance(run)) throw new Deviation(`${text(expected)} from this host`, { data: text(ahead) });
	});
}

function text(ms: number): string {
	return `${Math.round(ms / SECOND)} s`;
}

export const CLOCK_CONTROL: readonly Step[] = [
	{
		step: 'clockRead',
		needs: [NEEDED],
		must: true,
		run: async (run) => {
			const { ahead, wrongWeekday, deviation } = await read(run);
			run.notes.set(AHEAD, ahead);
			run.later(async () => {
				const now = await read(run);
				if (Math.abs(now.ahead - ahead) <= tolerance(run)) return;
				await setAhead(run, ahead, deviation);
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
			const { deviation } = await read(run);
			await run.mark(NAME.eventLog);
			for (const by of [BY * SECOND, 0]) {
				await setAhead(run, ahead + by, deviation);
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
			const { time, deviation, ahead: before } = await read(run);
			const asked = time - before;
			const times = [BY, -BY, 2 * BY].map((by) => ({ tag: DataTag.octetString, bytes: dateTimeOf(time + by * SECOND, deviation, 0) }) as const);
			await run.act(CLOCK, NAME.clock, PRESET, dataNotation({ tag: DataTag.structure, items: times }));
			const started = run.tools.now();
			await run.act(CLOCK, NAME.clock, ADJUST_TO_PRESET, 'i8:0');
			took(run, run.tools.now() - started);
			// The preset time does not go on.
			await aheadBy(run, before + BY * SECOND - (run.tools.now() - asked));
			await setAhead(run, ahead, deviation);
		},
	},
	{
		step: 'clockBroadcast',
		needs: [NEEDED],
		run: async (run) => {
			const ahead = Number(run.notes.get(AHEAD));
			const { deviation } = await read(run);
			const asked = run.tools.now();
			const time = { tag: DataTag.octetString, bytes: dateTimeOf(asked + ahead + BY * SECOND, deviation, 0) } as const;
			await run.broadcast(CLOCK, NAME.clock, 2, dataNotation(time));
			// The counter that it is sent under was asked for first, and when it went out is not known.
			const half = (run.tools.now() - asked) / 2;
			took(run, half);
			await aheadBy(run, ahead + BY * SECOND - half);
			await setAhead(run, ahead, deviation);
		},
	},
];
