/**
 * What a client may see and do, from attribute 2 of its association (class 15), versions 0 to 3.
 *
 * | version | mode of an attribute                                     | mode of a method                  |
 * |---------|----------------------------------------------------------|-----------------------------------|
 * | 0       | 0 none, 1 read, 2 write, 3 both                          | boolean                           |
 * | 1, 2    | the same; 4 to 6 the same, authenticated                 | 0 none, 1 access, 2 authenticated |
 * | 3       | bits: 0 read, 1 write, 2 to 4 request authenticated, encrypted, signed, 5 to 7 response likewise | bits: 0 access, 2 to 7 the same |
 *
 * An entry that is none, as some meters have for classes of their own, is passed over and counted.
 */
import { type Data, numberOf } from '../../modules/dlms/axdr/data.js';
import { DataTag } from '../../modules/dlms/axdr/data-writer.js';
import { type LogicalName, logicalNameOf } from '../../modules/dlms/axdr/obis.js';

export interface AttributeAccess {
	readonly attribute: number;
	readonly mode: number;
	/** Empty: no part of it can be asked for. */
	readonly selectors: readonly number[];
}

export interface MethodAccess {
	readonly method: number;
	readonly mode: number;
}

export interface ListedObject {
	readonly classId: number;
	readonly version: number;
	readonly name: LogicalName;
	readonly attributes: readonly AttributeAccess[];
	readonly methods: readonly MethodAccess[];
}

export interface ObjectList {
	readonly objects: readonly ListedObject[];
	/** Entries that are no objects. */
	readonly unknown: number;
}

/** Undefined: it is no list. */
export function objectListOf(data: Data): ObjectList | undefined {
	if (data.tag !== DataTag.array && data.tag !== DataTag.structure) return undefined;
	const objects: ListedObject[] = [];
	for (const item of data.items) {
		const object = objectOf(item);
		if (object !== undefined) objects.push(object);
	}
	return { objects, unknown: data.items.length - objects.length };
}

function objectOf(data: Data): ListedObject | undefined {
	const [classId, version, name, rights] = itemsOf(data);
	const id = classId === undefined ? undefined : numberOf(classId);
	if (id === undefined || name === undefined || !('bytes' in name) || name.bytes.length !== 6) return undefined;
	const [attributes, methods] = rights === undefined ? [] : itemsOf(rights);
	return {
		classId: id,
		version: (version === undefined ? undefined : numberOf(version)) ?? 0,
		name: logicalNameOf(name.bytes),
		attributes: (attributes === undefined ? [] : itemsOf(attributes)).flatMap((item) => {
			const [attribute, mode, selectors] = itemsOf(item);
			const numbers = pair(attribute, mode);
			if (numbers === undefined) return [];
			const list = selectors === undefined ? [] : itemsOf(selectors).flatMap((each) => numberOf(each) ?? []);
			return [{ attribute: numbers[0], mode: numbers[1], selectors: list }];
		}),
		methods: (methods === undefined ? [] : itemsOf(methods)).flatMap((item) => {
			const numbers = pair(...(itemsOf(item) as [Data?, Data?]));
			return numbers === undefined ? [] : [{ method: numbers[0], mode: numbers[1] }];
		}),
	};
}

function itemsOf(data: Data): readonly Data[] {
	return data.tag === DataTag.array || data.tag === DataTag.structure ? data.items : NONE;
}

const NONE: readonly Data[] = Object.freeze([]);

/** Attributes of a maker's own have negative numbers. */
function pair(number?: Data, mode?: Data): readonly [number, number] | undefined {
	const values = [number === undefined ? undefined : numberOf(number), mode === undefined ? undefined : numberOf(mode)];
	return values[0] === undefined || values[1] === undefined ? undefined : [values[0], values[1]];
}

const MODES = Object.freeze(['-', 'r', 'w', 'rw', 'r auth', 'w auth', 'rw auth']);
const READ_MODES = Object.freeze([1, 3, 4, 6]);
const WRITE_MODES = Object.freeze([2, 3, 5, 6]);
const METHOD_MODES = Object.freeze(['-', 'x', 'x auth']);
const BITS = 3;
const PROTECTIONS = Object.freeze(['auth', 'enc', 'sign']);

/** @param version of the association that lists it */
export function canRead(mode: number, version: number): boolean {
	return version >= BITS ? (mode & 1) !== 0 : READ_MODES.includes(mode);
}

/** Likewise. */
export function canWrite(mode: number, version: number): boolean {
	return version >= BITS ? (mode & 2) !== 0 : WRITE_MODES.includes(mode);
}

/** Likewise, of a method. */
export function canCall(mode: number, version: number): boolean {
	return version >= BITS ? (mode & 1) !== 0 : mode !== 0;
}

/** `rw`, `r auth`, `r req:auth,enc`; `-` for none. */
export function attributeModeText(mode: number, version: number): string {
	if (version < BITS) return MODES[mode] ?? `mode ${mode}`;
	return `${['-', 'r', 'w', 'rw'][mode & 3]}${protectionText(mode)}`;
}

/** `x`, `x auth`; `-` for none. */
export function methodModeText(mode: number, version: number): string {
	if (version < BITS) return METHOD_MODES[mode] ?? `mode ${mode}`;
	return `${(mode & 1) === 0 ? '-' : 'x'}${protectionText(mode)}`;
}

function protectionText(mode: number): string {
	const named = (shift: number) => PROTECTIONS.filter((_, bit) => (mode & (1 << (shift + bit))) !== 0).join(',');
	const [request, response] = [named(2), named(5)];
	return `${request === '' ? '' : ` req:${request}`}${response === '' ? '' : ` resp:${response}`}`;
}
