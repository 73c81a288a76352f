/**
 * How large a picture says to be, before anybody unpacks it: a few bytes may say that they are a billion pixels.
 *
 * | format | bytes                                                                     | width      | height     |
 * |--------|---------------------------------------------------------------------------|------------|------------|
 * | PNG    | 89 50 4E 47 0D 0A 1A 0A, length (4), `IHDR` (W3C PNG, 11.2.1)              | at 16, 4   | at 20, 4   |
 * | JPEG   | FF D8, then segments FF, marker, length (2, with itself); the first frame header, markers C0 to CF but C4, C8, CC (ITU-T T.81, B.2.2) | at 7 of it, 2 | at 5 of it, 2 |
 */
export interface PictureSize {
	readonly width: number;
	readonly height: number;
}

const PNG: readonly number[] = Object.freeze([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const PNG_HEADER = 24;
const MARK = 0xff;
const START = 0xd8;
const FIRST_FRAME = 0xc0;
const LAST_FRAME = 0xcf;
/** Tables of Huffman codes, an extension, arithmetic conditioning: no frames. */
const NO_FRAMES: readonly number[] = Object.freeze([0xc4, 0xc8, 0xcc]);
const SCAN = 0xda;

/** Undefined: it is neither PNG nor JPEG, or its head is not whole. */
export function pictureSize(bytes: Uint8Array): PictureSize | undefined {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
	if (PNG.every((byte, i) => bytes[i] === byte))
		return bytes.length < PNG_HEADER ? undefined : { width: view.getUint32(16), height: view.getUint32(20) };
	return bytes[0] === MARK && bytes[1] === START ? frameSize(bytes, view) : undefined;
}

function frameSize(bytes: Uint8Array, view: DataView): PictureSize | undefined {
	for (let at = 2; at + 9 <= bytes.length; ) {
		const marker = bytes[at + 1]!;
		if (bytes[at] !== MARK || marker === SCAN) return undefined;
		// A marker may have more of FF before it.
		if (marker === MARK) at++;
		else if (marker >= FIRST_FRAME && marker <= LAST_FRAME && !NO_FRAMES.includes(marker))
			return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
		else at += 2 + view.getUint16(at + 2);
	}
	return undefined;
}
