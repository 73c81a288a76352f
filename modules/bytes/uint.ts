/** Unsigned numbers in the middle of a record, most significant byte first. Each is flat, without a call inside: they are called where the stack is deepest. */
export const TWO_TO_32 = 0x100000000;

/** 2 bytes. */
export function uint16(bytes: Uint8Array, offset: number): number {
	return (bytes[offset]! << 8) | bytes[offset + 1]!;
}

/** 2 bytes. */
export function putUint16(bytes: Uint8Array, offset: number, value: number): void {
	bytes[offset] = value >> 8;
	bytes[offset + 1] = value;
}

/** 4 bytes. */
export function uint32(bytes: Uint8Array, offset: number): number {
	return ((bytes[offset]! << 24) | (bytes[offset + 1]! << 16) | (bytes[offset + 2]! << 8) | bytes[offset + 3]!) >>> 0;
}

/** 4 bytes. */
export function putUint32(bytes: Uint8Array, offset: number, value: number): void {
	bytes[offset] = value >>> 24;
	bytes[offset + 1] = value >>> 16;
	bytes[offset + 2] = value >>> 8;
	bytes[offset + 3] = value;
}

/** 6 bytes: a time in ms since 1970, or an energy in mWh. */
export function uint48(bytes: Uint8Array, offset: number): number {
	const high = (bytes[offset]! << 8) | bytes[offset + 1]!;
	return high * TWO_TO_32 + (((bytes[offset + 2]! << 24) | (bytes[offset + 3]! << 16) | (bytes[offset + 4]! << 8) | bytes[offset + 5]!) >>> 0);
}

/** 6 bytes. */
export function putUint48(bytes: Uint8Array, offset: number, value: number): void {
	const high = Math.floor(value / TWO_TO_32);
	const low = value >>> 0;
	bytes[offset] = high >> 8;
	bytes[offset + 1] = high;
	bytes[offset + 2] = low >>> 24;
	bytes[offset + 3] = low >>> 16;
	bytes[offset + 4] = low >>> 8;
	bytes[offset + 5] = low;
}
