/** Values of COSEM attributes in A-XDR (IEC 61334-6; Green Book, "Data"): a tag, for some a length or a count, the content. */
import { toHex } from '../../bytes/hex.js';
import type { Raw } from './field.js';
import { printable } from './ieee802154.js';
import type { Place, Row, Scope } from './row.js';
import { bytes, choice, parts, u } from './row.js';

export const AXDR_CLAUSE = 'Green Book, Data; IEC 61334-6';

export const DATA_TAGS = Object.freeze({
	0: 'null-data',
	1: 'array',
	2: 'structure',
	3: 'boolean',
	4: 'bit-string',
	5: 'double-long',
	6: 'double-long-unsigned',
	9: 'octet-string',
	10: 'visible-string',
	12: 'utf8-string',
	13: 'bcd',
	15: 'integer',
	16: 'long',
	17: 'unsigned',
	18: 'long-unsigned',
	19: 'compact-array',
	20: 'long64',
	21: 'long64-unsigned',
	22: 'enum',
	23: 'float32',
	24: 'float64',
	25: 'date-time',
	26: 'date',
	27: 'time',
});
const ARRAY = 1;
const STRUCTURE = 2;
const COMPACT_ARRAY = 19;
const BIT_STRING = 4;
const OCTETS = 9;

/** A length or a count of BER and A-XDR (X.690 §8.1.3): one byte below 128, else 81 to 84 and so many bytes. */
export function size(name: string, key: string): Row {
	return bytes((_, place) => (place.peek(0) < 0x80 ? 1 : 1 + (place.peek(0) & 0x7f)), name, undefined, {
		key,
		means: sizeOf,
		wrong: (value) => (value < 0 ? 'a length of at most four bytes' : undefined),
		shown: (raw) => `${raw}`,
		clause: 'ITU-T X.690 §8.1.3',
	});
}

function sizeOf(own: Uint8Array): number {
	if (own.length === 1) return own[0] === 0x80 ? -1 : own[0]!;
	return own.length > 5 ? -1 : own.subarray(1).reduce((sum, byte) => sum * 256 + byte, 0);
}

/** What such a length ahead says, without taking it; 0 where it is none. */
function sizeAhead(place: Place): number {
	const first = place.peek(0);
	if (first < 0x80) return first;
	let value = 0;
	for (let i = 1; i <= (first & 0x7f) && i <= 4; i++) value = value * 256 + place.peek(i);
	return value;
}

const fixed = (length: number, reading: Row['reading'], shown?: Row['shown']): readonly Row[] => [
	{ name: 'Value', length, reading: reading!, ...(shown !== undefined && { shown }) },
];
const counted = (reading: Row['reading'], shown?: Row['shown']): readonly Row[] => [
	size('Length', 'bytes'),
	{ name: 'Value', length: (s) => s.bytes!, reading: reading!, when: (s) => s.bytes! > 0, ...(shown !== undefined && { shown }) },
];
const CONTENT: Readonly<Record<number, readonly Row[]>> = Object.freeze({
	0: [],
	3: fixed(1, 'dec', (raw) => (raw === 0 ? 'false' : 'true')),
	[BIT_STRING]: [
		size('Bits', 'bits'),
		{ name: 'Value', length: (s: Scope) => Math.ceil(s.bits! / 8), reading: 'bytes', when: (s: Scope) => s.bits! > 0 },
	],
	5: fixed(4, 'signed'),
	6: fixed(4, 'dec'),
	[OCTETS]: counted('bytes', octetsText),
	10: counted('ascii'),
	12: counted('utf8'),
	13: fixed(1, 'hex'),
	15: fixed(1, 'signed'),
	16: fixed(2, 'signed'),
	17: fixed(1, 'dec'),
	18: fixed(2, 'dec'),
	20: fixed(8, 'signed'),
	21: fixed(8, 'dec'),
	22: fixed(1, 'dec'),
	23: fixed(4, 'float'),
	24: fixed(8, 'float'),
	25: fixed(12, 'bytes', octetsText),
	26: fixed(5, 'bytes'),
	27: fixed(4, 'bytes'),
});

/** An octet-string of 12 bytes that is a date and time, of 6 a logical name, of printable characters text; else its digits. */
function octetsText(raw: Raw): string {
	const value = raw as Uint8Array;
	const hex = value.length > 32 ? `${toHex(value.subarray(0, 32))}… (${value.length} bytes)` : toHex(value);
	if (value.length === 12 && value[2]! >= 1 && value[2]! <= 12 && value[3]! >= 1 && value[3]! <= 31 && value[5]! < 24)
		return `${dateTimeText(value)} (${hex})`;
	if (value.length === 6) return `${obisText(value)} (${hex})`;
	return value.length > 0 && value.every((byte) => byte >= 0x20 && byte < 0x7f) ? `"${printable(value)}" (${hex})` : hex;
}

const two = (value: number) => `${value}`.padStart(2, '0');

/** Of a COSEM date-time of 12 bytes. */
export function dateTimeText(value: Uint8Array): string {
	const minutes = ((value[9]! << 24) >> 16) | value[10]!;
	const zone = minutes === -0x8000 ? '' : ` UTC${minutes > 0 ? '-' : '+'}${two(Math.floor(Math.abs(minutes) / 60))}:${two(Math.abs(minutes) % 60)}`;
	return `${value[0]! * 256 + value[1]!}-${two(value[2]!)}-${two(value[3]!)} ${two(value[5]!)}:${two(value[6]!)}:${two(value[7]!)}${zone}`;
}

export function obisText(name: Uint8Array): string {
	const [a, b, c, d, e, f] = name;
	return `${a}-${b}:${c}.${d}.${e}.${f}`;
}

/** TypeDescription of a compact-array. */
function typeRows(): readonly Row[] {
	return [
		u(1, 'Type', undefined, { key: 'type', names: DATA_TAGS }),
		choice((s) => {
			if (s.type === ARRAY) return [u(2, 'Number of elements'), parts('Element', typeRows())];
			return s.type === STRUCTURE ? [size('Number of elements', 'elements'), choice((scope) => elements(scope.elements!))] : [];
		}),
	];
}

function elements(count: number): readonly Row[] {
	return [parts('Element', () => typeRows(), { again: (read) => read < count })];
}

const COMPACT: readonly Row[] = [
	parts('Contents description', () => typeRows()),
	size('Length of the contents', 'bytes'),
	bytes((s) => s.bytes!, 'Array contents', undefined, { when: (s) => s.bytes! > 0 }),
];

/** One value with its tag. */
export function dataRow(name: string): Row {
	return parts(name, valueRows, { clause: AXDR_CLAUSE, shown: () => '' });
}

function valueRows(): readonly Row[] {
	return [
		u(1, 'Tag', undefined, { key: 'tag', names: DATA_TAGS, wrong: (tag) => (tag in DATA_TAGS ? undefined : 'a data tag') }),
		choice((s, place) => {
			if (s.tag === COMPACT_ARRAY) return COMPACT;
			if (s.tag !== ARRAY && s.tag !== STRUCTURE) return CONTENT[s.tag!]!;
			const count = sizeAhead(place);
			return [size('Count', 'count'), { ...dataRow('Item'), again: (read: number) => read < count }];
		}),
	];
}
