import { createSocket, type RemoteInfo, type Socket, type SocketOptions } from 'node:dgram';
import { isIP, isIPv4 } from 'node:net';
import process from 'node:process';
import type { UdpSocket } from '../ports/sockets.js';
import { type Broadcasts, broadcastsOf, bytesOf, hostInterfaces, isLoopback, isOfHost, isUnspecified, textOf } from './addresses.js';

export interface NodeUdpOptions {
	/** An address of this host; a link-local one with its interface, fe80::1%eth0. */
	readonly address: string;
	readonly port: number;
	/** The group to join, by the family of `address`; default: none, and then the port is for this socket alone. */
	readonly group?: { readonly ipv4: string; readonly ipv6: string };
	/** Whether it hears what is for all of its IPv4 network, too, as if it were for the group; on all addresses it does anyway. Tried on Linux only. */
	readonly broadcast?: boolean;
}

/**
 * Where a meter is on its own host when nobody says otherwise: on Linux an address of its own, so that a controller that is bound to the same
 * port of all addresses works beside it. Elsewhere the loopback interface has only one.
 */
export const OWN_HOST = process.platform === 'linux' ? '127.0.0.2' : '127.0.0.1';

/** How many addresses of others are remembered. */
const PEERS = 256;

/** Where a socket is, in the words of the system. */
interface Home {
	readonly family: 'IPv4' | 'IPv6';
	readonly address: string;
	readonly group: string | undefined;
	/** The interface of link-local addresses; empty for IPv4. */
	readonly scope: string;
	/** The interfaces on which the group is joined, and the one that it is sent to by. */
	readonly joins: readonly string[];
	readonly sendsBy: string;
	/** Broadcast addresses of its network, if they are to be heard. */
	readonly broadcasts: Broadcasts | undefined;
}

interface Peer {
	readonly address: Uint8Array;
	/** Whether it is this socket's own. */
	readonly own: boolean;
	/** Whether it is out of the reach of a loopback address. */
	readonly foreign: boolean;
	/** Whether its broadcasts are for the network of this socket. */
	readonly near: boolean;
}

/**
 * UDP by node:dgram, with two sockets on one port: one on the address, which sends too, and one on the group if there is one. They share the port
 * then, so that others on this host may hear the same group, or the same port on all addresses.
 *
 * The group is joined on the interface of the address, and for IPv4 on the loopback interface too, for controllers on this host. A loopback
 * address hears it on all interfaces, because controllers on this host send by any of them, but nothing from other hosts: it could not answer.
 * Broadcasts, if they are to be heard, come by two more: one on the broadcast address of the network, one on 255.255.255.255, which any interface may hear.
 * On all addresses (0.0.0.0, ::) there is one socket, which hears the group on all interfaces and cannot tell it from what is for itself alone.
 */
export class NodeUdp implements UdpSocket {
	readonly address: Uint8Array;
	readonly port: number;
	readonly group: Uint8Array;
	onReceive: UdpSocket['onReceive'] = () => {};
	readonly #home: Home;
	readonly #socket: Socket;
	/** Sockets on further addresses: the group, broadcasts. */
	readonly #others: readonly Socket[];
	readonly #peers = new Map<string, Peer>();
	/** The last one of `#peers` that was heard. */
	#latestText = '';
	#latest: Peer | undefined;
	/** `#sent` tells `#done`: made anew only if the sender wants to hear elsewhere. */
	#done: ((ok: boolean) => void) | undefined;
	#sent: ((error: Error | null) => void) | undefined;
	#closed = false;

	private constructor(home: Home, socket: Socket, groupSocket: Socket | undefined, broadcasts: readonly Socket[]) {
		this.#home = home;
		this.#socket = socket;
		this.#others = groupSocket === undefined ? broadcasts : [groupSocket, ...broadcasts];
		this.address = bytesOf(home.address);
		this.group = home.group === undefined ? this.address : bytesOf(home.group);
		this.port = socket.address().port;
		socket.on('message', (bytes, from) => this.#receive(bytes, from, false));
		groupSocket?.on('message', (bytes, from) => this.#receive(bytes, from, true));
		for (const each of broadcasts) {
			each.on('message', (bytes, from) => {
				if (this.#peer(from.address).near) this.#receive(bytes, from, true);
			});
		}
	}

	/**
	 * Rejects with the system's error: EADDRNOTAVAIL if the address is not one of this host's, EADDRINUSE if somebody has the port and does not
	 * share it. Rejects with a TypeError if it is no address.
	 */
	static async open(options: NodeUdpOptions): Promise<NodeUdp> {
		const home = homeOf(options);
		const socket = await bind(home, home.address, options.port);
		let groupSocket: Socket | undefined;
		try {
			if (home.group !== undefined) {
				if (!isUnspecified(home.address)) {
					socket.setMulticastInterface(home.sendsBy);
					groupSocket = await bindGroup(home, home.group, socket.address().port);
				}
				join(home, home.group, groupSocket ?? socket);
			}
			return new NodeUdp(home, socket, groupSocket, await bindBroadcasts(home, socket.address().port));
		} catch (error) {
			socket.close();
			groupSocket?.close();
			throw error;
		}
	}

	send(to: Uint8Array, port: number, bytes: Uint8Array, done?: (ok: boolean) => void): void {
		if (this.#closed) {
			setImmediate(() => done?.(false));
			return;
		}
		const text = textOf(to, this.#home.scope);
		const copy = Buffer.from(bytes);
		if (done === undefined) {
			this.#socket.send(copy, port, text);
			return;
		}
		if (done !== this.#done) {
			this.#done = done;
			this.#sent = (error) => done(error === null);
		}
		this.#socket.send(copy, port, text, this.#sent);
	}

	/** Harmless when it was done before. */
	close(): void {
		if (this.#closed) return;
		this.#closed = true;
		this.onReceive = () => {};
		this.#socket.close();
		for (const each of this.#others) each.close();
	}

	#receive(bytes: Buffer, from: RemoteInfo, multicast: boolean): void {
		const peer = this.#peer(from.address);
		if (peer.foreign || (peer.own && from.port === this.port)) return;
		this.onReceive(peer.address, from.port, new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length), multicast);
	}

	#peer(text: string): Peer {
		return text === this.#latestText && this.#latest !== undefined ? this.#latest : this.#peerAt(text);
	}

	#peerAt(text: string): Peer {
		let peer = this.#peers.get(text);
		if (peer === undefined) {
			if (this.#peers.size === PEERS) this.#peers.clear();
			const { address: home, family, broadcasts } = this.#home;
			const ofHost = isOfHost(text, family);
			const address = bytesOf(text);
			peer = {
				address,
				own: isUnspecified(home) ? ofHost : Buffer.compare(address, this.address) === 0,
				foreign: isLoopback(home) && !ofHost,
				near: ofHost || (broadcasts?.includes(text) ?? false),
			};
			this.#peers.set(text, peer);
		}
		this.#latestText = text;
		this.#latest = peer;
		return peer;
	}
}

/** Throws TypeError if `address` is none. */
function homeOf({ address, group, broadcast }: NodeUdpOptions): Home {
	if (!isIP(address)) throw new TypeError(`UDP: expected an IPv4 or IPv6 address, got ${address}`);
	const everywhere = isUnspecified(address);
	if (isIPv4(address)) {
		const joins = hostInterfaces('IPv4')
			.filter(({ info }) => everywhere || isLoopback(address) || info.internal || info.address === address)
			.map(({ info }) => info.address);
		const broadcasts = broadcast && !everywhere ? broadcastsOf(address) : undefined;
		return { family: 'IPv4', address, group: group?.ipv4, scope: '', joins, sendsBy: address, broadcasts };
	}
	const bytes = bytesOf(address);
	const interfaces = hostInterfaces('IPv6');
	const home = interfaces.find(({ info }) => (everywhere ? !info.internal : Buffer.compare(bytesOf(info.address), bytes) === 0));
	const scope = address.split('%')[1] ?? home?.scope ?? '';
	const joins = everywhere ? interfaces.map((each) => `::%${each.scope}`) : [`::%${scope}`];
	return { family: 'IPv6', address, group: group?.ipv6, scope, joins, sendsBy: `::%${scope}`, broadcasts: undefined };
}

/** Joins where that is possible; throws the system's error if it is nowhere. An interface with two addresses refuses the second time. */
function join({ joins }: Home, group: string, socket: Socket): void {
	let joined = 0;
	let refusal: unknown;
	for (const each of joins) {
		try {
			socket.addMembership(group, each);
			joined++;
		} catch (error) {
			refusal = error;
		}
	}
	if (joined === 0) throw refusal;
}

/** A socket on the group's address: it hears nothing else. Where the system does not know that (Windows), one on all addresses. */
async function bindGroup(home: Home, group: string, port: number): Promise<Socket> {
	const ipv4 = home.family === 'IPv4';
	try {
		return await bind(home, ipv4 ? group : `${group}%${home.scope}`, port);
	} catch {
		return bind(home, ipv4 ? '0.0.0.0' : '::', port);
	}
}

/** A socket on each broadcast address where the system lets one listen there. */
async function bindBroadcasts(home: Home, port: number): Promise<Socket[]> {
	const sockets: Socket[] = [];
	for (const address of home.broadcasts?.addresses ?? []) {
		try {
			sockets.push(await bind(home, address, port));
		} catch {}
	}
	return sockets;
}

function bind({ family, group }: Home, address: string, port: number): Promise<Socket> {
	const ipv4 = family === 'IPv4';
	// The default lookup takes a turn of the event loop for each datagram, even to an address that needs none.
	const lookup: SocketOptions['lookup'] = (name, _options, found) => found(null, name, ipv4 ? 4 : 6);
	const socket = createSocket({ type: ipv4 ? 'udp4' : 'udp6', reuseAddr: group !== undefined, ipv6Only: !ipv4, lookup });
	return new Promise((resolve, reject) => {
		const refuse = (error: Error) => {
			socket.close();
			reject(error);
		};
		socket.once('error', refuse);
		socket.bind({ address, port }, () => {
			socket.off('error', refuse);
			// A datagram that could not be received is lost, as others are.
			socket.on('error', () => {});
			resolve(socket);
		});
	});
}
