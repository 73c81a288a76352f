/**
 * Values of A-XDR as text that says their types, and back: what is printed can be set.
 *
 * | text                                             | value                                                                       |
 * |--------------------------------------------------|-----------------------------------------------------------------------------|
 * | `null`, `true`, `false`                          | null-data, boolean                                                          |
 * | `u16:40`, `i8:-5`, `f32:1.5`, `enum:2`, `bcd:12` | numbers, by the rows of `NUMBERS`; the names of DLMS do as well             |
 * | `bits:0110`                                      | bit-string, bit 0 first                                                     |
 * | `octets:07EA0B`, `visible:"ABC"`, `utf8:"電力量"` | octet-, visible-, utf8-string: digits of bytes, or characters in quotes, escaped as in JSON |
 * | `obis:1.0.1.8.0.255`                             | octet-string of a logical name                                              |
 * | `at:2026-11-01T12:30:00+09:00`                   | octet-string of a date-time: day of the week and deviation follow, status 0 |
 * | `date-time:`, `date:`, `time:` and digits        | the types of these names                                                    |
 * | `[u8:1, u8:2]`, `{u8:1, null}`                   | array, structure                                                            |
 */
import { asciiBytes, asciiText } from '../../modules/bytes/ascii.js';
import { equalBytes } from '../../modules/bytes/equal.js';
import { fromHex, toUpperHex } from '../../modules/bytes/hex.js';
import { type Data, writeData } from '../../modules/dlms/axdr/data.js';
import { DataTag, DataWriter } from '../../modules/dlms/axdr/data-writer.js';
import { DATE_TIME_LENGTH, dateTimeOf, deviationOf, isDeviation, timeOf } from '../../modules/dlms/axdr/date-time.js';
import { logicalNameOf, logicalNameText, parseLogicalName } from '../../modules/dlms/axdr/obis.js';
import { isoAt } from './date-time-text.js';

/** What should stand where something else does. */
export type Expected = 'value' | 'type' | 'number' | 'bits' | 'digits' | 'string' | 'obis' | 'time' | 'separator' | 'end' | 'depth';

export class NotationError extends Error {
	/** @param at the first character that is wrong, from 0 */
	constructor(
		readonly at: number,
		readonly expected: Expected,
	) {
		super(`data: at character ${at + 1}: expected ${expected}`);
	}
}

/** Type, its name here, and its name in DLMS. */
const NUMBERS = Object.freeze([
	[DataTag.integer, 'i8', 'integer'],
	[DataTag.long, 'i16', 'long'],
	[DataTag.doubleLong, 'i32', 'double-long'],
	[DataTag.long64, 'i64', 'long64'],
	[DataTag.unsigned, 'u8', 'unsigned'],
	[DataTag.longUnsigned, 'u16', 'long-unsigned'],
	[DataTag.doubleLongUnsigned, 'u32', 'double-long-unsigned'],
	[DataTag.long64Unsigned, 'u64', 'long64-unsigned'],
	[DataTag.float32, 'f32', 'float32'],
	[DataTag.float64, 'f64', 'float64'],
	[DataTag.enum, 'enum', 'enum'],
	[DataTag.bcd, 'bcd', 'bcd'],
] as const);
const STRINGS = Object.freeze([
	[DataTag.octetString, 'octets', 'octet-string'],
	[DataTag.visibleString, 'visible', 'visible-string'],
	[DataTag.utf8String, 'utf8', 'utf8-string'],
] as const);
/** Types of so many bytes. */
const TIMES = Object.freeze([
	[DataTag.dateTime, 'date-time', DATE_TIME_LENGTH],
	[DataTag.date, 'date', 5],
	[DataTag.time, 'time', 4],
] as const);
const WORDS: Readonly<Record<string, Data>> = Object.freeze({
	null: { tag: DataTag.nullData },
	true: { tag: DataTag.boolean, value: true },
	false: { tag: DataTag.boolean, value: false },
});
const DEEPEST = 16;
const NAME_LENGTH = 6;
/** The year 9999, ms: years of five digits are written otherwise. */
const FIVE_DIGITS = Date.UTC(9999, 0, 1);

/** A value as text; the inverse of `parseData`. */
export function dataNotation(data: Data): string {
	switch (data.tag) {
		case DataTag.nullData:
			return 'null';
		case DataTag.boolean:
			return String(data.value);
		case DataTag.array:
			return `[${data.items.map(dataNotation).join(', ')}]`;
		case DataTag.structure:
			return `{${data.items.map(dataNotation).join(', ')}}`;
		case DataTag.bitString:
			return `bits:${bitsText(data.bits, data.bytes)}`;
		case DataTag.octetString:
			return octetsText(data.bytes);
		case DataTag.visibleString:
			return `visible:${isAscii(data.bytes) ? JSON.stringify(asciiText(data.bytes)) : toUpperHex(data.bytes)}`;
		case DataTag.utf8String:
			return `utf8:${utf8Text(data.bytes) ?? toUpperHex(data.bytes)}`;
		case DataTag.dateTime:
		case DataTag.date:
		case DataTag.time:
			return `${TIMES.find(([tag]) => tag === data.tag)![1]}:${toUpperHex(data.bytes)}`;
		default:
			return `${NUMBERS.find(([tag]) => tag === data.tag)![1]}:${Object.is(data.value, -0) ? '-0' : data.value}`;
	}
}

function bitsText(bits: number, bytes: Uint8Array): string {
	let text = '';
	for (let i = 0; i < bits; i++) text += (bytes[i >> 3]! & (0x80 >> (i & 7))) === 0 ? '0' : '1';
	return text;
}

/** As what the bytes look like, where that is all there is to them. */
function octetsText(bytes: Uint8Array): string {
	if (bytes.length === DATE_TIME_LENGTH) {
		const deviation = deviationOf(bytes);
		const time = deviation === undefined ? undefined : timeOf(bytes, deviation);
		if (time !== undefined && time < FIVE_DIGITS && equalBytes(dateTimeOf(time, deviation!, 0), bytes)) return `at:${isoAt(time, deviation!)}`;
	}
	if (bytes.length > 0 && isAscii(bytes)) return `octets:${JSON.stringify(asciiText(bytes))}`;
	if (bytes.length === NAME_LENGTH && bytes[NAME_LENGTH - 1] === 0xff) return `obis:${logicalNameText(logicalNameOf(bytes))}`;
	return `octets:${toUpperHex(bytes)}`;
}

function isAscii(bytes: Uint8Array): boolean {
	return bytes.every((byte) => byte >= 0x20 && byte < 0x7f);
}

/** Undefined: it is no text, or has characters that nobody sees. */
function utf8Text(bytes: Uint8Array): string | undefined {
	try {
		const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
		return /^[^\p{C}]*$/u.test(text) ? JSON.stringify(text) : undefined;
	} catch {
		return undefined;
	}
}

/** Throws NotationError. */
export function parseData(text: string): Data {
	const parser = new Parser(text);
	const data = parser.value(0);
	parser.end();
	return data;
}

/** The bytes of A-XDR that a value is. */
export function dataBytes(data: Data): Uint8Array {
	const w = new DataWriter();
	writeData(w, data);
	return w.copy();
}

class Parser {
	readonly #text: string;
	#at = 0;

	constructor(text: string) {
		this.#text = text;
	}

	value(depth: number): Data {
		if (depth > DEEPEST) throw new NotationError(this.#at, 'depth');
		this.#skip();
		const opening = this.#text[this.#at];
		if (opening === '[') return { tag: DataTag.array, items: this.#items(']', depth) };
		if (opening === '{') return { tag: DataTag.structure, items: this.#items('}', depth) };
		const start = this.#at;
		const name = this.#match(/[a-z][a-z0-9-]*/y);
		if (name === undefined) throw new NotationError(start, 'value');
		const word = Object.hasOwn(WORDS, name) ? WORDS[name] : undefined;
		if (word !== undefined) return word;
		if (this.#match(/:/y) === undefined) throw new NotationError(start, 'type');
		return this.#typed(name, start);
	}

	end(): void {
		this.#skip();
		if (this.#at < this.#text.length) throw new NotationError(this.#at, 'end');
	}

	#items(closing: string, depth: number): Data[] {
		const items: Data[] = [];
		this.#at++;
		this.#skip();
		if (this.#text[this.#at] === closing) this.#at++;
		else
			for (;;) {
				items.push(this.value(depth + 1));
				this.#skip();
				const next = this.#text[this.#at];
				if (next !== ',' && next !== closing) throw new NotationError(this.#at, 'separator');
				this.#at++;
				if (next === closing) break;
			}
		return items;
	}

	/** A value behind the name of its type. */
	#typed(name: string, start: number): Data {
		const number = NUMBERS.find(([, short, long]) => name === short || name === long);
		if (number !== undefined) return this.#number(number[0]);
		const string = STRINGS.find(([, short, long]) => name === short || name === long);
		if (string !== undefined) return { tag: string[0], bytes: this.#string(string[0]) };
		const time = TIMES.find(([, short]) => name === short);
		if (time !== undefined) return { tag: time[0], bytes: this.#digits(time[2]) };
		if (name === 'bits' || name === 'bit-string') return this.#bits();
		if (name === 'obis') return { tag: DataTag.octetString, bytes: this.#name() };
		if (name === 'at') return { tag: DataTag.octetString, bytes: this.#moment() };
		throw new NotationError(start, 'type');
	}

	#number(tag: (typeof NUMBERS)[number][0]): Data {
		const start = this.#at;
		const isFloat = tag === DataTag.float32 || tag === DataTag.float64;
		const text = this.#match(isFloat ? /-?(?:\d+(?:\.\d+)?(?:e[+-]?\d+)?|Infinity)|NaN/y : /-?\d+/y);
		if (text === undefined) throw new NotationError(start, 'number');
		const value = tag === DataTag.float32 ? Math.fround(Number(text)) : Number(text);
		// More than the type holds.
		if (isFloat && !Number.isFinite(value) && /\d/.test(text)) throw new NotationError(start, 'number');
		const data: Data = tag === DataTag.long64 || tag === DataTag.long64Unsigned ? { tag, value: BigInt(text) } : { tag, value };
		try {
			writeData(new DataWriter(), data);
		} catch (error) {
			if (error instanceof RangeError) throw new NotationError(start, 'number');
			throw error;
		}
		return data;
	}

	#string(tag: (typeof STRINGS)[number][0]): Uint8Array {
		const start = this.#at;
		if (this.#text[start] !== '"') return this.#digits(undefined);
		const quoted = this.#match(/"(?:[^"\\]|\\.)*"/y);
		let text: string;
		try {
			text = JSON.parse(quoted ?? '') as string;
		} catch {
			throw new NotationError(start, 'string');
		}
		if (tag === DataTag.utf8String) return new TextEncoder().encode(text);
		for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0x7f) throw new NotationError(start, 'string');
		return asciiBytes(text);
	}

	/** @param length bytes; undefined: as many as there are */
	#digits(length: number | undefined): Uint8Array {
		const start = this.#at;
		const digits = this.#match(/[0-9A-Fa-f]*/y)!;
		if (digits.length % 2 !== 0 || (length !== undefined && digits.length !== 2 * length)) throw new NotationError(start, 'digits');
		return fromHex(digits);
	}

	#bits(): Data {
		const start = this.#at;
		const text = this.#match(/[01]*/y)!;
		if (/[\w"]/.test(this.#text[this.#at] ?? '')) throw new NotationError(start, 'bits');
		const bytes = new Uint8Array(Math.ceil(text.length / 8));
		for (let i = 0; i < text.length; i++) if (text[i] === '1') bytes[i >> 3]! |= 0x80 >> (i & 7);
		return { tag: DataTag.bitString, bits: text.length, bytes };
	}

	#name(): Uint8Array {
		const start = this.#at;
		try {
			return new DataWriter().name(parseLogicalName(this.#match(/[\d.:*-]+/y) ?? '')).copy();
		} catch (error) {
			if (error instanceof RangeError) throw new NotationError(start, 'obis');
			throw error;
		}
	}

	#moment(): Uint8Array {
		const start = this.#at;
		const text = this.#match(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d\d0?)?[+-]\d\d:\d\d/y);
		const [, sign, hours, minutes] = /([+-])(\d\d):(\d\d)$/.exec(text ?? '') ?? [];
		const time = Date.parse(text ?? '');
		const ahead = (sign === '-' ? -1 : 1) * (60 * Number(hours) + Number(minutes));
		// What JavaScript takes for another day is none.
		if (text === undefined || Number.isNaN(time) || !isDeviation(-ahead) || isoAt(time, -ahead).slice(0, 19) !== text.slice(0, 19))
			throw new NotationError(start, 'time');
		return dateTimeOf(time, -ahead, 0);
	}

	#match(pattern: RegExp): string | undefined {
		pattern.lastIndex = this.#at;
		const found = pattern.exec(this.#text)?.[0];
		if (found !== undefined) this.#at += found.length;
		return found;
	}

	#skip(): void {
		this.#match(/\s*/y);
	}
}
