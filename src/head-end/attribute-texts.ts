/** Attributes that say more to a person than their type does: times, names, states, by class and attribute (Blue Book, "The COSEM interface classes"). */
import { asciiText } from '../../modules/bytes/ascii.js';
import { toUpperHex } from '../../modules/bytes/hex.js';
import { BAUD } from '../../modules/cosem/local-port-setup.js';
import { CONTEXT, MECHANISM } from '../../modules/dlms/apdu/acse.js';
import { CONFORMANCE } from '../../modules/dlms/apdu/initiate.js';
import { type Data, numberOf } from '../../modules/dlms/axdr/data.js';
import { DataTag } from '../../modules/dlms/axdr/data-writer.js';
import { DATE_TIME_LENGTH } from '../../modules/dlms/axdr/date-time.js';
import { ADDRESS_LENGTH, formatAddress } from '../../modules/ipv6/address.js';
import { generalText, nameText, scalerUnitOf, statusNumber } from './data-text.js';
import { clockStatusText, dateTimeIso } from './date-time-text.js';
import { physicalUnitText } from './physical-units.js';
import type { Say, StateWord } from './value-words.js';

/** Undefined: the value is not what the attribute should be. */
export type AttributeText = (data: Data, say: Say) => string | undefined;

const time: AttributeText = (data, say) => ('bytes' in data && data.bytes.length === DATE_TIME_LENGTH ? dateTimeIso(data.bytes, say) : undefined);
const octets: AttributeText = (data) => ('bytes' in data ? toUpperHex(data.bytes) : undefined);
const title: AttributeText = (data) => {
	if (!('bytes' in data)) return undefined;
	const letters = asciiText(data.bytes.subarray(0, 3));
	return /^[A-Z]{3}$/.test(letters) ? `${toUpperHex(data.bytes)} (${letters})` : toUpperHex(data.bytes);
};

function named(names: Readonly<Record<number, StateWord>>): AttributeText {
	return (data, say) => {
		const value = numberOf(data);
		return value === undefined ? undefined : `${say(names[value] ?? 'unknown')} (${value})`;
	};
}

function inPhysicalUnit(physicalUnit: string): AttributeText {
	return (data) => {
		const value = numberOf(data);
		return value === undefined ? undefined : `${value} ${physicalUnit}`;
	};
}

const speed: AttributeText = (data) => {
	const value = numberOf(data);
	return value === undefined || BAUD[value] === undefined ? undefined : `${BAUD[value]} bit/s (${value})`;
};

/** `3/1.0.1.8.0.255:2` of a structure of class, name, attribute and index. */
const column: AttributeText = (data, say) => {
	if (data.tag !== DataTag.structure || data.items.length < 3) return undefined;
	const [classId, name, attribute, index] = data.items;
	const text = nameText(name!);
	if (text === undefined) return undefined;
	const part = index === undefined ? 0 : (numberOf(index) ?? 0);
	return text === '0.0.0.0.0.0' ? say('none') : `${numberOf(classId!)}/${text}:${numberOf(attribute!)}${part === 0 ? '' : `[${part}]`}`;
};
const columns: AttributeText = (data, say) =>
	data.tag === DataTag.array ? data.items.map((item) => column(item, say) ?? generalText(item, say)).join(', ') : undefined;

const list: AttributeText = (data, say) => (data.tag === DataTag.array ? `${data.items.length} ${say('objects')}` : undefined);
const partners: AttributeText = (data, say) => {
	if (data.tag !== DataTag.structure || data.items.length !== 2) return undefined;
	const [client, server] = data.items.map((item) => numberOf(item));
	if (client === undefined || server === undefined) return undefined;
	// An integer of one byte, signed, that counts from 0 to 255.
	return `${say('client')} ${client < 0 ? client & 0xff : client}, ${say('server')} ${server}`;
};

const CONTEXTS: Readonly<Record<number, StateWord>> = Object.freeze({
	[CONTEXT.logicalNames]: 'logical names',
	[CONTEXT.shortNames]: 'short names',
	[CONTEXT.logicalNamesCiphered]: 'logical names, ciphered',
	[CONTEXT.shortNamesCiphered]: 'short names, ciphered',
});
const MECHANISMS: Readonly<Record<number, StateWord>> = Object.freeze({
	[MECHANISM.none]: 'none',
	[MECHANISM.low]: 'password',
	[MECHANISM.high]: 'HLS',
	[MECHANISM.highMd5]: 'HLS with MD5',
	[MECHANISM.highSha1]: 'HLS with SHA-1',
	[MECHANISM.highGmac]: 'HLS with GMAC',
	[MECHANISM.highSha256]: 'HLS with SHA-256',
	[MECHANISM.highEcdsa]: 'HLS with ECDSA',
});

/** The last arc of an object identifier: in its 7 bytes, or, with some meters, as a structure of its arcs. */
function oid(names: Readonly<Record<number, StateWord>>): AttributeText {
	return (data, say) => {
		let last: number | undefined;
		if ('bytes' in data) last = data.bytes.length === 7 ? data.bytes[6] : undefined;
		else if (data.tag === DataTag.structure && data.items.length === 7) last = numberOf(data.items[6]!);
		return last === undefined ? undefined : `${say(names[last] ?? 'unknown')} (${last})`;
	};
}

const context: AttributeText = (data) => {
	if (data.tag !== DataTag.structure || data.items.length < 4) return undefined;
	const [conformance, receive, send, version] = data.items;
	if (conformance?.tag !== DataTag.bitString) return undefined;
	const bits = conformance.bytes.reduce((all, byte) => all * 256 + byte, 0);
	const names = Object.entries(CONFORMANCE).flatMap(([name, bit]) => ((bits & bit) !== 0 ? [name] : []));
	return `${names.join(' ')}; PDU ${numberOf(receive!)} in, ${numberOf(send!)} out; DLMS ${numberOf(version!)}`;
};

const devices: AttributeText = (data, say) => {
	if (data.tag !== DataTag.array) return undefined;
	const text = (item: Data): string => generalText(item, say);
	return data.items.map((item) => (item.tag === DataTag.structure ? item.items.map(text).join(' ') : text(item))).join(', ');
};

const scalerUnit: AttributeText = (data) => {
	const found = scalerUnitOf(data);
	return found === undefined ? undefined : `10^${found.scaler} ${physicalUnitText(found.unit)}`.trimEnd();
};

const addresses: AttributeText = (data, say) => {
	if ('bytes' in data) return data.bytes.length === ADDRESS_LENGTH ? formatAddress(data.bytes) : data.bytes.length === 0 ? say('none') : undefined;
	if (data.tag !== DataTag.array) return undefined;
	return data.items.length === 0 ? say('none') : data.items.map((item) => addresses(item, say) ?? generalText(item, say)).join(', ');
};

/** Texts that say all there is, to a program, too. */
const TEXTS: ReadonlySet<AttributeText> = new Set([time, octets, nameText, addresses]);

const SPECIAL: Readonly<Record<string, AttributeText>> = Object.freeze({
	'3:3': scalerUnit,
	'4:3': scalerUnit,
	'5:4': scalerUnit,
	'4:5': time,
	'5:6': time,
	'5:7': time,
	'7:3': columns,
	'7:4': inPhysicalUnit('s'),
	'7:5': named({ 1: 'first in, first out', 2: 'last in, first out', 3: 'largest', 4: 'smallest', 5: 'nearest to zero', 6: 'farthest from zero' }),
	'7:6': column,
	'8:2': time,
	'8:3': (data, say) => inPhysicalUnit(say('min to UTC'))(data, say),
	'8:4': (data, say) => {
		const status = statusNumber(data);
		return status === undefined ? undefined : clockStatusText(status, say);
	},
	'8:5': time,
	'8:6': time,
	'8:7': inPhysicalUnit('min'),
	'8:9': named({ 0: 'not defined', 1: 'internal crystal', 2: 'mains, 50 Hz', 3: 'mains, 60 Hz', 4: 'GPS', 5: 'radio' }),
	'15:2': list,
	'15:3': partners,
	'15:4': oid(CONTEXTS),
	'15:5': context,
	'15:6': oid(MECHANISMS),
	'15:8': named({ 0: 'not associated', 1: 'association pending', 2: 'associated' }),
	'15:9': nameText,
	'17:2': devices,
	'18:6': named({
		0: 'not initiated',
		1: 'initiated',
		2: 'verification initiated',
		3: 'verification successful',
		4: 'verification failed',
		5: 'activation initiated',
		6: 'activation successful',
		7: 'activation failed',
	}),
	'19:2': named({ 0: 'mode C', 1: 'mode E', 2: 'no opening, HDLC at once' }),
	'19:3': speed,
	'19:4': speed,
	'19:5': named({ 0: '20 ms', 1: '200 ms' }),
	'23:2': speed,
	'23:7': inPhysicalUnit('ms'),
	'23:8': inPhysicalUnit('s'),
	'41:3': nameText,
	'41:6': inPhysicalUnit('s'),
	'43:2': octets,
	'48:2': nameText,
	'48:3': named({ 0: 'auto-configuration', 1: 'DHCPv6', 2: 'manual', 3: 'neighbour discovery' }),
	'48:4': addresses,
	'48:5': addresses,
	'48:6': addresses,
	'48:7': addresses,
	'48:8': addresses,
	'64:2': named({ 0: 'nothing', 1: 'authenticated', 2: 'encrypted', 3: 'authenticated and encrypted' }),
	'64:3': named({ 0: 'suite 0: AES-GCM-128', 1: 'suite 1', 2: 'suite 2' }),
	'64:4': title,
	'64:5': title,
	'70:2': (data, say) => (data.tag === DataTag.boolean ? say(data.value ? 'closed' : 'open') : undefined),
	'70:3': named({ 0: 'disconnected', 1: 'connected', 2: 'ready for reconnection' }),
	'70:4': named({
		0: 'always connected',
		1: 'remote, manual and local disconnect; reconnect by hand after remote',
		2: 'remote, manual and local disconnect; remote and manual reconnect',
		3: 'remote and local disconnect; reconnect by hand after remote',
		4: 'remote and local disconnect; remote and manual reconnect',
		5: 'remote, manual and local disconnect; reconnect by hand after remote, or local',
		6: 'remote and local disconnect; reconnect by hand after remote, or local',
	}),
});

/** What makes a text of this attribute; undefined: its type says all. */
export function specialOf(classId: number, attribute: number): AttributeText | undefined {
	return attribute === 1 ? nameText : SPECIAL[`${classId}:${attribute}`];
}

/** Whether the text is what a program wants, too. */
export function isWhole(text: AttributeText): boolean {
	return TEXTS.has(text);
}
