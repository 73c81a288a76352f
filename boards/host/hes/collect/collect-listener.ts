/**
 * The sockets of a collector: UDP with a buffer that holds what comes while the program is busy, and lines of TCP from concentrators. What is to be confirmed is confirmed
 * when it is on the disk. A line is held back while there is no room; a datagram that finds none is lost, counted, and its half-hour asked for later.
 */
import { createSocket, type RemoteInfo, type Socket as UdpSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, isIPv6, type Server, type Socket } from 'node:net';
import { endpointText } from '../../../../hal/node/addresses.js';
import { encodeWrapper, LONGEST_WRAPPED, WRAPPER_HEADER_LENGTH, WrapperStream } from '../../../../modules/dlms/wrapper.js';
import type { BlockBuffer } from '../../../../src/head-end/collection/block-buffer.js';
import type { Collector, Verdict } from '../../../../src/head-end/collection/collector.js';
import { LEAST_ROW } from '../../../../src/head-end/collection/interval-push.js';

/** Bytes: some 16,000 pushes, a second of 27 million meters. */
export const RECEIVE_BUFFER = 4 << 20;
/** Lines at a time. */
const MOST_LINES = 4096;
/** A line on which nothing comes for so long is closed, ms: a concentrator has something each half-hour. */
const SILENCE = 65 * 60_000;
/** Bytes that a line may leave unread of what it is told. */
const MOST_UNREAD = 1 << 20;
/** What waits is written at least so often, ms. */
const FLUSH = 50;

/** Opens what is protected in another way than the fast path takes, or comes in blocks; undefined: there is more to come. */
export type TakeUnusual = (sender: string, apdu: Uint8Array, at: number, answer: (apdu: Uint8Array) => void) => Verdict | undefined;

export interface CollectListenerOptions {
	readonly address: string;
	/** 0 takes a free one. */
	readonly port: number;
	readonly collector: Collector;
	readonly buffer: BlockBuffer;
	/** Writes a block, and calls back when it is durable. */
	readonly append: (block: Uint8Array, sequence: number, done: (error: Error | undefined) => void) => void;
	readonly onUnusual: TakeUnusual;
	/** It goes no further: the journal cannot be written. */
	readonly onError: (error: Error) => void;
	/** The first of its kind is told. */
	readonly onRefused: (peer: string, verdict: Verdict | 'line') => void;
	readonly now?: () => number;
}

interface Line {
	readonly socket: Socket;
	readonly frames: WrapperStream;
	readonly peer: string;
	/** What came and was not taken yet. */
	waiting: Uint8Array | undefined;
	timer: NodeJS.Timeout;
}

export class CollectListener {
	readonly #options: CollectListenerOptions;
	readonly #udp: UdpSocket;
	readonly #tcp: Server;
	readonly #lines = new Set<Line>();
	readonly #now: () => number;
	/** What is told when what is in the block that is filled, or written, is durable. */
	#filling: (() => void)[] = [];
	#writing: (() => void)[] = [];
	#timer: NodeJS.Timeout | undefined;
	#idle: (() => void)[] = [];
	#isBroken = false;
	#isClosing = false;
	#turnedAway = 0;

	private constructor(options: CollectListenerOptions, udp: UdpSocket, tcp: Server) {
		this.#options = options;
		this.#udp = udp;
		this.#tcp = tcp;
		this.#now = options.now ?? Date.now;
		udp.on('message', (bytes, from) => this.#onDatagram(bytes, from));
		udp.on('error', () => {});
		tcp.on('connection', (socket) => this.#onLine(socket));
		tcp.on('error', () => {});
	}

	/** Rejects with the system's error. */
	static async open(options: CollectListenerOptions): Promise<CollectListener> {
		const { address, port } = options;
		const isV6 = isIPv6(address);
		const tcp = createServer({ noDelay: true });
		tcp.listen({ host: address, port, ipv6Only: isV6 });
		await once(tcp, 'listening');
		const taken = (tcp.address() as { readonly port: number }).port;
		const udp = createSocket({ type: isV6 ? 'udp6' : 'udp4', ipv6Only: isV6, recvBufferSize: RECEIVE_BUFFER });
		try {
			udp.bind({ address, port: taken });
			await once(udp, 'listening');
		} catch (error) {
			tcp.close();
			udp.close();
			throw error;
		}
		return new CollectListener(options, udp, tcp);
	}

	get port(): number {
		return this.#udp.address().port;
	}

	/** Bytes that the system has given for what comes by UDP; Linux counts twice what was asked for. */
	get receiveBuffer(): number {
		return this.#udp.getRecvBufferSize();
	}

	get lines(): number {
		return this.#lines.size;
	}

	/** Lines that there was no place for. */
	get turnedAway(): number {
		return this.#turnedAway;
	}

	/** What is to be done when all that was put until now is durable. */
	whenDurable(done: () => void): void {
		const { buffer } = this.#options;
		if (buffer.count > 0) this.#filling.push(done);
		else if (buffer.isWriting) this.#writing.push(done);
		else done();
		this.#flushSoon();
	}

	/** Takes nothing more, writes what waits, and confirms it. */
	async close(): Promise<void> {
		this.#isClosing = true;
		this.#tcp.close();
		for (const line of this.#lines) line.socket.pause();
		await new Promise<void>((resolve) => {
			this.#idle.push(resolve);
			this.#flush();
		});
		// Datagrams go one turn after they are sent.
		await new Promise((resolve) => setImmediate(resolve));
		this.#udp.close();
		for (const line of this.#lines) line.socket.destroySoon();
	}

	#onDatagram(bytes: Uint8Array, from: RemoteInfo): void {
		if (this.#isClosing) return;
		const { collector } = this.#options;
		const { length } = bytes;
		if (length <= WRAPPER_HEADER_LENGTH || bytes[0] !== 0 || bytes[1] !== 1 || ((bytes[6]! << 8) | bytes[7]!) !== length - WRAPPER_HEADER_LENGTH) {
			this.#refused(from.address, collector.count('malformed'));
			return;
		}
		const [source, destination] = [(bytes[2]! << 8) | bytes[3]!, (bytes[4]! << 8) | bytes[5]!];
		const verdict = this.#take(
			() => endpointText(from.address, from.port),
			bytes.subarray(WRAPPER_HEADER_LENGTH),
			(apdu) => {
				const frame = encodeWrapper({ source: destination, destination: source, apdu });
				this.#udp.send(frame, from.port, from.address, () => {});
			},
		);
		if (verdict !== undefined) this.#refused(from.address, verdict);
	}

	#onLine(socket: Socket): void {
		const peer = `${socket.remoteAddress ?? ''}:${socket.remotePort ?? 0}`;
		socket.on('error', () => socket.destroy());
		if (this.#lines.size >= MOST_LINES) {
			this.#turnedAway++;
			this.#options.onRefused(peer, 'line');
			socket.destroy();
			return;
		}
		const frames = new WrapperStream({
			maxApdu: LONGEST_WRAPPED,
			onFrame: (source, destination, apdu) => {
				const verdict = this.#take(
					() => peer,
					apdu,
					(answer) => {
						// Who does not read it is told no more.
						if (socket.writableLength > MOST_UNREAD) socket.destroy();
						else socket.write(encodeWrapper({ source: destination, destination: source, apdu: answer }));
					},
				);
				if (verdict === undefined) return;
				if (verdict === 'accepted') line.timer.refresh();
				this.#refused(peer, verdict);
			},
			onError: () => {
				this.#refused(peer, this.#options.collector.count('malformed'));
				socket.destroy();
			},
		});
		const line: Line = { socket, frames, peer, waiting: undefined, timer: setTimeout(() => socket.destroy(), SILENCE) };
		this.#lines.add(line);
		socket.on('data', (bytes: Buffer) => this.#onBytes(line, bytes));
		socket.on('close', () => {
			clearTimeout(line.timer);
			this.#lines.delete(line);
		});
	}

	/** A line's bytes are taken only as long as any push has room. */
	#onBytes(line: Line, bytes: Uint8Array): void {
		let at = 0;
		while (at < bytes.length) {
			if (this.#options.buffer.room < ROOM_OF_A_CHUNK) {
				line.waiting = bytes.subarray(at);
				line.socket.pause();
				this.#flush();
				return;
			}
			const end = Math.min(bytes.length, at + CHUNK);
			const taken = line.frames.receive(bytes.subarray(at, end));
			if (taken === 0) return;
			at += taken;
		}
	}

	/** Undefined: it is not whole yet. */
	#take(peer: () => string, apdu: Uint8Array, answer: (apdu: Uint8Array) => void): Verdict | undefined {
		const { collector } = this.#options;
		const at = this.#now();
		const verdict = collector.receive(apdu, at);
		if (verdict === 'unusual') return this.#options.onUnusual(peer(), apdu.slice(), at, answer);
		if (verdict === 'accepted' || verdict === 'repeated' || verdict === 'other') {
			const { toConfirm } = collector;
			if (toConfirm !== undefined)
				this.whenDurable(() => {
					const confirmation = collector.confirmation(toConfirm);
					if (confirmation !== undefined) answer(confirmation);
				});
			if (verdict === 'accepted') this.#flushSoon();
		}
		return verdict;
	}

	#refused(peer: string, verdict: Verdict): void {
		if (verdict !== 'accepted' && verdict !== 'repeated' && verdict !== 'other') this.#options.onRefused(peer, verdict);
	}

	#flushSoon(): void {
		const { buffer } = this.#options;
		if (buffer.room < buffer.count) this.#flush();
		else this.#timer ??= setTimeout(() => this.#flush(), FLUSH);
	}

	#flush(): void {
		clearTimeout(this.#timer);
		this.#timer = undefined;
		const { buffer, append, onError } = this.#options;
		if (this.#isBroken) return;
		const { sequence } = buffer;
		const block = buffer.take();
		if (block === undefined) {
			if (!buffer.isWriting) for (const done of this.#idle.splice(0)) done();
			return;
		}
		this.#writing = this.#filling;
		this.#filling = [];
		append(block, sequence, (error) => {
			if (error !== undefined) {
				this.#isBroken = true;
				onError(error);
				return;
			}
			buffer.written();
			for (const done of this.#writing.splice(0)) done();
			for (const line of this.#lines) {
				const { waiting } = line;
				if (waiting === undefined || this.#isClosing) continue;
				line.waiting = undefined;
				this.#onBytes(line, waiting);
				if (line.waiting === undefined) line.socket.resume();
			}
			if (this.#idle.length > 0 || buffer.room < buffer.count) this.#flush();
			else if (buffer.count > 0) this.#flushSoon();
		});
	}
}

/** Bytes of a line that are taken at once, and what they can have of readings at most. */
const CHUNK = 16_384;
const ROOM_OF_A_CHUNK = (CHUNK + LONGEST_WRAPPED) / LEAST_ROW;
