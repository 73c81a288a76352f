import type { Scheduler, Timer } from '../../../../hal/ports/scheduler.js';
import { MAX_PAYLOAD } from '../language/command.js';
import { fromText } from '../language/digits.js';
import { decodeFailure } from '../language/reply.js';

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
	/** Before those that wait. */
	readonly urgent?: boolean;
	/** What the command leads to once it is accepted. */
	readonly outcome?: Outcome;
}

/** The first of `events` within `time` ms; undefined if none came, or the command was refused. */
export interface Outcome {
	readonly events: readonly number[];
	readonly time: number;
	readonly done: (event: number | undefined) => void;
}

/** Ends what the module may have taken for the beginning of a line. */
export const LINE_END = fromText('\r');
/** What answers that line, or comes too late, has come after so long, ms. */
const SETTLE_TIME = 300;

/** More lines than any command answers with. */
const MAX_LINES = 40;

/**
 * The host's commands to a module, one after the other: the next one leaves when the last was answered, or took too long. One whose outcome is an
 * event waits for the outcome of such a one before it; the others do not. After one that took too long the line is brought to rest first, so that
 * no late answer is taken for that of the next one.
 */
export class CommandQueue {
	readonly #scheduler: Scheduler;
	readonly #write: (bytes: Uint8Array) => void;
	readonly #onTimeout: () => void;
	readonly #queue: Request[] = [];
	#current: Request | undefined;
	#timer: Timer | undefined;
	#lines: string[] = [];
	#outcome: Outcome | undefined;
	#outcomeTimer: Timer | undefined;
	#settling: Timer | undefined;

	/** @param onTimeout called when a command was not answered in its time, before its `done` */
	constructor(scheduler: Scheduler, write: (bytes: Uint8Array) => void, onTimeout: () => void) {
		this.#scheduler = scheduler;
		this.#write = write;
		this.#onTimeout = onTimeout;
	}

	/** The command that waits for its answer. */
	get line(): string | undefined {
		return this.#current?.line;
	}

	/** Written from a task of its own: who adds may be deep in the answer to another command. */
	add(request: Request): void {
		if (request.urgent) this.#queue.unshift(request);
		else this.#queue.push(request);
		this.#scheduler.after(0, this.#begin);
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

	/** The rest of the present command's answer must come within `time` ms. */
	hurry(time: number): void {
		if (this.#current === undefined) return;
		this.#timer?.cancel();
		this.#timer = this.#scheduler.after(time, this.#timeOut);
	}

	/** Nothing of what was asked will come: each request ends as if it had taken too long, and the queue is empty. */
	abort(): void {
		const requests = this.#queue.splice(0);
		if (this.#current !== undefined) requests.unshift(this.#current);
		this.#current = undefined;
		this.#timer?.cancel();
		this.#settling?.cancel();
		this.#settling = undefined;
		this.#lines = [];
		for (const { done } of requests) done({ failure: 'timeout', value: '', lines: [] });
		const outcome = this.#outcome;
		this.#outcome = undefined;
		this.#outcomeTimer?.cancel();
		outcome?.done(undefined);
		for (const request of requests) if (request.outcome !== outcome) request.outcome?.done(undefined);
	}

	readonly #begin = (): void => {
		if (this.#current === undefined) this.#next();
	};

	readonly #timeOut = (): void => {
		const data = this.#current?.data;
		this.#onTimeout();
		this.#rest();
		this.#finish('timeout', '');
		this.#write(data === undefined ? LINE_END : lineEnds());
	};

	/** Brings the line to rest: writes `bytes`, and no command before what answers them, or comes too late, has come. */
	settle(bytes: Uint8Array): void {
		this.#rest();
		this.#write(bytes);
	}

	#rest(): void {
		this.#settling?.cancel();
		this.#settling = this.#scheduler.after(SETTLE_TIME, () => {
			this.#settling = undefined;
			if (this.#current === undefined) this.#next();
		});
	}

	#next(): void {
		const request = this.#queue[0];
		if (request === undefined || this.#settling !== undefined || (request.outcome !== undefined && this.#outcome !== undefined)) return;
		this.#queue.shift();
		this.#current = request;
		this.#lines = [];
		this.#timer = this.#scheduler.after(request.time, this.#timeOut);
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

/** Ends as well a SKSENDTO that waits for its data, as many as there may be. */
export function lineEnds(): Uint8Array {
	return new Uint8Array(MAX_PAYLOAD).fill(LINE_END[0]!);
}

function withData(line: string, data: Uint8Array): Uint8Array {
	const bytes = new Uint8Array(line.length + 1 + data.length);
	bytes.set(fromText(line + ' '));
	bytes.set(data, line.length + 1);
	return bytes;
}
