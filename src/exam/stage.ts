/** What scripts of steps work with: one wait at a time, ended by an entry or by time. */
import type { Timer } from '../../hal/ports/scheduler.js';
import { MINUTE } from '../../modules/time/durations.js';
import type { Claims, Observable } from './declaration.js';
import type { Limits } from './limits.js';
import type { Act } from './record/act.js';
import type { Entry } from './record/entry.js';
import { isValueServed } from './record/served-value.js';
import type { Scene, Script, Stage, Wait } from './situations/step.js';

type Match = NonNullable<Wait['match']>;

/** What a session does for its stage. */
export interface Backstage {
	readonly claims: Claims;
	readonly limits: Limits;
	readonly observes: ReadonlySet<Observable>;
	readonly showsPresent: boolean;
	readonly now: number;
	readonly meterTime: number;
	readonly isRunning: boolean;
	after(ms: number, task: () => void): Timer;
	command(line: string): void;
	phase(phase: 'strikes' | 'lifted'): void;
	meanwhile(until: number, match: Match | undefined): Scene<boolean>;
	hasCome(match: Match): boolean;
	start(): void;
	/** `done` is called once. */
	stop(done: () => void): void;
	/** Another HEMS joins; `done` with whether it could. */
	hold(done: (held: boolean) => void): void;
	release(done: () => void): void;
}

/** What somebody else finishes takes at most so long; then the script goes on without. */
const PATIENCE = 2 * MINUTE;

/** What a script waits for: a value that is served, something else that the program does, somebody else who is busy, or nothing but the time. */
export interface Waiting {
	readonly of: 'value' | 'sign' | 'others' | 'time';
	/** ms since the session began: then it goes on in any case. */
	readonly until: number;
}

export class ScriptStage implements Stage {
	readonly #behind: Backstage;
	#script: Script | undefined;
	#done: () => void = () => {};
	#wait: Wait | undefined;
	#timer: Timer | undefined;
	#until = 0;
	/** What a task done elsewhere has come to. */
	#elsewhere: { readonly result: boolean } | undefined;

	constructor(behind: Backstage) {
		this.#behind = behind;
	}

	/** Plays a script; `done` is called once, at its end. One at a time. */
	play(script: Script, done: () => void): void {
		this.#script = script;
		this.#done = done;
		this.#resume(false);
	}

	/** Nothing more of a script is played; its end is not told. */
	abandon(): void {
		this.#script = undefined;
		this.#wait = undefined;
		this.#timer?.cancel();
	}

	/** Undefined: it does not wait. */
	get waiting(): Waiting | undefined {
		const wait = this.#wait;
		if (wait === undefined) return undefined;
		const { match } = wait;
		return { of: match === undefined ? 'time' : match === isValueServed ? 'value' : match === NEVER ? 'others' : 'sign', until: this.#until };
	}

	onEntry(entry: Entry, acts: readonly Act[]): void {
		if (this.#wait?.match?.(entry, acts)) this.#resumeSoon(true);
		else if (this.#wait?.needsProgram === true && entry.kind === 'program' && !this.isRunning) this.#resumeSoon(false);
	}

	get claims(): Claims {
		return this.#behind.claims;
	}

	get limits(): Limits {
		return this.#behind.limits;
	}

	get observes(): ReadonlySet<Observable> {
		return this.#behind.observes;
	}

	get showsPresent(): boolean {
		return this.#behind.showsPresent;
	}

	get now(): number {
		return this.#behind.now;
	}

	get meterTime(): number {
		return this.#behind.meterTime;
	}

	get isRunning(): boolean {
		return this.#behind.isRunning;
	}

	command(line: string): void {
		this.#behind.command(line);
	}

	strikes(): void {
		this.#behind.phase('strikes');
	}

	lifted(): void {
		this.#behind.phase('lifted');
	}

	startProgram(): void {
		if (!this.isRunning) this.#behind.start();
	}

	*sleep(ms: number): Scene<void> {
		yield { match: undefined, atMost: ms };
	}

	*until(match: Match, atMost: number): Scene<boolean> {
		return yield { match, atMost };
	}

	hasCome(match: Match): boolean {
		return this.#behind.hasCome(match);
	}

	*served(atMost: number): Scene<boolean> {
		// A program that has ended, and is not started again, reads nothing.
		return this.isRunning ? yield { match: isValueServed, atMost, needsProgram: true } : false;
	}

	*meanwhile(until: number, match?: Match): Scene<boolean> {
		return yield* this.#behind.meanwhile(until, match);
	}

	*polls(count: number): Scene<number> {
		const within = 2 * this.claims.pollMs + MINUTE;
		let seen = 0;
		while (seen < count && (yield* this.served(within))) seen++;
		return seen;
	}

	*restartProgram(): Scene<void> {
		yield* this.stopProgram();
		this.startProgram();
	}

	*stopProgram(): Scene<void> {
		if (this.isRunning) yield* this.#elsewhereDone((done) => this.#behind.stop(() => done(true)));
	}

	*holdMeter(atMost: number): Scene<boolean> {
		return yield* this.#elsewhereDone((done) => this.#behind.hold(done), atMost);
	}

	*releaseMeter(): Scene<void> {
		yield* this.#elsewhereDone((done) => this.#behind.release(() => done(true)));
	}

	*#elsewhereDone(begin: (done: (result: boolean) => void) => void, atMost = PATIENCE): Scene<boolean> {
		let isOver = false;
		this.#elsewhere = undefined;
		begin((result) => {
			if (isOver) return;
			this.#elsewhere = { result };
			if (this.#wait?.match === NEVER) this.#resumeSoon(result);
		});
		const early = this.#elsewhere as { readonly result: boolean } | undefined;
		const result = early === undefined ? yield { match: NEVER, atMost } : early.result;
		isOver = true;
		return result;
	}

	/** Not within the entry that ended the wait: whoever told it has not finished. */
	#resumeSoon(result: boolean): void {
		this.#wait = undefined;
		this.#timer?.cancel();
		this.#timer = this.#behind.after(0, () => this.#resume(result));
	}

	#resume(result: boolean): void {
		this.#timer = undefined;
		this.#wait = undefined;
		const script = this.#script;
		if (script === undefined) return;
		const { value, done } = script.next(result);
		if (this.#script !== script) return;
		if (done) {
			this.#script = undefined;
			this.#done();
			return;
		}
		this.#wait = value as Wait;
		this.#until = this.now + this.#wait.atMost;
		this.#timer = this.#behind.after(this.#wait.atMost, () => this.#resume(false));
	}
}

const NEVER = () => false;
