/** Frames of a connection of Route A, and the APDUs that they carry. */
import { joined } from '../../../modules/bytes/joined.js';
import { DecodeError } from '../../../modules/bytes/reader.js';
import { WRAPPER_HEADER_LENGTH } from '../../../modules/dlms/wrapper.js';
import { decodeHdlcFrame, type HdlcFrame, isInformation } from '../../../modules/hdlc/frame.js';

export interface CosemFrame {
	readonly kind: 'wrapper' | 'hdlc';
	/** The meter sent it. */
	readonly isServers: boolean;
	readonly bytes: Uint8Array;
}

export interface CosemApdu {
	/** Address of the client that sent it, or whom it went to. */
	readonly client: number | undefined;
	readonly isServers: boolean;
	readonly bytes: Uint8Array;
}

const LLC_LENGTH = 3;
/** LLC of requests and of answers (IEC 62056-46 §5.3.2). */
const LLC_DESTINATION = 0xe6;
const LLC_SOURCES: readonly number[] = Object.freeze([0xe6, 0xe7]);

/** Address of the client. */
export function clientOf(frame: CosemFrame): number | undefined {
	if (frame.kind === 'hdlc') return clientOfHdlc(frame, hdlcOf(frame));
	const at = frame.isServers ? 4 : 2;
	return frame.bytes.length < WRAPPER_HEADER_LENGTH ? undefined : frame.bytes[at]! * 256 + frame.bytes[at + 1]!;
}

/** Undefined: there is none in a frame of the wrapper. */
export function wrappedApdu(frame: CosemFrame): CosemApdu | undefined {
	const { isServers, bytes } = frame;
	return bytes.length > WRAPPER_HEADER_LENGTH ? { client: clientOf(frame), isServers, bytes: bytes.subarray(WRAPPER_HEADER_LENGTH) } : undefined;
}

/** Of what begins as `startsApdu` has it. */
export function apduOfSegments(information: Uint8Array): Uint8Array {
	return information.subarray(LLC_LENGTH);
}

/** APDUs of these frames, the newest first as the frames are; of HDLC those whose segments are all there. */
export function* apdusOf(frames: Iterable<CosemFrame>): Iterable<CosemApdu> {
	/** Of the client and of the meter: segments whose first one was not met yet, the last first. */
	const parts: [Uint8Array[], Uint8Array[]] = [[], []];
	for (const frame of frames) {
		const { kind, isServers } = frame;
		if (kind === 'wrapper') {
			const apdu = wrappedApdu(frame);
			if (apdu !== undefined) yield apdu;
			continue;
		}
		const hdlc = hdlcOf(frame);
		if (hdlc === undefined || !isInformation(hdlc.control)) continue;
		const way = isServers ? 1 : 0;
		if (!hdlc.segmented) parts[way] = [];
		// The last segment did not come.
		else if (parts[way].length === 0) continue;
		parts[way].push(hdlc.information);
		if (!startsApdu(hdlc.information)) continue;
		yield { client: clientOfHdlc(frame, hdlc), isServers, bytes: apduOfSegments(joined(parts[way].reverse())) };
		parts[way] = [];
	}
}

/** What the segment in `frame` completes, its LLC header before it; `before` are the frames before, the newest first. */
export function segmentsOf(frame: CosemFrame, before: Iterable<CosemFrame>): Uint8Array | undefined {
	const last = hdlcOf(frame);
	if (last === undefined || last.segmented) return undefined;
	const parts = [last.information];
	for (const each of before) {
		if (each.isServers !== frame.isServers) continue;
		const hdlc = hdlcOf(each);
		if (hdlc === undefined || !isInformation(hdlc.control)) continue;
		if (!hdlc.segmented) return undefined;
		parts.push(hdlc.information);
		if (startsApdu(hdlc.information)) return joined(parts.reverse());
	}
	return undefined;
}

/** The information of a frame of HDLC that is not the second or a later segment. */
export function startsApdu(information: Uint8Array): boolean {
	return information.length > LLC_LENGTH && information[0] === LLC_DESTINATION && LLC_SOURCES.includes(information[1]!);
}

function clientOfHdlc({ isServers }: CosemFrame, hdlc: HdlcFrame | undefined): number | undefined {
	return isServers ? hdlc?.destination.upper : hdlc?.source.upper;
}

/** Undefined: it is malformed, which its fields tell. */
function hdlcOf({ bytes }: CosemFrame): HdlcFrame | undefined {
	try {
		return decodeHdlcFrame(bytes.subarray(1, bytes.length - 1));
	} catch (error) {
		if (error instanceof DecodeError) return undefined;
		throw error;
	}
}
