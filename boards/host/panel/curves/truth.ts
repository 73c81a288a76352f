/**
 * What a metering unit measured, told again: the load is a function of time, hands and units leave their traces, and all between follows. Nothing is
 * sampled while nobody asks, and what is told is right to the ms however fast virtual time went.
 */
import type { Sample } from '../../../../hal/ports/metrology.js';
import { oneWaySample } from '../../../../src/meter/metering/metering-plug-in.js';
import type { TerminalsStep } from '../../../../src/world/meter/terminals.js';
import type { MeteringChange } from './marks.js';
import type { FailureKind, TruthTold } from './told.js';

/** Steps of the load that are looked at for one answer: of what changes faster some are left out. */
const MOST_LOOKS = 20_000;

export interface TruthSource {
	/** See `Terminals`. */
	at(time: number): TerminalsStep | undefined;
	readonly knownFrom: number;
	/** Of metering units, in order; before the first one it was the other way round. */
	readonly metering: readonly MeteringChange[];
	/** Of the metering unit in place, where none has changed. */
	readonly twoWay: boolean;
	/** Before it nothing is known: the past was not recorded of this load. */
	readonly begin: number;
}

/** A stretch in which one thing was measured. */
export interface Stretch {
	readonly from: number;
	readonly until: number;
	/** Undefined: nothing. */
	readonly sample: Sample | undefined;
	/** Why, if it is for that. */
	readonly failures: readonly FailureKind[];
}

const NO_FAILURES: readonly FailureKind[] = Object.freeze([]);

/** What was measured at a moment. */
export function truthAt(source: TruthSource, time: number): Sample | undefined {
	return stretchAt(source, time).sample;
}

/** Calls `visit` with one stretch after the other, from `from` to `to`. */
export function eachStretch(source: TruthSource, from: number, to: number, visit: (stretch: Stretch) => void): void {
	const least = Math.max(1, (to - from) / MOST_LOOKS);
	for (let time = from; time < to; ) {
		const stretch = stretchAt(source, time);
		const until = Math.min(to, Math.max(stretch.until, time + least));
		visit(stretch.until === until && stretch.from === time ? stretch : { ...stretch, from: time, until });
		time = until;
	}
}

function stretchAt(source: TruthSource, time: number): Stretch {
	const { begin, knownFrom } = source;
	if (time < begin) return { from: time, until: begin, sample: undefined, failures: NO_FAILURES };
	const step = source.at(time);
	if (step === undefined) return { from: time, until: Math.max(time + 1, knownFrom), sample: undefined, failures: NO_FAILURES };
	const { works, twoWay, until: lasts } = meteringAt(source, time);
	const until = Math.min(step.until, lasts);
	const failures: FailureKind[] = [];
	if (!step.heard) failures.push('power');
	else if (!works) failures.push('metering');
	if (!step.closed) failures.push('contact');
	const isMeasured = step.heard && works;
	const sample = isMeasured ? (twoWay ? step.sample : oneWaySample(step.sample)) : undefined;
	return { from: time, until, sample, failures: failures.length === 0 ? NO_FAILURES : failures };
}

function meteringAt({ metering, twoWay }: TruthSource, time: number): { readonly works: boolean; readonly twoWay: boolean; readonly until: number } {
	if (metering.length === 0) return { works: true, twoWay, until: Number.POSITIVE_INFINITY };
	let low = 0;
	let high = metering.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if (metering[middle]!.at <= time) low = middle + 1;
		else high = middle;
	}
	const until = metering[low]?.at ?? Number.POSITIVE_INFINITY;
	const change = metering[low - 1];
	if (change !== undefined) return { works: change.works, twoWay: change.twoWay, until };
	return { works: !metering[0]!.works, twoWay, until };
}

/** Columns of stretches: what lasts less than `step` is joined to a mean over at least that. */
export class TruthColumns {
	readonly told: TruthTold = { time: [], watts: [], voltageR: [], voltageT: [], currentR: [], currentT: [] };
	readonly #step: number;
	readonly #pending = new Mean();

	constructor(step: number) {
		this.#step = step;
	}

	add({ from, until, sample }: Stretch): void {
		const pending = this.#pending;
		if (until - from >= this.#step) {
			this.end();
			this.#put(from, sample);
			return;
		}
		pending.add(from, until - from, sample);
		if (pending.lasted >= this.#step) this.end();
	}

	/** No more comes. */
	end(): void {
		const pending = this.#pending;
		if (pending.lasted > 0) this.#put(pending.from, pending.sample);
		pending.clear();
	}

	#put(time: number, sample: Sample | undefined): void {
		const { told } = this;
		const last = told.time.length - 1;
		const [watts, voltageR, voltageT] = [rounded(sample?.power), rounded(sample?.voltageR), rounded(sample?.voltageT)];
		const [currentR, currentT] = [rounded(sample?.currentR), rounded(sample?.currentT)];
		const isSame =
			last >= 0 &&
			told.watts[last] === watts &&
			told.voltageR[last] === voltageR &&
			told.voltageT[last] === voltageT &&
			told.currentR[last] === currentR &&
			told.currentT[last] === currentT;
		if (isSame) return;
		told.time.push(time);
		told.watts.push(watts);
		told.voltageR.push(voltageR);
		told.voltageT.push(voltageT);
		told.currentR.push(currentR);
		told.currentT.push(currentT);
	}
}

/** By time; of stretches in which nothing was measured only where there is nothing else. */
class Mean {
	from = 0;
	lasted = 0;
	#known = 0;
	#only: Sample | undefined;
	#stretches = 0;
	#power = 0;
	#currentR = 0;
	#currentT = 0;
	#voltageR = 0;
	#voltageT = 0;

	add(from: number, duration: number, sample: Sample | undefined): void {
		if (this.lasted === 0) this.from = from;
		this.lasted += duration;
		if (sample === undefined) return;
		this.#stretches++;
		this.#only = sample;
		this.#known += duration;
		this.#power += sample.power * duration;
		this.#currentR += sample.currentR * duration;
		this.#currentT += (sample.currentT ?? 0) * duration;
		this.#voltageR += sample.voltageR * duration;
		this.#voltageT += (sample.voltageT ?? 0) * duration;
	}

	get sample(): Sample | undefined {
		const known = this.#known;
		if (this.#stretches <= 1) return this.#only;
		const both = { power: this.#power / known, currentR: this.#currentR / known, voltageR: this.#voltageR / known };
		if (this.#only!.currentT === undefined) return both;
		return { ...both, currentT: this.#currentT / known, voltageT: this.#voltageT / known };
	}

	clear(): void {
		this.lasted = 0;
		this.#known = 0;
		this.#only = undefined;
		this.#stretches = 0;
		this.#power = 0;
		this.#currentR = 0;
		this.#currentT = 0;
		this.#voltageR = 0;
		this.#voltageT = 0;
	}
}

/** To the thousandth: what a double has behind it is no measurement. */
function rounded(value: number | undefined): number | null {
	return value === undefined ? null : Math.round(value * 1000) / 1000;
}
