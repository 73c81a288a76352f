/** The two ends of a dongle's serial line in one process, and its port that comes and goes. */

import type { Scheduler } from '../../../hal/ports/scheduler.js';
import type { Serial } from '../../../hal/ports/serial.js';
import type { DonglePort } from '../../../src/world/dongle/dongle.js';

/** Whoever opens the port. */
export interface PortUser {
	onGone(): void;
	onBack(): void;
}

/** What one end writes the other receives, by a task of its own: as between two processes, nobody answers before the other has finished. */
export class SerialPair {
	/** For `Simulator.addDongle`. */
	readonly dongle: Serial;
	readonly port: DonglePort;
	/** Of the program. */
	readonly program: Serial;
	user: PortUser | undefined;
	#isThere = true;
	/** Counts the times that it went: what was on its way then is lost. */
	#plugged = 0;

	constructor(scheduler: Scheduler) {
		const pass = (to: Serial, bytes: Uint8Array) => {
			if (!this.#isThere) return;
			const plugged = this.#plugged;
			scheduler.after(0, () => {
				if (plugged === this.#plugged) to.onReceive(bytes);
			});
		};
		const dongle: Serial = { onReceive() {}, write: (bytes) => pass(program, bytes) };
		const program: Serial = { onReceive() {}, write: (bytes) => pass(dongle, bytes) };
		this.dongle = dongle;
		this.program = program;
		this.port = { unplug: () => this.#unplug(), plug: () => this.#plug() };
	}

	#unplug(): void {
		this.#isThere = false;
		this.#plugged++;
		this.user?.onGone();
	}

	#plug(): void {
		this.#isThere = true;
		this.user?.onBack();
	}
}
