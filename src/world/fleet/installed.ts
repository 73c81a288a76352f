import { PLACES } from '../../meter/backplane/messages.js';
import type { InstalledUnit } from '../../route-a/facts.js';
import { UNIT_KIND } from '../../route-a/facts.js';
import { USUAL_COMBINATION } from '../meter/emulated-meter.js';
import { FIRMWARE, SERIAL_LETTERS } from '../units/meter-units.js';

/** The units of a meter that is put together as `keiki run` does it without being told otherwise. @param digits in the serial number of each of its units */
export function installedUnits(digits: string): InstalledUnit[] {
	const units: InstalledUnit[] = [];
	let order = 0;
	for (const place of PLACES) {
		const type = USUAL_COMBINATION[place];
		if (type === undefined) continue;
		const serial = SERIAL_LETTERS[type.kind] + digits + String(++order).padStart(3, '0');
		if (type.kind !== 'cover') units.push({ kind: UNIT_KIND[type.kind], type: type.code, serial, firmware: FIRMWARE });
	}
	return units;
}
