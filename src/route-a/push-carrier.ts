/** Carries pushes to where they go: what the platform has for it. */
export interface PushCarrier {
	/**
	 * Sends one frame of the wrapper, on a connection of its own if it is by TCP. The bytes are taken at once. `done` comes later, once, never from inside
	 * `send`: undefined, or why it did not go, in words for a log. It does not come any more once Route A has been closed.
	 * @param to 16 bytes; of IPv4 in the mapped form
	 */
	send(by: 'tcp' | 'udp', to: Uint8Array, port: number, frame: Uint8Array, done: (failure: string | undefined) => void): void;
	/** Sends an APDU to a client's address in HDLC, in one UI frame at the local port; `done` as that of `send`. Without it there is no local port. */
	sendByLine?(client: number, apdu: Uint8Array, done: (failure: string | undefined) => void): void;
}
