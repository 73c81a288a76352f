/** Connections that carry bytes in order, such as those of TCP. */
export interface Stream {
	/** Who is at the other end, for a log. */
	readonly peer: string;
	/** Bytes that were sent and have not left yet. */
	readonly pending: number;
	/** Whom received bytes go to; set once, when the stream is handed over. The receiver may keep them. */
	onReceive: (bytes: Uint8Array) => void;
	/** Everything sent has left; told after `pending` was above 0. */
	onDrained: () => void;
	/** The other end closed it, or it broke; not told after `close`. */
	onClosed: () => void;
	/** The bytes are taken at once. */
	send(bytes: Uint8Array): void;
	/** Nothing comes any more, nor goes; what was sent before may be lost if the other end does not take it. */
	close(): void;
	/** Takes no more bytes off the line until `resume`: the other end waits. */
	pause(): void;
	resume(): void;
}

/** Takes connections on one address and port. */
export interface StreamListener {
	onConnection: (stream: Stream) => void;
	/** No connection comes any more; those there are stay. */
	close(): void;
}
