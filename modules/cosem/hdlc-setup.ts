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
import { frozen } from '../bytes/frozen.js';
import type { FactsClass } from './facts-object.js';
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

export const HDLC_SETUP: FactsClass<HdlcFacts> = frozen({
	classId: 23,
	version: 1,
	attributes: 9,
	methods: 0,
	puts: [
		(w, { baud }) => w.enum(baudCode(baud)),
		(w, { windowTransmit }) => w.unsigned(windowTransmit),
		(w, { windowReceive }) => w.unsigned(windowReceive),
		(w, { sizeTransmit }) => w.longUnsigned(sizeTransmit),
		(w, { sizeReceive }) => w.longUnsigned(sizeReceive),
		(w, { interOctet }) => w.longUnsigned(interOctet),
		(w, { inactivity }) => w.longUnsigned(inactivity),
		(w, { physicalAddress }) => w.longUnsigned(physicalAddress),
	],
});
