/**
 * Extended register (class 4, version 0): a value that was measured at a time.
 *
 * | attribute      | value                                                        |
 * |----------------|--------------------------------------------------------------|
 * | 2 value        | of the type that the meter chose; null-data: there is none   |
 * | 3 scaler_unit  | as of a register (register-class.ts)                         |
 * | 4 status       | unsigned                                                     |
 * | 5 capture_time | octet-string of 12 bytes                                     |
 *
 * Method: 1 reset, which is not supported.
 */
import { frozen } from '../bytes/frozen.js';
import { dateTimeOf, UNSPECIFIED_TIME } from '../dlms/axdr/date-time.js';
import type { FactsClass } from './facts-object.js';

/** Looked at anew for each request. */
export interface MeasuredFacts {
	/** From 0 to 4,294,967,295; undefined: there is none. */
	readonly value: number | undefined;
	/** The value counts in units of 10 to this. */
	readonly scaler: number;
	/** One of the Blue Book's physical units. */
	readonly unit: number;
	readonly status: number;
	/** ms since 1970-01-01T00:00:00Z; undefined: it was never captured. */
	readonly capturedAt: number | undefined;
	/** Minutes from local time to UTC. */
	readonly deviation: number;
}

export const EXTENDED_REGISTER: FactsClass<MeasuredFacts> = frozen({
	classId: 4,
	version: 0,
	attributes: 5,
	methods: 1,
	puts: [
		(w, { value }) => (value === undefined ? w.nullData() : w.doubleLongUnsigned(value)),
		(w, { scaler, unit }) => w.structure(2).integer(scaler).enum(unit),
		(w, { status }) => w.unsigned(status),
		(w, { capturedAt, deviation }) => w.octetString(capturedAt === undefined ? UNSPECIFIED_TIME : dateTimeOf(capturedAt, deviation, 0)),
	],
});
