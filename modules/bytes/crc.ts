/**
 * Cyclic redundancy checks, reflected (least significant bit first), a byte at a time from a table of 256 unless told, and CRC-32 also four at a time from four
 * (M. E. Kounavis, F. L. Berry, "A systematic approach to building high performance software-based CRC generators", 2005).
 *
 * Shifts to the right are signed, and masked: what `>>>` makes of a negative number is floating point to XS.
 *
 * | name           | polynomial (reflected) | start      | final XOR  | of "123456789" |
 * |----------------|------------------------|------------|------------|----------------|
 * | CRC-16/KERMIT  | 0x8408                 | 0          | 0          | 0x2189         |
 * | CRC-16/X-25    | 0x8408                 | 0xFFFF     | 0xFFFF     | 0x906E         |
 * | CRC-16/ARC     | 0xA001                 | 0          | 0          | 0xBB3D         |
 * | CRC-32         | 0xEDB88320             | 0xFFFFFFFF | 0xFFFFFFFF | 0xCBF43926     |
 */
const CRC16_TABLE = table(new Int32Array(256), 0x8408);
const CRC32_TABLE = table(new Int32Array(256), 0xedb88320);
/** What a byte comes to that one, two, three others follow. */
const CRC32_BEFORE_1 = before(new Int32Array(256), CRC32_TABLE);
const CRC32_BEFORE_2 = before(new Int32Array(256), CRC32_BEFORE_1);
const CRC32_BEFORE_3 = before(new Int32Array(256), CRC32_BEFORE_2);

/**
 * CRC-16/KERMIT of `bytes[start…end)`, 0 to 0xFFFF. `crc` is the result for what precedes them.
 * CRC-16/X-25 is the same from `crc` 0xFFFF with its result XOR 0xFFFF.
 */
export function crc16(bytes: Uint8Array, start = 0, end = bytes.length, crc = 0): number {
	let register = crc;
	for (let i = start; i < end; i++) register = (register >> 8) ^ CRC16_TABLE[(register ^ bytes[i]!) & 255]!;
	return register;
}

/** CRC-16/X-25 of `bytes[start…end)`, the frame check sequence of HDLC (RFC 1662 §C.2), 0 to 0xFFFF. */
export function crcX25(bytes: Uint8Array, start = 0, end = bytes.length): number {
	return crc16(bytes, start, end, 0xffff) ^ 0xffff;
}

/** CRC-16/ARC of `bytes`, 0 to 0xFFFF; bit by bit, for it is asked seldom. */
export function crc16Arc(bytes: Uint8Array): number {
	let register = 0;
	for (let i = 0; i < bytes.length; i++) {
		register ^= bytes[i]!;
		for (let bit = 0; bit < 8; bit++) register = (register >> 1) ^ ((register & 1) === 0 ? 0 : 0xa001);
	}
	return register;
}

/** CRC-32 of `bytes[start…end)`, 0 to 0xFFFFFFFF. `crc` is the result for what precedes them. */
export function crc32(bytes: Uint8Array, start = 0, end = bytes.length, crc = 0): number {
	let register = ~crc;
	for (let i = start; i < end; i++) register = ((register >> 8) & 0xffffff) ^ CRC32_TABLE[(register ^ bytes[i]!) & 255]!;
	return ~register >>> 0;
}

/** CRC-32's register after one byte more: before the first it is ~0, and ~register is the CRC. */
export function crc32Byte(register: number, byte: number): number {
	return ((register >> 8) & 0xffffff) ^ CRC32_TABLE[(register ^ byte) & 255]!;
}

/** CRC-32's register after four bytes more, which are a little-endian word: `mixed` is that word XOR the register before. */
export function crc32Word(mixed: number): number {
	return (
		CRC32_BEFORE_3[mixed & 255]! ^ CRC32_BEFORE_2[(mixed >> 8) & 255]! ^ CRC32_BEFORE_1[(mixed >> 16) & 255]! ^ CRC32_TABLE[(mixed >> 24) & 255]!
	);
}

function before(entries: Int32Array, next: Int32Array): Int32Array {
	for (let byte = 0; byte < 256; byte++) entries[byte] = (next[byte]! >>> 8) ^ CRC32_TABLE[next[byte]! & 255]!;
	return entries;
}

function table(entries: Int32Array, polynomial: number): Int32Array {
	for (let byte = 0; byte < 256; byte++) {
		let register = byte;
		for (let bit = 0; bit < 8; bit++) register = register & 1 ? (register >>> 1) ^ polynomial : register >>> 1;
		entries[byte] = register;
	}
	return entries;
}
