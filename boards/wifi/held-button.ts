import type { Input } from '../../hal/ports/input.js';
import type { Scheduler, Timer } from '../../hal/ports/scheduler.js';

/** How often a button is looked at, and how long it is to be held; ms. */
const LOOK = 250;
export const HELD = 5_000;

/** Calls `onHeld` once each time that a button was held for 5 s: a short press, or a wire that picks up noise, does nothing. */
export class HeldButton {
	private readonly input: Input;
	private readonly scheduler: Scheduler;
	private readonly onHeld: () => void;
	/** Since the look that saw it first, ms. */
	private held = -LOOK;
	private timer: Timer;

	constructor(input: Input, scheduler: Scheduler, onHeld: () => void) {
		this.input = input;
		this.scheduler = scheduler;
		this.onHeld = onHeld;
		this.timer = scheduler.after(LOOK, () => this.look());
	}

	close(): void {
		this.timer.cancel();
	}

	private look(): void {
		this.timer = this.scheduler.after(LOOK, () => this.look());
		this.held = this.input.active ? this.held + LOOK : -LOOK;
		if (this.held === HELD) this.onHeld();
	}
}
