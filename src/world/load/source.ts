import type { Metrology, Sample } from '../../../hal/ports/metrology.js';
import type { Scheduler } from '../../../hal/ports/scheduler.js';

/** A load as a function of time, so that any stretch of it can be played, again and again. */
export interface LoadSource {
	/** What the terminals measure at `time` (ms since 1970-01-01T00:00:00Z), and until when that holds (Infinity: for good). */
	at(time: number): LoadStep;
	/** The same of a whole stretch, which begins and ends at whole ms, without a sample for each step: for loads of which months are recorded at once. */
	eachPower?(begin: number, end: number, visit: PowerVisitor): void;
}

/** W, undefined in a gap; and from when until when it is drawn, ms since 1970-01-01T00:00:00Z. */
export type PowerVisitor = (power: number | undefined, from: number, until: number) => void;

export interface LoadStep {
	/** Undefined is a gap: nothing is measured. */
	readonly sample: Sample | undefined;
	readonly until: number;
}

/** Plays a load source at the terminals of a meter, in the world's time, whatever the meter's own clock says. */
export class PlayedLoad implements Metrology {
	readonly #source: LoadSource;
	readonly #scheduler: Scheduler;
	readonly #start: number;

	/** @param start the world's time (ms since 1970-01-01T00:00:00Z) when the scheduler stands at 0 */
	constructor(source: LoadSource, scheduler: Scheduler, start: number) {
		this.#source = source;
		this.#scheduler = scheduler;
		this.#start = start;
	}

	start(onSample: (sample: Sample | undefined) => void): void {
		const play = () => {
			const now = this.#start + this.#scheduler.now();
			const { sample, until } = this.#source.at(Math.round(now));
			onSample(sample);
			if (until !== Number.POSITIVE_INFINITY) this.#scheduler.after(Math.max(1, until - now), play);
		};
		play();
	}
}

/** Nominal voltage between a leg and neutral of a Japanese single-phase 3-wire supply, V. */
export const NOMINAL_VOLTAGE = 101;

/** The share of leg R in a house's load; no house is balanced. */
const SHARE_R = 0.54;

/**
 * A sample of a single-phase 3-wire supply from the sums of both legs.
 * @param power active power, W, negative when fed in
 * @param reactive reactive power, var
 * @param voltage of each leg, V
 */
export function sampleOf(power: number, reactive = 0, voltage = NOMINAL_VOLTAGE): Sample {
	const current = (Math.sign(power) * Math.hypot(power, reactive)) / voltage;
	return { power, currentR: current * SHARE_R, currentT: current * (1 - SHARE_R), voltageR: voltage, voltageT: voltage };
}

/** The same power for good. */
export function constantLoad(power: number): LoadSource {
	const sample = sampleOf(power);
	return { at: () => ({ sample, until: Number.POSITIVE_INFINITY }) };
}
