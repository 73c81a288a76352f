/** An MQTT broker inside the exam, on 127.0.0.1: what the program publishes is seen as it comes by. */
import { createServer, type Server, type Socket } from 'node:net';
import { Duplex, Transform, type TransformCallback } from 'node:stream';
import type { Aedes } from 'aedes';
import type { ObserveDeclaration } from '../../../../src/exam/declaration.js';
import { listening, portOf } from './listening.js';
import type { Observer, ObserverListener } from './observer.js';
import { Topics } from './topics.js';

/** Of a packet, bytes. */
export const MOST_PACKET = 1 << 20;
const MOST_CLIENTS = 32;
/** Topics with a message that is kept for later subscribers. */
const MOST_RETAINED = 1000;
/** Bytes of a remaining length (MQTT 3.1.1, 2.2.3). */
const MOST_LENGTH_BYTES = 4;

export class Broker implements Observer {
	readonly #topics: Topics;
	readonly #retained = new Set<string>();
	readonly #sockets = new Set<Socket>();
	#aedes: Aedes | undefined;
	#server: Server | undefined;

	constructor(declarations: readonly ObserveDeclaration[]) {
		this.#topics = new Topics(declarations);
	}

	/** Of 127.0.0.1; once it has started. */
	get port(): number {
		return portOf(this.#server);
	}

	/** Rejects where there is no port, or no aedes. */
	async start(listener: ObserverListener): Promise<void> {
		const { Aedes } = await import('aedes');
		const aedes = await Aedes.createBroker({
			authorizePublish: (_client, packet, done) => done(this.#mayRetain(packet.retain, packet.topic) ? null : new Error('too many retained topics')),
		});
		this.#aedes = aedes;
		aedes.on('publish', (packet, client) => {
			if (client !== null) this.#topics.take(packet.topic, packet.payload, listener);
		});
		this.#server = createServer((socket) => {
			this.#sockets.add(socket);
			socket.once('close', () => this.#sockets.delete(socket));
			const gate = new PacketGate(() => socket.destroy());
			socket.on('error', () => gate.destroy());
			socket.pipe(gate);
			const gated = Duplex.from({ readable: gate, writable: socket });
			gated.on('error', () => socket.destroy());
			gated.once('close', () => socket.destroy());
			aedes.handle(gated);
		});
		this.#server.maxConnections = MOST_CLIENTS;
		await listening(this.#server);
	}

	stop(done: () => void): void {
		const server = this.#server;
		const aedes = this.#aedes;
		for (const socket of this.#sockets) socket.destroy();
		if (server === undefined || aedes === undefined) done();
		else server.close(() => aedes.close(() => done()));
	}

	#mayRetain(retain: boolean, topic: string): boolean {
		if (!retain) return true;
		if (this.#retained.size >= MOST_RETAINED && !this.#retained.has(topic)) return false;
		this.#retained.add(topic);
		return true;
	}
}

/** Lets packets by, until one is longer than it may be: a parser would wait for all of it. */
class PacketGate extends Transform {
	readonly #onTooLong: () => void;
	/** Of the packet that comes: bytes still to come; undefined: its header. */
	#left: number | undefined;
	#length = 0;
	#lengthBytes = -1;

	constructor(onTooLong: () => void) {
		super();
		this.#onTooLong = onTooLong;
	}

	override _transform(bytes: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
		for (let i = 0; i < bytes.length; ) {
			if (this.#left !== undefined) {
				const taken = Math.min(this.#left, bytes.length - i);
				this.#left -= taken;
				i += taken;
			} else if (!this.#header(bytes[i++]!)) {
				this.#onTooLong();
				done();
				return;
			}
			if (this.#left === 0) this.#begin();
		}
		done(null, bytes);
	}

	#header(byte: number): boolean {
		// The first byte is the type; then a length in groups of 7 bits, the lowest first.
		if (this.#lengthBytes >= 0) this.#length += (byte & 0x7f) * 128 ** this.#lengthBytes;
		this.#lengthBytes++;
		if (this.#lengthBytes > MOST_LENGTH_BYTES || this.#length > MOST_PACKET) return false;
		if (this.#lengthBytes > 0 && byte < 0x80) this.#left = this.#length;
		return true;
	}

	#begin(): void {
		this.#left = undefined;
		this.#length = 0;
		this.#lengthBytes = -1;
	}
}
