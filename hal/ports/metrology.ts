/** What the meter's terminals measure. Power that flows into the house counts positive, power it feeds in negative. */
export interface Metrology {
	/** Calls `onSample` at once, and again at each change. Called once. */
	start(onSample: (sample: Sample | undefined) => void): void;
	/** Set once, by whoever reports on it, where it is there: told when it cannot measure any more, and when it can again. */
	onFault?: (isFaulty: boolean) => void;
}

/** One state of the line, true until the next sample. `undefined` in its place: the terminals measure nothing, a gap. */
export interface Sample {
	/** Active power, W, fractions included. */
	readonly power: number;
	/** Current of phase R and of phase T in A, signed like the power; no T on single-phase 2-wire. */
	readonly currentR: number;
	readonly currentT?: number;
	/** Voltage of phase R and of phase T against neutral, V. */
	readonly voltageR: number;
	readonly voltageT?: number;
}
