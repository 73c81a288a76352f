/**
 * The values that something of the meter is told by: whole attributes, all attributes of an object as a structure, elements of one, and rows of a profile's
 * buffer. What cannot be told is null-data.
 *
 * | of a buffer             | rows                                       |
 * |-------------------------|--------------------------------------------|
 * | nothing selected        | the newest                                 |
 * | data index 1001 to 1FFF | so many of the newest                      |
 * | by entry, by date       | those                                      |
 */
import { Reader } from '../../modules/bytes/reader.js';
import type { PushObject } from '../../modules/cosem/push-object.js';
import { captureObjectIn } from '../../modules/cosem/push-object.js';
import { listIn } from '../../modules/cosem/value-parts.js';
import { ACCESS_RESULT } from '../../modules/dlms/apdu/apdu.js';
import type { AttributeTarget, Selection } from '../../modules/dlms/apdu/descriptor.js';
import { type CaptureObject, encodeEntryDescriptor, encodeRange, SELECTOR, selectionOf } from '../../modules/dlms/apdu/selective-access.js';
import { type Data, LARGE, readData, SMALL, writeData } from '../../modules/dlms/axdr/data.js';
import { DataTag, DataWriter } from '../../modules/dlms/axdr/data-writer.js';
import type { Caller } from '../../modules/dlms/server/logical-device.js';

const PROFILE = 7;
const BUFFER = 2;
const CAPTURE_OBJECTS = 3;
const ENTRIES_IN_USE = 7;
const LAST_ROWS = 0x1000;

export function putObject(w: DataWriter, object: PushObject, caller: Caller): void {
	const { classId, name, attribute, dataIndex } = object;
	const isBuffer = classId === PROFILE && attribute === BUFFER;
	if (attribute === 0) putAll(w, object, caller);
	else if (isBuffer) putRows(w, object, caller);
	else if (dataIndex === 0) put(w, { classId, name, index: attribute, selection: undefined }, caller);
	else putElement(w, object, caller);
}

function put(w: DataWriter, target: AttributeTarget, caller: Caller): void {
	const start = w.length;
	const result = caller.device.read(target, w, caller);
	if (typeof result === 'number') {
		if (result !== ACCESS_RESULT.success) w.truncate(start);
		if (w.length === start) w.nullData();
	} else while (result.produce(w) && w.length <= caller.sendSize);
}

/** Those that may be read. */
function putAll(w: DataWriter, { classId, name }: CaptureObject, caller: Caller): void {
	const { device } = caller;
	const count = device.objects.find((object) => object.name === name)?.type.attributes ?? 0;
	const those: number[] = [];
	for (let index = 1; index <= count; index++)
		if (device.mayRead({ classId, name, index }, caller.rights) === ACCESS_RESULT.success) those.push(index);
	w.structure(those.length);
	for (const attribute of those) putObject(w, { classId, name, attribute, dataIndex: 0 }, caller);
}

/** Undefined: it is not told, or too long. */
function readValue(target: AttributeTarget, caller: Caller): Data | undefined {
	const w = new DataWriter();
	put(w, target, caller);
	return w.length > caller.sendSize ? undefined : readData(new Reader('A-XDR', w.copy()), LARGE);
}

function putElement(w: DataWriter, { classId, name, attribute, dataIndex }: PushObject, caller: Caller): void {
	const value = readValue({ classId, name, index: attribute, selection: undefined }, caller);
	const element = value !== undefined && 'items' in value ? value.items[dataIndex - 1] : undefined;
	if (element === undefined) w.nullData();
	else writeData(w, element);
}

function putRows(w: DataWriter, object: PushObject, caller: Caller): void {
	const { name, columns = [] } = object;
	const target = { classId: PROFILE, name, index: BUFFER, selection: rowsOf(object, caller) };
	if (columns.length === 0) {
		put(w, target, caller);
		return;
	}
	const rows = readValue(target, caller);
	const captured = listIn(readValue({ ...target, index: CAPTURE_OBJECTS, selection: undefined }, caller), captureObjectIn) ?? [];
	if (rows?.tag !== DataTag.array) {
		w.nullData();
		return;
	}
	const places = columns.map((column) => captured.findIndex((each) => isSame(each, column)));
	w.array(rows.items.length);
	for (const row of rows.items) {
		const values = 'items' in row ? row.items : [];
		w.structure(places.length);
		for (const place of places) {
			const value = values[place];
			if (value === undefined) w.nullData();
			else writeData(w, value);
		}
	}
}

function isSame(one: CaptureObject, other: CaptureObject): boolean {
	return one.classId === other.classId && one.name === other.name && one.attribute === other.attribute && one.dataIndex === other.dataIndex;
}

/** Undefined: of a profile that does not tell how many there are. */
function rowsOf({ name, dataIndex, restriction }: PushObject, caller: Caller): Selection | undefined {
	const parameters = new DataWriter();
	if (restriction?.kind === 'date') {
		const { from, to } = restriction;
		const [restricting] = listIn(readValue({ classId: PROFILE, name, index: CAPTURE_OBJECTS, selection: undefined }, caller), captureObjectIn) ?? [];
		if (restricting === undefined) return undefined;
		const of = (bytes: Uint8Array): Data => ({ tag: DataTag.octetString, bytes });
		encodeRange(parameters, { restricting, from: of(from), to: of(to), columns: [] });
		return selectionOf(SELECTOR.range, parameters);
	}
	if (restriction === undefined) {
		const newest = entriesIn(name, caller);
		if (newest === undefined) return undefined;
		// From 1 on: of an empty profile the first is none.
		const count = dataIndex > LAST_ROWS ? dataIndex - LAST_ROWS : 1;
		const toEntry = Math.max(1, newest);
		encodeEntryDescriptor(parameters, { fromEntry: Math.max(1, toEntry - count + 1), toEntry, fromColumn: 1, toColumn: 0 });
	} else encodeEntryDescriptor(parameters, { fromEntry: restriction.from, toEntry: restriction.to, fromColumn: 1, toColumn: 0 });
	return selectionOf(SELECTOR.entry, parameters);
}

/** How many rows a profile has; undefined: it does not tell. */
function entriesIn(name: number, caller: Caller): number | undefined {
	const w = new DataWriter();
	if (caller.device.read({ classId: PROFILE, name, index: ENTRIES_IN_USE, selection: undefined }, w, caller) !== ACCESS_RESULT.success)
		return undefined;
	const entries = readData(new Reader('A-XDR', w.bytes), SMALL);
	return 'value' in entries ? Number(entries.value) : 0;
}
