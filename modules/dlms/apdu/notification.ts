/**
 * What a meter sends unasked (Green Book, Data-Notification and EVENT-NOTIFICATION-Request).
 *
 * | DataNotification                                       | EventNotification                        |
 * |--------------------------------------------------------|------------------------------------------|
 * | 0F                                                     | C2                                       |
 * | Long-Invoke-Id-And-Priority, 4 bytes                   | 00, or 01 0C and the time in 12 bytes    |
 * | 00, or 0C and the time in 12 bytes                     | class (2), logical name (6), attribute (1) |
 * | one value of A-XDR                                     | its value in A-XDR                       |
 *
 * A DataNotification with the confirmed bit is answered by a DataNotificationConfirm, which is the same with 10 in front and without a value.
 *
 * Some meters write the time with the tag of an octet-string before its length, 09 0C: no time has 9 bytes, so that it is taken.
 */
import type { Reader } from '../../bytes/reader.js';
import { DataTag, type DataWriter } from '../axdr/data-writer.js';
import { DATE_TIME_LENGTH } from '../axdr/date-time.js';
import { APDU, openApdu, readFlag, readRaw } from './apdu.js';
import { readTarget, type Target, writeTarget } from './descriptor.js';

export interface NotificationConfirm {
	/** Of the DataNotification. */
	readonly invoke: number;
	/** 12 bytes of COSEM date-time. */
	readonly time: Uint8Array | undefined;
}

export interface DataNotification {
	/** Long-Invoke-Id-And-Priority: bits 0–23 the id, 28 self-descriptive, 29 break on error, 30 confirmed, 31 high priority. */
	readonly invoke: number;
	/** 12 bytes of COSEM date-time. */
	readonly time: Uint8Array | undefined;
	/** One value of A-XDR, or what a meter took for one: as it came, and not looked at. */
	readonly body: Uint8Array;
}

export interface EventNotification {
	/** 12 bytes of COSEM date-time. */
	readonly time: Uint8Array | undefined;
	readonly target: Target;
	/** One value of A-XDR. */
	readonly value: Uint8Array;
}

/** Throws DecodeError. */
export function decodeDataNotification(bytes: Uint8Array): DataNotification {
	const r = openApdu(bytes, APDU.dataNotification, 'Data-Notification');
	const invoke = r.uint(4, 'long invoke id');
	const time = readTime(r);
	return { invoke, time, body: r.bytes(r.left, 'body') };
}

export function encodeDataNotification(w: DataWriter, { invoke, time, body }: DataNotification): void {
	w.uint(1, APDU.dataNotification).uint(4, invoke);
	writeTime(w, time);
	w.put(body);
}

/** Throws DecodeError. */
export function decodeNotificationConfirm(bytes: Uint8Array): NotificationConfirm {
	const r = openApdu(bytes, APDU.dataNotificationConfirm, 'DataNotification-Confirm');
	const invoke = r.uint(4, 'long invoke id');
	const time = readTime(r);
	r.end();
	return { invoke, time };
}

export function encodeNotificationConfirm(w: DataWriter, { invoke, time }: NotificationConfirm): void {
	w.uint(1, APDU.dataNotificationConfirm).uint(4, invoke);
	writeTime(w, time);
}

/** Throws DecodeError. */
export function decodeEventNotification(bytes: Uint8Array): EventNotification {
	const r = openApdu(bytes, APDU.eventNotification, 'EVENT-NOTIFICATION-Request');
	const time = readFlag(r, 'time') ? readTime(r) : undefined;
	const target = readTarget(r);
	const value = readRaw(r);
	r.end();
	return { time, target, value };
}

export function encodeEventNotification(w: DataWriter, { time, target, value }: EventNotification): void {
	w.uint(1, APDU.eventNotification).uint(1, time === undefined ? 0 : 1);
	if (time !== undefined) writeTime(w, time);
	writeTarget(w, target);
	w.put(value);
}

/** 00, or 0C and 12 bytes. */
export function readTime(r: Reader): Uint8Array | undefined {
	let length = r.uint(1, 'length of the time');
	if (length === DataTag.octetString) length = r.uint(1, 'length of the time');
	else if (length === 0) return undefined;
	if (length !== DATE_TIME_LENGTH) throw r.error('a time of 0 or 12 bytes', r.offset - 1);
	return r.bytes(length, 'time');
}

export function writeTime(w: DataWriter, time: Uint8Array | undefined): void {
	if (time === undefined) w.uint(1, 0);
	else w.uint(1, time.length).put(time);
}
