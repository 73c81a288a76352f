/** Why a received frame went no further. */
const DROP_REASONS = Object.freeze([
	/** The FCS is wrong. */
	'fcs',
	/** No frame that `decodeFrame` takes, or an element or a MIC that does not fit in. */
	'malformed',
	/** Frame for another address or PAN. */
	'filtered',
	/** Heard before: a retransmission of what was already delivered. */
	'duplicate',
	/** Secured with a frame counter below the last one. */
	'replay',
	/** Secured, and no key for this sender and key index. */
	'unknownKey',
	/** Secured below the level asked for. */
	'level',
	/** Secured, and the MIC is wrong. */
	'mic',
	/** A good frame that nobody here has a use for. */
	'unused',
] as const);

export type DropReason = (typeof DROP_REASONS)[number];

/** What a MAC has done since it was made. */
export class MacCounters {
	/** Frames from the radio, whatever became of them. */
	received = 0;
	/** Frames that left, and were acknowledged where asked for; without acknowledgements. */
	sent = 0;
	/** Transmissions after the first of their frame. */
	retries = 0;
	/** Acknowledgements awaited in vain. */
	acksMissing = 0;
	acksSent = 0;
	/** Transmissions of frames and acknowledgements, and their time on the air, ms. */
	transmissions = 0;
	airTime = 0;
	/** Transmissions put off because the channel was busy. */
	channelBusy = 0;
	readonly dropped: Record<DropReason, number> = {
		fcs: 0,
		malformed: 0,
		filtered: 0,
		duplicate: 0,
		replay: 0,
		unknownKey: 0,
		level: 0,
		mic: 0,
		unused: 0,
	};
}
