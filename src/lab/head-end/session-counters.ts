import type { CounterStore } from '../../../modules/cosem/counters.js';

/** The counters of one session: they need not outlive it, for the meter knows them. */
export class SessionCounters implements CounterStore {
	next: number;

	constructor(next: number) {
		this.next = next;
	}

	read(name: string): number | undefined {
		// Some meters count what they send from 0.
		return name === 't' ? this.next : -1;
	}

	write(name: string, value: number): void {
		if (name === 't') this.next = value;
	}
}
