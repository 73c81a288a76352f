import type { Metrology, Sample } from '../../../hal/ports/metrology.js';
import type { Scheduler } from '../../../hal/ports/scheduler.js';
import { DAY } from '../../../modules/time/durations.js';
import { type LoadSource, type LoadStep, NOMINAL_VOLTAGE, PlayedLoad, sampleOf } from '../load/source.js';

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

/** What was done to the terminals, and held from a moment on. */
interface Setting {
	/** The world's time, ms since 1970-01-01T00:00:00Z; of the first one -Infinity. */
	readonly from: number;
	/** See `setLoad` and `setVoltages`. */
	readonly watts: number | undefined;
	readonly voltageR: number | undefined;
	readonly voltageT: number | undefined;
	/** W of what hangs on the load relay and is on. */
	readonly relayed: number;
	readonly closed: boolean;
	/** The base hears what is measured: it has power. */
	readonly heard: boolean;
}

/** What held at the terminals at a moment. */
export interface TerminalsStep extends LoadStep {
	readonly closed: boolean;
	/** The meter had power. */
	readonly heard: boolean;
}

/** The most settings that are kept, besides what is older than a day. */
const SETTINGS_KEPT = 4096;
const UNTOUCHED: Setting = Object.freeze({
	from: Number.NEGATIVE_INFINITY,
	watts: undefined,
	voltageR: undefined,
	voltageT: undefined,
	relayed: 0,
	closed: true,
	heard: true,
});

/**
 * The terminals of a base on the stand: what flows through them follows the house, or what a hand sets; nothing flows behind an open contact, and
 * nothing at a leg without voltage. What hands set is kept for a day, so that with the load, which is a function of time, all that flowed can be told again.
 */
export class Terminals implements Metrology {
	readonly #options: TerminalsOptions;
	readonly #settings: Setting[] = [UNTOUCHED];
	/** What the house draws of its own. */
	#own: Sample | undefined;
	#sample: Sample | undefined;
	#onSample: ((sample: Sample | undefined) => void) | undefined;

	constructor(options: TerminalsOptions) {
		this.#options = options;
		new PlayedLoad(options.load, options.scheduler, options.start).start((sample) => {
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
		const { watts, voltageR, voltageT } = this.#setting;
		return { watts, r: voltageR, t: voltageT };
	}

	/** From now on `onSample` alone hears of it. */
	start(onSample: (sample: Sample | undefined) => void): void {
		this.#onSample = onSample;
		this.#set({ heard: true });
		onSample(this.#sample);
	}

	/** Nobody hears any more. */
	stop(): void {
		this.#onSample = undefined;
		this.#set({ heard: false });
	}

	/** W, negative where it is fed in; undefined: what the house draws of its own. */
	setLoad(watts: number | undefined): void {
		this.#set({ watts });
		this.#update();
	}

	/** V between a wire and neutral, on three-phase 3-wire between two wires; undefined: what it is of its own. */
	setVoltages(r: number | undefined, t: number | undefined): void {
		this.#set({ voltageR: r, voltageT: t });
		this.#update();
	}

	/** W of what hangs on the load relay, beside what the house draws; 0: it is off. */
	setRelayed(relayed: number): void {
		if (this.#setting.relayed === relayed) return;
		this.#set({ relayed });
		this.#update();
	}

	setContact(closed: boolean): void {
		if (this.#setting.closed === closed) return;
		this.#set({ closed });
		this.#update();
	}

	/**
	 * What flowed at `time` (ms since 1970-01-01T00:00:00Z), and until when that held; before the run as if nobody had set anything. Undefined: that is
	 * not known any more.
	 */
	at(time: number): TerminalsStep | undefined {
		const settings = this.#settings;
		let low = 0;
		let high = settings.length;
		while (low < high) {
			const middle = (low + high) >> 1;
			if (settings[middle]!.from <= time) low = middle + 1;
			else high = middle;
		}
		const setting = settings[low - 1];
		if (setting === undefined) return undefined;
		const { load, wiring } = this.#options;
		const { sample, until } = load.at(time);
		const { closed, heard } = setting;
		return { sample: measured(wiring, sample, setting), until: Math.min(until, settings[low]?.from ?? Number.POSITIVE_INFINITY), closed, heard };
	}

	/** Since when all is known that was set, ms since 1970-01-01T00:00:00Z; -Infinity: always. */
	get knownFrom(): number {
		return this.#settings[0]!.from;
	}

	get #setting(): Setting {
		return this.#settings[this.#settings.length - 1]!;
	}

	#set(change: Partial<Setting>): void {
		const settings = this.#settings;
		const { start, scheduler } = this.#options;
		const from = Math.floor(start + scheduler.now());
		const setting = { ...this.#setting, ...change, from };
		// Of what lasted no time nothing is to be told.
		if (this.#setting.from === from) settings.pop();
		settings.push(setting);
		let gone = 0;
		while (settings.length - gone > SETTINGS_KEPT || (settings[gone + 1]?.from ?? from) < from - DAY) gone++;
		settings.splice(0, gone);
	}

	#update(): void {
		this.#sample = measured(this.#options.wiring, this.#own, this.#setting);
		this.#onSample?.(this.#sample);
	}
}

function measured(wiring: Wiring, house: Sample | undefined, { watts, voltageR, voltageT, relayed, closed }: Setting): Sample | undefined {
	const own = watts === undefined ? house : sampleOf(watts, 0, house?.voltageR);
	if (own === undefined) return undefined;
	const wired = WIRED[wiring](relayed === 0 ? own : added(own, relayed));
	const untouched = voltageR === undefined && voltageT === undefined && closed;
	return untouched ? wired : changed(wired, voltageR ?? wired.voltageR, voltageT ?? wired.voltageT, closed);
}

/** With a load between both wires, such as a heater. */
function added({ power, currentR, currentT = 0, voltageR, voltageT = voltageR }: Sample, watts: number): Sample {
	const current = watts / (voltageR + voltageT);
	return { power: power + watts, currentR: currentR + current, currentT: currentT + current, voltageR, voltageT };
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
