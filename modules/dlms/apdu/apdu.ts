/** The first byte of an APDU (Green Book, "COSEMpdu"; ACSE: ISO/IEC 8650-1), and what its services share. */
import { Reader } from '../../bytes/reader.js';
import { skipData } from '../axdr/data.js';
import { readSize } from '../axdr/data-length.js';
import type { DataWriter } from '../axdr/data-writer.js';

export const APDU = Object.freeze({
	initiateRequest: 0x01,
	initiateResponse: 0x08,
	confirmedServiceError: 0x0e,
	dataNotification: 0x0f,
	dataNotificationConfirm: 0x10,
	gloInitiateRequest: 0x21,
	gloInitiateResponse: 0x28,
	gloConfirmedServiceError: 0x2e,
	dedConfirmedServiceError: 0x4e,
	aarq: 0x60,
	aare: 0x61,
	rlrq: 0x62,
	rlre: 0x63,
	getRequest: 0xc0,
	setRequest: 0xc1,
	eventNotification: 0xc2,
	actionRequest: 0xc3,
	getResponse: 0xc4,
	setResponse: 0xc5,
	actionResponse: 0xc7,
	gloGetRequest: 0xc8,
	gloSetRequest: 0xc9,
	gloEventNotification: 0xca,
	gloActionRequest: 0xcb,
	gloGetResponse: 0xcc,
	gloSetResponse: 0xcd,
	gloActionResponse: 0xcf,
	dedGetRequest: 0xd0,
	dedSetRequest: 0xd1,
	dedEventNotification: 0xd2,
	dedActionRequest: 0xd3,
	dedGetResponse: 0xd4,
	dedSetResponse: 0xd5,
	dedActionResponse: 0xd7,
	exceptionResponse: 0xd8,
	accessRequest: 0xd9,
	accessResponse: 0xda,
	generalGlo: 0xdb,
	generalDed: 0xdc,
	generalCiphering: 0xdd,
	generalSigning: 0xdf,
	generalBlockTransfer: 0xe0,
});

/** Invoke-Id-And-Priority: copied from the request to its response. */
export const INVOKE = Object.freeze({ id: 0x0f, confirmed: 0x40, high: 0x80 });

/** Data-Access-Result. */
export const ACCESS_RESULT = Object.freeze({
	success: 0,
	hardwareFault: 1,
	temporaryFailure: 2,
	readWriteDenied: 3,
	objectUndefined: 4,
	objectClassInconsistent: 9,
	objectUnavailable: 11,
	typeUnmatched: 12,
	scopeOfAccessViolated: 13,
	dataBlockUnavailable: 14,
	longGetAborted: 15,
	noLongGetInProgress: 16,
	longSetAborted: 17,
	noLongSetInProgress: 18,
	dataBlockNumberInvalid: 19,
	otherReason: 250,
});

/** Action-Result: the same numbers but for long transfers. */
export const ACTION_RESULT = Object.freeze({
	success: 0,
	hardwareFault: 1,
	temporaryFailure: 2,
	readWriteDenied: 3,
	objectUndefined: 4,
	objectClassInconsistent: 9,
	objectUnavailable: 11,
	typeUnmatched: 12,
	scopeOfAccessViolated: 13,
	dataBlockUnavailable: 14,
	longActionAborted: 15,
	noLongActionInProgress: 16,
	otherReason: 250,
});

/** Get-Data-Result: a value in A-XDR, or the Data-Access-Result that says why there is none. */
export type DataResult = Uint8Array | number;

/** DataBlock-G, DataBlock-SA: a part of a long value, cut anywhere. Numbers count from 1. */
export interface DataBlock {
	readonly last: boolean;
	readonly number: number;
	readonly raw: Uint8Array;
}

/** A reader behind the first byte of an APDU. Throws DecodeError if that is not `tag`. */
export function openApdu(bytes: Uint8Array, tag: number, name: string): Reader {
	const r = new Reader('xDLMS', bytes);
	if (r.uint(1, 'APDU') !== tag) throw r.error(`${name} (0x${tag.toString(16)})`, 0);
	return r;
}

/** Takes one value off a message as it is: a view, checked but not built. */
export function readRaw(r: Reader): Uint8Array {
	const start = r.offset;
	skipData(r);
	return r.since(start);
}

/** Get-Data-Result: 00 and the value, or 01 and the Data-Access-Result. */
export function readDataResult(r: Reader): DataResult {
	return readFlag(r, 'choice of Get-Data-Result') ? r.uint(1, 'Data-Access-Result') : readRaw(r);
}

export function writeDataResult(w: DataWriter, result: DataResult): void {
	if (typeof result === 'number') w.uint(1, 1).uint(1, result);
	else w.uint(1, 0).put(result);
}

/** A byte that is 0 or 1: a choice of two, or whether an optional field is there. */
export function readFlag(r: Reader, field: string): boolean {
	const value = r.uint(1, field);
	if (value > 1) throw r.error(`${field} 0 or 1`, r.offset - 1);
	return value === 1;
}

/** A boolean of A-XDR: anything but 0 is true. */
export function readBoolean(r: Reader, field: string): boolean {
	return r.uint(1, field) !== 0;
}

/** How many items of a list follow, each of `least` bytes or more. */
function readListCount(r: Reader, least: number): number {
	const count = readSize(r);
	if (count * least > r.left) throw r.error(`${count} items, found ${r.left} bytes`);
	return count;
}

/** A list: how many items, then each. @param least bytes of an item */
export function readList<T>(r: Reader, least: number, read: (r: Reader) => T): T[] {
	const items: T[] = [];
	for (let count = readListCount(r, least); count > 0; count--) items.push(read(r));
	return items;
}

export function writeList<T>(w: DataWriter, items: readonly T[], write: (w: DataWriter, item: T) => unknown): void {
	w.size(items.length);
	for (const item of items) write(w, item);
}

/** Data-Access-Result of one byte, as an item of a list. */
export function readAccessResult(r: Reader): number {
	return r.uint(1, 'Data-Access-Result');
}

export function writeAccessResult(w: DataWriter, result: number): void {
	w.uint(1, result);
}

export function readBlockNumber(r: Reader): number {
	return r.uint(4, 'block number');
}
