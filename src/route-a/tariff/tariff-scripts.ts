/** Scripts of the tariff, its masks as they are at first, and the registers that these have. */
import { asciiBytes } from '../../../modules/bytes/ascii.js';
import { frozen } from '../../../modules/bytes/frozen.js';
import { NAME } from '../../../modules/cosem/object-names.js';
import type { Script } from '../../../modules/cosem/script-table.js';
import type { LogicalName } from '../../../modules/dlms/axdr/obis.js';

/** How many rates there are. */
export const RATES = 4;

const REGISTER_ACTIVATION = 6;
const ACTIVE_MASK = 4;

/** Import of each rate, then export of each. */
export const TARIFF_REGISTERS: readonly LogicalName[] = Object.freeze([
	...[NAME.importRate1, NAME.importRate2, NAME.importRate3, NAME.importRate4],
	...[NAME.exportRate1, NAME.exportRate2, NAME.exportRate3, NAME.exportRate4],
]);

/** Name of the mask of each rate, from 1: its import and its export. */
export const RATE_MASKS: readonly string[] = Object.freeze(['rate1', 'rate2', 'rate3', 'rate4']);

/** Each makes the mask of its rate the active one. */
export const TARIFF_SCRIPTS: readonly Script[] = frozen(
	RATE_MASKS.map((mask, i) => ({
		id: i + 1,
		classId: REGISTER_ACTIVATION,
		name: NAME.registerActivation,
		index: ACTIVE_MASK,
		value: asciiBytes(mask),
	})),
);

/** Whether there is such a script. */
export function isTariffScript(table: LogicalName, id: number): boolean {
	return table === NAME.tariffScripts && id >= 1 && id <= RATES;
}
