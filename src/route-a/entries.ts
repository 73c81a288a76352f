/** What the logical device of a meter is made of: the objects of all rows that it has, with the rights to them. */
import { NAME, numbered, type ObjectName } from '../../modules/cosem/object-names.js';
import type { ServedClient } from '../../modules/dlms/server/admission.js';
import type { ClientRights, CosemObject, DeviceEntry } from '../../modules/dlms/server/logical-device.js';
import { clientRights, rightsTo } from './access.js';
import type { MeterState } from './meter-state.js';
import type { NumberedRow } from './object-rows.js';
import { nameOf, newerOf, OBJECT_NAMES, OBJECT_ROWS, objectOf } from './objects.js';
import type { RouteAProfile } from './route-a-profile.js';

type Meter = MeterState & { readonly routeAProfile: RouteAProfile };

export function entriesOf(meter: Meter, clients: readonly ServedClient[]): DeviceEntry[] {
	const { absent } = meter.routeAProfile;
	const entries: DeviceEntry[] = [];
	for (const key of OBJECT_NAMES) {
		if (absent.includes(key)) continue;
		const row = OBJECT_ROWS[key];
		if ('number' in row) {
			addNumbered(entries, meter, key, row, clients);
			continue;
		}
		const object = newerOf(row, meter)?.make(nameOf(key, meter), meter) ?? objectOf(key, row, meter);
		if (object !== undefined) entries.push({ object, rights: rightsOf(key, object, meter) });
	}
	return entries;
}

/** Of the version that this meter has. */
function rightsOf(key: ObjectName, object: CosemObject, meter: Meter): ClientRights {
	const { access, clients } = meter.routeAProfile;
	const row = OBJECT_ROWS[key];
	const newer = newerOf(row, meter);
	if (newer !== undefined) return clientRights(newer.rights, clients, newer.methods(meter));
	return 'make' in row && row.isIn !== undefined ? rightsTo(object, access[key]) : access[key];
}

/** One for each client, or for all that share a number. */
function addNumbered(entries: DeviceEntry[], meter: Meter, key: ObjectName, row: NumberedRow, clients: readonly ServedClient[]): void {
	const all = meter.routeAProfile.access[key];
	for (const client of clients) {
		const number = row.number(client, meter.routeAProfile);
		if (number === undefined) continue;
		const name = numbered(NAME[key], number);
		if (entries.some(({ object }) => object.name === name)) continue;
		const { id, rights = id } = client;
		entries.push({ object: row.makeOne(name, meter, client), rights: row.private ? { [rights]: all[rights]! } : all });
	}
}
