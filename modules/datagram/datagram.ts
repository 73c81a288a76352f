/**
 * The seam of Route B: datagrams to and from authenticated peers. The native stack, a Wi-SUN module on a UART and plain UDP offer it;
 * the meter above cannot tell them apart.
 */
export interface Datagrams {
	/** The longest datagram that `send` takes, in bytes. */
	readonly maxPayload: number;
	/** Receiver of everything that arrives; set once, before `configure`. */
	listener: DatagramListener;
	/** What was sent on the air; undefined where nobody knows. */
	readonly air?: AirCounts | undefined;
	/** Sends from and to UDP port `port`; `done` comes later, never from inside `send`. */
	send(to: Address, port: number, bytes: Uint8Array, done: (delivery: Delivery) => void): void;
	/** Ends the session with this peer, if there is one. */
	terminate(peer: Address): void;
	/** Credentials of the PAA: the Route B id (32 hexadecimal digits), and the secret. Ends a session under other ones. */
	configure(id: string, secret: Secret): void;
}

/** The Route B password (12 characters); or the key that was made of it (16 bytes), which a stack takes that is no module of its own. */
export type Secret = string | Uint8Array;

/** What a radio, or a modem, has sent since there are the datagrams: frames, retries and acknowledgements. */
export interface AirCounts {
	readonly transmissions: number;
	/** ms. */
	readonly airTime: number;
}

export interface DatagramListener {
	onDatagram(from: Address, to: Address, port: number, bytes: Uint8Array, secured: boolean): void;
	onPeer(event: PeerEvent, peer: Address, evidence: string): void;
}

/** 16 bytes of an IPv6 address; an IPv4 address in its mapped form (::ffff:a.b.c.d). */
export type Address = Uint8Array;

/** `limited`: not sent, the transmit time that the law allows in an hour is used up. */
export type Delivery = 'sent' | 'failed' | 'limited';

/**
 * `joined`: authenticated anew. `rejoined`: authenticated again within its session. `left`: ended by the peer or by `terminate`.
 * `expired`: its lifetime ran out. `failed`: authentication failed, or was refused.
 */
export type PeerEvent = 'joined' | 'rejoined' | 'left' | 'expired' | 'failed';
