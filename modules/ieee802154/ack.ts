/**
 * Acknowledgements (IEEE 802.15.4-2015 §7.3.3).
 *
 * | kind      | answers frames of | bytes                                                                                       |
 * |-----------|-------------------|---------------------------------------------------------------------------------------------|
 * | immediate | version 0 and 1   | `02 00`, sequence number; no addresses                                                       |
 * | enhanced  | version 2         | version 2, to the sender of the frame, without PAN ID; header IEs and security are possible   |
 */
import { type Frame, FrameType, FrameVersion, type MacAddress } from './frame.js';

const NO_PAYLOAD = new Uint8Array(0);

/** Bytes of each kind as sent here, without FCS. */
export const IMMEDIATE_ACK_LENGTH = 3;
export const ENHANCED_ACK_LENGTH = 11;

export function immediateAck(sequence: number | undefined, framePending = false): Frame {
	return { type: FrameType.ack, version: FrameVersion.v2003, framePending, sequence, payload: NO_PAYLOAD };
}

export function enhancedAck(sequence: number | undefined, destination: MacAddress | undefined, framePending = false): Frame {
	return {
		type: FrameType.ack,
		version: FrameVersion.v2015,
		framePending,
		panIdCompression: destination !== undefined,
		sequence,
		destination,
		payload: NO_PAYLOAD,
	};
}

/** The acknowledgement that answers `frame`. */
export function ackOf(frame: Frame): Frame {
	return frame.version === FrameVersion.v2015 ? enhancedAck(frame.sequence, frame.source) : immediateAck(frame.sequence);
}
