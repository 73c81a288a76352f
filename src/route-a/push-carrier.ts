/**
 * What has to happen until a push counts as gone, beside that it was sent.
 *
 * | kind      | by TCP                                             | by UDP                                                          |
 * |-----------|----------------------------------------------------|-----------------------------------------------------------------|
 * | delivered | the other end has closed the connection behind it  | nothing tells: it fails                                          |
 * | confirmed | an APDU comes back on the connection, and is taken | it comes to Route A's door; the carrier tells only that time is up |
 */
export type PushAssurance =
	| { readonly kind: 'delivered' }
	/** `take` is told what comes back; false: it is something else. */
	| { readonly kind: 'confirmed'; readonly take: (apdu: Uint8Array) => boolean };

/** Carries pushes to where they go: what the platform has for it. */
export interface PushCarrier {
	/**
	 * Sends one frame of the wrapper, on a connection of its own if it is by TCP. The bytes are taken at once. `done` comes later, once, never from inside
	 * `send`: undefined, or why it did not go, in words for a log. It does not come any more once Route A has been closed.
	 * @param to 16 bytes; of IPv4 in the mapped form
	 * @param assurance what has to happen besides; undefined: nothing
	 */
	send(
		by: 'tcp' | 'udp',
		to: Uint8Array,
		port: number,
		frame: Uint8Array,
		done: (failure: string | undefined) => void,
		assurance?: PushAssurance | undefined,
	): void;
	/** Sends an APDU to a client's address in HDLC, in one UI frame at the local port; `done` as that of `send`. Without it there is no local port. */
	readonly sendByLine?: ((client: number, apdu: Uint8Array, done: (failure: string | undefined) => void) => void) | undefined;
}
