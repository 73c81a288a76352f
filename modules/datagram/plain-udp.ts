/**
 * Datagrams on a plain UDP socket, for a meter on a LAN or on Wi-Fi: nothing is authenticated or encrypted, so there are no sessions, and
 * everybody is a peer.
 *
 * Where an answer goes: ECHONET Lite sends every message to port 3610, an answer too, whatever port the request came from (Specification,
 * Part 2), and common controllers listen there while they send from another socket. So it goes to the port that `send` says, once. A simple program
 * sends from any port and waits on that one: for such, `answers` sends it there. Where an asker's port matters, the asker is known again by the array
 * that stands for its address: `onDatagram` gives each address and port one of its own.
 */
import type { UdpSocket } from '../../hal/ports/sockets.js';
import { equalBytes } from '../bytes/equal.js';
import type { Address, DatagramListener, Datagrams, Delivery, Secret } from './datagram.js';

export interface PlainUdpOptions {
	readonly socket: UdpSocket;
	/** The longest datagram, in bytes; default: 1,232, what IPv6 carries unfragmented on every link (1,280 − 40 − 8). */
	readonly maxPayload?: number;
	/** Where answers to an asker on a port of its own go: to the port of the protocol, which is the standard and the default, to the asker's, or to both. */
	readonly answers?: AnswerPort;
	/** How many askers on ports of their own are remembered; default: 32. A new one takes the place of the oldest. */
	readonly askers?: number;
}

export type AnswerPort = 'standard' | 'asker' | 'both';

interface Asker {
	readonly address: Address;
	readonly port: number;
}

const MAXIMUM_PAYLOAD = 1232;
const ASKERS = 32;

const DEAF: DatagramListener = Object.freeze({ onDatagram() {}, onPeer() {} });

export class PlainUdp implements Datagrams {
	readonly maxPayload: number;
	listener: DatagramListener = DEAF;
	readonly #socket: UdpSocket;
	readonly #answers: AnswerPort;
	readonly #limit: number;
	readonly #askers: Asker[] = [];
	/** Where the next new asker is kept. */
	#next = 0;
	#latest: Asker | undefined;
	/** `#sent` tells `#done`: made anew only if the sender wants to hear elsewhere. */
	#done: ((delivery: Delivery) => void) | undefined;
	#sent: ((ok: boolean) => void) | undefined;

	constructor({ socket, maxPayload, answers, askers }: PlainUdpOptions) {
		this.maxPayload = maxPayload ?? MAXIMUM_PAYLOAD;
		this.#answers = answers ?? 'standard';
		this.#limit = askers ?? ASKERS;
		this.#socket = socket;
		socket.onReceive = (from, port, bytes, multicast) => this.#receive(from, port, bytes, multicast);
	}

	/** The group that the socket joined: where announcements go. */
	get group(): Address {
		return this.#socket.group;
	}

	/** Throws RangeError if the datagram is longer than `maxPayload`. */
	send(to: Address, port: number, bytes: Uint8Array, done: (delivery: Delivery) => void): void {
		if (bytes.length > this.maxPayload) throw new RangeError(`datagram: expected at most ${this.maxPayload} bytes, got ${bytes.length}`);
		if (done !== this.#done) {
			this.#done = done;
			this.#sent = (ok) => done(ok ? 'sent' : 'failed');
		}
		const asker = this.#askerAt(to);
		if (asker === undefined || asker.port === port || this.#answers !== 'both') {
			this.#socket.send(to, asker !== undefined && this.#answers === 'asker' ? asker.port : port, bytes, this.#sent);
			return;
		}
		this.#socket.send(to, port, bytes, this.#sent);
		this.#socket.send(to, asker.port, bytes);
	}

	/** Does nothing: there are no sessions. */
	terminate(_peer: Address): void {}

	/** Does nothing: nobody authenticates. */
	configure(_id: string, _secret: Secret): void {}

	#receive(from: Address, port: number, bytes: Uint8Array, multicast: boolean): void {
		const { port: own, address, group } = this.#socket;
		// Port 0 says that there is none to answer to (RFC 768).
		const peer = port === own || port === 0 || this.#answers === 'standard' ? from : this.#remember(from, port).address;
		this.listener.onDatagram(peer, multicast ? group : address, own, bytes, false);
	}

	/** The entry of this address and port, the one there was if there was one. */
	#remember(address: Address, port: number): Asker {
		let asker = this.#latest;
		if (asker !== undefined && isAt(asker, address, port)) return asker;
		asker = this.#askers.find((known) => isAt(known, address, port));
		if (asker === undefined) {
			asker = { address: address.slice(), port };
			this.#askers[this.#next] = asker;
			this.#next = (this.#next + 1) % this.#limit;
		}
		this.#latest = asker;
		return asker;
	}

	#askerAt(to: Address): Asker | undefined {
		if (this.#latest?.address === to) return this.#latest;
		return this.#askers.find((asker) => asker.address === to);
	}
}

function isAt(asker: Asker, address: Address, port: number): boolean {
	return asker.port === port && equalBytes(asker.address, address);
}
