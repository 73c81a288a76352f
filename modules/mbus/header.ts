/**
 * Who an M-Bus slave is, and the header of its data (EN 13757-3 §5.4, CI 72), numbers with the lowest byte first.
 *
 * | offset | bytes | field                                                                              |
 * |--------|-------|------------------------------------------------------------------------------------|
 * | 0      | 4     | identification number, 8 digits of BCD                                             |
 * | 4      | 2     | manufacturer: three letters of 5 bits, A is 1                                      |
 * | 6      | 1     | version                                                                            |
 * | 7      | 1     | device type, one of `DEVICE_TYPE`                                                  |
 * | 8      | 1     | access number: counts answers                                                      |
 * | 9      | 1     | status, bits of `STATUS`                                                           |
 * | 10     | 2     | configuration: bits 4–7 blocks that are encrypted, bits 8–12 mode of the encryption |
 *
 * The first eight are its secondary address. Where one is selected by it, a digit F, FFFF and FF stand for any (§11.3).
 */
import { DecodeError } from '../bytes/reader.js';

export const DEVICE_TYPE = Object.freeze({ electricity: 2, gas: 3, heat: 4, water: 7 });

/** Bits 0 and 1 are a number: 1 application busy, 2 any application error, 3 abnormal condition. */
export const STATUS = Object.freeze({ abnormal: 0x03, powerLow: 0x04, permanentError: 0x08, temporaryError: 0x10, fraud: 0x20 });

export interface SecondaryAddress {
	/** A digit of 4 bits each: 12345678 is 0x12345678. */
	readonly identification: number;
	readonly manufacturer: number;
	readonly version: number;
	readonly deviceType: number;
}

export interface MbusHeader extends SecondaryAddress {
	readonly accessNumber: number;
	readonly status: number;
	readonly configuration: number;
}

const FORMAT = 'M-Bus';
export const SECONDARY_LENGTH = 8;
export const HEADER_LENGTH = 12;
const MANUFACTURER_AT = 4;
const VERSION_AT = 6;
const TYPE_AT = 7;
const ACCESS_AT = 8;
const STATUS_AT = 9;
const CONFIGURATION_AT = 10;
const DIGITS = 8;
const ANY_DIGIT = 0xf;
const ANY_BYTE = 0xff;
const ANY_MANUFACTURER = 0xffff;
const LETTER = 0x40;

/** The first eight bytes. Throws DecodeError. */
export function decodeSecondaryAddress(bytes: Uint8Array): SecondaryAddress {
	if (bytes.length < SECONDARY_LENGTH) throw new DecodeError(FORMAT, bytes.length, `a secondary address of ${SECONDARY_LENGTH} bytes`);
	return {
		identification: (bytes[0]! | (bytes[1]! << 8) | (bytes[2]! << 16) | (bytes[3]! << 24)) >>> 0,
		manufacturer: uint16(bytes, MANUFACTURER_AT),
		version: bytes[VERSION_AT]!,
		deviceType: bytes[TYPE_AT]!,
	};
}

export function encodeSecondaryAddress(address: SecondaryAddress): Uint8Array {
	const bytes = new Uint8Array(SECONDARY_LENGTH);
	putSecondary(bytes, address);
	return bytes;
}

/** The first twelve bytes. Throws DecodeError. */
export function decodeHeader(bytes: Uint8Array): MbusHeader {
	if (bytes.length < HEADER_LENGTH) throw new DecodeError(FORMAT, bytes.length, `a header of ${HEADER_LENGTH} bytes`);
	return {
		...decodeSecondaryAddress(bytes),
		accessNumber: bytes[ACCESS_AT]!,
		status: bytes[STATUS_AT]!,
		configuration: uint16(bytes, CONFIGURATION_AT),
	};
}

export function encodeHeader(header: MbusHeader): Uint8Array {
	const bytes = new Uint8Array(HEADER_LENGTH);
	putSecondary(bytes, header);
	bytes[ACCESS_AT] = header.accessNumber;
	bytes[STATUS_AT] = header.status;
	putUint16(bytes, CONFIGURATION_AT, header.configuration);
	return bytes;
}

/** Whether a slave is meant by what is selected, with a digit F, FFFF and FF for any. */
export function matchesSelection(slave: SecondaryAddress, selected: SecondaryAddress): boolean {
	for (let digit = 0; digit < DIGITS; digit++) {
		const wanted = (selected.identification >>> (4 * digit)) & 0xf;
		if (wanted !== ANY_DIGIT && wanted !== ((slave.identification >>> (4 * digit)) & 0xf)) return false;
	}
	if (selected.manufacturer !== ANY_MANUFACTURER && selected.manufacturer !== slave.manufacturer) return false;
	if (selected.version !== ANY_BYTE && selected.version !== slave.version) return false;
	return selected.deviceType === ANY_BYTE || selected.deviceType === slave.deviceType;
}

/** Three capital letters as a number. Throws RangeError for anything else. */
export function manufacturerCode(letters: string): number {
	let code = 0;
	for (let i = 0; i < letters.length; i++) {
		const letter = letters.charCodeAt(i) - LETTER;
		if (letters.length !== 3 || letter < 1 || letter > 26) code = Number.NaN;
		code = code * 32 + letter;
	}
	if (!(code > 0)) throw new RangeError(`M-Bus: manufacturer: expected three capital letters, got ${letters}`);
	return code;
}

/** The three letters; those that are none are shown as they are coded. */
export function manufacturerLetters(code: number): string {
	return String.fromCharCode(LETTER + ((code >> 10) & 31), LETTER + ((code >> 5) & 31), LETTER + (code & 31));
}

function putSecondary(bytes: Uint8Array, { identification, manufacturer, version, deviceType }: SecondaryAddress): void {
	putUint16(bytes, 0, identification);
	putUint16(bytes, 2, identification >>> 16);
	putUint16(bytes, MANUFACTURER_AT, manufacturer);
	bytes[VERSION_AT] = version;
	bytes[TYPE_AT] = deviceType;
}

function uint16(bytes: Uint8Array, at: number): number {
	return bytes[at]! | (bytes[at + 1]! << 8);
}

function putUint16(bytes: Uint8Array, at: number, value: number): void {
	bytes[at] = value;
	bytes[at + 1] = value >> 8;
}
