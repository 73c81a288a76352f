/**
 * Capture files (pcapng, draft-ietf-opsawg-pcapng): what is needed to write frames of one or more interfaces with comments, and to read the comments back.
 *
 * | block | type       | body                                                                               |
 * |-------|------------|------------------------------------------------------------------------------------|
 * | SHB   | 0x0A0D0D0A | byte order 0x1A2B3C4D, version 1.0, section length −1, options                     |
 * | IDB   | 1          | link type u16, 0 u16, snap length u32, options                                     |
 * | EPB   | 6          | interface u32, time u32 high, u32 low, captured u32, original u32, packet, options |
 *
 * A block: type u32, total length u32, body padded to 4, total length again. An option: code u16, length u16, value padded to 4. All little endian.
 */
import { asciiBytes, asciiText } from '../bytes/ascii.js';
import { DecodeError } from '../bytes/reader.js';
import { TWO_TO_32 } from '../bytes/uint.js';

const SECTION_HEADER = 0x0a0d0d0a;
const INTERFACE_DESCRIPTION = 1;
const ENHANCED_PACKET = 6;
const BYTE_ORDER = 0x1a2b3c4d;

const END_OF_OPTIONS = 0;
const COMMENT = 1;
const SHB_USER_APPLICATION = 4;
const IF_NAME = 2;
const IF_TIME_RESOLUTION = 9;
const MICROSECONDS = 6;

/** LINKTYPE_IEEE802_15_4_TAP. */
export const LINKTYPE_TAP = 283;
/** LINKTYPE_IPV6: packets begin with the IPv6 header. */
export const LINKTYPE_IPV6 = 229;

/** How a file begins. */
export function sectionHeader(application: string): Uint8Array {
	const block = new Block(SECTION_HEADER);
	block.u32(BYTE_ORDER).u16(1).u16(0).u32(0xffffffff).u32(0xffffffff);
	return block.option(SHB_USER_APPLICATION, asciiBytes(application)).end();
}

/** Interfaces are numbered from 0 in the order in which they are described. */
export function interfaceDescription(name: string, linkType: number): Uint8Array {
	const block = new Block(INTERFACE_DESCRIPTION).u16(linkType).u16(0).u32(0);
	return block.option(IF_NAME, asciiBytes(name)).option(IF_TIME_RESOLUTION, Uint8Array.of(MICROSECONDS)).end();
}

/**
 * One packet. `time` is in ms since 1970-01-01T00:00:00Z, fractions included; it is kept to the microsecond.
 * @param comments of up to 65,535 characters each
 * @param original how long the packet was that this is the beginning of, bytes
 */
export function enhancedPacket(
	interfaceNumber: number,
	time: number,
	packet: Uint8Array,
	comments: string | readonly string[] = '',
	original = packet.length,
): Uint8Array {
	const microseconds = Math.round(time * 1000);
	const block = new Block(ENHANCED_PACKET).u32(interfaceNumber);
	block.u32(Math.floor(microseconds / TWO_TO_32)).u32(microseconds % TWO_TO_32);
	block.u32(packet.length).u32(original).padded(packet);
	for (const comment of typeof comments === 'string' ? [comments] : comments) if (comment !== '') block.option(COMMENT, asciiBytes(comment));
	return block.end();
}

/** All comments of packets in a file, in order. Throws DecodeError if the file is not pcapng of this byte order, or broken. */
export function packetComments(file: Uint8Array): string[] {
	const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
	const wrong = (offset: number, expected: string) => new DecodeError('pcapng', offset, expected);
	if (file.length < 12 || view.getUint32(0, true) !== SECTION_HEADER) throw wrong(0, 'a section header block');
	if (view.getUint32(8, true) !== BYTE_ORDER) throw wrong(8, 'the byte order mark 0x1A2B3C4D, little endian');
	const comments: string[] = [];
	for (let offset = 0; offset < file.length; ) {
		const length = offset + 12 <= file.length ? view.getUint32(offset + 4, true) : 0;
		if (length < 12 || length % 4 !== 0 || offset + length > file.length) throw wrong(offset, `a whole block, found ${file.length - offset} bytes`);
		if (view.getUint32(offset, true) === ENHANCED_PACKET && length >= 32) {
			let option = offset + 28 + padding(view.getUint32(offset + 20, true));
			while (option + 4 <= offset + length - 4) {
				const code = view.getUint16(option, true);
				const size = view.getUint16(option + 2, true);
				if (code === END_OF_OPTIONS) break;
				if (option + 4 + size > offset + length - 4) throw wrong(option, `an option of ${size} bytes within its block`);
				if (code === COMMENT) comments.push(asciiText(file.subarray(option + 4, option + 4 + size)));
				option += 4 + padding(size);
			}
		}
		offset += length;
	}
	return comments;
}

class Block {
	readonly #bytes: number[] = [];

	constructor(type: number) {
		this.u32(type).u32(0);
	}

	u16(value: number): this {
		this.#bytes.push(value & 0xff, (value >>> 8) & 0xff);
		return this;
	}

	u32(value: number): this {
		return this.u16(value % 0x10000).u16(Math.floor(value / 0x10000));
	}

	padded(bytes: Uint8Array): this {
		for (const byte of bytes) this.#bytes.push(byte);
		while (this.#bytes.length % 4 !== 0) this.#bytes.push(0);
		return this;
	}

	option(code: number, value: Uint8Array): this {
		return this.u16(code).u16(value.length).padded(value);
	}

	/** Options, if any were given, end with one of their own; the total length goes to both ends. */
	end(): Uint8Array {
		this.u32(END_OF_OPTIONS);
		this.u32(this.#bytes.length + 4);
		const bytes = Uint8Array.from(this.#bytes);
		bytes.copyWithin(4, bytes.length - 4);
		return bytes;
	}
}

function padding(length: number): number {
	return (length + 3) & ~3;
}
