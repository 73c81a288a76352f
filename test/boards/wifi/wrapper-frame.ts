import { hex, toHex } from '../../assert.js';

const two = (value: number) => value.toString(16).padStart(4, '0');

/** An APDU in the wrapper (IEC 62056-4-7), from one wPort to another. */
export function wrapperFrame(source: number, destination: number, apdu: string): Uint8Array {
	const bytes = hex(apdu);
	return hex(`0001${two(source)}${two(destination)}${two(bytes.length)}${toHex(bytes)}`);
}
