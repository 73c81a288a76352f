/**
 * Part of a profile's buffer that is read (Blue Book, "Profile generic", selective access).
 *
 * | selector | structure of four                                                                                 |
 * |----------|---------------------------------------------------------------------------------------------------|
 * | 1 range  | restricting object (structure), from value, to value, selected columns (array of structures; empty: all) |
 * | 2 entry  | from entry, to entry (double-long-unsigned, from 1 up; to 0: the last), from column, to column (long-unsigned; to 0: the last) |
 *
 * A column is `02 04 | 12 class | 09 06 logical name | 0F attribute | 12 data index`. Both ends belong to the range.
 */
import { Reader } from '../../bytes/reader.js';
import { type Data, type DataLimits, readData, SMALL, writeData } from '../axdr/data.js';
import { readSize } from '../axdr/data-length.js';
import { DataTag, type DataWriter } from '../axdr/data-writer.js';
import { type LogicalName, readLogicalName } from '../axdr/obis.js';
import type { Selection } from './descriptor.js';

export const SELECTOR = Object.freeze({ range: 1, entry: 2 });

/** A column of a profile: an attribute, or one element of it (`dataIndex` from 1; 0 all). */
export interface CaptureObject {
	readonly classId: number;
	readonly name: LogicalName;
	readonly attribute: number;
	readonly dataIndex: number;
}

export interface RangeDescriptor {
	readonly restricting: CaptureObject;
	readonly from: Data;
	readonly to: Data;
	/** Empty: all. */
	readonly columns: readonly CaptureObject[];
}

export interface EntryDescriptor {
	/** First entry, counted from 1, the oldest. */
	readonly fromEntry: number;
	/** 0: the last there is. */
	readonly toEntry: number;
	/** First column, counted from 1. */
	readonly fromColumn: number;
	/** 0: the last there is. */
	readonly toColumn: number;
}

/** Throws DecodeError. */
export function decodeRange(parameters: Uint8Array, limits: DataLimits = SMALL): RangeDescriptor {
	const r = new Reader('COSEM range', parameters);
	need(r, DataTag.structure, 'a structure of four');
	need(r, 4, 'a structure of four');
	const restricting = readCaptureObject(r);
	const from = readData(r, limits);
	const to = readData(r, limits);
	need(r, DataTag.array, 'an array of columns');
	const columns: CaptureObject[] = [];
	for (let count = readSize(r); count > 0; count--) columns.push(readCaptureObject(r));
	r.end();
	return { restricting, from, to, columns };
}

/** Throws DecodeError. */
export function decodeEntryDescriptor(parameters: Uint8Array): EntryDescriptor {
	const r = new Reader('COSEM entry', parameters);
	need(r, DataTag.structure, 'a structure of four');
	need(r, 4, 'a structure of four');
	const fromEntry = readDoubleLongUnsigned(r);
	const toEntry = readDoubleLongUnsigned(r);
	const fromColumn = readLongUnsigned(r);
	const toColumn = readLongUnsigned(r);
	r.end();
	return { fromEntry, toEntry, fromColumn, toColumn };
}

/** The parameters of a range, into `w`. */
export function encodeRange(w: DataWriter, { restricting, from, to, columns }: RangeDescriptor): void {
	w.structure(4);
	writeCaptureObject(w, restricting);
	writeData(w, from);
	writeData(w, to);
	w.array(columns.length);
	for (const column of columns) writeCaptureObject(w, column);
}

/** The parameters of an entry, into `w`. */
export function encodeEntryDescriptor(w: DataWriter, { fromEntry, toEntry, fromColumn, toColumn }: EntryDescriptor): void {
	w.structure(4).doubleLongUnsigned(fromEntry).doubleLongUnsigned(toEntry).longUnsigned(fromColumn).longUnsigned(toColumn);
}

/** A column, as capture_objects lists it, too. Throws DecodeError. */
function readCaptureObject(r: Reader): CaptureObject {
	need(r, DataTag.structure, 'a column (structure of four)');
	need(r, 4, 'a column (structure of four)');
	const classId = readLongUnsigned(r);
	need(r, DataTag.octetString, 'a logical name (octet-string of 6)');
	need(r, 6, 'a logical name (octet-string of 6)');
	const name = readLogicalName(r);
	need(r, DataTag.integer, 'an attribute (integer)');
	const attribute = (r.uint(1, 'attribute') << 24) >> 24;
	return { classId, name, attribute, dataIndex: readLongUnsigned(r) };
}

export function writeCaptureObject(w: DataWriter, { classId, name, attribute, dataIndex }: CaptureObject): void {
	w.structure(4).longUnsigned(classId).logicalName(name).integer(attribute).longUnsigned(dataIndex);
}

/** What goes into a request. */
export function selectionOf(selector: number, parameters: DataWriter): Selection {
	return { selector, parameters: parameters.copy() };
}

function readDoubleLongUnsigned(r: Reader): number {
	need(r, DataTag.doubleLongUnsigned, 'double-long-unsigned');
	return r.uint(4, 'double-long-unsigned');
}

function readLongUnsigned(r: Reader): number {
	need(r, DataTag.longUnsigned, 'long-unsigned');
	return r.uint(2, 'long-unsigned');
}

function need(r: Reader, value: number, expected: string): void {
	if (r.uint(1, expected) !== value) throw r.error(expected, r.offset - 1);
}
