/** What the IPv6 interface needs of the link below it: frames that carry 6LoWPAN payloads between EUI-64 addresses. */
export interface Link {
	/** Own address, 8 bytes, most significant first. */
	readonly eui64: Uint8Array;
	/** The most payload bytes that one frame carries. */
	capacity(secured: boolean): number;
	/** Sends one payload; `to` undefined is broadcast. `done` never comes from inside `send`. */
	send(to: Uint8Array | undefined, payload: Uint8Array, secured: boolean, done: (result: LinkResult) => void): void;
	/** Receiver of payloads; set once by the interface. `payload` may be kept. */
	onPayload: (from: Uint8Array, payload: Uint8Array, secured: boolean, broadcast: boolean) => void;
}

/**
 * `unacknowledged`: sent, and nobody answered. `busy`: the channel was never clear. `limited`: refused by the hourly transmit limit. `failed`: anything else,
 * as no key for a secured frame.
 */
export type LinkResult = 'sent' | 'unacknowledged' | 'busy' | 'limited' | 'failed';
