/**
 * Messages of DNS (RFC 1035 §4) as multicast DNS uses them (RFC 6762 §18), as far as the owner of one host name needs them: questions, and records of type A.
 *
 * | bytes  | field                                                                       |
 * |--------|-----------------------------------------------------------------------------|
 * | 0–1    | id: 0, but in what is for a legacy resolver                                  |
 * | 2–3    | flags: 0x8400 a response with authority, 0 a query                           |
 * | 4–11   | how many questions, answers, authorities, additional records follow          |
 * | 12–…   | questions: name, type, class (0x8000: a unicast answer will do)              |
 * |        | records: name, type, class (0x8000: flush the cache), TTL, length, data      |
 */
import { asciiBytes } from '../bytes/ascii.js';
import { GrowingWriter } from '../bytes/growing-writer.js';
import { DecodeError, Reader } from '../bytes/reader.js';

export const MDNS_PORT = 5353;
/** 224.0.0.251, in the mapped form. */
export const MDNS_GROUP = Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 224, 0, 0, 251);

export const TYPE = Object.freeze({ a: 1, nsec: 47, any: 255 });
const CLASS_IN = 1;
const CLASS_ANY = 255;
/** Of a question: a unicast answer will do; of a record: it is all there is. */
const TOP_BIT = 0x8000;
const RESPONSE = 0x8000;
const OPCODE = 0x7800;
const AUTHORITATIVE = 0x8400;
const POINTER = 0xc0;
const LONGEST_NAME = 255;
const LONGEST_LABEL = 63;
/** As many of a message are looked at: who asks for a host asks for one or two. */
const MOST_QUESTIONS = 8;
const MOST_RECORDS = 16;
/** The A bit in the first block of types of an NSEC record (RFC 4034 §4.1.2). */
const ONLY_A = Uint8Array.of(0, 1, 0x40);
const FORMAT = 'mDNS';
/** Stands for a dot within a label: no name of ours has one. */
const INNER_DOT = '\u0000';

export interface Question {
	/** In lower case, without a dot at the end. */
	readonly name: string;
	readonly type: number;
	/** A unicast answer will do. */
	readonly unicast: boolean;
}

/** A record of type A. */
export interface AddressRecord {
	readonly name: string;
	/** 4 bytes. */
	readonly address: Uint8Array;
}

export interface Message {
	readonly id: number;
	readonly isResponse: boolean;
	/** Of class IN, or any class. */
	readonly questions: readonly Question[];
	/** Of all sections. */
	readonly addresses: readonly AddressRecord[];
}

/** @throws DecodeError if it is none */
export function decodeMessage(bytes: Uint8Array): Message {
	const reader = new Reader(FORMAT, bytes);
	const id = reader.uint(2, 'id');
	const flags = reader.uint(2, 'flags');
	if ((flags & OPCODE) !== 0) throw reader.error('opcode 0, a query', 2);
	const asked = reader.uint(2, 'number of questions');
	let records = 0;
	for (let i = 0; i < 3; i++) records += reader.uint(2, 'number of records');
	if (asked > MOST_QUESTIONS) throw reader.error(`at most ${MOST_QUESTIONS} questions`, 4);
	const questions: Question[] = [];
	for (let i = 0; i < asked; i++) {
		const name = readName(reader, bytes);
		const type = reader.uint(2, 'type');
		const qclass = reader.uint(2, 'class');
		if (isIn(qclass)) questions.push({ name, type, unicast: (qclass & TOP_BIT) !== 0 });
	}
	const addresses: AddressRecord[] = [];
	for (let i = 0; i < Math.min(records, MOST_RECORDS); i++) {
		const name = readName(reader, bytes);
		const type = reader.uint(2, 'type');
		const isOurs = isIn(reader.uint(2, 'class')) && type === TYPE.a;
		reader.skip(4, 'TTL');
		const data = reader.bytes(reader.uint(2, 'length'), 'data');
		if (isOurs && data.length === 4) addresses.push({ name, address: data.slice() });
	}
	return { id, isResponse: (flags & RESPONSE) !== 0, questions, addresses };
}

function isIn(value: number): boolean {
	const plain = value & ~TOP_BIT;
	return plain === CLASS_IN || plain === CLASS_ANY;
}

/** A pointer leads to what stood before, so that none leads in a circle. */
function readName(reader: Reader, bytes: Uint8Array): string {
	const start = reader.offset;
	const length = reader.uint(1, 'length of a label');
	if (length === 0) return '';
	let text = '';
	let left = length;
	// As they stand, up to the first pointer.
	while (left !== 0 && left < POINTER) {
		text = labelled(text, reader.bytes(checked(left, reader), 'label'));
		left = reader.uint(1, 'length of a label');
	}
	if (left === 0) return text;
	let limit = start;
	let at = ((left & ~POINTER) << 8) | reader.uint(1, 'pointer');
	while (true) {
		if (at >= limit) throw reader.error('a pointer to what stood before');
		limit = at;
		while (bytes[at]! !== 0 && bytes[at]! < POINTER) {
			const count = checked(bytes[at]!, reader);
			if (at + 1 + count >= bytes.length) throw reader.error('a whole label', at);
			text = labelled(text, bytes.subarray(at + 1, at + 1 + count));
			if (text.length > LONGEST_NAME) throw reader.error(`a name of at most ${LONGEST_NAME} bytes`);
			at += 1 + count;
		}
		if (bytes[at] === 0) return text;
		if (at + 1 >= bytes.length) throw reader.error('a whole pointer', at);
		at = ((bytes[at]! & ~POINTER) << 8) | bytes[at + 1]!;
	}
}

function checked(length: number, reader: Reader): number {
	if (length > LONGEST_LABEL) throw reader.error(`a label of at most ${LONGEST_LABEL} bytes`);
	return length;
}

function labelled(text: string, label: Uint8Array): string {
	let name = text === '' ? '' : `${text}.`;
	for (let i = 0; i < label.length; i++) {
		const code = label[i]!;
		name += code === 0x2e ? INNER_DOT : String.fromCharCode(code >= 0x41 && code <= 0x5a ? code | 0x20 : code);
	}
	return name;
}

/** A query for all records of a name that its owner-to-be asks before it takes the name: with the record that it would have (RFC 6762 §8.1). */
export function encodeProbe(name: string, address: Uint8Array, ttl: number, unicast: boolean): Uint8Array {
	const writer = head(0, 0, 1, 0, 1, 0);
	putName(writer, name);
	writer.uint(2, TYPE.any).uint(2, unicast ? CLASS_IN | TOP_BIT : CLASS_IN);
	putAddress(writer, name, address, ttl, false);
	return writer.copy();
}

/** What a name has: an address, and nothing else (RFC 6762 §6.1). */
export function encodeResponse(name: string, address: Uint8Array, ttl: number): Uint8Array {
	const writer = head(0, AUTHORITATIVE, 0, 1, 0, 1);
	putAddress(writer, name, address, ttl, true);
	putNothingElse(writer, name, ttl, true);
	return writer.copy();
}

/** The same for a resolver that knows no multicast DNS: as an answer of DNS, with its question (RFC 6762 §6.7). `type`: of the question. */
export function encodeLegacyResponse(id: number, name: string, type: number, address: Uint8Array, ttl: number): Uint8Array {
	const isAnswered = type === TYPE.a || type === TYPE.any;
	const writer = head(id, AUTHORITATIVE, 1, isAnswered ? 1 : 0, 0, isAnswered ? 0 : 1);
	putName(writer, name);
	writer.uint(2, type).uint(2, CLASS_IN);
	if (isAnswered) putAddress(writer, name, address, ttl, false);
	else putNothingElse(writer, name, ttl, false);
	return writer.copy();
}

function head(id: number, flags: number, ...counts: readonly number[]): GrowingWriter {
	const writer = new GrowingWriter(128).uint(2, id).uint(2, flags);
	for (const count of counts) writer.uint(2, count);
	return writer;
}

function putName(writer: GrowingWriter, name: string): void {
	for (const label of name.split('.')) writer.uint(1, label.length).put(asciiBytes(label));
	writer.uint(1, 0);
}

function putAddress(writer: GrowingWriter, name: string, address: Uint8Array, ttl: number, flush: boolean): void {
	putName(writer, name);
	writer.uint(2, TYPE.a).uint(2, flush ? CLASS_IN | TOP_BIT : CLASS_IN);
	writer.uint(4, ttl).uint(2, address.length).put(address);
}

/** The next name in order is the name itself: of it there is only A. */
function putNothingElse(writer: GrowingWriter, name: string, ttl: number, flush: boolean): void {
	putName(writer, name);
	writer.uint(2, TYPE.nsec).uint(2, flush ? CLASS_IN | TOP_BIT : CLASS_IN);
	writer.uint(4, ttl).uint(2, name.length + 2 + ONLY_A.length);
	putName(writer, name);
	writer.put(ONLY_A);
}

/** Whether `error` says that a message is none. */
export function isMalformed(error: unknown): error is DecodeError {
	return error instanceof DecodeError;
}
