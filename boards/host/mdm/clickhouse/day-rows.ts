/** Rows of `reading_day` of a matrix, and back. */
import { BOUNDARIES, type DayMatrix, HALF_HOURS } from '../../../../src/mdm/day-matrix.js';
import type { MeterDay } from '../../../../src/mdm/reading-store.js';
import { DayRow, intoCounts, intoValues, runsOf, USUAL_QUALITY, USUAL_STATUS } from '../day-row.js';
import { type RowReader, RowWriter } from './row-binary.js';
import { intervalColumns } from './schema.js';

/** Bytes of a row without status, quality and anchors that are out of the ordinary. */
const ROW = 4 + 2 + 2 + 8 + 8 + 2 * 4 * HALF_HOURS + 3 + 4;
const BEGIN = 1 << 10;

/** In the order of the table. */
export const METER_DAY_COLUMNS = [
	...['number', 'day', 'version', 'import_base', 'export_base', ...intervalColumns('i'), ...intervalColumns('e')],
	...['status', 'quality', 'anchors', 'flags'],
].join(', ');

/** The same bytes for the same matrix, so that a server knows them again. */
export function dayRows(day: number, version: number, matrix: DayMatrix): Buffer {
	const { numbers, imports, exports, status, quality, flags } = matrix;
	const writer = new RowWriter(BEGIN + numbers.length * ROW);
	const row = new DayRow();
	for (let i = 0; i < numbers.length; i++) {
		const [boundary, halfHour] = [i * BOUNDARIES, i * HALF_HOURS];
		row.take(imports.subarray(boundary, boundary + BOUNDARIES), exports.subarray(boundary, boundary + BOUNDARIES));
		writer.u32(numbers[i]!).u16(day).u16(version).i64(row.importBase).i64(row.exportBase).i32s(row.imports).i32s(row.exports);
		writer.text(runsOf(status.subarray(halfHour, halfHour + HALF_HOURS), USUAL_STATUS));
		writer.text(runsOf(quality.subarray(halfHour, halfHour + HALF_HOURS), USUAL_QUALITY));
		writer.text(row.anchors).u32(flags[i]!);
	}
	return writer.bytes();
}

/** The next row, of which all is its own. */
export function meterDayOf(rows: RowReader): MeterDay {
	const [number, day, version, importBase, exportBase] = [rows.u32(), rows.u16(), rows.u16(), rows.i64(), rows.i64()];
	const [imported, exported] = [new Int32Array(HALF_HOURS), new Int32Array(HALF_HOURS)];
	rows.i32s(imported);
	rows.i32s(exported);
	const [status, quality] = [new Uint8Array(HALF_HOURS), new Uint8Array(HALF_HOURS)];
	intoValues(rows.text(), USUAL_STATUS, status);
	intoValues(rows.text(), USUAL_QUALITY, quality);
	const anchors = rows.text();
	const [imports, exports] = [new Uint32Array(BOUNDARIES), new Uint32Array(BOUNDARIES)];
	intoCounts(importBase, imported, anchors, false, imports);
	intoCounts(exportBase, exported, anchors, true, exports);
	return { number, day, version, imports, exports, status, quality, flags: rows.u32() };
}

export function* meterDays(rows: RowReader): Generator<MeterDay> {
	while (rows.hasMore) yield meterDayOf(rows);
}
