import type { Metrology, Sample } from '../hal/ports/metrology.js';
import type { Phases } from '../src/meter/catalogue/unit-types.js';

/** A load that is made up, behind the contact of a switching unit and on the conductors of a metering unit: nothing flows behind an open contact. */
export class SwitchedTerminals implements Metrology {
	private readonly load: Metrology;
	private readonly phases: Phases;
	private closed: boolean;
	private sample: Sample | undefined;
	private onSample: ((sample: Sample | undefined) => void) | undefined;

	constructor(load: Metrology, phases: Phases, closed: boolean) {
		this.load = load;
		this.phases = phases;
		this.closed = closed;
	}

	start(onSample: (sample: Sample | undefined) => void): void {
		this.onSample = onSample;
		this.load.start((sample) => {
			this.sample = sample;
			this.show();
		});
	}

	/** The contact has moved. */
	setContact(closed: boolean): void {
		this.closed = closed;
		if (this.onSample !== undefined) this.show();
	}

	private show(): void {
		this.onSample!(this.sample && this.measured(this.sample));
	}

	private measured({ power, currentR, currentT = 0, voltageR, voltageT = voltageR }: Sample): Sample {
		const share = this.closed ? 1 : 0;
		if (this.phases === '1p2w') return { power: power * share, currentR: (currentR + currentT) * share, voltageR };
		return { power: power * share, currentR: currentR * share, currentT: currentT * share, voltageR, voltageT };
	}
}
