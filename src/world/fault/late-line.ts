import type { Scheduler, Timer } from '../../../hal/ports/scheduler.js';

export interface Piece {
	readonly bytes: Uint8Array;
	/** ms, from when what is before it has gone. */
	readonly pause: number;
}

/** Sends in order what waits a while each. */
export class LateLine {
	readonly #scheduler: Scheduler;
	readonly #send: (bytes: Uint8Array) => void;
	readonly #most: number;
	readonly #waiting: Piece[] = [];
	#length = 0;
	#timer: Timer | undefined;

	/** @param most bytes that wait: beyond them the oldest go at once */
	constructor(scheduler: Scheduler, most: number, send: (bytes: Uint8Array) => void) {
		this.#scheduler = scheduler;
		this.#most = most;
		this.#send = send;
	}

	get isIdle(): boolean {
		return this.#waiting.length === 0;
	}

	/** The bytes are taken at once. */
	put(bytes: Uint8Array, pause: number): void {
		if (pause === 0 && this.isIdle) this.#send(bytes);
		else this.putAll([{ bytes: bytes.slice(), pause }]);
	}

	/** What is sent from within it comes behind all of them. */
	putAll(pieces: readonly Piece[]): void {
		for (const piece of pieces) {
			this.#waiting.push(piece);
			this.#length += piece.bytes.length;
		}
		if (this.#timer === undefined || this.#length > this.#most) this.#goOn();
	}

	/** Drops what waits. */
	clear(): void {
		this.#timer?.cancel();
		this.#timer = undefined;
		this.#waiting.length = 0;
		this.#length = 0;
	}

	#goOn(): void {
		this.#timer?.cancel();
		this.#timer = undefined;
		for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
			if (next.pause > 0 && this.#length <= this.#most) {
				this.#timer = this.#scheduler.after(next.pause, () => {
					this.#timer = undefined;
					this.#sendFirst();
					this.#goOn();
				});
				return;
			}
			this.#sendFirst();
		}
	}

	#sendFirst(): void {
		const { bytes } = this.#waiting.shift()!;
		this.#length -= bytes.length;
		this.#send(bytes);
	}
}
