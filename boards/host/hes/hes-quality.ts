/** `keiki hes quality`: voltages, their thresholds and counts, outages, and what the logs tell of them; sets thresholds. */
import { NAME } from '../../../modules/cosem/object-names.js';
import { type LogicalName, logicalNameText } from '../../../modules/dlms/axdr/obis.js';
import { isoAt } from '../../../src/head-end/date-time-text.js';
import { type LoggedEvent, readEvents } from '../../../src/head-end/event-logs.js';
import { physicalUnitText } from '../../../src/head-end/physical-units.js';
import { type Limit, type QualityValue, qualityText, readQuality, setThresholds, thresholdSettings } from '../../../src/head-end/power-quality.js';
import { readObjectList } from '../../../src/head-end/reading.js';
import { inEnglish, type Say } from '../../../src/head-end/value-words.js';
import type { Language } from '../../../src/world/schema/language.js';
import { UsageError } from '../shared/usage-error.js';
import { inEach } from '../shared/usage-words.js';
import { type EventRequest, type EventWords, eventRequest } from './hes-events.js';
import { accessText, HesError } from './hes-failures.js';
import type { HesSession } from './hes-options.js';
import { BEGINNING, clockOf, leftOutText } from './hes-profile.js';
import { objectIn } from './hes-read.js';
import { accessResultText } from './hes-refusals.js';
import { type Fields, type HesView, tableLines } from './hes-view.js';
import { HES_WORDS, LIMIT_WORDS } from './hes-words.js';
import { HES_USAGE } from './usage-words.js';
import { sayIn } from './value-words-ja.js';

export const QUALITY_COLUMNS = Object.freeze(['obis', 'class', 'name', 'line', 'value', 'unit', 'time', 'text', 'error']);

export interface QualityWords extends EventWords {
	readonly under?: string;
	readonly over?: string;
}

export interface QualityRequest extends EventRequest {
	/** In V; null: none; absent: as it is. */
	readonly thresholds: Readonly<Partial<Record<Limit, number | null>>>;
}

const NONE = 'none';
const LIMITS: readonly Limit[] = Object.freeze(['under', 'over'] as const);

/** Throws UsageError. */
export function qualityRequest(words: QualityWords): QualityRequest {
	const told = LIMITS.flatMap((limit) => (words[limit] === undefined ? [] : [[limit, voltsOf(`--${limit}`, words[limit])] as const]));
	return { ...eventRequest(words), thresholds: Object.fromEntries(told) };
}

function voltsOf(option: string, text: string): number | null {
	if (text === NONE) return null;
	const value = /^\d{1,6}(\.\d{1,3})?$/.test(text) ? Number(text) : 0;
	if (value > 0) return value;
	throw new UsageError(inEach(HES_USAGE, (words) => words.volts(option, text)));
}

/** The logs that tell of the voltage, and of power failures. */
function isOfQuality(log: LogicalName): boolean {
	return log === NAME.powerQualityLog || log === NAME.powerFailureLog;
}

/** Sets what is asked for, then tells how it is. False: rows of a log were left out. */
export async function quality(session: HesSession, meter: string, request: QualityRequest, view: HesView): Promise<boolean> {
	const { from, to, thresholds } = request;
	const clock = await clockOf(session);
	const { objects } = await readObjectList(session);
	let values = await readQuality(session, objects);
	// All that can be wrong is found before anything is set.
	const settings = LIMITS.flatMap((limit) => (thresholds[limit] === undefined ? [] : thresholdSettings(values, limit, thresholds[limit])));
	if (settings.length > 0) {
		await setThresholds(session, settings);
		values = await readQuality(session, objects);
	}
	const logs = objects.filter(({ name }) => isOfQuality(name));
	if (values.length === 0 && logs.length === 0)
		throw new HesError(
			inEach(HES_WORDS, (words) => words.noQuality()),
			true,
		);
	const span = from === undefined && to === undefined ? undefined : { from: from ?? BEGINNING, to: to ?? clock.time };
	const { events, leftOut } = await readEvents(session, span, clock.deviation, logs);
	const rows = [...values.map(valueFields), ...events.map((event) => eventFields(event, clock.deviation))];
	view.show(meter, rows, () => [
		...tableLines(values.map((value) => valueCells(value, view.language))),
		...tableLines(events.map((event) => eventCells(event, clock.deviation, view.language))),
	]);
	if (leftOut !== undefined) view.failed(meter, (language) => leftOutText(leftOut, language));
	return leftOut === undefined;
}

/** `over-voltages L1`. */
function nameOf({ quantity, line }: QualityValue, say: Say): string {
	return line === 0 ? say(quantity) : `${say(quantity)} L${line}`;
}

function valueFields(value: QualityValue): Fields {
	const { classId, name, line, values, scaler } = value;
	const place = { obis: logicalNameText(name), class: classId, name: nameOf(value, inEnglish), ...(line > 0 && { line }) };
	if (typeof values === 'number') return { ...place, error: accessResultText(values) };
	const [text, physicalUnit] = [qualityText(value), scaler === undefined ? '' : physicalUnitText(scaler.unit)];
	if (text === undefined) return { ...place, value: null };
	const numbers = values.map((each) => Number((each * 10 ** (scaler?.scaler ?? 0)).toPrecision(DIGITS)));
	return { ...place, value: numbers.length === 1 ? numbers[0] : numbers, ...(physicalUnit !== '' && { unit: physicalUnit }) };
}

/** What is decimal in the meter is so here. */
const DIGITS = 12;

function valueCells(value: QualityValue, language: Language): string[] {
	const { values } = value;
	const text = typeof values === 'number' ? accessText(values, language) : (qualityText(value) ?? LIMIT_WORDS[language].none());
	return [nameOf(value, sayIn(language)), text];
}

function eventFields({ time, log, code, text }: LoggedEvent, deviation: number): Fields {
	return { obis: logicalNameText(log), name: objectIn(log, 'en'), value: code, time: isoAt(time, deviation), text: text() };
}

function eventCells({ time, log, text }: LoggedEvent, deviation: number, language: Language): string[] {
	return [isoAt(time, deviation), objectIn(log, language), text(sayIn(language))];
}
