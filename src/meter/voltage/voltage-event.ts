import type { Kind } from './event.js';

/** A time in which a voltage was out of its band, or two differed too much. */
export interface VoltageEvent {
	readonly kind: Kind;
	/** Name of the quantity; of an imbalance, the first of the two. */
	readonly quantity: string;
	/** Milliseconds since 1970-01-01T00:00:00Z. */
	readonly start: number;
	/** ms; up to now while it lasts. */
	readonly duration: number;
	/** The lowest or highest voltage, V; of an imbalance the worst, %. */
	readonly extreme: number;
	/** How far that is from nominal, V; of an imbalance the same as `extreme`. */
	readonly depth: number;
	/** `cut`: measuring stopped before the voltage was back. */
	readonly state: 'lasting' | 'ended' | 'cut';
}
