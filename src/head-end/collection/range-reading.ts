/** Half-hours asked for by range: rows of the load profile as counts of its registers, without the scalers that people read them by. */
import { DecodeError } from '../../../modules/bytes/reader.js';
import { NAME } from '../../../modules/cosem/object-names.js';
import { encodeRange, SELECTOR, selectionOf } from '../../../modules/dlms/apdu/selective-access.js';
import { type Data, numberOf } from '../../../modules/dlms/axdr/data.js';
import { DataTag, DataWriter } from '../../../modules/dlms/axdr/data-writer.js';
import { dateTimeOf, deviationOf, timeOf } from '../../../modules/dlms/axdr/date-time.js';
import { HeadEndError } from '../head-end-error.js';
import type { MeterSession } from '../meter-session.js';
import { attributeTarget, PROFILE } from '../reading.js';
import { statusOf } from './collector.js';
import { NO_COUNT } from './journal.js';

const HALF_HOUR = 1_800_000;
const BUFFER = 2;
const CLOCK = Object.freeze({ classId: 8, name: NAME.clock, attribute: 2, dataIndex: 0 });
/** More than 45 days have. */
const MOST_ROWS = 4096;

export interface RangeRow {
	/** Half-hours since 1970-01-01T00:00Z. */
	readonly slot: number;
	/** Counts; `NO_COUNT`: none. */
	readonly import: number;
	readonly export: number;
	/** Bits of `INTERVAL_STATUS`. */
	readonly status: number;
}

/**
 * The rows of the load profile between two boundaries, both among them; those whose time is no boundary are left out.
 * @param deviation minutes from local time to UTC
 * @throws HeadEndError
 */
export async function readRange(session: MeterSession, from: number, to: number, deviation: number): Promise<readonly RangeRow[]> {
	const parameters = new DataWriter();
	const bound = (slot: number): Data => ({ tag: DataTag.octetString, bytes: dateTimeOf(HALF_HOUR * slot, deviation, 0) });
	encodeRange(parameters, { restricting: CLOCK, from: bound(from), to: bound(to), columns: [] });
	const target = { ...attributeTarget(PROFILE, NAME.loadProfile, BUFFER), selection: selectionOf(SELECTOR.range, parameters) };
	const rows: RangeRow[] = [];
	let last = Number.NaN;
	const result = await session.getArray(target, 'rows', {
		onStart: () => {
			rows.length = 0;
			last = Number.NaN;
		},
		onCount: (count) => {
			if (count > MOST_ROWS) throw new HeadEndError({ kind: 'tooManyRows', most: MOST_ROWS });
		},
		onElement: (element) => {
			const row = rowIn(element, last, deviation);
			last = row.time;
			const slot = row.time / HALF_HOUR;
			if (Number.isInteger(slot) && slot >= from && slot <= to) rows.push({ slot, import: row.import, export: row.export, status: row.status });
		},
	});
	if (result !== 0) throw new HeadEndError({ kind: 'rowsUnreadable', result });
	return rows;
}

/** Null-data in place of a time: half an hour behind that of the row before. Throws DecodeError. */
function rowIn(element: Data, last: number, deviation: number): { time: number; import: number; export: number; status: number } {
	const items = 'items' in element ? element.items : [];
	const clock = items[0];
	if (clock === undefined) throw new DecodeError('COSEM profile', 0, 'rows that begin with their time');
	const time = 'bytes' in clock ? timeOf(clock.bytes, deviationOf(clock.bytes) ?? deviation) : last + HALF_HOUR;
	const status = items.find(({ tag }) => tag === DataTag.unsigned);
	const counts = items.slice(1).filter(({ tag }) => tag === DataTag.doubleLongUnsigned || tag === DataTag.long64Unsigned);
	return {
		time: time ?? Number.NaN,
		import: countOf(counts[0]),
		export: countOf(counts[1]),
		status: statusOf(status === undefined ? 0 : (numberOf(status) ?? 0)),
	};
}

function countOf(data: Data | undefined): number {
	const count = data === undefined ? undefined : numberOf(data);
	return count === undefined || count >= NO_COUNT ? NO_COUNT : count;
}
