/**
 * What happens to the meters of a fleet that its image (fleet-image.ts) does not tell yet, a record each, so that whoever writes them down behind an image can go on
 * from both.
 *
 * | offset | length | of                                                    |
 * |--------|--------|-------------------------------------------------------|
 * | 0      | 1      | kind, its place in `KINDS`                            |
 * | 1      | 8      | the world's time, ms since 1970-01-01T00:00:00Z       |
 * | 9      | 4      | number of the meter; 0: it is of none                 |
 * | 13     | 8      | value                                                 |
 * | 21     |        | bytes                                                 |
 */
import { asciiBytes, asciiText } from '../../../modules/bytes/ascii.js';
import { DecodeError } from '../../../modules/bytes/reader.js';

const KINDS = Object.freeze([
	/** Time went on, and all records of half-hours with it. */
	'time',
	/** An owner of flashes: its name, and how many sectors; they have the numbers in which they come. */
	'owner',
	/** What clients have changed of it (changes.ts). Value 1: something is due in it. */
	'kept',
	/** The first counter that is not reserved. */
	'reserved',
	/** Its power went; value 1: orderly. */
	'off',
	'on',
	/** Value 1: from now on; 0: not any more. */
	'silent',
	/** Its clock was set to the value, ms since 1970. */
	'clock',
	/** Another meter hangs in its place. */
	'exchange',
	/** The share of its pushes that is lost. */
	'loss',
] as const);

export type RecordKind = (typeof KINDS)[number];

export interface FleetRecord {
	readonly kind: RecordKind;
	readonly at: number;
	readonly number: number;
	readonly value: number;
	readonly bytes: Uint8Array;
}

const HEAD = 21;
const NOTHING = new Uint8Array(0);

export function recordOf(kind: RecordKind, at: number, number = 0, value = 0, bytes: Uint8Array = NOTHING): FleetRecord {
	return { kind, at, number, value, bytes };
}

export function ownerRecord(at: number, name: string, sectors: number): FleetRecord {
	return recordOf('owner', at, 0, sectors, asciiBytes(name));
}

export function ownerIn({ bytes, value }: FleetRecord): { readonly name: string; readonly sectors: number } {
	return { name: asciiText(bytes), sectors: value };
}

export function encodeRecord({ kind, at, number, value, bytes }: FleetRecord): Uint8Array {
	const encoded = new Uint8Array(HEAD + bytes.length);
	const view = new DataView(encoded.buffer);
	encoded[0] = KINDS.indexOf(kind);
	view.setFloat64(1, at);
	view.setUint32(9, number);
	view.setFloat64(13, value);
	encoded.set(bytes, HEAD);
	return encoded;
}

/** Its bytes are its own. Throws DecodeError. */
export function decodeRecord(encoded: Uint8Array): FleetRecord {
	if (encoded.length < HEAD) throw new DecodeError('record of a fleet', encoded.length, `${HEAD} bytes`);
	const kind = KINDS[encoded[0]!];
	if (kind === undefined) throw new DecodeError('record of a fleet', 0, `a kind up to ${KINDS.length - 1}`);
	const view = new DataView(encoded.buffer, encoded.byteOffset, encoded.length);
	return { kind, at: view.getFloat64(1), number: view.getUint32(9), value: view.getFloat64(13), bytes: new Uint8Array(encoded.subarray(HEAD)) };
}
