/**
 * Types of attributes by class, from attribute 2 on (DLMS UA 1000-1, Blue Book, "The COSEM interface classes"). A type is a word, words with `|` between are
 * alternatives, a number behind `:` is its length: bytes of a string, elements of a structure. `any` is any value.
 */
import type { Data } from '../../../modules/dlms/axdr/data.js';
import { DataTag } from '../../../modules/dlms/axdr/data-writer.js';

/** By version of the class where they differ. */
const TYPES: Readonly<Record<string, string>> = Object.freeze({
	'1': 'any',
	'3': 'any structure:2',
	'4': 'any structure:2 any octets:12',
	'5': 'any any structure:2 any octets:12 octets:12 double-long-unsigned long-unsigned',
	'6': 'array array octets',
	'7': 'array array double-long-unsigned enum structure:4 double-long-unsigned double-long-unsigned',
	'8': 'octets:12 long unsigned octets:12 octets:12 integer boolean enum',
	'9': 'array',
	'10': 'array',
	'11': 'array',
	'15': 'array structure:2 structure:7|octets:7 structure:6 structure:7|octets:7 octets enum octets:6 array structure:2|null-data',
	'17': 'array',
	'18': 'double-long-unsigned bit-string double-long-unsigned boolean enum array',
	'19': 'enum enum enum enum octets octets octets octets',
	'20': 'octets array array array octets array array array octets:12',
	'21': 'array structure:3 array',
	'22': 'structure:2 enum array',
	'23': 'enum unsigned unsigned long-unsigned|unsigned long-unsigned|unsigned long-unsigned long-unsigned long-unsigned',
	'40': 'array structure:3 array long-unsigned unsigned long-unsigned|structure:3 octets:6 integer array enum structure:2 octets:12',
	'41': 'long-unsigned octets:6 long-unsigned unsigned long-unsigned',
	'42': 'octets:6 double-long-unsigned array array double-long-unsigned double-long-unsigned boolean double-long-unsigned double-long-unsigned',
	'43': 'octets',
	'48': 'octets:6 enum array array array octets octets unsigned array',
	'61': 'any structure:4 structure:2',
	'63': 'any any',
	'64': 'enum enum octets octets array',
	'70': 'boolean enum enum',
	'71': 'structure:3 any any any double-long-unsigned double-long-unsigned structure:3 array boolean structure:2',
	'72': 'octets:6 array double-long-unsigned unsigned double-long-unsigned long-unsigned unsigned unsigned unsigned unsigned unsigned long-unsigned enum',
	'77': 'unsigned unsigned enum array double-long-unsigned double-long-unsigned double-long-unsigned structure:2',
	'111':
		'structure:2 unsigned bit-string double-long double-long double-long double-long array array array array octets:12 octets:12 structure:3 double-long double-long long-unsigned double-long',
	'112': 'double-long enum unsigned double-long double-long bit-string enum double-long double-long octets:12',
	'113':
		'double-long enum unsigned structure:3 structure:3 octets:12 double-long-unsigned bit-string octets:12 double-long double-long long-unsigned',
	'115': 'octets octets:12 array enum structure:2',
});

const TAG_NAMES: Readonly<Record<number, string>> = Object.freeze({
	[DataTag.nullData]: 'null-data',
	[DataTag.array]: 'array',
	[DataTag.structure]: 'structure',
	[DataTag.boolean]: 'boolean',
	[DataTag.bitString]: 'bit-string',
	[DataTag.doubleLong]: 'double-long',
	[DataTag.doubleLongUnsigned]: 'double-long-unsigned',
	[DataTag.octetString]: 'octets',
	[DataTag.visibleString]: 'visible-string',
	[DataTag.utf8String]: 'utf8-string',
	[DataTag.bcd]: 'bcd',
	[DataTag.integer]: 'integer',
	[DataTag.long]: 'long',
	[DataTag.unsigned]: 'unsigned',
	[DataTag.longUnsigned]: 'long-unsigned',
	[DataTag.long64]: 'long64',
	[DataTag.long64Unsigned]: 'long64-unsigned',
	[DataTag.enum]: 'enum',
	[DataTag.float32]: 'float32',
	[DataTag.float64]: 'float64',
	[DataTag.dateTime]: 'date-time',
	[DataTag.date]: 'date',
	[DataTag.time]: 'time',
});
const LOGICAL_NAME = 'octets:6';

/** What the class says; undefined: it is not known here. */
export function attributeType(classId: number, attribute: number): string | undefined {
	return attribute === 1 ? LOGICAL_NAME : TYPES[classId]?.split(' ')[attribute - 2];
}

/** How many attributes the first version of a class has; undefined: it is not known here. */
export function attributeCount(classId: number): number | undefined {
	return COUNTS[classId] ?? lengthOf(TYPES[classId]);
}

/** Classes whose later versions have more: associations of version 0 and 1 have no users, class 40 of version 0 has no port, class 64 no certificates, and class 72 no configuration. */
const COUNTS: Readonly<Record<number, number>> = Object.freeze({ 15: 8, 40: 7, 48: 9, 64: 5, 72: 12 });

function lengthOf(types: string | undefined): number | undefined {
	return types === undefined ? undefined : types.split(' ').length + 1;
}

/** `octets:12`, as a value has it. */
export function typeText(data: Data): string {
	const name = TAG_NAMES[data.tag] ?? `tag ${data.tag}`;
	if (data.tag === DataTag.structure) return `${name}:${data.items.length}`;
	return data.tag === DataTag.octetString ? `${name}:${data.bytes.length}` : name;
}

/** Whether a value is of one of the types. */
export function isOfType(data: Data, types: string): boolean {
	const text = typeText(data);
	return types.split('|').some((type) => type === 'any' || type === text || (!type.includes(':') && type === text.split(':')[0]));
}
