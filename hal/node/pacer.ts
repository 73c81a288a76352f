/** The longest stretch of work before Node may look at its sockets again, ms of wall time. */
const SLICE = 20;
const LONGEST_SLEEP = 1000;
/** The most tasks that one event has done at once; the rest waits for its turn of the event loop. */
const AT_ONCE = 64;
/** What comes in while it waits, and is kept. */
export const MOST_HELD = 1000;
/** How long somebody outside has for an answer before time hurries on, ms of wall time. */
const REST = 100;

/** Virtual time, ms. */
export interface Paced {
	now(): number;
	/** Time of the next task; Infinity if there is none. */
	readonly next: number;
	/** Runs the next task, if there is one. */
	step(): boolean;
	/** Runs all that is due up to `time`, which it then is. */
	runUntil(time: number): void;
}

export interface PacerOptions {
	readonly scheduler: Paced;
	/** How many times faster than the wall clock; `max` runs with the wall clock, but jumps ahead while `isBusy`. */
	readonly speed: number | 'max';
	/** Something is under way that only virtual time can finish: a frame on air, a scan, a request. */
	readonly isBusy: () => boolean;
	/** What goes on may be answered from outside before it ends: while it hurries, each task then waits its turn, behind what has come in. Default: never. */
	readonly isHeeded?: () => boolean;
	/** What a task of the scheduler threw: it must not vanish in a timer. */
	readonly onError: (error: unknown) => void;
}

/** Lets virtual time run with the wall clock, so that one scheduler serves tests, fast runs and real programs on a serial line. */
export class Pacer {
	readonly #options: PacerOptions;
	#anchorWall = performance.now();
	#anchorVirtual: number;
	#timer: NodeJS.Timeout | undefined;
	/** The virtual time that the timer waits for. */
	#timerFor: number | undefined;
	#immediate: NodeJS.Immediate | undefined;
	#running = false;
	/** What came in while it waits; undefined: it does not wait. */
	#held: (() => void)[] | undefined;
	#lost = 0;
	/** End of the rest, wall clock. */
	#restsUntil = 0;

	constructor(options: PacerOptions) {
		this.#options = options;
		this.#anchorVirtual = options.scheduler.now();
	}

	start(): void {
		this.#running = true;
		this.#anchor();
		this.#tick();
	}

	stop(): void {
		this.#running = false;
		this.#held = undefined;
		this.#lost = 0;
		this.#disarm();
	}

	/** Lets virtual time run as `start` does, but all that comes in and all that is due waits until `release`. */
	hold(): void {
		if (!this.#running) this.#anchor();
		this.#running = true;
		this.#held ??= [];
		this.#disarm();
	}

	/** Does what has waited, in its order, as if it came in now. Returns how much more there was than is kept. */
	release(): number {
		const [held = [], lost] = [this.#held, this.#lost];
		this.#held = undefined;
		this.#lost = 0;
		for (const event of held) this.enter(event);
		if (this.#running) this.#tick();
		return lost;
	}

	/** Brings virtual time up to now, does what came from outside and what it has done at once, and sees to it that the rest happens in time. */
	enter(event: () => void): void {
		if (!this.#running) return;
		if (this.#held !== undefined) {
			if (this.#held.length < MOST_HELD) this.#held.push(event);
			else this.#lost++;
			return;
		}
		try {
			this.#catchUp();
			event();
			const { scheduler } = this.#options;
			for (let i = 0; i < AT_ONCE && scheduler.next <= scheduler.now(); i++) scheduler.step();
		} catch (error) {
			this.#options.onError(error);
		}
		this.#arm();
	}

	/** Somebody outside was told what he may want to answer: time hurries on a moment later. */
	rest(): void {
		this.#restsUntil = performance.now() + REST;
	}

	#tick(): void {
		this.#disarm();
		try {
			this.#catchUp();
		} catch (error) {
			this.#options.onError(error);
		}
		if (this.#running) this.#arm();
	}

	/** Runs what is due, for at most one slice. */
	#catchUp(): void {
		const { scheduler, speed, isHeeded } = this.#options;
		const target = this.#target();
		if (speed !== 'max' && scheduler.next > target) {
			scheduler.runUntil(target);
			return;
		}
		const end = performance.now() + SLICE;
		while (scheduler.next <= this.#target() && performance.now() < end) scheduler.step();
		if (speed === 'max') {
			while (this.#hurries() && performance.now() < end && scheduler.step() && !isHeeded?.());
			if (scheduler.now() > this.#target()) this.#anchor();
		}
		if (scheduler.next > this.#target()) scheduler.runUntil(this.#target());
	}

	/** Timers are dear: one that already waits for the right moment is left alone. */
	#arm(): void {
		const { scheduler, speed, isBusy } = this.#options;
		const { next } = scheduler;
		const isHurried = speed === 'max' && isBusy();
		if (this.#immediate !== undefined || (this.#timerFor === next && !isHurried)) return;
		clearTimeout(this.#timer);
		const rest = isHurried ? Math.max(0, this.#restsUntil - performance.now()) : Number.POSITIVE_INFINITY;
		const wait = Math.min((next - this.#target()) / this.#rate, rest);
		this.#timerFor = wait > 0 && !isHurried ? next : undefined;
		if (wait > 0) this.#timer = setTimeout(() => this.#tick(), Math.min(Math.ceil(wait), LONGEST_SLEEP));
		else this.#immediate = setImmediate(() => this.#tick());
	}

	#hurries(): boolean {
		return this.#options.isBusy() && performance.now() >= this.#restsUntil;
	}

	#disarm(): void {
		clearTimeout(this.#timer);
		clearImmediate(this.#immediate);
		this.#timerFor = undefined;
		this.#immediate = undefined;
	}

	#target(): number {
		return this.#anchorVirtual + (performance.now() - this.#anchorWall) * this.#rate;
	}

	get #rate(): number {
		return this.#options.speed === 'max' ? 1 : this.#options.speed;
	}

	#anchor(): void {
		this.#anchorWall = performance.now();
		this.#anchorVirtual = this.#options.scheduler.now();
		this.#timerFor = undefined;
	}
}
