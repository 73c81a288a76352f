/** The battery-backed clock of the meter: it runs on through a power cut and can be set, forwards and backwards. */
export interface Clock {
	/** Milliseconds since 1970-01-01T00:00:00Z. */
	now(): number;
	/** Sets the time: from here on `now()` counts from `time` (ms since 1970-01-01T00:00:00Z). */
	set(time: number): void;
}
