import type { CounterStore } from '../../modules/dlms/security/counters.js';

/** What a session keeps of the counters of its meter's answers: nothing, for each association has the meter prove itself with a new challenge. */
export const SESSION_COUNTERS: CounterStore = Object.freeze({
	// Some meters count what they send from 0.
	read: () => -1,
	write: () => {},
});
