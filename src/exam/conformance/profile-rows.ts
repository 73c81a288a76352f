/** Rows of a profile as a check reads them: some of the newest and the oldest, by entry, by range, or all. */
import { type CaptureObject, encodeEntryDescriptor, encodeRange, SELECTOR, selectionOf } from '../../../modules/dlms/apdu/selective-access.js';
import { type Data, numberOf } from '../../../modules/dlms/axdr/data.js';
import { DataTag, DataWriter } from '../../../modules/dlms/axdr/data-writer.js';
import { deviationOf, timeOf } from '../../../modules/dlms/axdr/date-time.js';
import { type LogicalName, logicalNameOf } from '../../../modules/dlms/axdr/obis.js';
import { SECOND } from '../../../modules/time/durations.js';
import { canRead, type ListedObject } from '../../head-end/object-list.js';
import type { Probe } from './probe.js';
import { dataOf, get, MALFORMED, target } from './requests.js';
import { agreed, PROFILE, SELECTIVE, type Visit } from './visit.js';

const BUFFER = 2;
const CLOCK = 8;
/** Rows that are looked at where a profile has more. */
const MOST_ROWS = 100;

export interface ProfileFacts {
	readonly object: ListedObject;
	readonly name: LogicalName;
	readonly columns: readonly CaptureObject[];
	/** Column of the clock; −1: there is none. */
	readonly clockAt: number;
	/** ms; 0: rows do not come by time. */
	readonly period: number;
	readonly sortMethod: number | undefined;
	readonly inUse: number | undefined;
	readonly entries: number | undefined;
	/** Whether the list says that the client may read the rows. */
	readonly isReadable: boolean;
	/** Selective accesses that the list tells of the rows. */
	readonly selectors: readonly number[];
}

/** A column; undefined: it is none. */
export function capturedOf(data: Data): CaptureObject | undefined {
	const [classId, name, attribute, dataIndex] = data.tag === DataTag.structure ? data.items : [];
	const numbers = [classId, attribute].map((item) => (item === undefined ? undefined : numberOf(item)));
	if (numbers[0] === undefined || numbers[1] === undefined || name?.tag !== DataTag.octetString || name.bytes.length !== 6) return undefined;
	return {
		classId: numbers[0],
		name: logicalNameOf(name.bytes),
		attribute: numbers[1],
		dataIndex: dataIndex === undefined ? 0 : (numberOf(dataIndex) ?? 0),
	};
}

/** All profiles that tell their columns. */
export async function profilesOf(visit: Visit): Promise<readonly ProfileFacts[]> {
	const { objects, reads, version } = await visit.survey();
	return objects
		.filter(({ classId }) => classId === PROFILE)
		.flatMap((object) => {
			const dataAt = (attribute: number) => reads.find((read) => read.object === object && read.attribute === attribute)?.data;
			const numberAt = (attribute: number) => {
				const data = dataAt(attribute);
				return data === undefined ? undefined : numberOf(data);
			};
			const captured = dataAt(3);
			if (captured === undefined || !('items' in captured)) return [];
			const columns = captured.items.flatMap((item) => capturedOf(item) ?? []);
			const { mode = 0, selectors = [] } = object.attributes.find(({ attribute }) => attribute === BUFFER) ?? {};
			return [
				{
					...{ object, name: object.name, columns },
					clockAt: columns.findIndex(({ classId, attribute }) => classId === CLOCK && attribute === 2),
					...{ period: SECOND * (numberAt(4) ?? 0), sortMethod: numberAt(5), inUse: numberAt(7), entries: numberAt(8) },
					...{ isReadable: canRead(mode, version), selectors },
				},
			];
		});
}

/** Rows by their numbers from 1, both ends; undefined: the meter did not tell them so. */
export async function rowsByEntry(
	probe: Probe,
	{ name }: ProfileFacts,
	fromEntry: number,
	toEntry: number,
	fromColumn = 1,
	toColumn = 0,
): Promise<readonly Data[] | number> {
	const w = new DataWriter();
	encodeEntryDescriptor(w, { fromEntry, toEntry, fromColumn, toColumn });
	return rowsOf(await get(probe, target(PROFILE, name, BUFFER, selectionOf(SELECTOR.entry, w))));
}

/** Rows of a time, both ends, as date-times of 12 bytes. */
export async function rowsByRange(
	probe: Probe,
	{ name, columns, clockAt }: ProfileFacts,
	from: Uint8Array,
	to: Uint8Array,
): Promise<readonly Data[] | number> {
	const w = new DataWriter();
	const bound = (bytes: Uint8Array): Data => ({ tag: DataTag.octetString, bytes });
	encodeRange(w, { restricting: columns[clockAt]!, from: bound(from), to: bound(to), columns: [] });
	return rowsOf(await get(probe, target(PROFILE, name, BUFFER, selectionOf(SELECTOR.range, w))));
}

/**
 * The newest rows, at most 100: by entry where that may be, else all of a short profile. A number: they are refused, or what came is none; undefined: the
 * client may not read them, or they are too many to be read all.
 */
export async function someRows(probe: Probe, profile: ProfileFacts): Promise<readonly Data[] | number | undefined> {
	const { inUse = 0, name, isReadable, selectors } = profile;
	if (!isReadable) return undefined;
	if (inUse === 0) return [];
	if (agreed(probe, SELECTIVE)) {
		const rows = await rowsByEntry(probe, profile, Math.max(1, inUse - MOST_ROWS + 1), inUse);
		if (typeof rows !== 'number' || (inUse > MOST_ROWS && selectors.includes(SELECTOR.entry))) return rows;
	}
	if (inUse > MOST_ROWS) return undefined;
	return rowsOf(await get(probe, target(PROFILE, name, BUFFER)));
}

function rowsOf(result: Uint8Array | number): readonly Data[] | number {
	if (typeof result === 'number') return result;
	const data = dataOf(result);
	return data !== undefined && 'items' in data ? data.items : MALFORMED;
}

/** Times of rows, ms; null-data in the clock is a period after the row before. Undefined: a row has no time. */
export function timesOf(rows: readonly Data[], { clockAt, period }: ProfileFacts): readonly number[] | undefined {
	const times: number[] = [];
	for (const row of rows) {
		const clock = 'items' in row ? row.items[clockAt] : undefined;
		const last = times[times.length - 1];
		const time =
			clock?.tag === DataTag.nullData && last !== undefined
				? last + period
				: clock !== undefined && 'bytes' in clock
					? timeOf(clock.bytes, deviationOf(clock.bytes) ?? 0)
					: undefined;
		if (time === undefined) return undefined;
		times.push(time);
	}
	return times;
}
