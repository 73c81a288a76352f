/** Properties, objects and services of ECHONET Lite as programs read them. */
import { toUpperHex } from '../../../modules/bytes/hex.js';
import { ESV, type Property } from '../../../modules/echonet-lite/frame.js';
import { describeProperty, type Value } from './values.js';

const SERVICES: ReadonlyMap<number, string> = new Map(Object.entries(ESV).map(([name, value]) => [value, name]));

/** One property as plain data. */
export interface JsonProperty {
	readonly epc: string;
	readonly name: string;
	/** Hexadecimal digits; empty where there is no data. */
	readonly edt: string;
	/** The decoded value; null where there is no data, or it is not of the form that the class gives it. */
	readonly value: Value;
}

/** JSON of a property of object `eoj`, as 0xGGCCII. */
export function jsonProperty(eoj: number, { epc, edt }: Property): JsonProperty {
	const { name, decode } = describeProperty(eoj, epc);
	return { epc: hexByte(epc), name, edt: toUpperHex(edt), value: edt.length === 0 ? null : (decode(edt) ?? null) };
}

export function hexByte(value: number): string {
	return toUpperHex(Uint8Array.of(value));
}

/** `028801` */
export function objectText(eoj: number): string {
	return toUpperHex(Uint8Array.of(eoj >> 16, eoj >> 8, eoj));
}

export function serviceName(esv: number): string {
	return SERVICES.get(esv) ?? hexByte(esv);
}
