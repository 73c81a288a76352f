/**
 * An IPv6 node with one interface on a link of one hop: UDP, echo and neighbor discovery between link-local addresses. What is not for this node is dropped;
 * nothing is ever forwarded.
 */
import type { Log } from '../../hal/ports/log.js';
import type { Scheduler } from '../../hal/ports/scheduler.js';
import { equalBytes } from '../bytes/equal.js';
import { DecodeError } from '../bytes/reader.js';
import type { ReassemblyOptions } from '../sixlowpan/reassembly.js';
import { ALL_NODES, eui64Of, isLinkLocalOf, isMulticast, isUnspecified, linkLocalAddress, solicitedNodeAddress } from './address.js';
import { decodeIcmpv6, type Echo, encodeEcho, encodePortUnreachable, type Icmpv6Message, ND_HOP_LIMIT } from './icmpv6.js';
import { Inbox } from './inbox.js';
import type { Link, LinkResult } from './link.js';
import { type Neighbor, NeighborDiscovery } from './neighbor-discovery.js';
import { Outbox } from './outbox.js';
import { decodePacket, encodePacket, IPV6_HEADER_LENGTH, MTU, NEXT_HEADER, type Packet } from './packet.js';
import { decodeUdp, encodeUdp, UDP_HEADER_LENGTH, type UdpDatagram } from './udp.js';

const LAYER = 'IPv6';

/** RFC 4443 §2.4 (f): error messages are limited in rate; here to one in this many ms. */
const ERROR_INTERVAL = 1000;

/** The most data bytes that one datagram carries. */
export const MAXIMUM_UDP_DATA = MTU - IPV6_HEADER_LENGTH - UDP_HEADER_LENGTH;

export interface InterfaceOptions {
	readonly link: Link;
	readonly scheduler: Scheduler;
	readonly log: Log;
	readonly reassembly?: ReassemblyOptions;
	/** How many packets wait to be sent at most, the one on its way included. */
	readonly queue?: number;
	/** How many neighbors are remembered. */
	readonly neighbors?: number;
	/** Hop limit of UDP and echo. */
	readonly hopLimit?: number;
	/** Destination of a solicitation: the address itself, as real modules do, or its solicited-node group. */
	readonly solicitation?: 'unicast' | 'multicast';
	/** Whether neighbor discovery is sent with compressed headers; real modules send it uncompressed, and every node takes both. */
	readonly compressDiscovery?: boolean;
	/**
	 * Whether a datagram to a port without listener is answered with Destination Unreachable. Off, as anybody on the air could spend
	 * the node's transmit time of the hour with it.
	 */
	readonly portUnreachable?: boolean;
}

export interface OutgoingDatagram {
	/** A link-local or multicast address. */
	readonly to: Uint8Array;
	readonly sourcePort: number;
	readonly destinationPort: number;
	/** At most 1232 bytes. */
	readonly bytes: Uint8Array;
	readonly secured: boolean;
}

/** `to` is the own address or a multicast one. `secured`: each frame that carried the datagram was. The arrays may be kept. */
export type UdpHandler = (from: Uint8Array, to: Uint8Array, sourcePort: number, bytes: Uint8Array, secured: boolean) => void;

/** What a Wi-SUN module reports of the interface. */
export interface InterfaceEvents {
	onSolicitation?(from: Uint8Array): void;
	onAdvertisement?(from: Uint8Array): void;
	onEchoRequest?(from: Uint8Array): void;
	onEchoReply?(from: Uint8Array, identifier: number, sequence: number, bytes: Uint8Array): void;
}

/** What became of packets that reached nobody. */
export interface InterfaceCounts {
	malformed: number;
	/** Packets to an address that is not this node's. */
	foreign: number;
	/** Datagrams to a UDP port without listener. */
	unheard: number;
	/** A next header or ICMPv6 type that this node does not know. */
	unsupported: number;
	/** Refused by `send`, `echo` or an answer: the queue was full, the packet too long, or the address not on this link. */
	refused: number;
}

export class Interface {
	/** The link-local address of the link's EUI-64. */
	readonly address: Uint8Array;
	readonly counts: InterfaceCounts = { malformed: 0, foreign: 0, unheard: 0, unsupported: 0, refused: 0 };
	/** Receiver of ICMPv6 messages. */
	events: InterfaceEvents = {};
	/** Whether echo requests are answered. */
	answersEcho = true;

	readonly #options: InterfaceOptions;
	readonly #solicitedNode: Uint8Array;
	readonly #outbox: Outbox;
	readonly #discovery: NeighborDiscovery;
	readonly #inbox: Inbox;
	readonly #handlers = new Map<number, UdpHandler>();
	#errorSent = Number.NEGATIVE_INFINITY;

	constructor(options: InterfaceOptions) {
		const { link, scheduler } = options;
		this.#options = options;
		this.address = linkLocalAddress(link.eui64);
		this.#solicitedNode = solicitedNodeAddress(this.address);
		this.#outbox = new Outbox(link, scheduler, options.queue ?? 8);
		this.#inbox = new Inbox(link.eui64, scheduler, options.reassembly, () =>
			options.log.write(LAYER, 'dropped: a packet with fragments missing; counted only from here on'),
		);
		this.#discovery = new NeighborDiscovery({
			address: this.address,
			eui64: link.eui64,
			scheduler,
			limit: options.neighbors ?? 4,
			solicitation: options.solicitation ?? 'unicast',
			transmit: (message, to, secured) => this.sendDiscovery(message, to, secured),
		});
		link.onPayload = (from, payload, secured, broadcast) => this.onPayload(from, payload, secured, broadcast);
	}

	/** Neighbors that solicited or advertised lately, longest silent first. */
	get neighbors(): readonly Neighbor[] {
		return this.#discovery.neighbors;
	}

	/** Packets given up as fragments were missing, or did not fit together. */
	get incomplete(): number {
		return this.#inbox.lost;
	}

	/** Sends one datagram; one that needs fragments is sent only if all of them are. `done` comes later, never from inside `send`. */
	send(datagram: OutgoingDatagram, done: (result: LinkResult) => void): void {
		const { to, sourcePort, destinationPort, bytes, secured } = datagram;
		const payload = encodeUdp({ sourcePort, destinationPort, data: bytes }, this.address, to);
		this.transmit(this.packetTo(to, NEXT_HEADER.UDP, this.hopLimit, payload), secured, true, done);
	}

	/** Hands datagrams to UDP port `port` to `handler`, in place of the one before it. */
	listen(port: number, handler: UdpHandler): void {
		this.#handlers.set(port, handler);
	}

	unlisten(port: number): void {
		this.#handlers.delete(port);
	}

	/** Asks for a neighbor, three times if need be; `done` comes later, with whether it answered. */
	solicit(address: Uint8Array, done: (resolved: boolean) => void, secured = false): void {
		this.#discovery.solicit(address, secured, done);
	}

	/** Sends an echo request; the answer comes by `events.onEchoReply`. */
	echo(
		to: Uint8Array,
		identifier: number,
		sequence: number,
		bytes: Uint8Array,
		secured = false,
		done: (result: LinkResult) => void = ignoreResult,
	): void {
		const message = encodeEcho({ kind: 'echoRequest', identifier, sequence, data: bytes }, this.address, to);
		this.sendIcmpv6(message, to, secured, done);
	}

	private get hopLimit(): number {
		return this.#options.hopLimit ?? 64;
	}

	private sendIcmpv6(message: Uint8Array, to: Uint8Array, secured: boolean, done: (result: LinkResult) => void): void {
		this.transmit(this.packetTo(to, NEXT_HEADER.ICMPv6, this.hopLimit, message), secured, true, done);
	}

	private sendDiscovery(message: Uint8Array, to: Uint8Array, secured: boolean): void {
		this.transmit(this.packetTo(to, NEXT_HEADER.ICMPv6, ND_HOP_LIMIT, message), secured, this.#options.compressDiscovery ?? true, ignoreResult);
	}

	private packetTo(destination: Uint8Array, nextHeader: number, hopLimit: number, payload: Uint8Array): Packet {
		return { nextHeader, hopLimit, source: this.address, destination, payload };
	}

	private transmit(packet: Packet, secured: boolean, compressed: boolean, done: (result: LinkResult) => void): void {
		const { destination, payload } = packet;
		const broadcast = isMulticast(destination);
		const to = broadcast ? undefined : eui64Of(destination);
		const length = IPV6_HEADER_LENGTH + payload.length;
		if (to === undefined && !broadcast) this.refuse('an address that is not on this link', done);
		else if (length > MTU) this.refuse(`a packet of ${length} bytes, more than ${MTU}`, done);
		else if (this.#outbox.full) this.refuse('a packet more than may wait', done);
		else this.#outbox.send(encodePacket(packet), to, secured, compressed, done);
	}

	private refuse(what: string, done: (result: LinkResult) => void): void {
		if (this.counts.refused++ === 0) this.#options.log.write(LAYER, `not sent: ${what}; counted only from here on`);
		this.#options.scheduler.after(0, () => done('failed'));
	}

	private onPayload(from: Uint8Array, payload: Uint8Array, secured: boolean, broadcast: boolean): void {
		let packet: Packet | undefined;
		let udp: UdpDatagram | undefined;
		let icmpv6: Icmpv6Message | undefined;
		try {
			packet = this.packetFor(from, payload, secured, broadcast);
			if (packet?.nextHeader === NEXT_HEADER.UDP) udp = decodeUdp(packet.payload, packet.source, packet.destination);
			else if (packet?.nextHeader === NEXT_HEADER.ICMPv6) icmpv6 = checkedIcmpv6(packet, from);
		} catch (error) {
			if (!(error instanceof DecodeError)) throw error;
			if (this.counts.malformed++ === 0) this.#options.log.write(LAYER, `dropped: ${error.message}; counted only from here on`);
			return;
		}
		if (packet === undefined) return;
		if (udp !== undefined) this.onUdp(packet, udp, secured);
		else if (icmpv6 !== undefined) this.onIcmpv6(packet, icmpv6, secured);
		else this.counts.unsupported++;
	}

	/** The packet for this node that a frame carries or completes, if it does. */
	private packetFor(from: Uint8Array, payload: Uint8Array, secured: boolean, broadcast: boolean): Packet | undefined {
		const bytes = this.#inbox.take(from, payload, secured, broadcast);
		if (bytes === undefined) return undefined;
		const packet = decodePacket(bytes);
		const { source, destination } = packet;
		const isMine = equalBytes(destination, this.address) || equalBytes(destination, ALL_NODES) || equalBytes(destination, this.#solicitedNode);
		if (!isMine) {
			this.counts.foreign++;
			return undefined;
		}
		// Nobody else than the frame's sender can be the source on one hop; otherwise one authenticated node could speak for another.
		if (!isLinkLocalOf(source, from) && !isUnspecified(source)) throw new DecodeError('IPv6', 8, "the link-local address of the frame's sender");
		if (isUnspecified(source) && packet.nextHeader !== NEXT_HEADER.ICMPv6)
			throw new DecodeError('IPv6', 8, 'a source, found the unspecified address');
		return packet;
	}

	private onUdp(packet: Packet, { sourcePort, destinationPort, data }: UdpDatagram, secured: boolean): void {
		const handler = this.#handlers.get(destinationPort);
		if (handler !== undefined) {
			handler(packet.source, packet.destination, sourcePort, data, secured);
			return;
		}
		this.counts.unheard++;
		if (this.#options.portUnreachable && !isMulticast(packet.destination)) this.sendPortUnreachable(packet, secured);
	}

	private sendPortUnreachable(packet: Packet, secured: boolean): void {
		const now = this.#options.scheduler.now();
		if (now - this.#errorSent < ERROR_INTERVAL) return;
		this.#errorSent = now;
		const message = encodePortUnreachable(encodePacket(packet), this.address, packet.source);
		this.sendIcmpv6(message, packet.source, secured, ignoreResult);
	}

	private onIcmpv6(packet: Packet, message: Icmpv6Message, secured: boolean): void {
		const from = packet.source;
		switch (message.kind) {
			case 'solicitation':
				this.#discovery.onSolicitation(message, from, secured);
				this.events.onSolicitation?.(from);
				break;
			case 'advertisement':
				this.#discovery.onAdvertisement(message);
				this.events.onAdvertisement?.(from);
				break;
			case 'echoRequest':
				if (this.answersEcho) this.answerEcho(from, message, secured);
				this.events.onEchoRequest?.(from);
				break;
			case 'echoReply':
				this.events.onEchoReply?.(from, message.identifier, message.sequence, message.data);
				break;
			default:
				this.counts.unsupported++;
		}
	}

	/** Answers from the own address, also to a request to all nodes (RFC 4443 §4.2). */
	private answerEcho(to: Uint8Array, { identifier, sequence, data }: Echo, secured: boolean): void {
		const message = encodeEcho({ kind: 'echoReply', identifier, sequence, data }, this.address, to);
		this.sendIcmpv6(message, to, secured, ignoreResult);
	}
}

/** Only a solicitation may come from nowhere, and a node speaks only for itself: its addresses are those of the frame. Throws DecodeError. */
function checkedIcmpv6(packet: Packet, from: Uint8Array): Icmpv6Message {
	const message = decodeIcmpv6(packet);
	if (message.kind !== 'solicitation' && isUnspecified(packet.source)) throw new DecodeError('IPv6', 8, 'a source, found the unspecified address');
	if (message.kind === 'advertisement' && !equalBytes(message.target, packet.source))
		throw new DecodeError('ICMPv6', 8, "the sender's address as target");
	if ((message.kind === 'advertisement' || message.kind === 'solicitation') && message.linkLayer && !equalBytes(message.linkLayer, from)) {
		throw new DecodeError('ICMPv6', 24, "the link-layer address of the frame's sender");
	}
	return message;
}

function ignoreResult(): void {}
