/** The port of a dongle, heard from the moment that it is open: what comes before there is a dongle waits for it. */
import type { Log } from '../../../hal/ports/log.js';
import type { Serial } from '../../../hal/ports/serial.js';
import type { Nonvolatile } from '../../../modules/wi-sun-module/skstack/module/state.js';
import type { Dongle } from '../../../src/world/dongle/dongle.js';
import type { Simulator } from '../../../src/world/simulation/simulator.js';
import type { SimulatorEvent } from '../../../src/world/simulation/simulator-event.js';
import { type Enter, enteredSerial } from '../shared/entered.js';
import { hearPort } from './port-told.js';
import type { DongleLine } from './serial-lines.js';

export interface DonglePortEars {
	readonly log: Log;
	/** Brings virtual time up to now; where there is none yet, it keeps the event until there is. */
	readonly enter: Enter;
	/** A dongle that scans has told what a program may want to answer. */
	readonly onScanTold: () => void;
	readonly tell: (event: SimulatorEvent) => void;
}

export class DonglePort {
	/** Of the dongle. */
	readonly name: string;
	readonly opened: DongleLine;
	readonly #serial: Serial;
	#dongle: Dongle | undefined;

	/** @param number of the dongle, from 1 */
	constructor(opened: DongleLine, number: number, { log, enter, onScanTold, tell }: DonglePortEars) {
		const { line, keeps } = opened;
		this.name = number === 1 ? 'dongle' : `dongle-${number}`;
		this.opened = opened;
		this.#serial = enteredSerial(line, enter, () => {
			if (this.#dongle?.isScanning) onScanTold();
		});
		line.onConnect = () => enter(() => this.#dongle?.restartInput(keeps));
		hearPort(this.name, line, log, (event) => enter(() => tell(event)));
	}

	plugIn(simulator: Simulator, nonvolatile: Nonvolatile | undefined): void {
		const { model, changes, line } = this.opened;
		this.#dongle = simulator.addDongle({ model, changes, serial: this.#serial, port: line, ...(nonvolatile && { nonvolatile }) });
	}

	close(): void {
		this.opened.line.close();
	}
}
