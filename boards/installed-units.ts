import type { Backplane } from '../src/meter/backplane/backplane.js';
import { PLACES } from '../src/meter/backplane/messages.js';
import { type InstalledUnit, UNIT_KIND } from '../src/route-a/facts.js';

/** The units that work, as Route A tells of them; it knows no number for a cover. */
export function installedUnits(base: Pick<Backplane, 'report'>): InstalledUnit[] {
	const units: InstalledUnit[] = [];
	for (const place of PLACES) {
		const { state, identity } = base.report(place);
		if (state !== 'working' || identity === undefined || identity.kind === 'cover') continue;
		units.push({ kind: UNIT_KIND[identity.kind], type: identity.code, serial: identity.serial, firmware: identity.firmware });
	}
	return units;
}
