import type { Quirk } from '../../../modules/wi-sun-module/skstack/module/module.js';
import type { ReplyFault } from './replies.js';

/** All that can be made to go wrong on the bench beside the air itself; nothing does unless told. "One in" counts from 1, which is always. */
export interface FieldFaults {
	/** Of the meter's messages: one in so many. */
	readonly replies: Partial<Record<ReplyFault, number>>;
	/** Of the dongle at its serial line: one chance in so many. */
	readonly quirks: Partial<Record<Quirk, number>>;
	/** One in so many authentications is met with silence. */
	readonly refusedJoins?: number;
	/** An authentication takes so long, ms: the meter thinks, and repeats nothing. */
	readonly slowJoin?: { readonly min: number; readonly max: number };
	/** How long a slow and a late reply take, ms; as `FaultyReplies` has them, unless told. */
	readonly replyDelays?: { readonly slow?: number; readonly late?: number };
	/** One in so many beacon requests is not answered, or late: later than a short scan listens. */
	readonly missingBeacons?: number;
	readonly slowBeacons?: Timed;
	/** Session lifetime that the meter grants, s. */
	readonly lifetime?: number;
	/** So long after a join the meter ends the session, forgets it without a word, moves to another PAN and channel, or answers no more. */
	readonly terminate?: Timed;
	readonly forget?: Timed;
	readonly move?: Timed;
	readonly mute?: Timed;
	/** The meter does not hear one in so many requests to end the session. */
	readonly ignoredTerminations?: number;
	/** Nor one in so many requests to authenticate again; the dongle tells both ends of it, EVENT 29 and EVENT 24. */
	readonly ignoredReauthentications?: number;
	/** Transmit time in an hour, of meter and dongle, ms. */
	readonly transmitLimit?: number;
	/** dB between meter and dongle beyond the nominal. */
	readonly distance?: number;
	/** Neighbours answer requests for any pairing id. */
	readonly neighboursAnswer?: boolean;
	/** The dongle shows payloads as raw bytes until its program sets something else. */
	readonly binaryPayloads?: boolean;
	/** The dongle speaks the grammar of the other family. */
	readonly otherGrammar?: boolean;
	/** The meter has another password than the one that is told. */
	readonly wrongPassword?: boolean;
	/** So many meters in one air, each with an id of its own. */
	readonly meters?: number;
}

/** By so many ms, in one case in so many. */
export interface Timed {
	readonly delay: number;
	readonly oneIn: number;
}

export const NO_FIELD_FAULTS: FieldFaults = Object.freeze({ replies: Object.freeze({}), quirks: Object.freeze({}) });
