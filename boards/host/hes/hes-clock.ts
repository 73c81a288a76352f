/** `keiki hes clock get|set`: the meter's clock against this host's. */
import { clockStatusText, isoAt } from '../../../src/head-end/date-time-text.js';
import { type ClockReading, readClock, setClock } from '../../../src/head-end/meter-clock.js';
import type { HesSession } from './hes-options.js';
import { type Fields, type HesView, tableLines } from './hes-view.js';
import { CLOCK_WORDS, type ClockWords } from './hes-words.js';
import { sayIn } from './value-words-ja.js';

export const CLOCK_COLUMNS = Object.freeze(['time', 'host', 'aheadMs', 'roundTripMs', 'status', 'before']);

export async function showClock(session: HesSession, meter: string, view: HesView): Promise<boolean> {
	show(await readClock(session, Date.now), meter, view);
	return true;
}

/** @param time ms since 1970-01-01T00:00:00Z; undefined: this host's, as it is when the request goes out */
export async function changeClock(session: HesSession, meter: string, time: number | undefined, view: HesView): Promise<boolean> {
	const before = await readClock(session, Date.now);
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

/** Resolution of a COSEM time, ms: a hundredth of a second. */
const RESOLUTION = 10;
