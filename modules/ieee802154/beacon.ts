/**
 * The MAC payload of a beacon of version 0 or 1 (IEEE 802.15.4-2006 §7.2.2.1). An enhanced beacon (version 2) has none of this:
 * its payload IEs say everything.
 *
 * | bytes | field             |                                                                                                            |
 * |-------|-------------------|------------------------------------------------------------------------------------------------------------|
 * | 2     | superframe        | beacon order (bits 0–3), superframe order (4–7), final CAP slot (8–11), battery life extension (12),         |
 * |       |                   | PAN coordinator (14), association permit (15)                                                                |
 * | 1     | GTS specification | number of descriptors (bits 0–2), permit (7)                                                                 |
 * | 0 / … | GTS fields        | one byte of directions and 3 bytes a descriptor, if there are descriptors                                   |
 * | 1     | pending addresses | number of short (bits 0–2) and of extended addresses (4–6)                                                   |
 * | …     | addresses         | the short ones, then the extended ones                                                                       |
 * | …     | beacon payload    |                                                                                                            |
 */
import { Reader } from '../bytes/reader.js';
import { Writer } from '../bytes/writer.js';
import { BROADCAST, type Frame, FrameType, FrameVersion, type MacAddress } from './frame.js';
import type { InformationElement } from './information-elements.js';

const GTS_COUNT = 0x07;
const GTS_DESCRIPTOR_LENGTH = 3;
const PENDING_COUNT = 0x07;
const PENDING_EXTENDED_SHIFT = 4;

/** A PAN without periodic beacons and superframes: both orders and the final CAP slot are 15. */
export const SUPERFRAME_NONE = 0x0fff;
/** A bit of the superframe specification. */
export const PAN_COORDINATOR = 0x4000;

/** No guaranteed time slots, and none permitted. */
const NO_GTS = Uint8Array.of(0);

export interface Beacon {
	readonly superframe: number;
	/** GTS specification and fields as they stand, 1 byte or more. */
	readonly gts: Uint8Array;
	/** Addresses with pending frames, up to 7 in all. */
	readonly pending: readonly MacAddress[];
	readonly payload: Uint8Array;
}

/** The MAC payload of a beacon of version 0 or 1, in the clear. Throws DecodeError. */
export function decodeBeacon(payload: Uint8Array): Beacon {
	const r = new Reader('IEEE 802.15.4 beacon', payload);
	const superframe = r.uintLE(2, 'superframe specification');
	const gtsCount = r.uint(1, 'GTS specification') & GTS_COUNT;
	if (gtsCount > 0) r.bytes(1 + GTS_DESCRIPTOR_LENGTH * gtsCount, 'GTS fields');
	const gts = payload.subarray(2, r.offset);
	const counts = r.uint(1, 'pending address specification');
	const pending: MacAddress[] = [];
	for (let i = counts & PENDING_COUNT; i > 0; i--) pending.push(r.uintLE(2, 'pending short address'));
	for (let i = (counts >> PENDING_EXTENDED_SHIFT) & PENDING_COUNT; i > 0; i--) pending.push(r.reversed(8, 'pending extended address'));
	return { superframe, gts, pending, payload: r.bytes(r.left, 'beacon payload') };
}

export function encodeBeacon(beacon: Beacon): Uint8Array {
	const short = beacon.pending.filter((address) => typeof address === 'number');
	const extended = beacon.pending.filter((address) => typeof address !== 'number');
	const length = 2 + beacon.gts.length + 1 + 2 * short.length + 8 * extended.length + beacon.payload.length;
	const w = new Writer(length).uintLE(2, beacon.superframe).put(beacon.gts);
	w.uint(1, short.length | (extended.length << PENDING_EXTENDED_SHIFT));
	for (const address of short) w.uintLE(2, address);
	for (const address of extended) w.reversed(address);
	return w.put(beacon.payload).bytes;
}

/** Bytes of a beacon's MAC payload before its beacon payload: what security leaves in the clear. Throws DecodeError. */
export function beaconFieldsLength(payload: Uint8Array): number {
	return payload.length - decodeBeacon(payload).payload.length;
}

/** The answer to a beacon request: to all, version 0, no superframes and no slots. `source` is the coordinator's EUI-64. */
export function beaconFrame(sequence: number, panId: number, source: Uint8Array, superframe: number, payload: Uint8Array): Frame {
	return {
		type: FrameType.beacon,
		version: FrameVersion.v2003,
		sequence,
		sourcePan: panId,
		source,
		payload: encodeBeacon({ superframe, gts: NO_GTS, pending: [], payload }),
	};
}

/** The answer to an enhanced beacon request, to its sender or to all. `elements` tell header termination 1 before `payload`'s IEs, if there are any. */
export function enhancedBeaconFrame(
	sequence: number,
	panId: number,
	destination: Uint8Array | undefined,
	source: Uint8Array,
	headerElements: readonly InformationElement[],
	payload: Uint8Array,
): Frame {
	return {
		type: FrameType.beacon,
		version: FrameVersion.v2015,
		sequence,
		destinationPan: panId,
		destination: destination ?? BROADCAST,
		sourcePan: destination === undefined ? panId : undefined,
		source,
		headerElements,
		payload,
	};
}
