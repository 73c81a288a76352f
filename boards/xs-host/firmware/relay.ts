import type { Scheduler } from '../../../hal/ports/scheduler.js';
import { VirtualRelay } from '../../../hal/virtual/relay.js';

/** A contact that tells the host where it is, before it tells the unit. */
export class LineRelay extends VirtualRelay {
	/** It has moved since this was set to false. */
	acted = false;
	readonly #onMove: () => void;

	constructor(scheduler: Scheduler, onMove: () => void) {
		super({ scheduler });
		this.#onMove = onMove;
	}

	override start(onChange: () => void): void {
		super.start(() => {
			this.acted = true;
			print(this.closed ? 'contact closed' : 'contact open');
			this.#onMove();
			onChange();
		});
	}
}
