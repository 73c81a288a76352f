/**
 * A UDP socket, open on one address and port of this host, that may also hear one multicast group.
 *
 * Addresses are 16 bytes, those of IPv4 in the mapped form (::ffff:a.b.c.d). An array that stands for one may be handed over again and
 * again: nobody changes it.
 */
export interface UdpSocket {
	/** Its own address; the unspecified one (:: or ::ffff:0.0.0.0) if it is open on all addresses of the host. */
	readonly address: Uint8Array;
	readonly port: number;
	/** The group it joined; its own address if it joined none. */
	readonly group: Uint8Array;
	/**
	 * Receiver of datagrams, but of none that this socket sent itself; set once. `multicast`: it came to the group, as far as the
	 * platform tells. The receiver may keep the bytes.
	 */
	onReceive: (from: Uint8Array, port: number, bytes: Uint8Array, multicast: boolean) => void;
	/**
	 * Sends from its own address and port, to the group too: members on this host hear it as well. The bytes are taken at once. `done` comes
	 * later, never from inside `send`; false: the system refused, e.g. for want of a route. Without `done`, nobody wants to know.
	 */
	send(to: Uint8Array, port: number, bytes: Uint8Array, done?: (ok: boolean) => void): void;
	/** No datagram comes any more. */
	close(): void;
}
