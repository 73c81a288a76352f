import type { UdpSocket } from './sockets.js';
import type { StreamListener } from './streams.js';

/** An IP network that a device has, and may lose: what was opened on it before is dead then, and its owner closes it. */
export interface Network {
	/** Its own address, 16 bytes, of IPv4 in the mapped form; undefined: it has none now. */
	readonly address: Uint8Array | undefined;
	/** 6 bytes; undefined: nobody knows. */
	readonly macAddress: Uint8Array | undefined;
	/**
	 * A UDP socket on all addresses of the device, that hears `group`, too; 0 takes a free port.
	 * @throws Error if there is no network, the port is taken or there is no memory
	 */
	udp(port: number, group?: Uint8Array): UdpSocket;
	/** Takes connections on all addresses of the device. Throws Error as `udp` does. */
	listen(port: number): StreamListener;
	/** Asks for the address of a name; `done` comes later, never from inside `resolve`; undefined: there is none, or nobody knows. */
	resolve(name: string, done: (address: Uint8Array | undefined) => void): void;
}
