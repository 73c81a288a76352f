import type { Metrology, Sample } from '../../../hal/ports/metrology.js';
import type { Scheduler } from '../../../hal/ports/scheduler.js';
import { type LoadSource, NOMINAL_VOLTAGE, PlayedLoad, sampleOf } from '../load/source.js';

/** Single-phase 2-wire, single-phase 3-wire, three-phase 3-wire. */
export type Wiring = '1p2w' | '1p3w' | '3p3w';

export interface TerminalsOptions {
	/** What the house draws of its own: a load of a single-phase 3-wire supply, whatever the wiring is. */
	readonly load: LoadSource;
	readonly scheduler: Scheduler;
	/** The world's time (ms since 1970-01-01T00:00:00Z) when the scheduler stands at 0. */
	readonly start: number;
	readonly wiring: Wiring;
}

/**
 * The terminals of a base on the stand: what flows through them follows the house, or what a hand sets; nothing flows behind an open contact, and
 * nothing at a leg without voltage.
 */
export class Terminals implements Metrology {
	readonly #wiring: Wiring;
	/** What the house draws of its own. */
	#own: Sample | undefined;
	#watts: number | undefined;
	#voltageR: number | undefined;
	#voltageT: number | undefined;
	#closed = true;
	#sample: Sample | undefined;
	#onSample: ((sample: Sample | undefined) => void) | undefined;

	constructor({ load, scheduler, start, wiring }: TerminalsOptions) {
		this.#wiring = wiring;
		new PlayedLoad(load, scheduler, start).start((sample) => {
			this.#own = sample;
			this.#update();
		});
	}

	/** What flows now. */
	get sample(): Sample | undefined {
		return this.#sample;
	}

	/** What a hand has set, W and V; undefined: it is what it is of its own. */
	get set(): { readonly watts: number | undefined; readonly r: number | undefined; readonly t: number | undefined } {
		return { watts: this.#watts, r: this.#voltageR, t: this.#voltageT };
	}

	/** From now on `onSample` alone hears of it. */
	start(onSample: (sample: Sample | undefined) => void): void {
		this.#onSample = onSample;
		onSample(this.#sample);
	}

	/** Nobody hears any more. */
	stop(): void {
		this.#onSample = undefined;
	}

	/** W, negative where it is fed in; undefined: what the house draws of its own. */
	setLoad(watts: number | undefined): void {
		this.#watts = watts;
		this.#update();
	}

	/** V between a wire and neutral, on three-phase 3-wire between two wires; undefined: what it is of its own. */
	setVoltages(r: number | undefined, t: number | undefined): void {
		this.#voltageR = r;
		this.#voltageT = t;
		this.#update();
	}

	setContact(closed: boolean): void {
		if (this.#closed === closed) return;
		this.#closed = closed;
		this.#update();
	}

	#update(): void {
		this.#sample = this.#measured();
		this.#onSample?.(this.#sample);
	}

	#measured(): Sample | undefined {
		const own = this.#watts === undefined ? this.#own : sampleOf(this.#watts, 0, this.#own?.voltageR);
		if (own === undefined) return undefined;
		const wired = WIRED[this.#wiring](own);
		const untouched = this.#voltageR === undefined && this.#voltageT === undefined && this.#closed;
		return untouched ? wired : changed(wired, this.#voltageR ?? wired.voltageR, this.#voltageT ?? wired.voltageT, this.#closed);
	}
}

/** V below which nothing runs. */
const DEAD = 10;

/** What a load of both legs is on each wiring, at the same power. */
const WIRED: Readonly<Record<Wiring, (own: Sample) => Sample>> = Object.freeze({
	'1p3w': (own) => own,
	'1p2w': ({ power, currentR, currentT = 0, voltageR }) => ({ power, currentR: currentR + currentT, voltageR }),
	'3p3w': ({ power, currentR, currentT = 0, voltageR }) => {
		const current = ((currentR + currentT) * NOMINAL_VOLTAGE) / (Math.sqrt(3) * 2 * NOMINAL_VOLTAGE);
		return { power, currentR: current, currentT: current, voltageR: 2 * voltageR, voltageT: 2 * voltageR };
	},
});

/** The house keeps its power where the voltage changes; the share of a dead leg is gone. */
function changed(own: Sample, voltageR: number, voltageT: number | undefined, closed: boolean): Sample {
	const r = closed && voltageR >= DEAD ? own.currentR * (own.voltageR / voltageR) : 0;
	const legs = { currentR: r, voltageR };
	if (own.currentT === undefined || own.voltageT === undefined || voltageT === undefined) return { power: r === 0 ? 0 : own.power, ...legs };
	const t = closed && voltageT >= DEAD ? own.currentT * (own.voltageT / voltageT) : 0;
	const whole = own.currentR * own.voltageR + own.currentT * own.voltageT;
	const share = whole === 0 ? 0 : (r * voltageR + t * voltageT) / whole;
	return { power: own.power * share, ...legs, currentT: t, voltageT };
}
