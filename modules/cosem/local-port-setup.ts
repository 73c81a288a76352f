/**
 * IEC local port setup (class 19, version 1): how a port begins to speak (IEC 62056-21).
 *
 * | attribute       | value                                                                       |
 * |-----------------|-----------------------------------------------------------------------------|
 * | 2 default_mode  | enum: 0 IEC 62056-21, mode A to E; 1 HDLC at once; 2 not specified          |
 * | 3 default_baud  | enum: `BAUD`, with which it begins                                          |
 * | 4 prop_baud     | enum: `BAUD`, which it proposes                                             |
 * | 5 response_time | enum: 0 at least 20 ms, 1 at least 200 ms                                   |
 * | 6 device_addr   | octet-string: the address it answers to; empty: none                        |
 * | 7, 8, 9 passwords P1, P2, W5 | octet-string: never told                                       |
 */
import { asciiBytes } from '../bytes/ascii.js';
import { frozen } from '../bytes/frozen.js';
import type { FactsClass } from './facts-object.js';

export const LOCAL_PORT_MODE = Object.freeze({ modeE: 0, hdlc: 1, unspecified: 2 });
/** Baud rates, as their place in this list tells. */
export const BAUD: readonly number[] = Object.freeze([300, 600, 1200, 2400, 4800, 9600, 19_200, 38_400, 57_600, 115_200]);

/** Looked at anew for each request. Rates are those of `BAUD`. */
export interface LocalPortFacts {
	/** One of `LOCAL_PORT_MODE`. */
	readonly mode: number;
	readonly defaultBaud: number;
	readonly proposedBaud: number;
	/** Waits 200 ms before an answer, not 20. */
	readonly slow: boolean;
	/** ASCII; empty: none. */
	readonly deviceAddress: string;
}

export const LOCAL_PORT_SETUP: FactsClass<LocalPortFacts> = frozen({
	classId: 19,
	version: 1,
	attributes: 9,
	methods: 0,
	puts: [
		(w, { mode }) => w.enum(mode),
		(w, { defaultBaud }) => w.enum(baudCode(defaultBaud)),
		(w, { proposedBaud }) => w.enum(baudCode(proposedBaud)),
		(w, { slow }) => w.enum(slow ? 1 : 0),
		(w, { deviceAddress }) => w.octetString(asciiBytes(deviceAddress)),
	],
});

/** Throws RangeError for a rate that has no code. */
export function baudCode(baud: number): number {
	const code = BAUD.indexOf(baud);
	if (code < 0) throw new RangeError(`local port: baud rate: expected 300 to 115200 of IEC 62056-21, got ${baud}`);
	return code;
}
