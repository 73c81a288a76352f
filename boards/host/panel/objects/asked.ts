/** What somebody asked for, checked: what is wrong is told by the field. */
import { fromHex } from '../../../../modules/bytes/hex.js';
import { DecodeError, Reader } from '../../../../modules/bytes/reader.js';
import { readData, SMALL } from '../../../../modules/dlms/axdr/data.js';
import { type LogicalName, parseLogicalName } from '../../../../modules/dlms/axdr/obis.js';
import { type Asked, Refusal } from '../../web/app.js';
import { OBJECTS_WORDS, type ObjectsWords } from './words.js';

export type Fields = Readonly<Record<string, unknown>>;

/** The longest message that a HEMS would send holds no more. */
export const MOST_EPCS = 60;
/** What one byte of length can tell. */
const MOST_EDT = 255;
/** Bytes of a value of Route A. */
const MOST_VALUE = 1024;

export function wordsOf({ language }: Asked): ObjectsWords {
	return OBJECTS_WORDS[language];
}

/** Fields of a body. */
export function fieldsOf(asked: Asked): Fields {
	const { body } = asked;
	if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as Fields;
	throw new Refusal(wordsOf(asked).field('', 'JSON: {…}'));
}

/** 0xGGCCII. */
export function eojOf(asked: Asked, { eoj }: Fields): number {
	if (typeof eoj !== 'string' || !/^[0-9A-Fa-f]{6}$/.test(eoj)) throw new Refusal(wordsOf(asked).field('eoj', '028801'));
	return Number.parseInt(eoj, 16);
}

export function epcsOf(asked: Asked, { epcs }: Fields): readonly number[] {
	if (!Array.isArray(epcs) || epcs.length < 1 || epcs.length > MOST_EPCS || !epcs.every(isEpc)) throw new Refusal(wordsOf(asked).epcs(MOST_EPCS));
	return epcs.map((epc: string) => Number.parseInt(epc, 16));
}

export function epcOf(asked: Asked, { epc }: Fields): number {
	if (!isEpc(epc)) throw new Refusal(wordsOf(asked).field('epc', 'E5'));
	return Number.parseInt(epc, 16);
}

export function edtOf(asked: Asked, { edt }: Fields): Uint8Array {
	if (typeof edt !== 'string' || !isHex(edt) || edt.length > 2 * MOST_EDT) throw new Refusal(wordsOf(asked).edt(MOST_EDT));
	return fromHex(edt);
}

export function nameOf(asked: Asked, { obis }: Fields): LogicalName {
	try {
		return parseLogicalName(typeof obis === 'string' ? obis : '');
	} catch {
		throw new Refusal(wordsOf(asked).field('obis', '1.0.1.8.0.255'));
	}
}

export function wholeOf(asked: Asked, field: string, value: unknown, most: number, example: string): number {
	if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= most) return value;
	throw new Refusal(wordsOf(asked).field(field, example));
}

/** One whole value of A-XDR. */
export function axdrOf(asked: Asked, value: unknown): Uint8Array {
	if (typeof value !== 'string' || !isHex(value) || value.length === 0 || value.length > 2 * MOST_VALUE)
		throw new Refusal(wordsOf(asked).field('value', 'A-XDR, 0600000001'));
	const bytes = fromHex(value);
	try {
		const reader = new Reader('A-XDR', bytes);
		readData(reader, SMALL);
		reader.end();
	} catch (error) {
		if (!(error instanceof DecodeError)) throw error;
		throw new Refusal(wordsOf(asked).value(error.offset, error.expected));
	}
	return bytes;
}

function isEpc(epc: unknown): epc is string {
	return typeof epc === 'string' && /^[89A-Fa-f][0-9A-Fa-f]$/.test(epc);
}

function isHex(text: string): boolean {
	return /^([0-9A-Fa-f]{2})*$/.test(text);
}
