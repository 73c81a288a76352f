/** `keiki hes clock get|set`: the meter's clock against this host's. */
import { CLOCK_STATUS } from '../../../modules/dlms/axdr/date-time.js';
import { MINUTE } from '../../../modules/time/durations.js';
import { clockStatusText, isoAt } from '../../../src/head-end/date-time-text.js';
import { type ClockReading, leapBetween, readClock, setClock } from '../../../src/head-end/meter-clock.js';
import type { HesSession } from './hes-options.js';
import { type Fields, type HesView, tableLines } from './hes-view.js';
import { CLOCK_WORDS, type ClockWords } from './hes-words.js';
import { sayIn } from './value-words-ja.js';

export const CLOCK_COLUMNS = Object.freeze(['time', 'host', 'aheadMs', 'roundTripMs', 'status', 'before']);

/** False: the clock cannot be gone by. */
export async function showClock(session: HesSession, meter: string, view: HesView): Promise<boolean> {
	const clock = await readClock(session, Date.now);
	show(clock, meter, view);
	return tellDoubts(clock, await leapOf(session, clock), meter, view);
}

/** A second reading, of a clock that is far from this host's, where it tells something else. */
async function leapOf(session: HesSession, first: ClockReading): Promise<ClockReading | undefined> {
	if (Math.abs(first.ahead) < LEAP) return undefined;
	const second = await readClock(session, Date.now);
	return Math.abs(leapBetween(first, second)) < LEAP ? undefined : second;
}

function tellDoubts({ time, deviation, status, wrongWeekday }: ClockReading, leap: ClockReading | undefined, meter: string, view: HesView): boolean {
	const words = CLOCK_WORDS[view.language];
	if (wrongWeekday !== undefined) view.note(meter, words.wrongWeekday(wrongWeekday));
	if (status & CLOCK_STATUS.invalid) view.note(meter, words.invalid());
	if (leap !== undefined) view.failed(meter, (language) => CLOCK_WORDS[language].leaps(isoAt(time, deviation), isoAt(leap.time, leap.deviation)));
	return leap === undefined;
}

/** @param time ms since 1970-01-01T00:00:00Z; undefined: this host's, as it is when the request goes out */
export async function changeClock(session: HesSession, meter: string, time: number | undefined, view: HesView): Promise<boolean> {
	const before = await readClock(session, Date.now);
	const leap = await leapOf(session, before);
	if (leap !== undefined) return tellDoubts(before, leap, meter, view);
	await setClock(session, () => time ?? Date.now() + before.roundTrip / 2, before.deviation);
	show(await readClock(session, Date.now), meter, view, before);
	return true;
}

function show(clock: ClockReading, meter: string, view: HesView, before?: ClockReading): void {
	const { time, deviation, status, ahead, roundTrip } = clock;
	const host = time - ahead;
	const words = CLOCK_WORDS[view.language];
	const fields: Fields = {
		time: isoAt(time, deviation),
		host: isoAt(Math.round(host), deviation),
		aheadMs: Math.round(ahead),
		roundTripMs: Math.round(roundTrip),
		status: clockStatusText(status),
		...(before === undefined ? {} : { before: isoAt(before.time, before.deviation) }),
	};
	view.show(meter, [fields], () =>
		tableLines([
			...(before === undefined ? [] : [[words.before(), `${isoAt(before.time, before.deviation)}, ${aheadText(before, words)}`]]),
			[words.meter(), isoAt(time, deviation)],
			[words.host(), isoAt(Math.round(host), deviation)],
			[words.meterIs(), aheadText(clock, words)],
			[words.status(), clockStatusText(status, sayIn(view.language))],
		]),
	);
}

/** A difference below what the way back and forth may hide is none. */
function aheadText({ ahead, roundTrip }: ClockReading, words: ClockWords): string {
	const doubt = roundTrip / 2 + RESOLUTION;
	if (Math.abs(ahead) <= doubt) return words.right((doubt / 1000).toFixed(2));
	const seconds = Math.abs(ahead) / 1000;
	const text =
		seconds < 600 ? `${seconds.toFixed(2)} s` : seconds < 172_800 ? `${(seconds / 60).toFixed(0)} min` : words.days((seconds / 86_400).toFixed(1));
	return ahead > 0 ? words.ahead(text) : words.behind(text);
}

/** What two readings of a clock in a row are apart where it jumps, ms. */
const LEAP = MINUTE;

/** Resolution of a COSEM time, ms: a hundredth of a second. */
const RESOLUTION = 10;
