/** The M-Bus line behind the meter, for a program that is a master on it beside the smart meter: a pseudo-terminal or TCP. */
import { RealTime } from '../../../hal/node/real-time.js';
import type { Log } from '../../../hal/ports/log.js';
import { type MbusLine, MbusMasterPort } from '../../../src/world/mbus/mbus-line.js';
import { type Enter, enteredSerial } from '../shared/entered.js';
import type { OpenLine } from '../shared/open-line.js';
import type { PlaceChoice } from './dongle-option.js';
import { openMbus } from './serial-lines.js';

export class MbusDoor {
	readonly #line: OpenLine;
	readonly #enter: Enter;

	private constructor(line: OpenLine, enter: Enter) {
		this.#line = line;
		this.#enter = enter;
	}

	/** Throws UsageError if the place is not to be had. */
	static async open(place: PlaceChoice, enter: Enter): Promise<MbusDoor> {
		return new MbusDoor(await openMbus(place), enter);
	}

	/** Where a program opens it. */
	get path(): string {
		return this.#line.path;
	}

	/** Programs wait by the wall clock, however fast the meters' time goes. */
	connect(line: MbusLine, log: Log): void {
		const serial = enteredSerial(this.#line, this.#enter);
		const port = new MbusMasterPort({ line, scheduler: new RealTime(), log, isTimed: false });
		serial.onReceive = (bytes) => port.write(bytes);
		port.onReceive = (bytes) => serial.write(bytes);
	}

	close(): void {
		this.#line.close();
	}
}
