/** One connection of TCP: its frames, the association of each client that speaks over it, and what it may be closed for. */
import type { Stream } from '../../hal/ports/streams.js';
import type { DataWriter } from '../../modules/dlms/axdr/data-writer.js';
import type { CosemServer } from '../../modules/dlms/server/server.js';
import type { ServerAssociation } from '../../modules/dlms/server/server-association.js';
import type { Reply } from '../../modules/dlms/server/server-host.js';
import { WrapperStream, writeWrapperHeader } from '../../modules/dlms/wrapper.js';
import type { TransportLimits } from './limits.js';
import { associationOf, longestApdu, MANAGEMENT_DEVICE, STANDING, standingOf } from './transport.js';

/** Why a connection is closed from here. */
export type Cause = 'malformed' | 'displaced' | 'answers' | 'frame' | 'association' | 'inactivity';

/** What all connections of one server share. */
export interface Connections {
	readonly server: CosemServer;
	/** Associations that are there from the start. */
	readonly presets: readonly ServerAssociation[];
	readonly limits: TransportLimits;
	/** Answers on their way to a stream: in use only within one call of `serve`. */
	readonly out: DataWriter;
	/** How many requests may be answered before the other doors have a turn. */
	left: number;
	now(): number;
	/** Calls `serve` of this connection when the others have had their turn. */
	wait(connection: TcpConnection): void;
	/** A frame from or to a wPort that is nobody's; `first`: of this connection. */
	dropped(connection: TcpConnection, first: boolean, source: number, destination: number): void;
	/** A client has proved that it holds the keys. */
	proved(connection: TcpConnection): void;
	/** It is to be closed. */
	end(connection: TcpConnection, cause: Cause, text?: string): void;
	/** The other end closed it. */
	gone(connection: TcpConnection): void;
}

/** Answers of one turn go out together, up to about this many bytes: what one segment carries. */
const BATCH = 1400;
const NEVER = Number.POSITIVE_INFINITY;

export class TcpConnection {
	readonly stream: Stream;
	/** Time at which it came, ms. */
	readonly opened: number;
	/** Time of its last whole frame, ms. */
	heard: number;
	readonly #shared: Connections;
	readonly #frames: WrapperStream;
	readonly #associations: ServerAssociation[] = [];
	readonly #reply: Reply;
	/** The frame that is being served. */
	#source = 0;
	#destination = 0;
	#apdu: Uint8Array | undefined;
	/** What has come and is not served yet, from byte `#at` on. */
	#bytes: Uint8Array | undefined;
	#at = 0;
	#paused = false;
	/** Since when a frame is not complete, or answers are not taken; ms. */
	#begun = NEVER;
	#untaken = NEVER;
	#wasAssociated = false;
	#dropped = false;
	#closed = false;
	/** What was wrong with the last frame. */
	#error: string | undefined;

	constructor(shared: Connections, stream: Stream) {
		this.#shared = shared;
		this.stream = stream;
		this.opened = this.heard = shared.now();
		this.#frames = new WrapperStream({
			maxApdu: longestApdu(shared.server),
			// Served when the stream has returned: stack is dear on XS.
			onFrame: (source, destination, apdu) => {
				this.#source = source;
				this.#destination = destination;
				this.#apdu = apdu;
				this.#frames.hold();
			},
			onError: (error) => {
				this.#error = error.message;
			},
		});
		this.#reply = (apdu) => this.#put(apdu);
		stream.onReceive = (bytes) => {
			this.#bytes = bytes;
			this.#at = 0;
			this.serve();
		};
		stream.onDrained = () => this.#onDrained();
		stream.onClosed = () => shared.gone(this);
	}

	/** A value of `STANDING`: the best of its associations. */
	get standing(): number {
		let best: number = STANDING.none;
		for (const association of this.#associations) best = Math.max(best, standingOf(association));
		return best;
	}

	/** The client that has proved that it holds the keys; undefined: none has. */
	get provenClient(): number | undefined {
		for (const association of this.#associations) if (standingOf(association) === STANDING.authenticated) return association.client;
		return undefined;
	}

	/** How many clients are associated over it, or about to be. */
	get associations(): number {
		return this.#associations.reduce((count, { state }) => (state === 'idle' ? count : count + 1), 0);
	}

	/** Answers what has come, as much as one turn allows. */
	serve(): void {
		const bytes = this.#bytes;
		if (bytes === undefined || this.#closed) return;
		const shared = this.#shared;
		const { limits, out } = shared;
		out.truncate();
		let frames = 0;
		const most = Math.min(limits.framesPerTurn, shared.left);
		while (frames < most && this.#at < bytes.length && this.#error === undefined && !this.#closed && this.stream.pending <= limits.pending) {
			this.#apdu = undefined;
			this.#at = this.#frames.receive(bytes, this.#at);
			if (this.#apdu === undefined) continue;
			frames++;
			shared.left--;
			this.#answer(this.#apdu);
		}
		if (this.#closed) return;
		if (out.length > 0) this.stream.send(out.bytes);
		if (this.#error === undefined) this.#goOn(frames > 0);
		else this.#shared.end(this, 'malformed', this.#error);
	}

	/** What it has taken too long for, if anything. */
	overdue(now: number): Cause | undefined {
		const { limits } = this.#shared;
		if (now - this.#untaken >= limits.answers) return 'answers';
		// Not the client's fault: its requests wait for a turn.
		if (this.#paused) return undefined;
		if (now - this.#begun >= limits.frame) return 'frame';
		if (!this.#wasAssociated && now - this.opened >= limits.association) return 'association';
		return now - this.heard >= limits.inactivity ? 'inactivity' : undefined;
	}

	/** Nothing of it stays. Closing the stream is the caller's business. */
	close(): void {
		this.#closed = true;
		this.#bytes = undefined;
		this.#frames.close();
		for (const association of this.#associations) association.close();
		this.#associations.length = 0;
	}

	#answer(apdu: Uint8Array): void {
		this.#shared.server.statistics.framesReceived++;
		const association = this.#destination === MANAGEMENT_DEVICE ? this.#associationOf(this.#source) : undefined;
		if (association === undefined) {
			this.#shared.dropped(this, !this.#dropped, this.#source, this.#destination);
			this.#dropped = true;
			return;
		}
		const before = standingOf(association);
		association.receive(apdu, this.#reply);
		const standing = standingOf(association);
		if (standing === before) return;
		this.#wasAssociated = true;
		if (standing === STANDING.authenticated) this.#shared.proved(this);
	}

	/** After a turn: notes the time, and when there is to be another. */
	#goOn(served: boolean): void {
		const now = this.#shared.now();
		if (served) {
			this.heard = now;
			this.#begun = NEVER;
		}
		if (this.#frames.waiting && this.#begun === NEVER) this.#begun = now;
		if (this.#at === this.#bytes?.length) this.#bytes = undefined;
		if (this.stream.pending > this.#shared.limits.pending) {
			this.#untaken = now;
			this.#pause(true);
		} else if (this.#bytes !== undefined) {
			this.#pause(true);
			this.#shared.wait(this);
		} else {
			this.#pause(false);
		}
	}

	#associationOf(client: number): ServerAssociation | undefined {
		const { presets, server } = this.#shared;
		const known = associationOf(this.#associations, client) ?? associationOf(presets, client);
		if (known !== undefined) return known;
		const association = server.connect(client, { exclusive: true });
		if (association !== undefined) this.#associations.push(association);
		return association;
	}

	#put(apdu: Uint8Array): void {
		const { out, server } = this.#shared;
		server.statistics.sent++;
		server.statistics.framesSent++;
		server.statistics.octetsSent += apdu.length;
		writeWrapperHeader(out, MANAGEMENT_DEVICE, this.#source, apdu.length);
		out.put(apdu);
		if (out.length < BATCH) return;
		this.stream.send(out.bytes);
		out.truncate();
	}

	#onDrained(): void {
		if (this.#untaken === NEVER) return;
		this.#untaken = NEVER;
		// The frame that has begun could not go on meanwhile.
		if (this.#begun !== NEVER) this.#begun = this.#shared.now();
		if (this.#bytes !== undefined) this.serve();
		else this.#pause(false);
	}

	#pause(paused: boolean): void {
		if (paused === this.#paused) return;
		this.#paused = paused;
		if (paused) this.stream.pause();
		else this.stream.resume();
	}
}
