import type { Scheduler, Timer } from '../../../../hal/ports/scheduler.js';
import { RESULT } from '../language/codes.js';
import { CODE, encodeFrame, responseCode } from '../language/frame.js';

/** What answers a command: its result, undefined where no response came in time, and what follows it. */
export type Answered = (result: number | undefined, rest: Uint8Array) => void;

export interface Request {
	readonly command: number;
	readonly data?: Uint8Array;
	/** How long the response may take, ms. */
	readonly time: number;
	readonly done: Answered;
	/** How often it is sent at most where the module is busy, or the response gets lost; 1 for what must not be done twice. */
	readonly tries: number;
}

/** After a response that did not come, and after "busy", ms. */
const PAUSE = 300;
const NO_DATA = new Uint8Array(0);

/** The host's commands to a module, one after the other: the next one leaves when the last was answered, or took too long. */
export class RequestQueue {
	readonly #scheduler: Scheduler;
	readonly #write: (bytes: Uint8Array) => void;
	readonly #queue: Request[] = [];
	#current: Request | undefined;
	#left = 0;
	#timer: Timer | undefined;

	constructor(scheduler: Scheduler, write: (bytes: Uint8Array) => void) {
		this.#scheduler = scheduler;
		this.#write = write;
	}

	/** Written from a task of its own: who adds may be deep in the answer to another command. */
	add(request: Request): void {
		this.#queue.push(request);
		this.#scheduler.after(0, () => {
			if (this.#current === undefined) this.#next();
		});
	}

	/** A response; false where it answers nothing that was asked. `data` is a view. */
	onResponse(code: number, data: Uint8Array): boolean {
		const request = this.#current;
		if (request === undefined || data.length === 0) return false;
		// The module may have taken another code than was sent, or none.
		const isAnswer = code === responseCode(request.command) || code === CODE.unknown || code === CODE.badHeader;
		if (!isAnswer) return false;
		const result = data[0]!;
		const isGarbled = code !== responseCode(request.command) || result === RESULT.badDataChecksum || result === RESULT.timeOut;
		if ((isGarbled || result === RESULT.busy) && this.#left > 0) this.#pause();
		else this.#finish(result, data.slice(1));
		return true;
	}

	#next(): void {
		const request = this.#queue.shift();
		if (request === undefined) return;
		this.#current = request;
		this.#left = request.tries;
		this.#send();
	}

	readonly #send = (): void => {
		const { command, data = NO_DATA, time } = this.#current!;
		this.#left--;
		this.#timer = this.#scheduler.after(time, this.#timeOut);
		this.#write(encodeFrame('request', command, data));
	};

	readonly #timeOut = (): void => {
		if (this.#left > 0) this.#send();
		else this.#finish(undefined, NO_DATA);
	};

	#pause(): void {
		this.#timer?.cancel();
		this.#timer = this.#scheduler.after(PAUSE, this.#send);
	}

	#finish(result: number | undefined, rest: Uint8Array): void {
		const { done } = this.#current!;
		this.#timer?.cancel();
		this.#current = undefined;
		done(result, rest);
		if (this.#current === undefined) this.#next();
	}
}
