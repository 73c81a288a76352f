/**
 * What a push names (class 40, push_object_list), and how it is protected (push_protection_parameters).
 *
 * | entry         | structure                                                                                                            |
 * |---------------|----------------------------------------------------------------------------------------------------------------------|
 * | of version 0  | four: class, logical name, attribute (0: all of the object's), data index                                            |
 * | of version 1  | five: the same, then restriction                                                                                      |
 * | of version 2  | six: the same, then columns; restriction and columns select of a profile's buffer                                     |
 * | restriction   | two: enum 0 and null-data; enum 1 (by date) and two octet-strings of 12, from and to; enum 2 (by entry) and two double-long-unsigned |
 * | columns       | array of structures of four, as in capture_objects; empty: all                                                       |
 * | protection    | two: enum (`PUSH_PROTECTION`) and five: transaction id, originator's and recipient's system title, other information, key info |
 * | key info      | two: enum (`KEY_INFO`), and options: identified the key's enum; wrapped and agreed a structure of two                 |
 *
 * Some clients write entries of a restriction as long-unsigned, which is taken, and the key's enum within a structure of one, which is taken, too.
 */
import { type CaptureObject, writeCaptureObject } from '../dlms/apdu/selective-access.js';
import { type Data, writeData } from '../dlms/axdr/data.js';
import { DataTag, type DataWriter } from '../dlms/axdr/data-writer.js';
import { DATE_TIME_LENGTH } from '../dlms/axdr/date-time.js';
import { anyOctetsIn, itemsOf, listIn, nameIn, octetsIn } from './value-parts.js';

export type Restriction =
	| { readonly kind: 'date'; readonly from: Uint8Array; readonly to: Uint8Array }
	/** Counted from 1. */
	| { readonly kind: 'entry'; readonly from: number; readonly to: number };

export interface PushObject extends CaptureObject {
	/** Undefined: none. */
	readonly restriction?: Restriction | undefined;
	/** None: all. */
	readonly columns?: readonly CaptureObject[];
}

/** Authentication, encryption, both, signature. */
export const PUSH_PROTECTION = Object.freeze({ authentication: 0, encryption: 1, both: 2, signature: 3 });
export const KEY_INFO = Object.freeze({ identified: 0, wrapped: 1, agreed: 2 });

export interface PushProtection {
	/** One of `PUSH_PROTECTION`. */
	readonly kind: number;
	readonly transaction: Uint8Array;
	readonly originator: Uint8Array;
	readonly recipient: Uint8Array;
	readonly other: Uint8Array;
	/** One of `KEY_INFO`, and what it tells. */
	readonly keyInfo: number;
	readonly keyOptions: Data;
}

const RESTRICTION = Object.freeze({ none: 0, date: 1, entry: 2 });
const NO_COLUMNS: readonly CaptureObject[] = Object.freeze([]);
const OF_VERSION_1 = 5;
const OF_VERSION_2 = 6;

/** Undefined: it is none. */
export function captureObjectIn(data: Data): CaptureObject | undefined {
	return columnIn(itemsOf(data, 4));
}

function columnIn([classId, octets, attribute, dataIndex]: readonly Data[]): CaptureObject | undefined {
	const name = nameIn(octets);
	if (classId?.tag !== DataTag.longUnsigned || name === undefined || attribute?.tag !== DataTag.integer) return undefined;
	return dataIndex?.tag === DataTag.longUnsigned
		? { classId: classId.value, name, attribute: attribute.value, dataIndex: dataIndex.value }
		: undefined;
}

/** An entry of version 2; undefined: it is none. */
export function pushObjectIn(data: Data): PushObject | undefined {
	const items = itemsOf(data, OF_VERSION_2);
	const object = columnIn(items);
	const restriction = restrictionIn(items[4]);
	const columns = listIn(items[5], captureObjectIn);
	return object === undefined || restriction === undefined || columns === undefined ? undefined : { ...object, ...restriction, columns };
}

/** Undefined: it is none. */
function restrictionIn(data: Data | undefined): Pick<PushObject, 'restriction'> | undefined {
	if (data === undefined) return undefined;
	const [type, value] = itemsOf(data, 2);
	if (type?.tag !== DataTag.enum || value === undefined) return undefined;
	if (type.value === RESTRICTION.none) return {};
	const [first, last] = itemsOf(value, 2);
	if (type.value === RESTRICTION.date) {
		const from = octetsIn(first, DATE_TIME_LENGTH);
		const to = octetsIn(last, DATE_TIME_LENGTH);
		return from === undefined || to === undefined ? undefined : { restriction: { kind: 'date', from, to } };
	}
	const from = entryIn(first);
	const to = entryIn(last);
	return type.value !== RESTRICTION.entry || from === undefined || to === undefined ? undefined : { restriction: { kind: 'entry', from, to } };
}

function entryIn(data: Data | undefined): number | undefined {
	return data?.tag === DataTag.doubleLongUnsigned || data?.tag === DataTag.longUnsigned ? data.value : undefined;
}

/** An entry of version 2. */
export function writePushObject(w: DataWriter, object: PushObject): DataWriter {
	const { columns = NO_COLUMNS } = object;
	writeRestricted(w.structure(OF_VERSION_2), object).array(columns.length);
	for (const column of columns) writeCaptureObject(w, column);
	return w;
}

/** An entry of version 1. */
export function writePushObject1(w: DataWriter, object: PushObject): DataWriter {
	return writeRestricted(w.structure(OF_VERSION_1), object);
}

function writeRestricted(w: DataWriter, { classId, name, attribute, dataIndex, restriction }: PushObject): DataWriter {
	w.longUnsigned(classId).logicalName(name).integer(attribute).longUnsigned(dataIndex).structure(2);
	if (restriction === undefined) w.enum(RESTRICTION.none).nullData();
	else if (restriction.kind === 'date') w.enum(RESTRICTION.date).structure(2).octetString(restriction.from).octetString(restriction.to);
	else w.enum(RESTRICTION.entry).structure(2).doubleLongUnsigned(restriction.from).doubleLongUnsigned(restriction.to);
	return w;
}

/** Undefined: it is none. */
export function protectionIn(data: Data): PushProtection | undefined {
	const [kind, parameters] = itemsOf(data, 2);
	if (kind?.tag !== DataTag.enum || parameters === undefined) return undefined;
	const items = itemsOf(parameters, 5);
	const [transaction, originator, recipient, other] = items.slice(0, 4).map(anyOctetsIn);
	const [keyInfo, keyOptions] = items[4] === undefined ? [] : itemsOf(items[4], 2);
	if (transaction === undefined || originator === undefined || recipient === undefined || other === undefined) return undefined;
	if (keyInfo?.tag !== DataTag.enum || keyOptions === undefined) return undefined;
	return { kind: kind.value, transaction, originator, recipient, other, keyInfo: keyInfo.value, keyOptions };
}

export function writeProtection(w: DataWriter, { kind, transaction, originator, recipient, other, keyInfo, keyOptions }: PushProtection): DataWriter {
	w.structure(2).enum(kind).structure(5);
	for (const octets of [transaction, originator, recipient, other]) w.octetString(octets);
	w.structure(2).enum(keyInfo);
	writeData(w, keyOptions);
	return w;
}

/** The number of an identified key, or of the key that wraps; undefined: the options tell none. */
export function keyNumberIn(options: Data): number | undefined {
	const first = options.tag === DataTag.structure ? options.items[0] : options;
	return first?.tag === DataTag.enum ? first.value : undefined;
}

/** The scheme of an agreement, one octet; undefined: the options tell none. */
export function schemeIn(options: Data): number | undefined {
	const [parameters] = itemsOf(options, 2);
	return octetsIn(parameters, 1)?.[0];
}
