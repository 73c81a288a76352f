/** What Route A grants to those who connect, so that one that misbehaves neither slows nor locks out another. Times in ms, above 0. */
export interface TransportLimits {
	/** Connections of TCP in all, and those of one host among them. */
	readonly connections: number;
	readonly connectionsOfHost: number;
	/** Connections of TCP whose clients have proved that they hold the keys: the other places are for those who have yet to. */
	readonly authenticated: number;
	/** Peers over UDP of each standing (`STANDING`). */
	readonly peers: number;
	/** Requests of one connection that are answered in a row while others wait. */
	readonly framesPerTurn: number;
	/** Requests that TCP, and that UDP, answers in a row before the other doors have a turn; datagrams that may wait for theirs. */
	readonly requestsPerTurn: number;
	readonly datagramsWaiting: number;
	/** Bytes of the local port that are taken in a row; bytes that may wait for their turn, as in the receive buffer of a UART. */
	readonly bytesPerTurn: number;
	readonly bytesWaiting: number;
	/**
	 * How many times what came from an address is sent to it over UDP before it has proved that it hears the answers, which HLS does: anybody can send in
	 * anybody's name. 3 as with QUIC (RFC 9000 §8); Infinity: no such limit.
	 */
	readonly amplification: number;
	/**
	 * Bytes of general blocks of one answer that UDP sends again, which whoever has proved it may ask for, and anybody in its name. There is as much again for
	 * what the client has got meanwhile, and for what comes (`amplification`).
	 */
	readonly sentAgain: number;
	/** Bytes of answers that may wait for their client to take them; beyond that no request of it is taken. */
	readonly pending: number;
	/** How long a connection may go without ever having been associated, and a peer over UDP without its association being complete. */
	readonly association: number;
	/** How long an associated client may be silent (class 41, inactivity_time_out). */
	readonly inactivity: number;
	/** How long a frame may take from its first byte to its last. */
	readonly frame: number;
	/** How long a client may leave its answers lying. */
	readonly answers: number;
	/** How long the local port waits, once it was opened in mode E, for HDLC to begin. */
	readonly opening: number;
	/** How long a client at the local port may be silent (class 23, inactivity_time_out). */
	readonly localInactivity: number;
}

export const TRANSPORT_LIMITS: TransportLimits = Object.freeze({
	connections: 64,
	connectionsOfHost: 64,
	authenticated: 56,
	peers: 32,
	framesPerTurn: 8,
	requestsPerTurn: 32,
	datagramsWaiting: 32,
	bytesPerTurn: 512,
	bytesWaiting: 4096,
	amplification: 3,
	sentAgain: 16_384,
	pending: 16_384,
	association: 30_000,
	inactivity: 180_000,
	frame: 10_000,
	answers: 30_000,
	opening: 10_000,
	localInactivity: 120_000,
});
