import type { Log } from '../ports/log.js';
import type { Scheduler } from '../ports/scheduler.js';
import type { Serial } from '../ports/serial.js';

/** What the driver does; `esp32-usb-serial.h` says what each of these throws. */
export interface UsbSerialPort {
	open(): void;
	/** How many bytes came in, which stand at the beginning of `into`. */
	read(into: Uint8Array): number;
	/** False: there is no room for all of them, and none is sent. */
	write(bytes: Uint8Array): boolean;
}

export interface UsbSerialOptions {
	readonly port: UsbSerialPort;
	readonly scheduler: Scheduler;
	readonly log: Log;
}

/** How often it looks for what came in, and for room, ms. */
const POLL = 10;
/** As many bytes come in at once, at most: a stranger's flood leaves room for other turns. */
const PIECE = 256;
/** As many go out at once; the driver's ring has room for four. */
const PACKET = 128;
/** Output that the PC does not fetch is lost beyond this many bytes, or after this long, ms: no program has the port open. */
const BACKLOG = 4096;
const PATIENCE = 1000;

/** The serial port that the chip is on USB. It has no bits per second: the PC's setting is for nobody. */
export class UsbSerial implements Serial {
	onReceive: (bytes: Uint8Array) => void = () => {};
	/** Bytes that nobody fetched. */
	lost = 0;
	readonly #options: UsbSerialOptions;
	readonly #piece = new Uint8Array(PIECE);
	readonly #queue: Uint8Array[] = [];
	#backlog = 0;
	/** When the port last took something, or had nothing to take. */
	#moved: number;
	/** Nobody fetches anything: what is said is dropped at once. */
	#isUnread = false;
	/** That something is lost was logged. */
	#isTold = false;

	/** Throws Error where the port is in use. */
	constructor(options: UsbSerialOptions) {
		const { port, scheduler } = options;
		this.#options = options;
		this.#moved = scheduler.now();
		port.open();
		scheduler.after(POLL, () => this.#poll());
	}

	write(bytes: Uint8Array): void {
		if (bytes.length === 0) return;
		if (this.#backlog === 0) this.#moved = this.#options.scheduler.now();
		if (this.#backlog + bytes.length > BACKLOG) {
			this.#lose(bytes.length);
			return;
		}
		this.#queue.push(bytes);
		this.#backlog += bytes.length;
		this.#flush();
	}

	#poll(): void {
		const { port, scheduler } = this.#options;
		const count = port.read(this.#piece);
		scheduler.after(count === PIECE ? 0 : POLL, () => this.#poll());
		this.#flush();
		if (count > 0) this.onReceive(this.#piece.slice(0, count));
	}

	#flush(): void {
		const { port, scheduler } = this.#options;
		const queue = this.#queue;
		while (queue.length > 0) {
			const first = queue[0]!;
			const packet = first.subarray(0, PACKET);
			if (!port.write(packet)) break;
			if (packet.length === first.length) queue.shift();
			else queue[0] = first.subarray(PACKET);
			this.#backlog -= packet.length;
			this.#moved = scheduler.now();
			this.#isUnread = false;
			this.#isTold = false;
		}
		if (this.#backlog === 0 || (!this.#isUnread && scheduler.now() - this.#moved < PATIENCE)) return;
		const dropped = this.#backlog;
		queue.length = 0;
		this.#backlog = 0;
		this.#isUnread = true;
		this.#lose(dropped);
	}

	/** Logged once, until somebody reads again. */
	#lose(count: number): void {
		this.lost += count;
		if (this.#isTold) return;
		this.#isTold = true;
		this.#options.log.write('USB', `no program fetches what the stick says: ${this.lost} bytes are lost, and all until one does`);
	}
}
