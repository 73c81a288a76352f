/**
 * Route A over UDP (IEC 62056-4-7): one wrapper frame a datagram, an association for each address, port and client.
 *
 * Anybody can send in anybody's name, so nothing is kept for a stranger: a peer has a place only while it is associated or about to be. There are as
 * many places for each standing (`STANDING`), and who needs one displaces one of its own: a stranger only strangers, and those who have proved that
 * they hold the keys only each other. It is the longest silent of the address with the most places, or, of those who hold keys, of the client with the
 * most. Pre-established associations need no place. What came to a group is for them alone, and is never answered.
 *
 * Nor is the meter a means to flood a third: until an address has proved by HLS that it hears the answers, no more is sent to it than a few times what came
 * from it (`amplification`). Long values go in blocks as short as that asks for; an answer that is still too long is not sent.
 */
import type { Log } from '../../hal/ports/log.js';
import type { Scheduler, Timer } from '../../hal/ports/scheduler.js';
import type { UdpSocket } from '../../hal/ports/sockets.js';
import { equalBytes } from '../../modules/bytes/equal.js';
import { DecodeError } from '../../modules/bytes/reader.js';
import { APDU } from '../../modules/dlms/apdu/apdu.js';
import { DataWriter } from '../../modules/dlms/axdr/data-writer.js';
import type { CosemServer } from '../../modules/dlms/server/server.js';
import type { ServerAssociation } from '../../modules/dlms/server/server-association.js';
import type { ConnectionOptions, Reply } from '../../modules/dlms/server/server-host.js';
import { decodeWrapper, LONGEST_IN_DATAGRAM, WRAPPER_HEADER_LENGTH, type WrapperFrame, writeWrapperHeader } from '../../modules/dlms/wrapper.js';
import { TRANSPORT_LIMITS, type TransportLimits } from './limits.js';
import { associationOf, longestApdu, MANAGEMENT_DEVICE, presetAssociations, STANDING, standingOf, WATCH_INTERVAL, yielding } from './transport.js';

export interface RouteAUdpOptions {
	readonly server: CosemServer;
	readonly socket: UdpSocket;
	readonly scheduler: Scheduler;
	readonly log: Log;
	/** Default: `TRANSPORT_LIMITS`. */
	readonly limits?: TransportLimits;
	/** Takes what comes from who is no client: it may confirm a push. False: it is something else. */
	readonly onPushAnswer?: ((apdu: Uint8Array) => boolean) | undefined;
}

/** What happened since it began: datagrams that were dropped, and associations that ended. */
export interface UdpStatistics {
	/** Datagrams that are no frame. */
	malformed: number;
	/** Frames from or to a wPort that is nobody's, or to a group. */
	dropped: number;
	/** Datagrams that came while too many waited. */
	overrun: number;
	/** Answers that would have been too much for an address that has proved nothing. */
	withheld: number;
	/** Associations that gave way to another. */
	displaced: number;
	/** Associations that ended for a time-out of `TransportLimits`, by its name. */
	association: number;
	inactivity: number;
}

interface Peer {
	/** Its own copy. */
	readonly address: Uint8Array;
	readonly port: number;
	readonly association: ServerAssociation;
	/** A value of `STANDING`, and since when it is that, ms. */
	standing: number;
	since: number;
	/** Time of its last datagram, ms. */
	heard: number;
	/** How much more may be sent to it, bytes, while it has proved nothing. */
	credit: number;
}

interface Datagram {
	readonly from: Uint8Array;
	readonly port: number;
	readonly bytes: Uint8Array;
	readonly multicast: boolean;
}

const LAYER = 'Route A UDP';
const NOWHERE = new Uint8Array(0);
const silent: Reply = () => {};
/** A block of a GET that carries a few bytes still fits, bytes. */
const LEAST_SEND = 24;

export class RouteAUdp {
	readonly statistics: UdpStatistics = { malformed: 0, dropped: 0, overrun: 0, withheld: 0, displaced: 0, association: 0, inactivity: 0 };
	readonly #server: CosemServer;
	readonly #socket: UdpSocket;
	readonly #scheduler: Scheduler;
	readonly #log: Log;
	readonly #limits: TransportLimits;
	readonly #onPushAnswer: RouteAUdpOptions['onPushAnswer'];
	readonly #connection: ConnectionOptions;
	readonly #presets: readonly ServerAssociation[];
	readonly #longest: number;
	readonly #peers: Peer[] = [];
	/** The answer to the present datagram, the last one of several, and where it goes. */
	readonly #out = new DataWriter();
	readonly #reply: Reply;
	#client = 0;
	#to: Uint8Array = NOWHERE;
	#port = 0;
	/** How much more may be sent there, bytes. */
	#credit = 0;
	/** How many datagrams may be answered before the other doors have a turn, and those that wait for the next. */
	#left: number;
	readonly #waiting: Datagram[] = [];
	#turn: Timer | undefined;
	#watch: Timer | undefined;

	/** Takes datagrams from now on. */
	constructor({ server, socket, scheduler, log, limits = TRANSPORT_LIMITS, onPushAnswer }: RouteAUdpOptions) {
		this.#server = server;
		this.#socket = socket;
		this.#scheduler = scheduler;
		this.#log = log;
		this.#limits = limits;
		this.#onPushAnswer = onPushAnswer;
		this.#left = limits.requestsPerTurn;
		const { amplification, sentAgain } = limits;
		const isLimited = amplification < Number.POSITIVE_INFINITY;
		this.#connection = { maxSend: LONGEST_IN_DATAGRAM, again: isLimited ? { most: sentAgain, amplification } : undefined };
		this.#presets = presetAssociations(server);
		this.#longest = WRAPPER_HEADER_LENGTH + longestApdu(server);
		this.#reply = (apdu) => {
			// Of several the last one waits until the call is over, which is deep enough.
			this.#send();
			writeWrapperHeader(this.#out, MANAGEMENT_DEVICE, this.#client, apdu.length);
			this.#out.put(apdu);
		};
		socket.onReceive = (from, port, bytes, multicast) => {
			if (this.#left > 0 && this.#turn === undefined) this.#receive({ from, port, bytes, multicast });
			else this.#wait({ from, port, bytes, multicast });
		};
	}

	/** How many clients are associated, or about to be; those that always are do not count. */
	get associations(): number {
		return this.#peers.length;
	}

	/** Ends all associations, and closes the socket. */
	close(): void {
		this.#socket.close();
		this.disconnect();
		this.#turn?.cancel();
		this.#watch?.cancel();
		this.#turn = this.#watch = undefined;
	}

	/** Ends all associations: the network is gone. */
	disconnect(): void {
		for (const { association } of this.#peers) association.close();
		this.#peers.length = this.#waiting.length = 0;
	}

	#wait(datagram: Datagram): void {
		if (this.#waiting.length < this.#limits.datagramsWaiting) this.#waiting.push(datagram);
		else this.statistics.overrun++;
		this.#turn ??= this.#scheduler.after(0, () => this.#serveWaiting());
	}

	/** Serves the datagrams that wait, as far as the budget goes. */
	#serveWaiting(): void {
		this.#turn = undefined;
		this.#left = this.#limits.requestsPerTurn;
		while (this.#left > 0 && this.#waiting.length > 0) this.#receive(this.#waiting.shift()!);
		if (this.#waiting.length > 0) this.#turn = this.#scheduler.after(0, () => this.#serveWaiting());
	}

	#receive({ from, port, bytes, multicast }: Datagram): void {
		this.#left--;
		const frame = this.#decode(bytes);
		if (frame === undefined) return;
		const { source, destination, apdu } = frame;
		const preset = associationOf(this.#presets, source);
		const peer = preset === undefined ? this.#find(from, port, source) : undefined;
		const association = preset ?? peer?.association ?? this.#server.connect(source, this.#connection);
		// Port 0 says that there is none to answer to (RFC 768).
		if (destination !== MANAGEMENT_DEVICE || port === 0 || association === undefined || (multicast && preset === undefined)) {
			if (multicast || destination !== MANAGEMENT_DEVICE || this.#onPushAnswer?.(apdu) !== true) this.#drop(source, destination);
			return;
		}
		this.#client = source;
		this.#out.truncate();
		const isProven = preset !== undefined || peer?.standing === STANDING.authenticated;
		this.#to = from;
		this.#port = port;
		this.#credit = isProven ? Number.POSITIVE_INFINITY : this.#limits.amplification * bytes.length + (peer?.credit ?? 0);
		// PDUs as short as the credit asks for. Here and not in a call of its own: below this the stack of XS is deepest.
		const { sendSize } = association;
		const limited = apdu[0] !== APDU.aarq && this.#credit < sendSize + WRAPPER_HEADER_LENGTH;
		if (limited) association.sendSize = Math.max(this.#credit - WRAPPER_HEADER_LENGTH, LEAST_SEND);
		association.receive(apdu, multicast ? silent : this.#reply);
		// An AARQ agrees on another size.
		if (limited) association.sendSize = sendSize;
		const left = this.#credit - (this.#isWithheld ? 0 : this.#out.length);
		if (peer !== undefined) this.#keep(peer, left);
		else if (preset === undefined && association.state !== 'idle') this.#add(from, port, association, left);
		this.#send();
	}

	/** Whether what is put out is too much for an address that has proved nothing. */
	get #isWithheld(): boolean {
		return this.#out.length > this.#credit;
	}

	/** What is put out, if anything is; too much for an address that has proved nothing is withheld. */
	#send(): void {
		const { length, bytes } = this.#out;
		if (length === 0) return;
		if (this.#isWithheld) this.statistics.withheld++;
		else {
			this.#credit -= length;
			this.#server.statistics.sent++;
			this.#server.statistics.framesSent++;
			this.#server.statistics.octetsSent += length - WRAPPER_HEADER_LENGTH;
			this.#socket.send(this.#to, this.#port, bytes);
		}
		this.#out.truncate();
	}

	/** Undefined: it is none, and was counted. */
	#decode(bytes: Uint8Array): WrapperFrame | undefined {
		let reason = `datagram of ${bytes.length} bytes`;
		if (bytes.length <= this.#longest) {
			try {
				const frame = decodeWrapper(bytes);
				this.#server.statistics.framesReceived++;
				return frame;
			} catch (error) {
				if (!(error instanceof DecodeError)) throw error;
				reason = error.message;
			}
		}
		if (this.statistics.malformed++ === 0) this.#log.write(LAYER, `dropped: ${reason}; counted only from here on`);
		return undefined;
	}

	#add(from: Uint8Array, port: number, association: ServerAssociation, credit: number): void {
		const standing = standingOf(association);
		const now = this.#scheduler.now();
		this.#makeRoom(standing);
		this.#peers.push({ address: from.slice(), port, association, standing, since: now, heard: now, credit });
		this.#watch ??= this.#scheduler.after(WATCH_INTERVAL, () => this.#look());
	}

	/** Keeps the peer as what it has become by its last datagram; one that is not associated any more is removed. */
	#keep(peer: Peer, credit: number): void {
		peer.credit = credit;
		if (peer.association.state === 'idle') {
			this.#remove(peer);
			return;
		}
		const standing = standingOf(peer.association);
		peer.heard = this.#scheduler.now();
		if (standing === peer.standing) return;
		this.#makeRoom(standing);
		peer.standing = standing;
		peer.since = peer.heard;
	}

	#find(address: Uint8Array, port: number, client: number): Peer | undefined {
		for (const peer of this.#peers) {
			if (peer.port === port && peer.association.client === client && equalBytes(peer.address, address)) return peer;
		}
		return undefined;
	}

	/** Makes room: where all places of this standing are taken, one of those who have one gives way. */
	#makeRoom(standing: number): void {
		const rivals = this.#peers.filter((peer) => peer.standing === standing);
		if (rivals.length < this.#limits.peers) return;
		const first = yielding(
			rivals,
			({ association, address }) => (standing === STANDING.authenticated ? association.client : address.join()),
			({ heard }) => heard,
		);
		if (first === undefined) return;
		this.statistics.displaced++;
		this.#remove(first);
	}

	#remove(peer: Peer): void {
		peer.association.close();
		const last = this.#peers.pop()!;
		if (last !== peer) this.#peers[this.#peers.indexOf(peer)] = last;
	}

	/** Looks for time-outs, as long as there is a peer. */
	#look(): void {
		this.#watch = undefined;
		const { association, inactivity } = this.#limits;
		const now = this.#scheduler.now();
		for (let i = this.#peers.length - 1; i >= 0; i--) {
			const peer = this.#peers[i]!;
			if (peer.standing === STANDING.none && now - peer.since >= association) this.statistics.association++;
			else if (now - peer.heard >= inactivity) this.statistics.inactivity++;
			else continue;
			this.#remove(peer);
		}
		if (this.#peers.length > 0) this.#watch = this.#scheduler.after(WATCH_INTERVAL, () => this.#look());
	}

	#drop(source: number, destination: number): void {
		if (this.statistics.dropped++ === 0) this.#log.write(LAYER, `dropped: frame from wPort ${source} to ${destination}; counted only from here on`);
	}
}
