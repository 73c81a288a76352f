/** The dialogue at the serial port of a J11 module, frame by frame. */
import { FrameReader } from '../../../modules/wi-sun-module/j11/language/frame-reader.js';
import type { SerialDirection, SerialListener } from './serial-line.js';
import type { DialogueTap } from './serial-tap.js';

export class J11Tap implements DialogueTap {
	readonly #listener: SerialListener;
	readonly #module: FrameReader;
	readonly #host: FrameReader;

	constructor(listener: SerialListener) {
		this.#listener = listener;
		this.#module = this.#reader('toModule');
		this.#host = this.#reader('toHost');
	}

	/** Another program is at the port: what the one before has begun is over. */
	restart(): void {
		this.#module.reset();
		this.#host.reset();
	}

	toModule(bytes: Uint8Array): void {
		this.#take(this.#module, 'toModule', bytes);
	}

	toHost(bytes: Uint8Array): void {
		this.#take(this.#host, 'toHost', bytes);
	}

	#reader(direction: SerialDirection): FrameReader {
		const handler = {
			onFrame: (code: number, _data: Uint8Array, frame: Uint8Array) => this.#listener.onFrame(direction, code, frame),
			onProblem: () => {},
		};
		return new FrameReader(handler, direction === 'toModule' ? 'request' : 'response', false);
	}

	/** What is no frame is counted: the module does not look at it either, and a password may be in it. */
	#take(reader: FrameReader, direction: SerialDirection, bytes: Uint8Array): void {
		const before = reader.dropped;
		for (let at = 0; at < bytes.length; ) at = reader.read(bytes, at);
		const length = reader.dropped - before;
		if (length > 0) this.#listener.onUnreadable(direction, length);
	}
}
