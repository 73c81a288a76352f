/** Opens frames of the air with the link keys that were in force, and puts packets together from the frames before: the port of `dissect`. */
import type { Cipher } from '../../../hal/ports/cipher.js';
import { equalBytes } from '../../../modules/bytes/equal.js';
import { DecodeError } from '../../../modules/bytes/reader.js';
import type { Link, Opener } from '../../../modules/capture/fields/dissect.js';
import type { LinkKey } from '../../../modules/capture/wireshark.js';
import { type DecodedFrame, decodeFrame, splitPayload } from '../../../modules/ieee802154/frame.js';
import { unprotectFrame } from '../../../modules/ieee802154/security.js';
import { decodeFragmentHeader, isFragment } from '../../../modules/sixlowpan/fragment.js';
import { decompress } from '../../../modules/sixlowpan/iphc.js';
import { Reassembler } from '../../../modules/sixlowpan/reassembly.js';

const FCS_LENGTH = 2;

export class LinkOpener implements Opener {
	readonly #cipher: Cipher;
	readonly #keys: () => readonly LinkKey[];
	readonly #before: () => Iterable<Uint8Array>;

	/**
	 * @param keys all that were in force so far, the newest last
	 * @param before PSDUs of the same medium before this frame, the newest first
	 */
	constructor(cipher: Cipher, keys: () => readonly LinkKey[], before: () => Iterable<Uint8Array> = () => []) {
		this.#cipher = cipher;
		this.#keys = keys;
		this.#before = before;
	}

	macPayload(psdu: Uint8Array): Uint8Array | undefined {
		return orUndefined(() => this.#unprotect(psdu, decodeFrame(psdu)));
	}

	decompress(payload: Uint8Array, { source, destination }: Link): Uint8Array | undefined {
		return source && orUndefined(() => decompress(payload, source, destination));
	}

	reassemble(payload: Uint8Array, link: Link): Uint8Array | undefined {
		return orUndefined(() => this.#reassemble(payload, link));
	}

	#reassemble(payload: Uint8Array, link: Link): Uint8Array | undefined {
		const { source, destination, secured } = link;
		if (source === undefined) return undefined;
		const { size, tag } = decodeFragmentHeader(payload);
		const parts = [payload];
		for (const psdu of this.#before()) {
			const part = orUndefined(() => this.#fragment(psdu, link));
			if (part === undefined) continue;
			const header = decodeFragmentHeader(part);
			if (header.size !== size || header.tag !== tag) continue;
			parts.unshift(part);
			if (header.offset === 0) break;
		}
		const reassembler = new Reassembler({ buffers: 1 });
		let whole: Uint8Array | undefined;
		for (const part of parts) whole = reassembler.accept(source, destination, part, secured, 0);
		return whole;
	}

	/** The fragment in a frame from and to the same; undefined: it holds none. */
	#fragment(psdu: Uint8Array, { source, destination }: Link): Uint8Array | undefined {
		const bytes = psdu.subarray(0, psdu.length - FCS_LENGTH);
		const frame = decodeFrame(bytes);
		if (!same(frame.source, source) || !same(frame.destination, destination)) return undefined;
		const payload = frame.security === undefined ? frame.payload : this.#unprotect(bytes, frame);
		const { content } = splitPayload(frame, payload);
		return payload !== undefined && content.length > 0 && isFragment(content) ? content : undefined;
	}

	/** With each key of the frame's index, the newest first. */
	#unprotect(psdu: Uint8Array, frame: DecodedFrame): Uint8Array | undefined {
		const { source, security } = frame;
		if (!(source instanceof Uint8Array) || security === undefined) return undefined;
		const keys = this.#keys();
		for (let i = keys.length - 1; i >= 0; i--) {
			const { key, index } = keys[i]!;
			const clear = security.keyIndex === index ? unprotectFrame(this.#cipher, key, source, psdu, frame) : undefined;
			if (clear !== undefined) return clear;
		}
		return undefined;
	}
}

function same(address: unknown, eui64: Uint8Array | undefined): boolean {
	return eui64 === undefined ? !(address instanceof Uint8Array) : address instanceof Uint8Array && equalBytes(address, eui64);
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
