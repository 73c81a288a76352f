import type { Scheduler, Timer } from '../../hal/ports/scheduler.js';
import { fromText } from './digits.js';
import { decodeFailure } from './reply.js';

/** How a command ended: `failure` is "" for success, else "ER10" and the like, or "timeout". */
export interface CommandResult {
	readonly failure: string;
	/** What follows OK in its line: the value that ROPT and RUART show. */
	readonly value: string;
	/** Lines before OK that were no events. */
	readonly lines: readonly string[];
}

export interface Request {
	/** Without its end. */
	readonly line: string;
	/** Follows the line and a space; without it CR LF does. */
	readonly data?: Uint8Array;
	/** How long OK or FAIL may take, ms. */
	readonly time: number;
	readonly done: (result: CommandResult) => void;
	/** What the command leads to once it is accepted. */
	readonly outcome?: Outcome;
}

/** The first of `events` within `time` ms; undefined if none came, or the command was refused. */
export interface Outcome {
	readonly events: readonly number[];
	readonly time: number;
	readonly done: (event: number | undefined) => void;
}

/** More lines than any command answers with. */
const MAX_LINES = 40;

/**
 * The host's commands to a module, one after the other: the next one leaves when the last was answered, or took too long. One whose outcome is an
 * event waits for the outcome of such a one before it; the others do not.
 */
export class CommandQueue {
	readonly #scheduler: Scheduler;
	readonly #write: (bytes: Uint8Array) => void;
	readonly #queue: Request[] = [];
	#current: Request | undefined;
	#timer: Timer | undefined;
	#lines: string[] = [];
	#outcome: Outcome | undefined;
	#outcomeTimer: Timer | undefined;

	constructor(scheduler: Scheduler, write: (bytes: Uint8Array) => void) {
		this.#scheduler = scheduler;
		this.#write = write;
	}

	add(request: Request): void {
		this.#queue.push(request);
		if (this.#current === undefined) this.#next();
	}

	/** A line from the module that is neither datagram nor event. */
	onLine(line: string): void {
		const failure = decodeFailure(line);
		if (line === 'OK' || line.startsWith('OK ')) this.#finish('', line.slice(3));
		else if (failure !== undefined) this.#finish(failure === '' ? 'ER10' : failure, '');
		else if (this.#lines.length < MAX_LINES) this.#lines.push(line);
	}

	/** May come before OK, and even without it. */
	onEvent(event: number): void {
		if (this.#outcome?.events.includes(event)) this.#endOutcome(event);
	}

	#next(): void {
		const request = this.#queue[0];
		if (request === undefined || (request.outcome !== undefined && this.#outcome !== undefined)) return;
		this.#queue.shift();
		this.#current = request;
		this.#lines = [];
		this.#timer = this.#scheduler.after(request.time, () => this.#finish('timeout', ''));
		const { line, data, outcome } = request;
		if (outcome !== undefined) {
			this.#outcome = outcome;
			this.#outcomeTimer = this.#scheduler.after(outcome.time, () => this.#endOutcome(undefined));
		}
		this.#write(data === undefined ? fromText(line + '\r\n') : withData(line, data));
	}

	#finish(failure: string, value: string): void {
		const request = this.#current;
		if (request === undefined) return;
		this.#timer?.cancel();
		this.#current = undefined;
		const lines = this.#lines;
		this.#lines = [];
		request.done({ failure, value, lines });
		// Refused: nothing will come of it. After a time-out it still may.
		if (failure !== '' && failure !== 'timeout' && request.outcome !== undefined && request.outcome === this.#outcome) this.#endOutcome(undefined);
		if (this.#current === undefined) this.#next();
	}

	#endOutcome(event: number | undefined): void {
		const outcome = this.#outcome;
		if (outcome === undefined) return;
		this.#outcome = undefined;
		this.#outcomeTimer?.cancel();
		outcome.done(event);
		if (this.#current === undefined) this.#next();
	}
}

function withData(line: string, data: Uint8Array): Uint8Array {
	const bytes = new Uint8Array(line.length + 1 + data.length);
	bytes.set(fromText(line + ' '));
	bytes.set(data, line.length + 1);
	return bytes;
}
