/** Opens APDUs of COSEM with a meter's keys and what the frames before told: titles and dedicated keys of associations, segments, blocks. */
import type { Cipher } from '../../../hal/ports/cipher.js';
import { DecodeError } from '../../../modules/bytes/reader.js';
import type { Opener } from '../../../modules/capture/fields/dissect.js';
import { decodeAarq } from '../../../modules/dlms/apdu/acse.js';
import { APDU } from '../../../modules/dlms/apdu/apdu.js';
import { decodeGetResponse } from '../../../modules/dlms/apdu/get.js';
import { decodeInitiateRequest } from '../../../modules/dlms/apdu/initiate.js';
import { type CipheredApdu, CONTROL, decodeCiphered, type Protection, protocolOf, Suite0 } from '../../../modules/dlms/security/ciphering.js';
import { WRAPPER_HEADER_LENGTH } from '../../../modules/dlms/wrapper.js';
import { decodeHdlcFrame, type HdlcFrame, isInformation } from '../../../modules/hdlc/frame.js';
import type { RouteAKeys } from '../../route-a/keys.js';

/** A frame of a connection. */
export interface CosemFrame {
	readonly kind: 'wrapper' | 'hdlc';
	/** The meter sent it. */
	readonly isServers: boolean;
	readonly bytes: Uint8Array;
}

interface Association {
	readonly title: Uint8Array;
	readonly dedicated: Uint8Array | undefined;
}

const LLC_LENGTH = 3;
const LLC = 0xe6;

export class CosemOpener implements Opener {
	readonly #suite: Suite0;
	readonly #keys: RouteAKeys;
	readonly #frame: CosemFrame;
	readonly #before: () => Iterable<CosemFrame>;

	/** @param before frames of the same connection before this one, the newest first */
	constructor(cipher: Cipher, keys: RouteAKeys, frame: CosemFrame, before: () => Iterable<CosemFrame>) {
		this.#suite = new Suite0(cipher);
		this.#keys = keys;
		this.#frame = frame;
		this.#before = before;
	}

	apdu(apdu: Uint8Array): Uint8Array | undefined {
		return orUndefined(() => this.#open(apdu, this.#frame, true));
	}

	segments(information: Uint8Array): Uint8Array | undefined {
		return orUndefined(() => this.#segments(information));
	}

	blocks(apdu: Uint8Array): { readonly name: string; readonly bytes: Uint8Array } | undefined {
		return apdu[0] === APDU.getResponse ? orUndefined(() => this.#blocks(apdu)) : undefined;
	}

	/** @param dedicated keys of that kind may be looked for, too */
	#open(apdu: Uint8Array, frame: CosemFrame, dedicated: boolean): Uint8Array | undefined {
		const ciphered = decodeCiphered(apdu);
		const protection = this.#protectionOf(ciphered, frame, dedicated);
		return protection && this.#suite.open(protection, ciphered.control, ciphered.counter, ciphered.payload);
	}

	#protectionOf({ tag, title, control }: CipheredApdu, frame: CosemFrame, dedicated: boolean): Protection | undefined {
		const protocol = protocolOf(tag);
		const own = this.#keys.clients[clientOf(frame) ?? -1];
		const authenticationKey = own?.authentication;
		const isDedicated = protocol === 'ded' || protocol === 'general-ded';
		const association = isDedicated || !frame.isServers ? this.#association(frame, dedicated) : undefined;
		const encryptionKey = isDedicated ? association?.dedicated : (control & CONTROL.broadcastKey) !== 0 ? this.#keys.broadcast : own?.encryption;
		const told = title !== undefined && title.length > 0 ? title : undefined;
		const sender = told ?? (frame.isServers ? this.#keys.systemTitle : association?.title);
		return encryptionKey && sender && { encryptionKey, authenticationKey, title: sender };
	}

	/** What the last AARQ of the client told. */
	#association(frame: CosemFrame, dedicated: boolean): Association | undefined {
		const client = clientOf(frame);
		for (const each of this.#since(frame)) {
			if (each.isServers || clientOf(each) !== client) continue;
			const apdu = apduOf(each);
			if (apdu?.[0] !== APDU.aarq) continue;
			const { callingApTitle, userInformation } = decodeAarq(apdu);
			if (callingApTitle === undefined) return undefined;
			return { title: callingApTitle, dedicated: dedicated ? this.#dedicated(userInformation, callingApTitle, each) : undefined };
		}
		return undefined;
	}

	#dedicated(information: Uint8Array | undefined, title: Uint8Array, frame: CosemFrame): Uint8Array | undefined {
		if (information === undefined) return undefined;
		if (information[0] === APDU.initiateRequest) return decodeInitiateRequest(information).dedicatedKey;
		const { control, counter, payload } = decodeCiphered(information);
		const own = this.#keys.clients[clientOf(frame) ?? -1];
		const clear = own && this.#suite.open({ encryptionKey: own.encryption, authenticationKey: own.authentication, title }, control, counter, payload);
		return clear && decodeInitiateRequest(clear).dedicatedKey;
	}

	*#since(frame: CosemFrame): Iterable<CosemFrame> {
		yield frame;
		yield* this.#before();
	}

	/** The information of the segments before and this one, which is the last. */
	#segments(information: Uint8Array): Uint8Array | undefined {
		const last = hdlcOf(this.#frame);
		if (last === undefined || last.segmented) return undefined;
		const parts = [information];
		for (const each of this.#before()) {
			if (each.isServers !== this.#frame.isServers) continue;
			const frame = hdlcOf(each);
			if (frame === undefined || !isInformation(frame.control)) continue;
			if (!frame.segmented) return undefined;
			parts.unshift(frame.information);
			if (frame.information[0] === LLC) return together(parts);
		}
		return undefined;
	}

	/** The value of which this is the last block. */
	#blocks(apdu: Uint8Array): { readonly name: string; readonly bytes: Uint8Array } | undefined {
		const last = decodeGetResponse(apdu);
		if (last.kind !== 'block' || !last.last || typeof last.result === 'number') return undefined;
		const parts = [last.result];
		let { number } = last;
		for (const each of this.#before()) {
			if (number === 1) break;
			const clear = each.isServers ? this.#clearApdu(each) : undefined;
			if (clear?.[0] !== APDU.getResponse) continue;
			const block = decodeGetResponse(clear);
			if (block.kind !== 'block' || typeof block.result === 'number' || block.number !== number - 1) return undefined;
			parts.unshift(block.result);
			number--;
		}
		return number === 1 ? { name: 'blocks together', bytes: together(parts) } : undefined;
	}

	#clearApdu(frame: CosemFrame): Uint8Array | undefined {
		const apdu = apduOf(frame);
		return apdu === undefined || protocolOf(apdu[0]!) === 'plain' ? apdu : this.#open(apdu, frame, true);
	}
}

/** Address of the client. */
function clientOf(frame: CosemFrame): number | undefined {
	if (frame.kind === 'wrapper') {
		const at = frame.isServers ? 4 : 2;
		return frame.bytes.length < WRAPPER_HEADER_LENGTH ? undefined : frame.bytes[at]! * 256 + frame.bytes[at + 1]!;
	}
	const hdlc = hdlcOf(frame);
	return frame.isServers ? hdlc?.destination.upper : hdlc?.source.upper;
}

/** The APDU that lies whole in a frame. */
function apduOf(frame: CosemFrame): Uint8Array | undefined {
	if (frame.kind === 'wrapper') return frame.bytes.length > WRAPPER_HEADER_LENGTH ? frame.bytes.subarray(WRAPPER_HEADER_LENGTH) : undefined;
	const hdlc = hdlcOf(frame);
	if (hdlc === undefined || hdlc.segmented || hdlc.information[0] !== LLC || hdlc.information.length <= LLC_LENGTH) return undefined;
	return hdlc.information.subarray(LLC_LENGTH);
}

function hdlcOf({ bytes }: CosemFrame): HdlcFrame | undefined {
	return orUndefined(() => decodeHdlcFrame(bytes.subarray(1, bytes.length - 1)));
}

function together(parts: readonly Uint8Array[]): Uint8Array {
	const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
	let at = 0;
	for (const part of parts) {
		whole.set(part, at);
		at += part.length;
	}
	return whole;
}

/** What is malformed cannot be opened; that it is malformed is told by its fields. */
function orUndefined<T>(open: () => T): T | undefined {
	try {
		return open();
	} catch (error) {
		if (error instanceof DecodeError || error instanceof RangeError) return undefined;
		throw error;
	}
}
