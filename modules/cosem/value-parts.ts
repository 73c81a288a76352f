/** Parts of values that clients send. */
import type { Data } from '../dlms/axdr/data.js';
import { DataTag, type DataWriter } from '../dlms/axdr/data-writer.js';
import { DATE_TIME_LENGTH, timeOf } from '../dlms/axdr/date-time.js';
import { type LogicalName, logicalNameOf } from '../dlms/axdr/obis.js';

const NAME_LENGTH = 6;
const NONE: readonly Data[] = Object.freeze([]);
const NO_TIME = new Uint8Array(0);

/** The items of a structure of so many; of anything else none. */
export function itemsOf(data: Data, count: number): readonly Data[] {
	return data.tag === DataTag.structure && data.items.length === count ? data.items : NONE;
}

/** What `itemIn` finds in all items of an array; undefined: it is none, or one of them is not what it should be. */
export function listIn<T>(data: Data | undefined, itemIn: (item: Data) => T | undefined): T[] | undefined {
	if (data?.tag !== DataTag.array) return undefined;
	const list: T[] = [];
	for (const each of data.items) {
		const item = itemIn(each);
		if (item === undefined) return undefined;
		list.push(item);
	}
	return list;
}

/** The bytes of an octet-string of so many; undefined: it is none. */
export function octetsIn(data: Data | undefined, length: number): Uint8Array | undefined {
	return data?.tag === DataTag.octetString && data.bytes.length === length ? data.bytes : undefined;
}

/** The bytes of an octet-string; undefined: it is none. */
export function anyOctetsIn(data: Data | undefined): Uint8Array | undefined {
	return data?.tag === DataTag.octetString ? data.bytes : undefined;
}

/** The logical name that six octets are; undefined: it is none. */
export function nameIn(data: Data | undefined): LogicalName | undefined {
	const octets = octetsIn(data, NAME_LENGTH);
	return octets === undefined ? undefined : logicalNameOf(octets);
}

/** The octet-string or date-time that a time is; of anything else, bytes that are no time. */
export function timeBytes(data: Data): Uint8Array {
	return data.tag === DataTag.octetString || data.tag === DataTag.dateTime ? data.bytes : NO_TIME;
}

/** A reference to a script: a structure of its table's logical name and its identifier; both 0: none. */
export interface ScriptReference {
	readonly script: LogicalName;
	readonly selector: number;
}

export const NO_SCRIPT: ScriptReference = Object.freeze({ script: 0, selector: 0 });

/** Undefined: it is none. */
export function scriptIn(data: Data): ScriptReference | undefined {
	const [name, selector] = itemsOf(data, 2);
	const script = nameIn(name);
	return script === undefined || selector?.tag !== DataTag.longUnsigned ? undefined : { script, selector: selector.value };
}

export function putScript(w: DataWriter, { script, selector }: ScriptReference): DataWriter {
	return w.structure(2).logicalName(script).longUnsigned(selector);
}

/** A moment, or never where the year is open; undefined: it is no time. */
export function activationIn(data: Data, deviation: number): number | undefined {
	const octets = octetsIn(data, DATE_TIME_LENGTH);
	if (octets === undefined) return undefined;
	return octets[0] === 0xff && octets[1] === 0xff ? Number.POSITIVE_INFINITY : timeOf(octets, deviation);
}
