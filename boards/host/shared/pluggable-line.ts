import type { DonglePort } from '../../../src/world/dongle/dongle.js';
import type { OpenLine, PortTold } from './open-line.js';

/** Time between tries at a port that something else has taken meanwhile, ms. */
const AGAIN = 1_000;

/** A line that goes with its dongle and comes back with it, under the path that it had. */
export class PluggableLine implements OpenLine, DonglePort {
	onReceive: (bytes: Uint8Array) => void = () => {};
	onConnect: () => void = () => {};
	onTold: (told: PortTold) => void = () => {};
	readonly path: string;
	readonly #reopen: (path: string) => Promise<OpenLine>;
	#line: OpenLine | undefined;
	/** Number of what was begun: a line that comes when it is not wanted any more is closed again. */
	#turn = 0;
	#timer: NodeJS.Timeout | undefined;

	/** @param reopen opens the line again at its path; rejects where that cannot be yet */
	constructor(line: OpenLine, reopen: (path: string) => Promise<OpenLine>) {
		this.path = line.path;
		this.#reopen = reopen;
		this.#attach(line);
	}

	write(bytes: Uint8Array): void {
		this.#line?.write(bytes);
	}

	unplug(): void {
		this.close();
		// Whoever unplugs it may be in the midst of a turn of the world.
		queueMicrotask(() => this.onTold({ state: 'gone' }));
	}

	plug(): void {
		this.#open(++this.#turn, false);
	}

	close(): void {
		this.#turn++;
		clearTimeout(this.#timer);
		this.#line?.close();
		this.#line = undefined;
	}

	#open(turn: number, isTold: boolean): void {
		this.#reopen(this.path).then(
			(line) => {
				if (turn !== this.#turn) line.close();
				else {
					this.#attach(line);
					this.onTold({ state: 'back' });
				}
			},
			(error) => {
				if (turn !== this.#turn) return;
				if (!isTold) this.onTold({ state: 'taken', why: error instanceof Error ? error.message : String(error) });
				this.#timer = setTimeout(() => this.#open(turn, true), AGAIN);
			},
		);
	}

	#attach(line: OpenLine): void {
		this.#line = line;
		line.onReceive = (bytes) => this.onReceive(bytes);
		line.onConnect = () => this.onConnect();
		line.onTold = (told) => this.onTold(told);
	}
}
