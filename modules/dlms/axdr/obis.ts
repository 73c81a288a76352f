/**
 * Logical names: the OBIS codes of IEC 62056-61, six bytes A to F that name an object.
 *
 * Here a logical name is one number of 48 bits, A the most significant byte: compared at once, a key of a Map, and no memory of its own.
 * `1.0.1.8.0.255` is 0x0100010800ff.
 */
import type { Reader } from '../../bytes/reader.js';

export type LogicalName = number;

const LOW = 0x100000000;

/** `A.B.C.D.E.F` in decimal; also the form with marks, `A-B:C.D.E*F`, in which F may be left out (255). Throws RangeError. */
export function parseLogicalName(text: string): LogicalName {
	const parts = /^(\d{1,3})([.-])(\d{1,3})([.:])(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?:[.*](\d{1,3}))?$/.exec(text);
	if (parts === null) throw new RangeError(`logical name: expected six numbers like 1.0.1.8.0.255, got ${JSON.stringify(text)}`);
	let name = 0;
	for (const index of [1, 3, 5, 6, 7, 8]) {
		const value = parts[index] === undefined ? 255 : Number(parts[index]);
		if (value > 255) throw new RangeError(`logical name: expected numbers up to 255, got ${value} in ${JSON.stringify(text)}`);
		name = name * 256 + value;
	}
	return name;
}

/** `A.B.C.D.E.F` in decimal. */
export function logicalNameText(name: LogicalName): string {
	const high = Math.floor(name / LOW);
	const low = name | 0;
	return `${high >>> 8}.${high & 255}.${low >>> 24}.${(low >>> 16) & 255}.${(low >>> 8) & 255}.${low & 255}`;
}

/** The name that 6 bytes are. Throws RangeError for another number of them. */
export function logicalNameOf(bytes: Uint8Array): LogicalName {
	if (bytes.length !== 6) throw new RangeError(`logical name: expected 6 bytes, got ${bytes.length}`);
	let name = 0;
	for (let i = 0; i < 6; i++) name = name * 256 + bytes[i]!;
	return name;
}

/** Takes 6 bytes off a message. */
export function readLogicalName(r: Reader): LogicalName {
	const high = r.uint(2, 'logical name');
	return high * LOW + r.uint(4, 'logical name');
}
