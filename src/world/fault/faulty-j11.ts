import { COMMAND, RESULT } from '../../../modules/wi-sun-module/j11/language/codes.js';
import type { J11Chances } from '../../../modules/wi-sun-module/j11/module/module.js';
import type { FaultAt } from './fault-table.js';

/**
 * What goes wrong at the serial line of a J11 module.
 *
 * | fault         | what the program sees                                             |
 * |---------------|-------------------------------------------------------------------|
 * | er10          | 3D, busy, instead of the command's effect                         |
 * | silent-dongle | nothing, and nothing done                                         |
 * | missing-ok    | the command's effect, but no response                             |
 * | failed-start  | 0E for 0053, but not twice in a row                               |
 */
export class FaultyJ11 implements J11Chances {
	readonly #strikes: (fault: FaultAt<'dongle'>) => boolean;
	#hasFailed = false;

	/** @param strikes asked once for each chance; true lets it strike */
	constructor(strikes: (fault: FaultAt<'dongle'>) => boolean) {
		this.#strikes = strikes;
	}

	commandMeets(command: number): number | 'silence' | undefined {
		if (this.#strikes('er10')) return RESULT.busy;
		if (this.#strikes('silent-dongle')) return 'silence';
		if (command !== COMMAND.startRouteB) return undefined;
		this.#hasFailed = !this.#hasFailed && this.#strikes('failed-start');
		return this.#hasFailed ? RESULT.noConnection : undefined;
	}

	losesResponse(): boolean {
		return this.#strikes('missing-ok');
	}
}
