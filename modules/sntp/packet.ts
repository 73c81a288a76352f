/**
 * SNTP (RFC 4330, and the client of RFC 5905 §14): a request and a reply of 48 bytes.
 *
 * | bytes | field                                                                                       |
 * |-------|---------------------------------------------------------------------------------------------|
 * | 0     | leap indicator (2 bits; 3: the server does not know the time), version (3), mode (3 client, 4 server) |
 * | 1     | stratum: 1 to 15; 0: a kiss-o'-death, whose code is in 12 to 15                              |
 * | 24–31 | originate timestamp: the transmit timestamp of the request                                    |
 * | 40–47 | transmit timestamp: 32 bits of seconds since 1900-01-01, 32 bits of their fraction            |
 *
 * Seconds below 2^31 are those of the era that begins in 2036 (RFC 4330 §3).
 */
import { asciiText } from '../bytes/ascii.js';
import { DecodeError } from '../bytes/reader.js';
import { uint32 } from '../bytes/uint.js';

export const NTP_PORT = 123;
export const NTP_LENGTH = 48;
/** Bytes of a timestamp. */
export const STAMP_LENGTH = 8;

const STRATUM = 1;
const CODE = 12;
const ORIGINATE = 24;
const TRANSMIT = 40;
const MODE_CLIENT = 3;
const MODE_SERVER = 4;
const VERSION = 4;
const UNSYNCHRONISED = 3;
const MOST_STRATUM = 15;
/** From 1900-01-01 to 1970-01-01, and one era of 32 bits; s. */
const TO_UNIX = 2_208_988_800;
const ERA = 0x1_0000_0000;
const FORMAT = 'SNTP';

export type NtpReply =
	/** ms since 1970-01-01T00:00:00Z, when it left the server. */
	| { readonly kind: 'time'; readonly time: number }
	/** A kiss-o'-death: asked too often, or not welcome (RFC 5905 §7.4), as RATE, DENY. */
	| { readonly kind: 'kiss'; readonly code: string };

/** @param stamp 8 bytes that nobody can guess: what the reply is known by; the server takes them for a time and sends them back */
export function encodeRequest(stamp: Uint8Array): Uint8Array {
	const bytes = new Uint8Array(NTP_LENGTH);
	bytes[0] = (VERSION << 3) | MODE_CLIENT;
	bytes.set(stamp, TRANSMIT);
	return bytes;
}

/**
 * The reply to the request with this stamp.
 * @throws DecodeError if it is none
 */
export function decodeReply(bytes: Uint8Array, stamp: Uint8Array): NtpReply {
	if (bytes.length < NTP_LENGTH) throw new DecodeError(FORMAT, bytes.length, `${NTP_LENGTH} bytes`);
	const [first, stratum] = [bytes[0]!, bytes[STRATUM]!];
	if ((first & 7) !== MODE_SERVER) throw new DecodeError(FORMAT, 0, 'mode 4, of a server');
	for (let i = 0; i < STAMP_LENGTH; i++) if (bytes[ORIGINATE + i] !== stamp[i]) throw new DecodeError(FORMAT, ORIGINATE, 'the stamp of the request');
	if (stratum === 0) return { kind: 'kiss', code: asciiText(bytes.subarray(CODE, CODE + 4)) };
	if (stratum > MOST_STRATUM) throw new DecodeError(FORMAT, STRATUM, 'a stratum from 1 to 15');
	if (first >> 6 === UNSYNCHRONISED) throw new DecodeError(FORMAT, 0, 'a server that knows the time');
	const [seconds, fraction] = [uint32(bytes, TRANSMIT), uint32(bytes, TRANSMIT + 4)];
	if (seconds === 0 && fraction === 0) throw new DecodeError(FORMAT, TRANSMIT, 'a time');
	const since1900 = seconds < ERA / 2 ? seconds + ERA : seconds;
	return { kind: 'time', time: (since1900 - TO_UNIX) * 1000 + Math.floor((fraction * 1000) / ERA) };
}
