/** Rows of a profile (class 7), by ranges of time. */
import { DecodeError } from '../../modules/bytes/reader.js';
import { TWO_TO_32 } from '../../modules/bytes/uint.js';
import { ACCESS_RESULT } from '../../modules/dlms/apdu/apdu.js';
import type { AttributeTarget } from '../../modules/dlms/apdu/descriptor.js';
import { CONFORMANCE } from '../../modules/dlms/apdu/initiate.js';
import { type CaptureObject, encodeRange, SELECTOR, selectionOf } from '../../modules/dlms/apdu/selective-access.js';
import { type Data, numberOf } from '../../modules/dlms/axdr/data.js';
import { DataTag, DataWriter } from '../../modules/dlms/axdr/data-writer.js';
import { dateTimeOf, deviationOf, timeOf } from '../../modules/dlms/axdr/date-time.js';
import { type LogicalName, logicalNameOf, logicalNameText } from '../../modules/dlms/axdr/obis.js';
import { MINUTE, SECOND } from '../../modules/time/durations.js';
import type { Reading } from './decoding.js';
import { HeadEndError } from './head-end-error.js';
import type { MeterSession } from './meter-session.js';
import { physicalUnitText, type ScalerUnit } from './physical-units.js';
import { attributeTarget, PROFILE, readScalers } from './reading.js';
import { type ShownValue, shown } from './values.js';

const BUFFER = 2;
const CAPTURE_OBJECTS = 3;
const CAPTURE_PERIOD = 4;
const PROFILE_ENTRIES = 8;
const CLOCK_CLASS = 8;
/** More than profiles of meters have. */
const MOST_COLUMNS = 256;
/** The most rows that are kept of one request: half a year of minutes. */
const MOST_ROWS = 1 << 18;

export interface ProfileColumn extends CaptureObject {
	readonly scaler: ScalerUnit | undefined;
	/** `1.0.1.8.0.255 Wh` */
	readonly title: string;
}

export interface ProfileLayout {
	readonly name: LogicalName;
	/** All but the clock. */
	readonly columns: readonly ProfileColumn[];
	/** Where the clock stands among the captured objects, and what it is. */
	readonly clockAt: number;
	readonly clock: CaptureObject;
	/** ms between two rows; 0: they do not come by time. */
	readonly period: number;
	/** How many rows the meter keeps; 0: it does not tell. */
	readonly capacity: number;
	/** Minutes from local time to UTC. */
	readonly deviation: number;
}

export interface ProfileRow {
	/** ms since 1970-01-01T00:00:00Z. */
	readonly time: number;
	readonly cells: readonly ShownValue[];
}

/** Both ends belong to it, ms since 1970-01-01T00:00:00Z. */
export interface Span {
	readonly from: number;
	readonly to: number;
}

/** @param deviation of the meter's clock, for rows that do not tell it */
export async function readLayout(session: MeterSession, name: LogicalName, deviation: number): Promise<ProfileLayout> {
	const attributes = [CAPTURE_OBJECTS, CAPTURE_PERIOD, PROFILE_ENTRIES].map((index) => attributeTarget(PROFILE, name, index));
	const [captured, period, entries] = await session.getAll(attributes, 'columns');
	if (typeof captured !== 'object') throw new HeadEndError({ kind: 'profileUnreadable', name, result: captured ?? ACCESS_RESULT.otherReason });
	const items = 'items' in captured ? captured.items : [];
	if (items.length > MOST_COLUMNS) throw new HeadEndError({ kind: 'tooManyColumns', most: MOST_COLUMNS });
	const objects = items.map(captureObject);
	const clockAt = objects.findIndex((object) => object.classId === CLOCK_CLASS && object.attribute === 2);
	if (clockAt < 0) throw new HeadEndError({ kind: 'profileWithoutTime', name });
	const clock = objects[clockAt]!;
	const others = objects.filter((_, i) => i !== clockAt);
	const scalers = await readScalers(session, others);
	return {
		name,
		columns: others.map((object, i) => ({ ...object, scaler: scalers[i], title: titleOf(object, scalers[i]) })),
		clockAt,
		clock,
		period: SECOND * (wholeOf(period) ?? 0),
		capacity: wholeOf(entries) ?? 0,
		deviation,
	};
}

/** A double-long-unsigned, of whatever type it came in; undefined: it is none. */
function wholeOf(reading: Reading | undefined): number | undefined {
	const value = typeof reading === 'object' ? numberOf(reading) : undefined;
	return value !== undefined && Number.isInteger(value) && value >= 0 && value < TWO_TO_32 ? value : undefined;
}

function captureObject(data: Data): CaptureObject {
	const items = 'items' in data ? data.items : [];
	const [classId, name, attribute, dataIndex] = items;
	const numbers = [classId, attribute].map((item) => (item === undefined ? undefined : numberOf(item)));
	if (numbers[0] === undefined || numbers[1] === undefined || name === undefined || !('bytes' in name) || name.bytes.length !== 6)
		throw new HeadEndError({ kind: 'columnsMalformed' });
	return {
		classId: numbers[0],
		name: logicalNameOf(name.bytes),
		attribute: numbers[1],
		dataIndex: dataIndex === undefined ? 0 : (numberOf(dataIndex) ?? 0),
	};
}

function titleOf({ name, attribute, dataIndex }: CaptureObject, scaler: ScalerUnit | undefined): string {
	const place = `${logicalNameText(name)}${attribute === 2 ? '' : `:${attribute}`}${dataIndex === 0 ? '' : `[${dataIndex}]`}`;
	const physicalUnit = scaler === undefined ? '' : physicalUnitText(scaler.unit);
	return physicalUnit === '' ? place : `${place} ${physicalUnit}`;
}

/** What says that a meter does not read by range, and not that there is nothing to read. */
const NO_RANGE: readonly number[] = Object.freeze([
	ACCESS_RESULT.readWriteDenied,
	ACCESS_RESULT.typeUnmatched,
	ACCESS_RESULT.scopeOfAccessViolated,
	ACCESS_RESULT.otherReason,
]);

export interface ProfileReaderOptions {
	readonly session: MeterSession;
	readonly layout: ProfileLayout;
	/** Rows as they come: so many of so many of this request. */
	readonly onProgress: (rows: number, count: number) => void;
}

/** Rows that cannot be placed in time: how many, and what the first has for its time, `undefined` where it is null-data behind no other row. */
export interface LeftOut {
	readonly count: number;
	readonly first: Data | undefined;
}

/** What is not in order in rows that come by time, and was put in order: rows that came twice, and rows behind a later one. */
export interface Disorder {
	readonly doubled: number;
	readonly behind: number;
}

/** Reads the rows of one profile. A meter that does not read by range is asked for all of them once. */
export class ProfileReader {
	readonly #options: ProfileReaderOptions;
	#whole: readonly ProfileRow[] | undefined;
	#leftOut: LeftOut | undefined;
	#disorder: Disorder = { doubled: 0, behind: 0 };

	constructor(options: ProfileReaderOptions) {
		this.#options = options;
	}

	/** Rows left out of all that was read; undefined: none. */
	get leftOut(): LeftOut | undefined {
		return this.#leftOut;
	}

	/** Of all that was read. */
	get disorder(): Disorder {
		return this.#disorder;
	}

	/** The rows of a span, in their order of time; undefined: all there are. Throws HeadEndError. */
	async read(span: Span | undefined): Promise<readonly ProfileRow[]> {
		const { session, layout } = this.#options;
		await session.open();
		if (span === undefined) return this.#all();
		if (this.#whole === undefined && session.agreed(CONFORMANCE.selectiveAccess)) {
			const { name, clock, deviation } = layout;
			const parameters = new DataWriter();
			const bound = (time: number): Data => ({ tag: DataTag.octetString, bytes: dateTimeOf(time, deviation, 0) });
			encodeRange(parameters, { restricting: clock, from: bound(span.from), to: bound(span.to), columns: [] });
			const rows = await this.#ask({ ...attributeTarget(PROFILE, name, BUFFER), selection: selectionOf(SELECTOR.range, parameters) });
			if (typeof rows === 'object') return rows;
			if (!NO_RANGE.includes(rows)) throw new HeadEndError({ kind: 'rowsUnreadable', result: rows });
		}
		return (await this.#all()).filter(({ time }) => time >= span.from && time <= span.to);
	}

	async #all(): Promise<readonly ProfileRow[]> {
		if (this.#whole !== undefined) return this.#whole;
		const rows = await this.#ask(attributeTarget(PROFILE, this.#options.layout.name, BUFFER));
		if (typeof rows === 'number') throw new HeadEndError({ kind: 'rowsUnreadable', result: rows });
		this.#whole = rows;
		return rows;
	}

	async #ask(target: AttributeTarget): Promise<readonly ProfileRow[] | number> {
		const { session, layout, onProgress } = this.#options;
		const { columns, clockAt, period } = layout;
		const rows: ProfileRow[] = [];
		let count = 0;
		let taken = 0;
		let leftOut: LeftOut | undefined;
		let last: number | undefined;
		let cells: readonly ShownValue[] = [];
		let order = new RowOrder();
		/** Null-data stands for the value of the row before, and in the clock for a period more. Rows without any time are left out, and counted. */
		const onElement = (element: Data): void => {
			const items = 'items' in element ? element.items : [];
			const clock = items[clockAt];
			if (items.length !== columns.length + 1 || clock === undefined) {
				throw new DecodeError('COSEM profile', 0, `rows of ${columns.length + 1} columns, found ${items.length}`);
			}
			if (taken === MOST_ROWS) throw new HeadEndError({ kind: 'tooManyRows', most: MOST_ROWS });
			onProgress(++taken, count);
			const time = clock.tag === DataTag.nullData ? after(last, period) : timeIn(clock, layout.deviation);
			const before = cells;
			// A cell that stands for the one before it is the same, so that a short row does not fill the memory with what a long one said.
			cells = items
				.filter((_, i) => i !== clockAt)
				.map((item, i) => (item.tag === DataTag.nullData ? before[i] : undefined) ?? shown(item, columns[i]!, columns[i]!.scaler));
			// A row without a time tells none to those behind it.
			last = time;
			if (time === undefined) {
				leftOut = {
					count: (leftOut?.count ?? 0) + 1,
					first: leftOut === undefined ? (clock.tag === DataTag.nullData ? undefined : clock) : leftOut.first,
				};
				return;
			}
			if (period === 0 || order.takes({ time, cells }, rows)) rows.push({ time, cells });
		};
		const result = await session.getArray(target, 'rows', {
			onStart: () => {
				rows.length = taken = 0;
				leftOut = last = undefined;
				cells = [];
				order = new RowOrder();
			},
			onCount: (all) => {
				if (all > MOST_ROWS) throw new HeadEndError({ kind: 'tooManyRows', most: MOST_ROWS });
				count = all;
			},
			onElement,
		});
		if (result !== 0) return result;
		const { doubled, behind } = this.#disorder;
		this.#disorder = { doubled: doubled + order.doubled, behind: behind + order.behind };
		if (leftOut !== undefined) this.#leftOut = { count: (this.#leftOut?.count ?? 0) + leftOut.count, first: (this.#leftOut ?? leftOut).first };
		return rows.sort((a, b) => a.time - b.time);
	}
}

/** Finds rows that came before, and rows that come too late. */
class RowOrder implements Disorder {
	doubled = 0;
	behind = 0;
	#newest = Number.NEGATIVE_INFINITY;
	/** By time, of all rows that were taken; undefined as long as each was newer than the one before. */
	#known: Map<number, string> | undefined;

	/** Whether a row is another than those that were taken. */
	takes({ time, cells }: ProfileRow, taken: readonly ProfileRow[]): boolean {
		if (time > this.#newest) {
			this.#newest = time;
			this.#known?.set(time, textOf(cells));
			return true;
		}
		this.#known ??= new Map(taken.map((row) => [row.time, textOf(row.cells)]));
		const before = this.#known.get(time);
		if (before === textOf(cells)) {
			this.doubled++;
			return false;
		}
		if (time < this.#newest) this.behind++;
		this.#known.set(time, textOf(cells));
		return true;
	}
}

function textOf(cells: readonly ShownValue[]): string {
	return JSON.stringify(cells.map(({ json }) => json));
}

/** The time in a clock's column: a date-time, or seconds since 1970. */
function timeIn(clock: Data, deviation: number): number | undefined {
	if ('bytes' in clock) return timeOf(clock.bytes, deviationOf(clock.bytes) ?? deviation);
	const seconds = wholeOf(clock);
	return seconds === undefined ? undefined : SECOND * seconds;
}

/** A period after another time; undefined behind none, and past 2106, when a meter's clock ends. */
function after(last: number | undefined, period: number): number | undefined {
	return last === undefined || last + period >= SECOND * TWO_TO_32 ? undefined : last + period;
}

/** How far a row's time may be past its slot, of the period, and at most, ms. */
const TOLERANCE = 0.1;
const MOST_TOLERANCE = MINUTE;

/**
 * The spans of slots that have no row: a slot is a whole number of periods after midnight.
 * @param times of the rows that are there
 * @param deviation minutes from local time to UTC
 */
export function gapsIn(times: Iterable<number>, { from, to }: Span, period: number, deviation: number): Span[] {
	const midnight = deviation * MINUTE;
	const slotOf = (time: number) => Math.floor((time - midnight) / period);
	const early = Math.min(TOLERANCE * period, MOST_TOLERANCE);
	const there = new Set<number>();
	for (const time of times) there.add(slotOf(time + early));
	const gaps: Span[] = [];
	let start: number | undefined;
	const last = slotOf(to);
	for (let slot = slotOf(from + period - 1); slot <= last + 1; slot++) {
		const missing = slot <= last && !there.has(slot);
		if (missing) start ??= slot;
		else if (start !== undefined) {
			gaps.push({ from: start * period + midnight, to: (slot - 1) * period + midnight });
			start = undefined;
		}
	}
	return gaps;
}

/** A span in pieces of so many slots. */
export function* piecesOf({ from, to }: Span, period: number, slots: number): Generator<Span> {
	for (let start = from; start <= to; start += slots * period) yield { from: start, to: Math.min(to, start + (slots - 1) * period) };
}
