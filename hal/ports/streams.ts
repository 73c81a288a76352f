/** Connections that carry bytes in order, such as those of TCP. None of the callbacks comes from inside a call of the port. */
export interface Stream {
	/** Name of the other end, for a log. */
	readonly peer: string;
	/** The other end's address alone: the same for all connections of one host. */
	readonly host: string;
	/** Bytes that were sent and have not left yet. */
	readonly pending: number;
	/** Receiver of bytes, which it may keep; set once, when the stream is handed over. */
	onReceive: (bytes: Uint8Array) => void;
	/** Everything sent has left; told after `pending` was above 0 behind a `send`. */
	onDrained: () => void;
	/** The other end closed it, or it broke; not told after `close`. */
	onClosed: () => void;
	/** The bytes are taken at once: the sender may use the array again. */
	send(bytes: Uint8Array): void;
	/** Nothing comes any more, nor goes; what was sent before may be lost if the other end does not take it. */
	close(): void;
	/** Nothing is received until `resume`: the other end waits, its close does too. */
	pause(): void;
	resume(): void;
}

/** Takes connections on one address and port. */
export interface StreamListener {
	/** A connection that has just come; whoever takes it sets its callbacks at once. */
	onConnection: (stream: Stream) => void;
	/** No connection comes any more; those there are stay. */
	close(): void;
}
