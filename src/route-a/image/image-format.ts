/**
 * The file of a firmware image (docs/image.md): a signature, then the content that it is of.
 *
 * | offset | bytes | field                                                                          |
 * |--------|-------|--------------------------------------------------------------------------------|
 * | 0      | 16    | AES-CMAC of the content under the maker's firmware key (RFC 4493)              |
 * | 16     | 1     | s, bytes of the next: 0, 64 or 96                                              |
 * | 17     | s     | ECDSA signature of the content, r ‖ s (FIPS 186-4)                             |
 * | 17 + s |       | content                                                                        |
 *
 * | offset in the content | bytes | field                                                           |
 * |-----------------------|-------|-----------------------------------------------------------------|
 * | 0                     | 8     | `KEIKIIMG`                                                      |
 * | 8                     | 1     | version of this format: 1                                       |
 * | 9                     | 1     | the unit it is for: 1 metering, 2 communication                 |
 * | 10                    | 3     | its maker, ASCII letters (FLAG)                                 |
 * | 13                    | 16    | version, ASCII, zeros behind: up to four numbers with dots between them |
 * | 29                    | 4     | n, bytes of the data                                            |
 * | 33                    | n     | data: parts one behind the other                                |
 * | 33 + n                | 32    | SHA-256 of the content before                                   |
 *
 * | offset in a part | bytes | field                                                                             |
 * |------------------|-------|-----------------------------------------------------------------------------------|
 * | 0                | 1     | kind: 0 filler; 1 an attribute that is set; 2 code                                |
 * | 1                | 4     | m, bytes behind                                                                   |
 * | 5                | m     | of an attribute: class 2, logical name 6, attribute 1, then its value in A-XDR     |
 */
import type { Cipher } from '../../../hal/ports/cipher.js';
import { asciiBytes, asciiText } from '../../../modules/bytes/ascii.js';
import { equalBytes } from '../../../modules/bytes/equal.js';
import { putUint16, putUint32, putUint48, uint16, uint32, uint48 } from '../../../modules/bytes/uint.js';
import type { Target } from '../../../modules/dlms/apdu/descriptor.js';

/** An attribute, and the value that it gets. */
export interface ImageSetting {
	readonly target: Target;
	/** A-XDR. */
	readonly value: Uint8Array;
}

export interface ImageContent {
	/** One of `UNIT_KIND`. */
	readonly unit: number;
	/** Three letters. */
	readonly maker: string;
	readonly version: string;
	readonly settings: readonly ImageSetting[];
	/** Undefined: there is none. */
	readonly code?: Uint8Array | undefined;
}

/** What an image is proved by. */
export interface ImageKeys {
	/** 16 bytes. */
	readonly firmwareKey: Uint8Array;
	/** Of ECDSA: private for who makes images, public for who takes them; undefined: there is none. */
	readonly signatureKey?: Uint8Array | undefined;
}

/** What is wrong with an image. */
export type ImageFlaw =
	| 'no image'
	| 'of a later format'
	| 'cut'
	| 'its signature is not of the firmware key'
	| 'its ECDSA signature is missing or wrong'
	| 'its SHA-256 is wrong'
	| 'its version is none'
	| 'its data are none';

/** Bytes of the CMAC, which also is the signature that image_to_activate_info tells. */
export const MAC_LENGTH = 16;
const MAGIC = asciiBytes('KEIKIIMG');
const FORMAT = 1;
const SIGNATURE = MAC_LENGTH + 1;
const FORMAT_AT = 8;
const UNIT_AT = 9;
const MAKER_AT = 10;
const MAKER_LENGTH = 3;
const VERSION_AT = 13;
export const VERSION_LENGTH = 16;
const LENGTH_AT = 29;
export const DATA_AT = 33;
export const HASH_LENGTH = 32;
export const PART_HEAD = 5;
export const IMAGE_PART = Object.freeze({ filler: 0, setting: 1, code: 2 });
/** Of a setting. */
const NAME_AT = 2;
const ATTRIBUTE_AT = 8;
export const VALUE_AT = 9;
export const MOST_SETTINGS = 64;
/** Numbers of a version, and digits of each. */
const MOST_NUMBERS = 4;
const MOST_DIGITS = 5;
const ZERO = 0x30;

/** Bytes of an image without data. */
export const LEAST_IMAGE = SIGNATURE + DATA_AT + HASH_LENGTH;

/**
 * An image, filled up to `size` bytes where it is shorter.
 * @throws RangeError for a version or a maker that is none, for too many settings, or a key that cannot sign
 */
export function encodeImage(content: ImageContent, { firmwareKey, signatureKey }: ImageKeys, cipher: Cipher, size = 0): Uint8Array {
	const { unit, maker, version, settings, code } = content;
	if (numbersIn(version) === undefined || maker.length !== MAKER_LENGTH || settings.length > MOST_SETTINGS)
		throw new RangeError(
			`image: expected a version, three letters, and at most ${MOST_SETTINGS} settings, got ${version}, ${maker}, ${settings.length}`,
		);
	const parts = settings.map(({ target: { classId, name, index }, value }) => {
		const bytes = part(IMAGE_PART.setting, VALUE_AT + value.length);
		putUint16(bytes, PART_HEAD, classId);
		putUint48(bytes, PART_HEAD + NAME_AT, name);
		bytes[PART_HEAD + ATTRIBUTE_AT] = index;
		bytes.set(value, PART_HEAD + VALUE_AT);
		return bytes;
	});
	if (code !== undefined) {
		const bytes = part(IMAGE_PART.code, code.length);
		bytes.set(code, PART_HEAD);
		parts.push(bytes);
	}
	const curveLength = signatureKey === undefined ? 0 : 2 * signatureKey.length;
	const length = parts.reduce((sum, each) => sum + each.length, 0);
	const filler = size - (LEAST_IMAGE + curveLength + length) - PART_HEAD;
	if (filler >= 0) parts.push(part(IMAGE_PART.filler, filler));
	const dataLength = parts.reduce((sum, each) => sum + each.length, 0);
	const image = new Uint8Array(LEAST_IMAGE + curveLength + dataLength);
	image[MAC_LENGTH] = curveLength;
	const body = image.subarray(SIGNATURE + curveLength);
	body.set(MAGIC);
	body[FORMAT_AT] = FORMAT;
	body[UNIT_AT] = unit;
	body.set(asciiBytes(maker), MAKER_AT);
	body.set(asciiBytes(version), VERSION_AT);
	putUint32(body, LENGTH_AT, dataLength);
	let at = DATA_AT;
	for (const each of parts) {
		body.set(each, at);
		at += each.length;
	}
	body.set(cipher.sha256(body.subarray(0, at)), at);
	if (signatureKey !== undefined) {
		const signature = cipher.sign?.(signatureKey, body);
		if (signature?.length !== curveLength) throw new RangeError('image: expected a private key, and a cipher that signs');
		image.set(signature, SIGNATURE);
	}
	image.set(cipher.cmac(firmwareKey, body));
	return image;
}

/** What an image says it is, whether it is signed rightly or not. */
export type ImageLabel = Pick<ImageContent, 'unit' | 'maker' | 'version'>;

/** Of anything that is as long as it says; or what is wrong with it. @param size bytes of the whole image, of which so much is there that has the label */
export function labelIn(image: Uint8Array, size = image.length): ImageLabel | ImageFlaw {
	const start = SIGNATURE + (image[MAC_LENGTH] ?? 0);
	const body = image.subarray(start);
	if (body.length < MAGIC.length || !equalBytes(body.subarray(0, MAGIC.length), MAGIC)) return 'no image';
	if (body[FORMAT_AT] !== FORMAT) return 'of a later format';
	if (size - start < DATA_AT + HASH_LENGTH || uint32(body, LENGTH_AT) !== size - start - DATA_AT - HASH_LENGTH) return 'cut';
	const version = textIn(body, VERSION_AT);
	if (numbersIn(version) === undefined) return 'its version is none';
	return { unit: body[UNIT_AT]!, maker: asciiText(body.subarray(MAKER_AT, MAKER_AT + MAKER_LENGTH)), version };
}

/** ASCII up to the first zero, of `VERSION_LENGTH` bytes at most. */
export function textIn(bytes: Uint8Array, at: number): string {
	const text = bytes.subarray(at, at + VERSION_LENGTH);
	const length = text.indexOf(0);
	return asciiText(length < 0 ? text : text.subarray(0, length));
}

/** Whether a version is higher than another; than one that is none every version is. */
export function isHigher(version: string, than: string): boolean {
	const numbers = numbersIn(version) ?? [];
	const others = numbersIn(than);
	if (others === undefined) return true;
	for (let i = 0; i < MOST_NUMBERS; i++) {
		const difference = (numbers[i] ?? 0) - (others[i] ?? 0);
		if (difference !== 0) return difference > 0;
	}
	return false;
}

export function isVersion(text: string): boolean {
	return numbersIn(text) !== undefined;
}

/** The numbers of a version; undefined: it is none. */
function numbersIn(version: string): readonly number[] | undefined {
	const words = version.split('.');
	if (version.length >= VERSION_LENGTH || words.length > MOST_NUMBERS) return undefined;
	const numbers: number[] = [];
	for (const word of words) {
		if (word.length === 0 || word.length > MOST_DIGITS) return undefined;
		let number = 0;
		for (let i = 0; i < word.length; i++) {
			const digit = word.charCodeAt(i) - ZERO;
			if (digit < 0 || digit > 9) return undefined;
			number = 10 * number + digit;
		}
		numbers.push(number);
	}
	return numbers;
}

function part(kind: number, length: number): Uint8Array {
	const bytes = new Uint8Array(PART_HEAD + length);
	bytes[0] = kind;
	putUint32(bytes, 1, length);
	return bytes;
}

/** What its head says of a part: kind, and bytes behind the head. */
export function partAt(head: Uint8Array): { readonly kind: number; readonly length: number } {
	return { kind: head[0]!, length: uint32(head, 1) };
}

/** Of the bytes of a part behind its head. */
export function settingIn(bytes: Uint8Array): ImageSetting {
	const target = { classId: uint16(bytes, 0), name: uint48(bytes, NAME_AT), index: bytes[ATTRIBUTE_AT]! };
	return { target, value: bytes.subarray(VALUE_AT) };
}
