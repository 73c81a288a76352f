/**
 * MAC frames of versions 0, 1 and 2 (IEEE 802.15.4-2003, -2006 and -2015 §7.2), without their FCS. All numbers least significant byte first.
 *
 * | bytes     | field               |                                                                                          |
 * |-----------|---------------------|------------------------------------------------------------------------------------------|
 * | 2         | frame control       | type (bits 0–2), security (3), frame pending (4), ack request (5), PAN ID compression (6), |
 * |           |                     | sequence number suppression (8) and IE present (9) in version 2, destination addressing    |
 * |           |                     | mode (10–11), version (12–13), source addressing mode (14–15)                              |
 * | 0 / 1     | sequence number     |                                                                                          |
 * | 0 / 2     | destination PAN ID  | see the tables of presence below                                                         |
 * | 0 / 2 / 8 | destination address | none, short (2), extended (8; EUI-64, last byte first)                                    |
 * | 0 / 2     | source PAN ID       |                                                                                          |
 * | 0 / 2 / 8 | source address      |                                                                                          |
 * | 0–14      | security header     | with security enabled                                                                    |
 * | …         | header IEs          | with IE present                                                                          |
 * | …         | MAC payload         | payload IEs if the header IEs announce them, then the payload; the MIC at the end         |
 */
import { Reader } from '../bytes/reader.js';
import { Writer } from '../bytes/writer.js';
import type { InformationElement } from './information-elements.js';
import {
	announcesPayloadElements,
	decodeHeaderElements,
	decodePayloadElements,
	elementsLength,
	encodeHeaderElements,
} from './information-elements.js';
import { decodeSecurityHeader, encodeSecurityHeader, micLength, type SecurityHeader, securityHeaderLength } from './security-header.js';

/** Frame types (table 7-1). Of these, multipurpose and above have other headers and are refused. */
export const FrameType = Object.freeze({ beacon: 0, data: 1, ack: 2, command: 3, multipurpose: 5, fragment: 6, extended: 7 });

/** Frame versions (table 7-3): `v2003` and `v2006` differ only in what may be secured. */
export const FrameVersion = Object.freeze({ v2003: 0, v2006: 1, v2015: 2 });

/** Both as a short address and as a PAN ID. */
export const BROADCAST = 0xffff;

/** A short address, or 8 bytes of an EUI-64, most significant first. */
export type MacAddress = number | Uint8Array;

const SECURITY = 0x0008;
const FRAME_PENDING = 0x0010;
const ACK_REQUEST = 0x0020;
const PAN_ID_COMPRESSION = 0x0040;
const SEQUENCE_SUPPRESSION = 0x0100;
const IE_PRESENT = 0x0200;
const DESTINATION_MODE_SHIFT = 10;
const VERSION_SHIFT = 12;
const SOURCE_MODE_SHIFT = 14;

const MODE_NONE = 0;
const MODE_SHORT = 2;
const MODE_EXTENDED = 3;
const EUI64_LENGTH = 8;
/** Bytes of an address, by addressing mode. */
const ADDRESS_LENGTH = Object.freeze([0, 0, 2, EUI64_LENGTH]);

const NONE = 0;
const DST = 1;
const SRC = 2;
const BOTH = DST | SRC;

/** PAN IDs that a frame carries, by destination mode, source mode and PAN ID compression (0, 1). Addressing mode 1 is reserved. */
const PAN_IDS_2006 = Object.freeze([
	// source:          none       reserved    short      extended
	/* dst none     */ NONE,
	NONE,
	NONE,
	NONE,
	SRC,
	NONE,
	SRC,
	NONE,
	/* dst reserved */ NONE,
	NONE,
	NONE,
	NONE,
	NONE,
	NONE,
	NONE,
	NONE,
	/* dst short    */ DST,
	DST,
	NONE,
	NONE,
	BOTH,
	DST,
	BOTH,
	DST,
	/* dst extended */ DST,
	DST,
	NONE,
	NONE,
	BOTH,
	DST,
	BOTH,
	DST,
]);

/** PAN ID compression of version 2 (table 7-2). */
const PAN_IDS_2015 = Object.freeze([
	// source:          none       reserved    short      extended
	/* dst none     */ NONE,
	DST,
	NONE,
	NONE,
	SRC,
	NONE,
	SRC,
	NONE,
	/* dst reserved */ NONE,
	NONE,
	NONE,
	NONE,
	NONE,
	NONE,
	NONE,
	NONE,
	/* dst short    */ DST,
	NONE,
	NONE,
	NONE,
	BOTH,
	DST,
	BOTH,
	DST,
	/* dst extended */ DST,
	NONE,
	NONE,
	NONE,
	BOTH,
	DST,
	DST,
	NONE,
]);

export interface Frame {
	readonly type: number;
	readonly version: number;
	readonly framePending?: boolean;
	readonly ackRequest?: boolean;
	readonly panIdCompression?: boolean;
	/** Absent if suppressed, which version 2 allows. */
	readonly sequence?: number | undefined;
	readonly destinationPan?: number | undefined;
	readonly destination?: MacAddress | undefined;
	readonly sourcePan?: number | undefined;
	readonly source?: MacAddress | undefined;
	/** Present if security is enabled. */
	readonly security?: SecurityHeader | undefined;
	/** Present if IEs are; may be an empty list. */
	readonly headerElements?: readonly InformationElement[] | undefined;
	/** All behind the MHR: payload IEs, payload, and the MIC of a secured frame. */
	readonly payload: Uint8Array;
}

export interface DecodedFrame extends Frame {
	/** Bytes of the MHR, security header and header IEs included. */
	readonly headerLength: number;
}

/** `bytes` are without FCS; payload and IE contents are views of them. Throws DecodeError. */
export function decodeFrame(bytes: Uint8Array): DecodedFrame {
	const r = new Reader('IEEE 802.15.4', bytes);
	const control = r.uintLE(2, 'frame control');
	const type = control & 7;
	if (type > FrameType.command) throw r.error(`a beacon, data, ack or command frame, found ${typeName(type)}`, 0);
	const version = (control >> VERSION_SHIFT) & 3;
	if (version > FrameVersion.v2015) throw r.error('frame version 0, 1 or 2, found 3', 1);
	const isSecured = (control & SECURITY) !== 0;
	if (isSecured && version === FrameVersion.v2003) throw r.error('frame version 1 or 2 with security enabled, found 0', 1);
	const is2015 = version === FrameVersion.v2015;
	const destinationMode = (control >> DESTINATION_MODE_SHIFT) & 3;
	const sourceMode = control >>> SOURCE_MODE_SHIFT;
	if (destinationMode === 1 || sourceMode === 1) throw r.error('addressing mode 0, 2 or 3, found 1', 1);
	const panIds = panIdsOf(version, destinationMode, sourceMode, (control & PAN_ID_COMPRESSION) !== 0);

	const sequence = is2015 && control & SEQUENCE_SUPPRESSION ? undefined : r.uint(1, 'sequence number');
	const destinationPan = panIds & DST ? r.uintLE(2, 'destination PAN ID') : undefined;
	const destination = decodeAddress(r, destinationMode, 'destination address');
	const sourcePan = panIds & SRC ? r.uintLE(2, 'source PAN ID') : undefined;
	const source = decodeAddress(r, sourceMode, 'source address');
	const security = isSecured ? decodeSecurityHeader(r) : undefined;
	const headerElements = is2015 && control & IE_PRESENT ? decodeHeaderElements(r, security ? micLength(security.level) : 0) : undefined;
	const headerLength = r.offset;
	return {
		type,
		version,
		framePending: (control & FRAME_PENDING) !== 0,
		ackRequest: (control & ACK_REQUEST) !== 0,
		panIdCompression: (control & PAN_ID_COMPRESSION) !== 0,
		sequence,
		destinationPan,
		destination,
		sourcePan,
		source,
		security,
		headerElements,
		payload: r.bytes(r.left, 'MAC payload'),
		headerLength,
	};
}

/** The frame as `payload` gives it, with room for `trailer` more bytes behind it. Throws RangeError for a header that no frame can have. */
export function encodeFrame(frame: Frame, trailer = 0): Uint8Array {
	const w = new Writer(headerLength(frame) + frame.payload.length + trailer);
	encodeHeader(w, frame);
	return w.put(frame.payload).bytes;
}

/** Writes the MHR. Throws RangeError for a header that no frame can have. */
export function encodeHeader(w: Writer, frame: Frame): void {
	const { sequence, destination, source, security, headerElements } = frame;
	checkHeader(frame);
	const panIds = panIdsOfFrame(frame);
	w.uintLE(2, frameControl(frame));
	if (sequence !== undefined) w.uint(1, sequence);
	if (panIds & DST) w.uintLE(2, frame.destinationPan!);
	encodeAddress(w, destination);
	if (panIds & SRC) w.uintLE(2, frame.sourcePan!);
	encodeAddress(w, source);
	if (security) encodeSecurityHeader(w, security);
	if (headerElements) encodeHeaderElements(w, headerElements);
}

/** Bytes of the MHR. */
export function headerLength(frame: Frame): number {
	const { sequence, security, headerElements } = frame;
	const panIds = panIdsOfFrame(frame);
	let length = 2 + (sequence === undefined ? 0 : 1) + (panIds & DST ? 2 : 0) + (panIds & SRC ? 2 : 0);
	length += ADDRESS_LENGTH[modeOf(frame.destination)]! + ADDRESS_LENGTH[modeOf(frame.source)]!;
	if (security) length += securityHeaderLength(security);
	if (headerElements) length += elementsLength(headerElements);
	return length;
}

/** Parts a MAC payload that is in the clear: the payload IEs, and what follows them. Views of it. Throws DecodeError. */
export function splitPayload(frame: Frame, payload = frame.payload): { elements: readonly InformationElement[]; content: Uint8Array } {
	if (!announcesPayloadElements(frame.headerElements)) return { elements: [], content: payload };
	const { elements, length } = decodePayloadElements(payload);
	return { elements, content: payload.subarray(length) };
}

function frameControl(frame: Frame): number {
	return (
		frame.type |
		(frame.security ? SECURITY : 0) |
		(frame.framePending ? FRAME_PENDING : 0) |
		(frame.ackRequest ? ACK_REQUEST : 0) |
		(frame.panIdCompression ? PAN_ID_COMPRESSION : 0) |
		(frame.sequence === undefined ? SEQUENCE_SUPPRESSION : 0) |
		(frame.headerElements ? IE_PRESENT : 0) |
		(modeOf(frame.destination) << DESTINATION_MODE_SHIFT) |
		(frame.version << VERSION_SHIFT) |
		(modeOf(frame.source) << SOURCE_MODE_SHIFT)
	);
}

function panIdsOf(version: number, destinationMode: number, sourceMode: number, compressed: boolean): number {
	const table = version === FrameVersion.v2015 ? PAN_IDS_2015 : PAN_IDS_2006;
	return table[(destinationMode << 3) | (sourceMode << 1) | (compressed ? 1 : 0)]!;
}

function panIdsOfFrame(frame: Frame): number {
	return panIdsOf(frame.version, modeOf(frame.destination), modeOf(frame.source), frame.panIdCompression === true);
}

function checkHeader(frame: Frame): void {
	const panIds = panIdsOfFrame(frame);
	const carried = (frame.destinationPan === undefined ? 0 : DST) | (frame.sourcePan === undefined ? 0 : SRC);
	if (carried !== panIds)
		throw new RangeError(`IEEE 802.15.4: PAN IDs: expected ${panIdNames(panIds)} for these addresses, got ${panIdNames(carried)}`);
	if (frame.version === FrameVersion.v2015) return;
	if (frame.sequence === undefined) throw new RangeError(`IEEE 802.15.4: expected a sequence number in version ${frame.version}, got none`);
	if (frame.headerElements) throw new RangeError(`IEEE 802.15.4: expected no IEs in version ${frame.version}, got some`);
}

function panIdNames(panIds: number): string {
	return ['none', 'the destination', 'the source', 'both'][panIds]!;
}

function decodeAddress(r: Reader, mode: number, field: string): MacAddress | undefined {
	if (mode === MODE_NONE) return undefined;
	return mode === MODE_SHORT ? r.uintLE(2, field) : r.reversed(EUI64_LENGTH, field);
}

function encodeAddress(w: Writer, address: MacAddress | undefined): void {
	if (address === undefined) return;
	if (typeof address === 'number') w.uintLE(2, address);
	else w.reversed(address);
}

function modeOf(address: MacAddress | undefined): number {
	if (address === undefined) return MODE_NONE;
	return typeof address === 'number' ? MODE_SHORT : MODE_EXTENDED;
}

function typeName(type: number): string {
	for (const [name, value] of Object.entries(FrameType)) if (value === type) return `type ${type} (${name})`;
	return `reserved type ${type}`;
}
