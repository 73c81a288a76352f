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
import { ACCESS_RESULT } from '../dlms/apdu/apdu.js';
import type { DataWriter } from '../dlms/axdr/data-writer.js';
import type { LogicalName } from '../dlms/axdr/obis.js';
import type { CosemObject, InterfaceClass } from '../dlms/server/logical-device.js';

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

export interface LocalPortSetupObjectOptions {
	readonly name: LogicalName;
	readonly facts: LocalPortFacts;
}

const LOCAL_PORT_SETUP: InterfaceClass = Object.freeze({ classId: 19, version: 1, attributes: 9, methods: 0 });

export class LocalPortSetupObject implements CosemObject {
	readonly type = LOCAL_PORT_SETUP;
	readonly name: LogicalName;
	readonly #facts: LocalPortFacts;

	constructor({ name, facts }: LocalPortSetupObjectOptions) {
		this.name = name;
		this.#facts = facts;
	}

	read(attribute: number, w: DataWriter): number {
		const { mode, defaultBaud, proposedBaud, slow, deviceAddress } = this.#facts;
		switch (attribute) {
			case 2:
				w.enum(mode);
				break;
			case 3:
				w.enum(baudCode(defaultBaud));
				break;
			case 4:
				w.enum(baudCode(proposedBaud));
				break;
			case 5:
				w.enum(slow ? 1 : 0);
				break;
			case 6:
				w.octetString(asciiBytes(deviceAddress));
				break;
			default:
				return ACCESS_RESULT.readWriteDenied;
		}
		return ACCESS_RESULT.success;
	}
}

/** Throws RangeError for a rate that has no code. */
export function baudCode(baud: number): number {
	const code = BAUD.indexOf(baud);
	if (code < 0) throw new RangeError(`local port: baud rate: expected 300 to 115200 of IEC 62056-21, got ${baud}`);
	return code;
}
