import IO from 'embedded:io/serial';
import type { Serial, SerialPlace } from '../ports/serial.js';
import { setEvenParity } from './parity.js';

/** Output that the line does not take is lost beyond this many bytes. */
const BACKLOG = 4096;

/** A serial line by ECMA-419's `embedded:io/serial`: 8N1, which is all that it knows, or 8E1 by parity.c. */
export class XsSerial implements Serial {
	onReceive: (bytes: Uint8Array) => void = () => {};
	readonly #io: IO;
	readonly #queue: Uint8Array[] = [];
	#backlog = 0;
	/** Bytes that the line takes without being asked again. */
	#room = 0;
	/** The other side closed the line: nothing is sent any more. */
	#gone = false;

	/** Throws if the line or a pin is in use, or not there. */
	constructor(place: SerialPlace) {
		const { parity, ...where } = place;
		if ('transmit' in where && where.transmit === undefined) delete (where as { transmit?: number | undefined }).transmit;
		const options = {
			...where,
			format: 'buffer',
			onReadable: () => this.read(),
			onWritable: (room: number) => {
				this.#room = room;
				this.flush();
			},
			onError: () => {
				this.#gone = true;
			},
		};
		this.#io = new IO(options as ConstructorParameters<typeof IO>[0]);
		if (parity === 'even') setEvenParity('device' in place ? place.device : place.port);
	}

	write(bytes: Uint8Array): void {
		if (this.#gone || bytes.length === 0 || this.#backlog + bytes.length > BACKLOG) return;
		this.#queue.push(bytes);
		this.#backlog += bytes.length;
		this.flush();
	}

	/** The port and its pins are free again; nothing comes or goes from here on. */
	close(): void {
		this.#gone = true;
		this.#io.close();
	}

	private read(): void {
		const bytes = this.#io.read() as ArrayBuffer | undefined;
		if (bytes !== undefined) this.onReceive(new Uint8Array(bytes));
	}

	/** The SDK refuses more than there is room for, and on Linux a second write before it asks again. */
	private flush(): void {
		const queue = this.#queue;
		const room = this.#room;
		if (this.#gone || room === 0 || queue.length === 0) return;
		this.#room = 0;
		const bytes = queue[0]!;
		const count = Math.min(room, bytes.length);
		if (count === bytes.length) queue.shift();
		else queue[0] = bytes.subarray(count);
		this.#backlog -= count;
		this.#io.write(bytes.slice(0, count).buffer);
	}
}
