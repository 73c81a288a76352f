/**
 * IEC HDLC setup (class 23, version 1): how a port speaks HDLC (modules/hdlc/frame.ts).
 *
 * | attribute                        | value                                          |
 * |----------------------------------|------------------------------------------------|
 * | 2 comm_speed                     | enum: `BAUD` of local-port-setup.ts            |
 * | 3, 4 window_size_transmit, _receive | unsigned: frames, 1 to 7                    |
 * | 5, 6 max_info_field_length_transmit, _receive | long-unsigned: bytes, 32 to 2,030 |
 * | 7 inter_octet_time_out           | long-unsigned: ms                              |
 * | 8 inactivity_time_out            | long-unsigned: seconds; 0 never                |
 * | 9 device_address                 | long-unsigned: the lower (physical) address    |
 */
import { ACCESS_RESULT } from '../dlms/apdu/apdu.js';
import type { DataWriter } from '../dlms/axdr/data-writer.js';
import type { LogicalName } from '../dlms/axdr/obis.js';
import type { CosemObject, InterfaceClass } from '../dlms/server/logical-device.js';
import { baudCode } from './local-port-setup.js';

/** Looked at anew for each request. */
export interface HdlcFacts {
	/** One of `BAUD`. */
	readonly baud: number;
	/** Frames, and bytes of information in one. */
	readonly windowTransmit: number;
	readonly windowReceive: number;
	readonly sizeTransmit: number;
	readonly sizeReceive: number;
	/** Milliseconds. */
	readonly interOctet: number;
	/** Seconds; 0: none. */
	readonly inactivity: number;
	readonly physicalAddress: number;
}

export interface HdlcSetupObjectOptions {
	readonly name: LogicalName;
	readonly facts: HdlcFacts;
}

const HDLC_SETUP: InterfaceClass = Object.freeze({ classId: 23, version: 1, attributes: 9, methods: 0 });

export class HdlcSetupObject implements CosemObject {
	readonly type = HDLC_SETUP;
	readonly name: LogicalName;
	readonly #facts: HdlcFacts;

	constructor({ name, facts }: HdlcSetupObjectOptions) {
		this.name = name;
		this.#facts = facts;
	}

	read(attribute: number, w: DataWriter): number {
		const facts = this.#facts;
		switch (attribute) {
			case 2:
				w.enum(baudCode(facts.baud));
				break;
			case 3:
				w.unsigned(facts.windowTransmit);
				break;
			case 4:
				w.unsigned(facts.windowReceive);
				break;
			case 5:
				w.longUnsigned(facts.sizeTransmit);
				break;
			case 6:
				w.longUnsigned(facts.sizeReceive);
				break;
			case 7:
				w.longUnsigned(facts.interOctet);
				break;
			case 8:
				w.longUnsigned(facts.inactivity);
				break;
			default:
				w.longUnsigned(facts.physicalAddress);
		}
		return ACCESS_RESULT.success;
	}
}
