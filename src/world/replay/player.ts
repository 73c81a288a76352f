/**
 * Plays the module's side of a log to a program: what the module said goes out as late behind the line before it as it did then; where the program spoke, it
 * is waited for. It has to write the same command with the same data; but
 *
 * - the credentials (SKSETPWD, SKSETRBID, SKSETPSK, SKSETKEY; 0054) are not compared, and told to nobody;
 * - the TID of an ECHONET Lite request is the program's own: answers of the log to that request go out with it.
 */
import type { Scheduler, Timer } from '../../../hal/ports/scheduler.js';
import { J11Side } from './j11-side.js';
import type { Log, LogStep, Said } from './log-step.js';
import type { ProgramSide, Unreadable } from './program-side.js';
import { SkstackSide } from './skstack-side.js';

export type ReplayEnd =
	| { readonly kind: 'done' }
	| { readonly kind: 'mismatch'; readonly line: number; readonly expected: string; readonly found: string }
	/** The program has written what is no command. */
	| { readonly kind: 'unreadable'; readonly line: number; readonly expected: string; readonly why: Unreadable }
	/** The program writes on and on while the module speaks. */
	| { readonly kind: 'flood'; readonly most: number };

export interface ReplayOptions {
	readonly log: Log;
	readonly scheduler: Scheduler;
	/** How many times faster than in the log; `max` waits for nothing. */
	readonly speed: number | 'max';
	readonly write: (bytes: Uint8Array) => void;
	readonly onEnd: (end: ReplayEnd) => void;
	/** The program writes what a module passes over in silence; told once. */
	readonly onDropped?: () => void;
}

/** Where the log tells no time, ms. */
const USUAL_GAP = 10;
const MOST_WAITING = 100;

export class Replay {
	readonly #options: ReplayOptions;
	readonly #side: ProgramSide;
	readonly #waiting: (Said | Unreadable)[] = [];
	#next = 0;
	#timer: Timer | undefined;
	#ended = false;

	constructor(options: ReplayOptions) {
		this.#options = options;
		const hear = (said: Said | Unreadable) => this.#hear(said);
		const events = { onSaid: hear, onUnreadable: hear, onDropped: () => options.onDropped?.() };
		this.#side = options.log.dialect === 'j11' ? new J11Side(events, options.scheduler) : new SkstackSide(events);
	}

	/** What is waited for, or played; undefined at the end. */
	get step(): { readonly line: number; readonly shown: string } | undefined {
		const step = this.#step;
		return step && { line: step.line, shown: this.#side.shown(step) };
	}

	start(): void {
		this.#advance();
	}

	stop(): void {
		this.#ended = true;
		this.#timer?.cancel();
		this.#side.stop();
	}

	/** Of the program. */
	receive(bytes: Uint8Array): void {
		if (!this.#ended) this.#side.receive(bytes);
	}

	get #step(): LogStep | undefined {
		return this.#options.log.steps[this.#next];
	}

	#hear(said: Said | Unreadable): void {
		if (this.#waiting.length === MOST_WAITING) {
			this.#end({ kind: 'flood', most: MOST_WAITING });
			return;
		}
		this.#waiting.push(said);
		if (this.#timer === undefined) this.#advance();
	}

	#advance(): void {
		while (!this.#ended) {
			const step = this.#step;
			if (step === undefined) {
				this.#end({ kind: 'done' });
				return;
			}
			if (step.by === 'module') {
				this.#timer = this.#options.scheduler.after(this.#gapBefore(step), () => this.#say(step));
				return;
			}
			const said = this.#waiting.shift();
			if (said === undefined) return;
			const wrong = this.#wrongWith(step, said);
			if (wrong === undefined) this.#next++;
			else this.#end(wrong);
		}
	}

	#wrongWith(step: LogStep, said: Said | Unreadable): ReplayEnd | undefined {
		const { line } = step;
		const expected = this.#side.shown(step);
		if (typeof said === 'string') return { kind: 'unreadable', line, expected, why: said };
		return this.#side.fits(step, said) ? undefined : { kind: 'mismatch', line, expected, found: this.#side.shown(said) };
	}

	#say(step: LogStep): void {
		this.#timer = undefined;
		this.#next++;
		this.#options.write(this.#side.bytesOf(step));
		this.#advance();
	}

	#gapBefore({ at }: LogStep): number {
		const { log, speed } = this.#options;
		if (speed === 'max') return 0;
		const before = log.steps[this.#next - 1]?.at;
		const gap = at === undefined || before === undefined ? USUAL_GAP : Math.max(0, at - before);
		return (this.#next === 0 ? 0 : gap) / speed;
	}

	#end(end: ReplayEnd): void {
		if (this.#ended) return;
		this.stop();
		this.#options.onEnd(end);
	}
}
