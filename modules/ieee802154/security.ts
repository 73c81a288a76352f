/**
 * CCM* protection of MAC frames (IEEE 802.15.4-2015 §9.3).
 *
 * Nonce of 13 bytes: the sender's EUI-64 ‖ frame counter (4) ‖ security level (1), most significant byte first.
 *
 * | level  | authenticated                | encrypted       | on the air                               |
 * |--------|------------------------------|-----------------|------------------------------------------|
 * | 0      | –                            | –               | MHR, MAC payload                         |
 * | 1 to 3 | MHR, MAC payload             | –               | MHR, MAC payload, MIC                    |
 * | 4      | –                            | private payload | MHR, open payload, ciphertext            |
 * | 5 to 7 | MHR, open payload, plaintext | private payload | MHR, open payload, ciphertext, MIC       |
 *
 * The open payload stays legible: in versions 0 and 1 the beacon fields before the beacon payload, and the command identifier.
 * In version 2 it is empty: header IEs belong to the MHR, payload IEs and command identifiers are private.
 */
import type { Cipher } from '../../hal/ports/cipher.js';
import { DecodeError } from '../bytes/reader.js';
import { Writer } from '../bytes/writer.js';
import { beaconFieldsLength } from './beacon.js';
import { type DecodedFrame, encodeHeader, type Frame, FrameType, FrameVersion, headerLength } from './frame.js';
import { isEncrypted, micLength } from './security-header.js';

const NONCE_LENGTH = 13;
const EUI64_LENGTH = 8;
const COMMAND_ID_LENGTH = 1;

/** `eui64` is the sender's. */
export function ccmNonce(eui64: Uint8Array, frameCounter: number, level: number): Uint8Array {
	return new Writer(NONCE_LENGTH).put(eui64).uint(4, frameCounter).uint(1, level).bytes;
}

/**
 * The PSDU of `frame`, whose `payload` is in the clear and whose `security` says how: MHR, protected payload, MIC, and room for `trailer`
 * more bytes. `sender` is its EUI-64. Throws RangeError without security or frame counter.
 */
export function protectFrame(cipher: Cipher, key: Uint8Array, sender: Uint8Array, frame: Frame, trailer = 0): Uint8Array {
	const { security, payload } = frame;
	if (security?.frameCounter === undefined) throw new RangeError('IEEE 802.15.4: expected a security header with a frame counter, got none');
	checkSender(sender);
	const { level } = security;
	const mic = micLength(level);
	const headerEnd = headerLength(frame);
	const open = isEncrypted(level) ? openLength(frame, payload) : payload.length;
	const w = new Writer(headerEnd + payload.length + mic + trailer);
	encodeHeader(w, frame);
	w.put(payload.subarray(0, open));
	if (level === 0) return w.bytes;
	const header = w.bytes.subarray(0, headerEnd + open);
	return w.put(cipher.ccmSeal(key, ccmNonce(sender, security.frameCounter, level), header, payload.subarray(open), mic)).bytes;
}

/**
 * The MAC payload in the clear of a frame that `decodeFrame` made of `psdu` (without FCS); undefined if its MIC is wrong.
 * `sender` is its EUI-64. Throws DecodeError if no MIC fits in, or the counter is suppressed.
 */
export function unprotectFrame(cipher: Cipher, key: Uint8Array, sender: Uint8Array, psdu: Uint8Array, frame: DecodedFrame): Uint8Array | undefined {
	const { security, payload, headerLength: headerEnd } = frame;
	checkSender(sender);
	if (security?.frameCounter === undefined) throw new DecodeError('IEEE 802.15.4', 0, 'a security header with a frame counter');
	const { level, frameCounter } = security;
	if (level === 0) return payload;
	const mic = micLength(level);
	const end = payload.length - mic;
	if (end < 0) throw new DecodeError('IEEE 802.15.4', headerEnd, `a MIC of ${mic} bytes, found ${payload.length}`);
	const open = isEncrypted(level) ? openLength(frame, payload.subarray(0, end)) : end;
	const header = psdu.subarray(0, headerEnd + open);
	const plain = cipher.ccmOpen(key, ccmNonce(sender, frameCounter, level), header, payload.subarray(open), mic);
	if (!plain || open === 0) return plain;
	const whole = new Uint8Array(end);
	whole.set(payload.subarray(0, open));
	whole.set(plain, open);
	return whole;
}

/** Bytes of the open payload. Throws DecodeError if the payload is shorter. */
function openLength(frame: Frame, payload: Uint8Array): number {
	if (frame.version === FrameVersion.v2015) return 0;
	if (frame.type === FrameType.beacon) return beaconFieldsLength(payload);
	if (frame.type !== FrameType.command) return 0;
	if (payload.length < COMMAND_ID_LENGTH) throw new DecodeError('IEEE 802.15.4', 0, 'a command identifier');
	return COMMAND_ID_LENGTH;
}

function checkSender(sender: Uint8Array): void {
	if (sender.length !== EUI64_LENGTH) throw new RangeError(`IEEE 802.15.4: sender: expected an EUI-64 of 8 bytes, got ${sender.length}`);
}
