/** Values of A-XDR as text and as JSON, by their type; where that says little, by what the bytes look like. */
import { asciiText } from '../../modules/bytes/ascii.js';
import { toUpperHex } from '../../modules/bytes/hex.js';
import { type Data, numberOf } from '../../modules/dlms/axdr/data.js';
import { DataTag } from '../../modules/dlms/axdr/data-writer.js';
import { DATE_TIME_LENGTH, timeOf } from '../../modules/dlms/axdr/date-time.js';
import { logicalNameOf, logicalNameText } from '../../modules/dlms/axdr/obis.js';
import { dateTimeIso, openDateText, openTimeText } from './date-time-text.js';
import { isScaler, type ScalerUnit } from './physical-units.js';
import { inEnglish, type Say } from './value-words.js';

/** Structures in braces, arrays in brackets. */
export function generalText(data: Data, say: Say = inEnglish): string {
	switch (data.tag) {
		case DataTag.nullData:
			return '–';
		case DataTag.array:
			return `[${data.items.map((item) => generalText(item, say)).join(', ')}]`;
		case DataTag.structure:
			return `{${data.items.map((item) => generalText(item, say)).join(', ')}}`;
		case DataTag.boolean:
			return say(data.value ? 'yes' : 'no');
		case DataTag.bitString:
			return bitsText(data.bits, data.bytes);
		case DataTag.dateTime:
			return dateTimeIso(data.bytes, say);
		case DataTag.date:
			return openDateText(data.bytes, say);
		case DataTag.time:
			return openTimeText(data.bytes);
		case DataTag.utf8String:
			return new TextDecoder().decode(data.bytes);
		case DataTag.octetString:
		case DataTag.visibleString:
			return stringText(data.bytes, say);
		default:
			return String(data.value);
	}
}

export function generalJson(data: Data): unknown {
	switch (data.tag) {
		case DataTag.nullData:
			return null;
		case DataTag.array:
		case DataTag.structure:
			return data.items.map(generalJson);
		case DataTag.boolean:
			return data.value;
		case DataTag.long64:
		case DataTag.long64Unsigned:
		case DataTag.float32:
		case DataTag.float64:
			return numberOrText(String(data.value));
		default:
			return 'bytes' in data ? generalText(data) : data.value;
	}
}

/** What 2026 and its neighbours look like; other 12 bytes are hardly a time. */
const FIRST_YEAR = 1990;
const LAST_YEAR = 2099;

function stringText(bytes: Uint8Array, say: Say): string {
	if (bytes.length === DATE_TIME_LENGTH) {
		const year = (bytes[0]! << 8) | bytes[1]!;
		if (year >= FIRST_YEAR && year <= LAST_YEAR && timeOf(bytes, 0) !== undefined) return dateTimeIso(bytes, say);
	}
	if (bytes.length > 0 && bytes.every((byte) => byte >= 0x20 && byte < 0x7f)) return asciiText(bytes);
	if (bytes.length === 6 && bytes[5] === 0xff) return logicalNameText(logicalNameOf(bytes));
	return toUpperHex(bytes);
}

function bitsText(bits: number, bytes: Uint8Array): string {
	let text = '';
	for (let i = 0; i < bits; i++) text += (bytes[i >> 3]! & (0x80 >> (i & 7))) === 0 ? '0' : '1';
	return text;
}

/** The number of a status byte: a number, or a string of bits or bytes. */
export function statusNumber(data: Data): number | undefined {
	if (data.tag === DataTag.bitString) return data.bytes.reduce((bits, byte, i) => bits | (reversed(byte) << (8 * i)), 0) >>> 0;
	if ('bytes' in data) return data.bytes.length === 1 ? data.bytes[0] : undefined;
	return numberOf(data);
}

/** Bit 0 of a bit-string stands first. */
function reversed(byte: number): number {
	let bits = 0;
	for (let i = 0; i < 8; i++) if ((byte & (0x80 >> i)) !== 0) bits |= 1 << i;
	return bits;
}

/** Structure of scaler and unit, attribute 3 of a register; undefined: it is none. */
export function scalerUnitOf(data: Data): ScalerUnit | undefined {
	if (data.tag !== DataTag.structure || data.items.length !== 2) return undefined;
	const [scaler, unit] = data.items.map((item) => numberOf(item));
	return scaler === undefined || unit === undefined || !isScaler(scaler) ? undefined : { scaler, unit };
}

/** The OBIS code in an octet-string of 6 bytes. */
export function nameText(data: Data): string | undefined {
	return 'bytes' in data && data.bytes.length === 6 ? logicalNameText(logicalNameOf(data.bytes)) : undefined;
}

/** JSON's numbers keep 15 digits, and are finite. */
export function numberOrText(text: string): number | string {
	const number = Number(text);
	return text.replace(/\D/g, '').length <= 15 && Number.isFinite(number) ? number : text;
}
