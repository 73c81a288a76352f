/** Lines that take their time, in virtual time: what is written arrives later, and how long all of it was on the way is counted. */
import type { Scheduler } from '../hal/ports/scheduler.js';
import type { Serial } from '../hal/ports/serial.js';
import type { Stream, StreamListener } from '../hal/ports/streams.js';
import type { ByteStream } from '../src/head-end/connection.js';
import type { SerialLine } from '../src/head-end/hdlc-carrier.js';

export interface LineModel {
	/** Bits a second each way. */
	readonly speed: number;
	/** Of a byte: 8, or 10 with start and stop bit. */
	readonly bits: 8 | 10;
	/** One way, ms. */
	readonly latency: number;
}

/** What is delivered at once, bytes: a line hands over what it has. */
const PIECE = 64;
const SECOND = 1000;

/** One way of a line. */
class Way {
	onReceive: (bytes: Uint8Array) => void = () => {};
	bytes = 0;
	readonly #scheduler: Scheduler;
	readonly #model: LineModel;
	#free = 0;

	constructor(scheduler: Scheduler, model: LineModel) {
		this.#scheduler = scheduler;
		this.#model = model;
	}

	write(bytes: Uint8Array): void {
		this.bytes += bytes.length;
		const now = this.#scheduler.now();
		this.#free = Math.max(this.#free, now);
		for (let at = 0; at < bytes.length; at += PIECE) {
			const piece = bytes.slice(at, at + PIECE);
			this.#free += lineTime(this.#model, piece.length);
			this.#scheduler.after(this.#free + this.#model.latency - now, () => this.onReceive(piece));
		}
	}
}

/** How long bytes are on the line, ms, latency aside. */
export function lineTime({ speed, bits }: Pick<LineModel, 'speed' | 'bits'>, bytes: number): number {
	return (bytes * bits * SECOND) / speed;
}

export class FarLine {
	readonly #scheduler: Scheduler;
	readonly #model: LineModel;
	readonly #ways: Way[] = [];
	#onConnection: (stream: Stream) => void = () => {};
	/** The meter's end of a serial line. */
	readonly serial: Serial;
	readonly #head: SerialLine;

	constructor(scheduler: Scheduler, model: LineModel) {
		this.#scheduler = scheduler;
		this.#model = model;
		const [down, up] = this.#pair();
		const serial: Serial = { onReceive: () => {}, write: (bytes) => up.write(bytes) };
		down.onReceive = (bytes) => serial.onReceive(bytes);
		this.serial = serial;
		const head: SerialLine = { ...endOf(down), setSpeed() {} };
		up.onReceive = (bytes) => head.onReceive(bytes);
		this.#head = head;
	}

	/** Bytes both ways so far, of all connections. */
	get bytes(): number {
		return this.#ways.reduce((sum, way) => sum + way.bytes, 0);
	}

	/** The head-end's end of the serial line. */
	readonly openSerial = async (): Promise<SerialLine> => this.#head;

	/** The meter's end of what `openStream` opens. */
	get listener(): StreamListener {
		const listener: StreamListener = { onConnection: () => {}, close() {} };
		this.#onConnection = (stream) => listener.onConnection(stream);
		return listener;
	}

	/** A connection of TCP: that it is there takes a round trip. */
	readonly openStream = async (): Promise<ByteStream> => {
		await this.#wait(2 * this.#model.latency);
		const [down, up] = this.#pair();
		const stream: Stream = {
			...{ peer: 'far', host: 'far', pending: 0, onReceive() {}, onDrained() {}, onClosed() {}, pause() {}, resume() {} },
			send: (bytes) => up.write(bytes),
			close() {},
		};
		down.onReceive = (bytes) => stream.onReceive(bytes);
		this.#onConnection(stream);
		const head: ByteStream = { ...endOf(down), close: () => stream.onClosed() };
		up.onReceive = (bytes) => head.onReceive(bytes);
		return head;
	};

	#pair(): readonly [Way, Way] {
		const pair = [new Way(this.#scheduler, this.#model), new Way(this.#scheduler, this.#model)] as const;
		this.#ways.push(...pair);
		return pair;
	}

	#wait(time: number): Promise<void> {
		return new Promise((resolve) => this.#scheduler.after(time, resolve));
	}
}

function endOf(way: Way): ByteStream {
	return { onReceive: () => {}, onClose: () => {}, write: (bytes) => way.write(bytes), close() {} };
}
