/** A meter on the stand, and what the panel tells of its curves. */
import { CurveMarks } from '../../../../../boards/host/panel/curves/marks.js';
import { type PowerOptions, powerTold, truthSource } from '../../../../../boards/host/panel/curves/power.js';
import type { PowerTold } from '../../../../../boards/host/panel/curves/told.js';
import type { TruthSource } from '../../../../../boards/host/panel/curves/truth.js';
import { PortableCipher } from '../../../../../modules/crypto/cipher.js';
import { DEMO_KEYS } from '../../../../../src/world/meter/demo-keys.js';
import type { EmulatedMeter } from '../../../../../src/world/meter/emulated-meter.js';
import type { SimulatorOptions } from '../../../../../src/world/simulation/simulator-options.js';
import { CosemKeys } from '../../../../../src/world/watch/cosem-keys.js';
import { CosemReadings } from '../../../../../src/world/watch/cosem-readings.js';
import { PlugInRig, START } from '../../../../src/world/simulation/plug-in-rig.js';

export class CurvesRig extends PlugInRig {
	readonly marks: CurveMarks;
	readonly readings = new CosemReadings(new PortableCipher(), new CosemKeys(() => DEMO_KEYS));

	constructor(units?: string, options?: Partial<SimulatorOptions>) {
		super(units, options);
		const { simulator } = this.hems;
		const { faults, meters, scheduler } = simulator;
		this.marks = new CurveMarks({ events: this.world, faults, meters, readings: this.readings, start: START, elapsed: () => scheduler.now() });
	}

	/** The world's time, ms since 1970. */
	get now(): number {
		return Math.floor(START + this.scheduler.now());
	}

	get options(): PowerOptions {
		return { marks: this.marks, start: START, hasPast: true, now: this.now };
	}

	source(meter: EmulatedMeter = this.meter): TruthSource {
		return truthSource(meter, this.options);
	}

	/** Of the last `span` ms. */
	told(span: number, step = 1000, meter: EmulatedMeter = this.meter): PowerTold {
		return powerTold(meter, this.options, this.now - span, this.now, step);
	}
}
