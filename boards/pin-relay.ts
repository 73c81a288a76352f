/**
 * The contact of a switching unit on the pins of a board.
 *
 * | coils    | wired                                              | contact                                                             |
 * |----------|----------------------------------------------------|---------------------------------------------------------------------|
 * | one      | a plain relay: the pin is active, or it is not     | in its rest position without power, where it was again at the start |
 * | two      | a latching relay: a pulse on one pin, or the other | stays where it is                                                   |
 * | none     | none: a board to try things on                     | made up                                                             |
 *
 * Where it was sent is kept before it moves, so that it gets there after a power cut. Without a pin that reads the contact back, it is taken to be where it was sent.
 */
import type { Input } from '../hal/ports/input.js';
import type { Output } from '../hal/ports/output.js';
import type { Relay } from '../hal/ports/relay.js';
import type { Scheduler, Timer } from '../hal/ports/scheduler.js';
import type { Store } from '../hal/ports/store.js';

export type Coils =
	| { readonly kind: 'none' }
	/** `restsClosed`: the contact is closed without current in the coil. */
	| { readonly kind: 'plain'; readonly coil: Output; readonly restsClosed: boolean }
	| { readonly kind: 'latching'; readonly close: Output; readonly open: Output };

export interface PinRelayOptions {
	readonly coils: Coils;
	/** Active while there is voltage behind the contact; undefined: nobody looks. */
	readonly sense?: Input | undefined;
	readonly scheduler: Scheduler;
	/** Keeps where it was sent. */
	readonly store: Store;
	/** Told before the unit is that the contact has moved. */
	readonly onMove?: (() => void) | undefined;
}

/** Name in the store: one byte, 1 for closed. */
const KEPT = 'relay';
/** How long a coil of a latching relay has current, and a contact takes to move; ms. */
const PULSE = 100;
/** From one look at the contact to the next, ms; what two of them see is so. */
const LOOK = 50;

/** Sends the contact where it was sent before the power went; closed at first. */
export class PinRelay implements Relay {
	private readonly options: PinRelayOptions;
	private isClosed: boolean;
	private seen: boolean;
	private moving: Timer | undefined;
	private onChange: () => void = () => {};

	constructor(options: PinRelayOptions) {
		this.options = options;
		const { store, sense } = options;
		const sent = store.get(KEPT)?.[0] !== 0;
		this.isClosed = sense?.active ?? sent;
		this.seen = this.isClosed;
		this.drive(sent);
		if (sense !== undefined) this.look(sense);
	}

	get closed(): boolean {
		return this.isClosed;
	}

	get loadLive(): boolean {
		return this.isClosed;
	}

	open(): void {
		this.send(false);
	}

	close(): void {
		this.send(true);
	}

	start(onChange: () => void): void {
		this.onChange = onChange;
	}

	private send(closed: boolean): void {
		const { store } = this.options;
		const value = closed ? 1 : 0;
		if (store.get(KEPT)?.[0] !== value) store.set(KEPT, Uint8Array.of(value));
		this.drive(closed);
	}

	private drive(closed: boolean): void {
		const { coils, sense, scheduler } = this.options;
		if (coils.kind === 'plain') coils.coil.set(closed !== coils.restsClosed);
		else if (coils.kind === 'latching') {
			// Never both at once.
			(closed ? coils.open : coils.close).set(false);
			(closed ? coils.close : coils.open).set(true);
		}
		this.moving?.cancel();
		this.moving = scheduler.after(PULSE, () => {
			if (coils.kind === 'latching') (closed ? coils.close : coils.open).set(false);
			if (sense === undefined) this.arrive(closed);
		});
	}

	private look(sense: Input): void {
		this.options.scheduler.after(LOOK, () => {
			this.look(sense);
			const { active } = sense;
			if (active === this.seen) this.arrive(active);
			this.seen = active;
		});
	}

	private arrive(closed: boolean): void {
		if (this.isClosed === closed) return;
		this.isClosed = closed;
		this.options.onMove?.();
		this.onChange();
	}
}
