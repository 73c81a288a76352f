/** `keiki hes events`: the event logs of a meter, all in one list by their times. */
import { logicalNameText } from '../../../modules/dlms/axdr/obis.js';
import { isoAt } from '../../../src/head-end/date-time-text.js';
import { readEvents } from '../../../src/head-end/event-logs.js';
import { UsageError } from '../shared/usage-error.js';
import { inEach } from '../shared/usage-words.js';
import { HesError } from './hes-failures.js';
import { type HesSession, hesTime } from './hes-options.js';
import { BEGINNING, clockOf, leftOutText } from './hes-profile.js';
import { objectIn } from './hes-read.js';
import { type HesView, tableLines } from './hes-view.js';
import { HES_WORDS, SUPPLY_WORDS } from './hes-words.js';
import { HES_USAGE } from './usage-words.js';

export const EVENT_COLUMNS = Object.freeze(['time', 'log', 'name', 'code', 'text']);

export interface EventWords {
	readonly from?: string;
	readonly to?: string;
}

/** ms since 1970-01-01T00:00:00Z; undefined: as far as the meter keeps them. */
export interface EventRequest {
	readonly from: number | undefined;
	readonly to: number | undefined;
}

/** Throws UsageError. */
export function eventRequest({ from, to }: EventWords): EventRequest {
	const span = { from: from === undefined ? undefined : hesTime('--from', from), to: to === undefined ? undefined : hesTime('--to', to) };
	if (span.from !== undefined && span.to !== undefined && span.from > span.to)
		throw new UsageError(inEach(HES_USAGE, (words) => words.fromBeforeTo(from!, to!)));
	return span;
}

/** False: rows were left out. */
export async function showEvents(session: HesSession, meter: string, { from, to }: EventRequest, view: HesView): Promise<boolean> {
	const clock = await clockOf(session);
	const span = from === undefined && to === undefined ? undefined : { from: from ?? BEGINNING, to: to ?? clock.time };
	const { events, logs, leftOut } = await readEvents(session, span, clock.deviation);
	if (logs === 0)
		throw new HesError(
			inEach(SUPPLY_WORDS, (words) => words.noLogs()),
			true,
		);
	const rows = events.map(({ time, log, code, text }) => ({
		fields: {
			time: isoAt(time, clock.deviation),
			log: logicalNameText(log),
			name: objectIn(log, 'en', view.companion),
			code,
			text: text(view.sayEnglish),
		},
		cells: [isoAt(time, clock.deviation), objectIn(log, view.language, view.companion) || logicalNameText(log), text(view.say)],
	}));
	view.show(
		meter,
		rows.map(({ fields }) => fields),
		() => [...tableLines(rows.map(({ cells }) => cells)), HES_WORDS[view.language].rowCount(rows.length)],
	);
	if (leftOut !== undefined) view.failed(meter, (language) => leftOutText(leftOut, language));
	return leftOut === undefined;
}
