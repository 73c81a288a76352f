/**
 * EAP packets (RFC 3748 §4), most significant byte first:
 *
 * | offset | bytes | field                                                                       |
 * |--------|-------|-----------------------------------------------------------------------------|
 * | 0      | 1     | code                                                                        |
 * | 1      | 1     | identifier; a Response repeats the Request's, Success and Failure the last Response's |
 * | 2      | 2     | length of the packet; bytes beyond it are padding, to be ignored            |
 * | 4      | 1     | type                                                                        |
 * | 5      |       | data of that type                                                           |
 *
 * Success and Failure end after the length.
 */
import { Reader } from '../bytes/reader.js';
import { Writer } from '../bytes/writer.js';

const HEADER_LENGTH = 4;

export const EapCode = Object.freeze({ Request: 1, Response: 2, Success: 3, Failure: 4 });

/** Types of Requests and Responses (RFC 3748 §5; RFC 4764). */
export const EapType = Object.freeze({ Identity: 1, Notification: 2, Nak: 3, PSK: 47 });

export interface EapPacket {
	readonly code: number;
	readonly identifier: number;
	/** Absent in Success and Failure. */
	readonly type?: number;
	/** A view of the packet; empty in Success and Failure. */
	readonly data: Uint8Array;
}

/** The key material that a method leaves behind. */
export interface EapKeys {
	/** 64 bytes. */
	readonly msk: Uint8Array;
	/** 64 bytes. */
	readonly emsk: Uint8Array;
}

/** What an EAP authenticator or peer wants after it was started or given a packet. */
export type EapStep =
	/** The next Request (authenticator) or Response (peer). */
	| { readonly kind: 'send'; readonly packet: Uint8Array }
	/** Authenticated. `packet` is the EAP-Success to send (authenticator), or empty (peer). */
	| { readonly kind: 'success'; readonly packet: Uint8Array; readonly keys: EapKeys; readonly peerId: string; readonly serverId: string }
	/** Refused. `packet` is the EAP-Failure to send (authenticator), or empty (peer). */
	| { readonly kind: 'failure'; readonly packet: Uint8Array }
	/** Dropped: invalid, or not for now. `reason` is for the log. */
	| { readonly kind: 'discard'; readonly reason?: string };

/** Either side of an EAP method. Neither retransmits: who carries EAP does. */
export interface EapMethod {
	/** Begins anew. The authenticator answers with its first Request, the peer with `discard`. */
	start(): EapStep;
	/** Takes a packet from the other side. Never throws for what is in it. */
	receive(packet: Uint8Array): EapStep;
}

/** Throws DecodeError. */
export function decodeEap(bytes: Uint8Array): EapPacket {
	const r = new Reader('EAP', bytes);
	const code = r.uint(1, 'code');
	const identifier = r.uint(1, 'identifier');
	const length = r.uint(2, 'length');
	if (length < HEADER_LENGTH || length > bytes.length) throw r.error(`a length of ${HEADER_LENGTH} to ${bytes.length}, found ${length}`, 2);
	if (code === EapCode.Success || code === EapCode.Failure) {
		if (length !== HEADER_LENGTH) throw r.error(`a length of ${HEADER_LENGTH}, found ${length}`, 2);
		return { code, identifier, data: r.bytes(0, 'data') };
	}
	if (code !== EapCode.Request && code !== EapCode.Response) throw r.error(`code 1 to 4, found ${code}`, 0);
	if (length === HEADER_LENGTH) throw r.error('a type');
	return { code, identifier, type: r.uint(1, 'type'), data: r.bytes(length - HEADER_LENGTH - 1, 'data') };
}

export function encodeEap({ code, identifier, type, data }: EapPacket): Uint8Array {
	const length = HEADER_LENGTH + (type === undefined ? 0 : 1 + data.length);
	const w = new Writer(length).uint(1, code).uint(1, identifier).uint(2, length);
	return type === undefined ? w.bytes : w.uint(1, type).put(data).bytes;
}
