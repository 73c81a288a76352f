import { MOST_HELD } from '../../../hal/node/pacer.js';
import type { Enter } from '../shared/entered.js';

/** What comes in at ports that are open before there is a world behind them. */
export class Early {
	#events: (() => void)[] = [];
	#lost = 0;

	keep(event: () => void): void {
		if (this.#events.length < MOST_HELD) this.#events.push(event);
		else this.#lost++;
	}

	/** Hands it on, in its order. Returns how much more there was than is kept. */
	handOn(enter: Enter): number {
		const [events, lost] = [this.#events, this.#lost];
		this.#events = [];
		this.#lost = 0;
		for (const event of events) enter(event);
		return lost;
	}
}
