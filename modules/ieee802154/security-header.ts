/**
 * The auxiliary security header (IEEE 802.15.4-2015 §9.4; the same bytes since 2006), in the MHR of a frame with security enabled.
 *
 * | bytes       | field         |                                                                                                        |
 * |-------------|---------------|--------------------------------------------------------------------------------------------------------|
 * | 1           | control       | level (bits 0–2), key identifier mode (3–4), counter suppressed (5), ASN in nonce (6), reserved (7)      |
 * | 0 / 4       | frame counter | least significant byte first; absent if suppressed                                                      |
 * | 0 / 4 / 8   | key source    | key identifier modes 2 and 3                                                                            |
 * | 0 / 1       | key index     | key identifier modes 1, 2 and 3                                                                         |
 */
import type { Reader } from '../bytes/reader.js';
import type { Writer } from '../bytes/writer.js';

const LEVEL = 0x07;
const KEY_ID_MODE_SHIFT = 3;
const COUNTER_SUPPRESSED = 0x20;
const ASN_IN_NONCE = 0x40;
const COUNTER_LENGTH = 4;

const ENCRYPTED = 0x04;
/** Bytes of the key source, by key identifier mode. */
const KEY_SOURCE_LENGTH = Object.freeze([0, 0, 4, 8]);
/** Bytes of the MIC, by the low two bits of the level. */
const MIC_LENGTH = Object.freeze([0, 4, 8, 16]);

export interface SecurityHeader {
	/** 0 none · 1 to 3 authenticated · 4 encrypted · 5 to 7 both; with 4, 8 or 16 bytes of MIC by the low two bits. */
	readonly level: number;
	/** Absent if suppressed (TSCH). */
	readonly frameCounter?: number | undefined;
	/** 4 bytes (key identifier mode 2) or 8 (mode 3), most significant first. */
	readonly keySource?: Uint8Array | undefined;
	/** Absent in key identifier mode 0: both sides know the key from the addresses. */
	readonly keyIndex?: number | undefined;
	readonly asnInNonce?: boolean;
}

export function micLength(level: number): number {
	return MIC_LENGTH[level & 3]!;
}

export function isEncrypted(level: number): boolean {
	return (level & ENCRYPTED) !== 0;
}

/** Throws DecodeError. */
export function decodeSecurityHeader(r: Reader): SecurityHeader {
	const control = r.uint(1, 'security control');
	const mode = (control >> KEY_ID_MODE_SHIFT) & 3;
	return {
		level: control & LEVEL,
		frameCounter: control & COUNTER_SUPPRESSED ? undefined : r.uintLE(COUNTER_LENGTH, 'frame counter'),
		keySource: mode < 2 ? undefined : r.reversed(KEY_SOURCE_LENGTH[mode]!, 'key source'),
		keyIndex: mode === 0 ? undefined : r.uint(1, 'key index'),
		asnInNonce: (control & ASN_IN_NONCE) !== 0,
	};
}

export function encodeSecurityHeader(w: Writer, header: SecurityHeader): void {
	const { level, frameCounter, keySource, keyIndex } = header;
	const suppressed = frameCounter === undefined ? COUNTER_SUPPRESSED : 0;
	w.uint(1, level | (keyIdMode(header) << KEY_ID_MODE_SHIFT) | suppressed | (header.asnInNonce ? ASN_IN_NONCE : 0));
	if (frameCounter !== undefined) w.uintLE(COUNTER_LENGTH, frameCounter);
	if (keySource) w.reversed(keySource);
	if (keyIndex !== undefined) w.uint(1, keyIndex);
}

export function securityHeaderLength(header: SecurityHeader): number {
	const { frameCounter, keySource, keyIndex } = header;
	return 1 + (frameCounter === undefined ? 0 : COUNTER_LENGTH) + (keySource?.length ?? 0) + (keyIndex === undefined ? 0 : 1);
}

/** 0 to 3. Throws RangeError for a key source without an index, or of another length than 4 or 8. */
function keyIdMode(header: SecurityHeader): number {
	const { keySource, keyIndex } = header;
	if (keyIndex === undefined && keySource === undefined) return 0;
	const mode = keySource === undefined ? 1 : KEY_SOURCE_LENGTH.indexOf(keySource.length, 2);
	if (mode < 0 || keyIndex === undefined) {
		throw new RangeError(`IEEE 802.15.4: key source: expected 4 or 8 bytes and a key index, got ${keySource?.length} and ${keyIndex}`);
	}
	return mode;
}
