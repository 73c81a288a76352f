import type { IntervalReadings } from '../metering/readings.js';
import type { Place } from './messages.js';
import type { Unit } from './unit.js';

/** What a meter is put together on. */
export interface Base {
	/** Readings of the metering unit. */
	readonly readings: IntervalReadings;
	/** A unit is put into its place. */
	plug(place: Place, unit: Unit): void;
	/** The power is on: all units begin to work. Called once. */
	start(): void;
	/** An orderly end: each unit writes down where it stands. */
	shutdown(): void;
}
