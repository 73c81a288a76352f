/** What carries APDUs between a head-end and one meter: the wrapper over TCP or UDP, HDLC over a serial line. */
import type { Loss } from './head-end-error.js';

/** Bytes both ways, in order: a TCP connection, a serial line. */
export interface ByteStream {
	/** The receiver may keep the bytes. */
	onReceive: (bytes: Uint8Array) => void;
	/** The other side has closed it. */
	onClose: () => void;
	write(bytes: Uint8Array): void;
	close(): void;
}

/** Datagrams to and from one place. */
export interface DatagramPort {
	onReceive: (bytes: Uint8Array) => void;
	/** The system says that nobody is there. */
	onError: (reason: string) => void;
	send(bytes: Uint8Array): void;
	close(): void;
}

/** A connection of one client to one logical device, for one association. */
export interface Connection {
	/** An APDU; good only during the call. */
	onApdu: (apdu: Uint8Array) => void;
	/** Something came: an APDU is on its way. */
	onActivity: () => void;
	/** It is gone; nothing comes any more. */
	onLost: (loss: Loss) => void;
	send(apdu: Uint8Array): void;
	/** What waits and has not begun to go does not go any more; undefined: nothing waits. */
	giveUp?(): void;
	/** How long what goes next, or went last, is on a slow line, ms; undefined: no such time. */
	readonly airTime?: number;
	/** Whether a link below sees to it by itself that something arrives, which it sends again or tells lost; undefined: there is no such link. */
	readonly isCarrying?: boolean;
	/** Takes leave, and waits a short while for the answer. */
	close(): Promise<void>;
}

/** The way to one meter. */
export interface Carrier {
	/** The longest APDU that it carries to the head-end, in bytes. */
	readonly maxApdu: number;
	/** The longest that goes to the meter as one APDU where it takes general blocks, in bytes; undefined: as long as the meter takes. */
	readonly wholeApdu?: number;
	/**
	 * A new connection.
	 * @param server the logical device's address
	 * @param timeout ms
	 * @throws HeadEndError
	 */
	connect(client: number, server: number, timeout: number): Promise<Connection>;
	/** Ends it for good: a serial line is closed. */
	close(): Promise<void>;
}
