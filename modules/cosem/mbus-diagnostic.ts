/**
 * M-Bus diagnostic (class 77, version 0), after the objects of public clients (Gurux), as the Blue Book is not at hand: unconfirmed.
 *
 * | attribute                  | value                                                                                   |
 * |----------------------------|-----------------------------------------------------------------------------------------|
 * | 2 received_signal_strength | unsigned, dBm                                                                           |
 * | 3 channel_id               | unsigned: the channel of a radio                                                        |
 * | 4 link_status              | enum `LINK_STATUS`                                                                      |
 * | 5 broadcast_frames_counter | array of structures {unsigned client, double-long-unsigned count, date-time}            |
 * | 6 transmissions_counter    | double-long-unsigned: frames sent                                                       |
 * | 7 CRC_OK_frames_counter    | double-long-unsigned: frames received with a right checksum                             |
 * | 8 CRC_NOK_frames_counter   | double-long-unsigned: with a wrong one                                                  |
 * | 9 capture_time             | structure {unsigned attribute, date-time}: which of 2, 4, 6, 7, 8 changed last, and when |
 *
 * Method: 1 reset, integer 0: counters begin anew.
 */
import { frozen } from '../bytes/frozen.js';
import { ACTION_RESULT } from '../dlms/apdu/apdu.js';
import type { Data } from '../dlms/axdr/data.js';
import type { DataWriter } from '../dlms/axdr/data-writer.js';
import { dateTimeOf, UNSPECIFIED_TIME } from '../dlms/axdr/date-time.js';
import type { LogicalName } from '../dlms/axdr/obis.js';
import type { Caller, CosemObject } from '../dlms/server/logical-device.js';
import { type FactsClass, FactsObject, type FactsOf } from './facts-object.js';
import { isNoParameter } from './no-parameter.js';

export const LINK_STATUS = Object.freeze({ none: 0, normal: 1, temporarilyInterrupted: 2, permanentlyInterrupted: 3 });

/** Of a wired line: there is no signal to measure, and no radio. Counters start from 0 again behind 2^32 − 1. */
export interface MbusDiagnosticFacts {
	/** One of `LINK_STATUS`. */
	readonly linkStatus: number;
	readonly sent: number;
	readonly received: number;
	readonly failed: number;
	/** Attribute that changed last; 0: none has. */
	readonly changed: number;
	/** ms since 1970-01-01T00:00:00Z. */
	readonly changedAt: number;
	/** Minutes from local time to UTC. */
	readonly deviation: number;
	reset(): void;
}

const MBUS_DIAGNOSTIC: FactsClass<MbusDiagnosticFacts> = frozen({
	classId: 77,
	version: 0,
	attributes: 9,
	methods: 1,
	puts: [
		(w) => w.unsigned(0),
		(w) => w.unsigned(0),
		(w, { linkStatus }) => w.enum(linkStatus),
		(w) => w.array(0),
		(w, { sent }) => w.doubleLongUnsigned(sent >>> 0),
		(w, { received }) => w.doubleLongUnsigned(received >>> 0),
		(w, { failed }) => w.doubleLongUnsigned(failed >>> 0),
		(w, { changed, changedAt, deviation }) =>
			w
				.structure(2)
				.unsigned(changed)
				.dateTime(changed === 0 ? UNSPECIFIED_TIME : dateTimeOf(changedAt, deviation, 0)),
	],
});

export class MbusDiagnosticObject extends FactsObject<MbusDiagnosticFacts> implements CosemObject {
	constructor(name: LogicalName, facts: FactsOf<MbusDiagnosticFacts>) {
		super(MBUS_DIAGNOSTIC, name, facts);
	}

	act(_method: number, parameter: Data | undefined, _w: DataWriter, { device }: Caller): number {
		if (!isNoParameter(parameter)) return ACTION_RESULT.typeUnmatched;
		this.facts(device).reset();
		return ACTION_RESULT.success;
	}
}
