import type { Clock } from '../../../hal/ports/clock.js';
import type { Backplane } from '../../meter/backplane/backplane.js';
import { SwappableReadings } from '../../meter/backplane/swappable-readings.js';
import type { AdjustableReadings } from '../../route-a/facts.js';

/** A meter as far as its readings go. */
export interface MeterPower {
	readonly clock: Clock;
	readonly base: Backplane;
	readonly hasPower: boolean;
}

/** Readings of a meter whose base gets its power anew, too. */
export class MeterReadings extends SwappableReadings implements AdjustableReadings {
	readonly #meter: MeterPower;

	constructor(meter: MeterPower) {
		super({
			get clock() {
				return meter.clock;
			},
			get counter() {
				return meter.base.counter;
			},
			get twoWay() {
				return meter.base.twoWay;
			},
			get metering() {
				return meter.hasPower ? meter.base.metering : undefined;
			},
			onReadingFailed: (error) => meter.base.onReadingFailed(error),
		});
		this.#meter = meter;
	}

	setClock(time: number): void {
		if (this.#meter.hasPower) this.#meter.base.setClock(time);
		else this.#meter.clock.set(time);
	}
}
