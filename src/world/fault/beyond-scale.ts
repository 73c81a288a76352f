/** Replies whose power and currents lie beyond what their bytes can say: the codes that ECHONET Lite (Part 2, on overflow and underflow) has for that. */
import { encodeFrame, type Frame, type Property } from '../../../modules/echonet-lite/frame.js';
import { EPC } from '../../route-b/epc.js';

/**
 * | EPC    | bytes            | above            | below            |
 * |--------|------------------|------------------|------------------|
 * | E7     | 4, signed        | 7FFFFFFF         | 80000000         |
 * | E8     | 2 + 2, signed    | 7FFF each        | 8000 each        |
 */
const ABOVE = 0x7f;
const BELOW = 0x80;
const CURRENT_LENGTH = 2;
const NO_CURRENT = Object.freeze([0x7f, 0xfe]);

/** It carries E7 or E8 with data. */
export function hasMeasurement({ properties }: Frame): boolean {
	return properties.some(({ epc, edt }) => isMeasurement(epc) && edt.length > 0);
}

/** @param isAbove which of the two codes; a phase without data stays so */
export function beyondScale(frame: Frame, isAbove: boolean): Uint8Array {
	return encodeFrame({ ...frame, properties: frame.properties.map((property) => spoilt(property, isAbove)) });
}

function spoilt({ epc, edt }: Property, isAbove: boolean): Property {
	if (!isMeasurement(epc)) return { epc, edt };
	const bytes = edt.slice();
	const length = epc === EPC.currents ? CURRENT_LENGTH : edt.length;
	for (let at = 0; at + length <= bytes.length && length > 0; at += length) {
		if (epc === EPC.currents && NO_CURRENT.every((byte, i) => bytes[at + i] === byte)) continue;
		bytes.fill(isAbove ? 0xff : 0, at, at + length);
		bytes[at] = isAbove ? ABOVE : BELOW;
	}
	return { epc, edt: bytes };
}

function isMeasurement(epc: number): boolean {
	return epc === EPC.power || epc === EPC.currents;
}
