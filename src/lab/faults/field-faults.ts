import type { Quirk } from '../../../modules/skstack/module.js';
import type { ReplyFault } from './replies.js';

/** All that can be made to go wrong on the bench beside the air itself; nothing does unless told. Times are ms, "one in" counts from 1. */
export interface FieldFaults {
	/** Of the meter's messages. */
	readonly replies: Partial<Record<ReplyFault, number>>;
	/** Of the dongle at its serial line. */
	readonly quirks: Partial<Record<Quirk, number>>;
	/** One in so many authentications is met with silence. */
	readonly refusedJoins?: number;
	/** One in so many beacon requests is not answered. */
	readonly missingBeacons?: number;
	/** How long the meter takes over a beacon: longer than a short scan listens. */
	readonly beaconDelay?: number;
	/** Session lifetime that the meter grants, s. */
	readonly lifetime?: number;
	/** So long after each join the meter ends the session, forgets it without a word, or moves to another PAN and channel. */
	readonly terminateAfter?: number;
	readonly forgetAfter?: number;
	readonly moveAfter?: number;
	/** The meter never answers the end of a session. */
	readonly ignoresTermination?: boolean;
	/** Transmit time in an hour, of meter and dongle. */
	readonly transmitLimit?: number;
	/** dB between meter and dongle beyond the nominal. */
	readonly distance?: number;
	/** Neighbours answer requests for any pairing id. */
	readonly neighboursAnswer?: boolean;
	/** The dongle shows payloads as raw bytes, whatever its program expects. */
	readonly binaryPayloads?: boolean;
	/** The dongle speaks the grammar of the other family. */
	readonly otherGrammar?: boolean;
}

export const NO_FIELD_FAULTS: FieldFaults = Object.freeze({ replies: Object.freeze({}), quirks: Object.freeze({}) });
