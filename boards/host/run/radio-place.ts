/** `--radio`: the module that carries Route B in place of the virtual air, on its serial port. */
import { existsSync } from 'node:fs';
import { EnduringTty } from '../../../hal/node/enduring-tty.js';
import type { Log } from '../../../hal/ports/log.js';
import type { CoordinatorState } from '../../../modules/wi-sun-module/skstack/host/coordinator.js';
import { MODELS } from '../../../modules/wi-sun-module/skstack/language/model.js';
import type { RouteBCarrier } from '../../../src/world/meter/link.js';
import { moduleCarrier } from '../../../src/world/meter/module-link.js';
import { ModuleCapture } from '../../../src/world/watch/module-capture.js';
import type { CaptureFile } from '../shared/capture-file.js';
import { type Enter, enteredSerial } from '../shared/entered.js';
import { reasonOf } from '../shared/usage-error.js';
import type { RadioChoice } from './radio-option.js';
import { wrongUse } from './usage-words.js';

/** What links of communication units by the module need of the run. */
export interface RadioParts {
	readonly enter: Enter;
	readonly log: Log;
	readonly capture: CaptureFile | undefined;
	/** Of the world, ms since 1970-01-01T00:00:00Z. */
	now(): number;
	/** Hears how the module is. */
	onState(state: CoordinatorState, detail: string): void;
}

export class RadioPlace {
	readonly path: string;
	readonly #choice: RadioChoice;
	readonly #line: EnduringTty;
	/** Hears of the first state that the module is in after its start. */
	#onFirst: ((detail: string) => void) | undefined;

	/** Throws UsageError if the port cannot be opened. */
	constructor(choice: RadioChoice) {
		const { path, baud } = choice;
		this.path = path;
		this.#choice = choice;
		try {
			this.#line = new EnduringTty(path, baud);
		} catch (error) {
			throw existsSync(path) ? wrongUse('reason', `--radio serial:${path}`, reasonOf(error)) : wrongUse('noPort', path);
		}
	}

	carrier({ enter, log, capture, now, onState }: RadioParts): RouteBCarrier {
		const { model } = this.#choice;
		return moduleCarrier({
			serial: enteredSerial(this.#line, enter),
			model: model && MODELS[model],
			log,
			capture: capture && new ModuleCapture((bytes) => capture.write(bytes), now),
			onState: (state, detail) => {
				if (state !== 'starting') this.#onFirst?.(detail);
				onState(state, detail);
			},
		});
	}

	/** What the module tells of itself once it has started. */
	first(): Promise<string> {
		return new Promise((resolve) => {
			this.#onFirst = (detail) => {
				this.#onFirst = undefined;
				resolve(detail);
			};
		});
	}

	close(): void {
		this.#line.close();
	}
}
