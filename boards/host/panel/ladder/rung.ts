/** What a join ladder is made of: plain data, which a page draws and a script reads. Times are virtual, ms since the start of the run. */

/** The lifelines: a program at the serial port, its dongle, the meter. */
export type Lane = 'hems' | 'dongle' | 'meter';

/** How it went, as far as that is known: `bad` is where a join stopped, or might. */
export type RungState = 'plain' | 'good' | 'bad';

interface RungBase {
	/** Counts up in one ladder. */
	readonly id: number;
	readonly at: number;
	readonly from: Lane;
	readonly to: Lane;
	state: RungState;
}

/** A command of the program, and what the dongle says to it; `text` is bounded, and without secrets. */
export interface CommandRung extends RungBase {
	readonly sort: 'command';
	/** `SKJOIN`; of J11 the name of the request. */
	readonly word: string;
	readonly text: string;
	/** How often in a row. */
	count: number;
	/** `OK`, `FAIL ER04`; of J11 the result as `01`; null: not yet. */
	answer: string | null;
}

/** What the dongle tells the program unasked: `EVENT 25`, or a notification of J11. */
export interface EventRung extends RungBase {
	readonly sort: 'event';
	readonly text: string;
	readonly meaning: EventMeaning;
}

/** What an EVENT of SKSTACK or a notification of J11 means. */
export type EventMeaning =
	| 'scanDone'
	| 'joinFailed'
	| 'joined'
	| 'terminatedByPeer'
	| 'terminated'
	| 'terminationTimeout'
	| 'expired'
	| 'limited'
	| 'unlimited'
	| 'started'
	| 'other';

export interface ScanRung extends RungBase {
	readonly sort: 'scan';
	/** As SKSCAN has it. */
	readonly duration: number;
	readonly channels: number;
	/** With the pairing id. */
	readonly paired: boolean;
	/** When it is over, at the latest. */
	readonly until: number;
	endedAt: number | null;
	readonly found: FoundRung[];
	/** How often in a row it was like this. */
	count: number;
}

export interface FoundRung {
	readonly channel: number;
	readonly panId: string;
	readonly macAddress: string;
	readonly rssi: number;
	/** Which of the world's meters; null: a neighbour's. */
	readonly meter: string | null;
}

/** A message of PANA, as the dongle sends or receives it. */
export interface PanaRung extends RungBase {
	readonly sort: 'pana';
	/** `PAR[S]`, as RFC 5609 writes it. */
	readonly name: string;
	readonly sequence: number | null;
	/** `PSK 1` to `PSK 4`, `Success`, `Failure`, …; null without EAP. */
	readonly eap: string | null;
	/** The same message as before: a retransmission. */
	readonly repeated: boolean;
	readonly result: number | null;
}

/** What came of a join or of a session; drawn on the meter's lifeline or the dongle's. */
export interface TurnRung extends RungBase {
	readonly sort: 'turn';
	readonly turn:
		| 'authenticated'
		| 'reauthenticated'
		| 'failed'
		| 'terminatedByPeer'
		| 'terminated'
		| 'terminationTimeout'
		| 'expired'
		| 'left'
		| 'meterJoined'
		| 'meterFailed';
	/** In English, as the log has it; may be empty. */
	readonly detail: string;
}

/** Requests of a program in a row, folded: as many as there are between two other rungs. */
export interface RequestsRung extends RungBase {
	readonly sort: 'requests';
	sent: number;
	/** Datagrams that came to the program. */
	received: number;
	/** Those that did not leave the dongle, or met no acknowledgement. */
	unsent: number;
	/** Notifications of the meter. */
	notified: number;
	until: number;
}

/** A datagram that did not leave, the first one of its kind in a row. */
export interface UnsentRung extends RungBase {
	readonly sort: 'unsent';
	readonly why: 'noKey' | 'limited' | 'unresolved' | 'unacknowledged';
	count: number;
}

/** Of the serial port, of the dongle's power, and of the transmit limit. */
export interface PortRung extends RungBase {
	readonly sort: 'port';
	readonly what: 'opened' | 'gone' | 'back' | 'unplugged' | 'plugged' | 'reset' | 'limited' | 'unlimited' | 'gibberish';
}

export type Rung = CommandRung | EventRung | ScanRung | PanaRung | TurnRung | RequestsRung | UnsentRung | PortRung;
export type RungSort = Rung['sort'];

/** A session as the dongle has it. */
export interface LadderSession {
	/** Of PANA. */
	readonly sessionId: number;
	keyId: number;
	/** s. */
	lifetime: number;
	readonly since: number;
	/** When it ends, unless it is authenticated again. */
	until: number;
	/** When the dongle authenticates it again by itself; null: it does not. */
	againAt: number | null;
	/** How often it was. */
	again: number;
	endedAt: number | null;
}

/** From the first word of a program up to the end of the session, or to where it stopped. */
export interface Attempt {
	/** From 1, of its dongle. */
	readonly number: number;
	readonly began: number;
	/** When there was anything last. */
	lastAt: number;
	/** Which meter it is about, as far as that shows. */
	meter: string | null;
	state: 'under way' | 'joined' | 'failed' | 'ended';
	session: LadderSession | null;
	/** How many of its rungs were dropped, from the middle. */
	dropped: number;
}

export interface AttemptWithRungs extends Attempt {
	readonly rungs: readonly Rung[];
}

/** Something that runs, and until when. */
export interface LadderTimer {
	readonly timer: 'scan' | 'authentication' | 'retransmission' | 'reauthentication' | 'lifetime';
	readonly until: number;
}
