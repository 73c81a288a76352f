/** Rows of `meter_day` in COPY's binary format, and back. */
import { BOUNDARIES, type DayMatrix, HALF_HOURS } from '../../../../src/mdm/day-matrix.js';
import type { MeterDay } from '../../../../src/mdm/reading-store.js';
import { DayRow, intoCounts, intoValues, NO_BASE, NO_INTERVAL, runsOf, USUAL_QUALITY, USUAL_STATUS } from '../day-row.js';
import { type CopyWriter, dateOf, type Field, intoInt4Array } from './copy-binary.js';

const COLUMNS = ['number', 'day', 'version', 'import_base', 'export_base', 'imports', 'exports', 'status', 'quality', 'anchors', 'flags'];
export const METER_DAY_COLUMNS = COLUMNS.join(', ');
export const METER_DAY_FIELDS = COLUMNS.length;
const NOTHING = new Uint8Array(0);
const ROW = new DayRow();

/** @param index of the row of the matrix */
export function writeMeterDay(writer: CopyWriter, day: number, version: number, matrix: DayMatrix, index: number): void {
	const [boundary, halfHour] = [index * BOUNDARIES, index * HALF_HOURS];
	const [endBoundary, endHalfHour] = [boundary + BOUNDARIES, halfHour + HALF_HOURS];
	ROW.take(matrix.imports.subarray(boundary, endBoundary), matrix.exports.subarray(boundary, endBoundary));
	writer.row(METER_DAY_FIELDS).int8(matrix.numbers[index]!).date(day).int4(version);
	for (const base of [ROW.importBase, ROW.exportBase]) base === NO_BASE ? writer.null() : writer.int8(base);
	writer.int4Array(ROW.imports, NO_INTERVAL);
	// Most meters give nothing to the net.
	ROW.exports.every((each) => each === 0) ? writer.null() : writer.int4Array(ROW.exports, NO_INTERVAL);
	const status = runsOf(matrix.status.subarray(halfHour, endHalfHour), USUAL_STATUS);
	const quality = runsOf(matrix.quality.subarray(halfHour, endHalfHour), USUAL_QUALITY);
	for (const bytes of [status, quality, ROW.anchors]) bytes.length === 0 ? writer.null() : writer.bytea(bytes);
	writer.int8(matrix.flags[index]!);
}

/** All of it is its own. */
export function meterDayOf(fields: readonly Field[]): MeterDay {
	const [number, day, version, importBase, exportBase, imported, exported, status, quality, anchors, flags] = fields;
	const [imports, exports] = [new Uint32Array(BOUNDARIES), new Uint32Array(BOUNDARIES)];
	const intervals = new Int32Array(HALF_HOURS);
	intoInt4Array(imported!, NO_INTERVAL, intervals);
	intoCounts(baseOf(importBase), intervals, anchors ?? NOTHING, false, imports);
	if (exported === undefined) intervals.fill(0);
	else intoInt4Array(exported, NO_INTERVAL, intervals);
	intoCounts(baseOf(exportBase), intervals, anchors ?? NOTHING, true, exports);
	const [statusValues, qualityValues] = [new Uint8Array(HALF_HOURS), new Uint8Array(HALF_HOURS)];
	intoValues(status ?? NOTHING, USUAL_STATUS, statusValues);
	intoValues(quality ?? NOTHING, USUAL_QUALITY, qualityValues);
	return {
		number: int8Of(number!),
		day: dateOf(day!),
		version: version!.readInt32BE(0),
		imports,
		exports,
		status: statusValues,
		quality: qualityValues,
		flags: int8Of(flags!),
	};
}

export const int8Of = (field: Buffer): number => Number(field.readBigInt64BE(0));

const baseOf = (field: Field): number => (field === undefined ? NO_BASE : int8Of(field));
