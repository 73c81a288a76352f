/** What Route A keeps of its own: counters, changed keys, the event log. */
import type { Flash } from '../../../hal/ports/flash.js';
import type { Store } from '../../../hal/ports/store.js';
import { Settings } from '../../../modules/journal/settings.js';
import { IDIS_PROFILE } from '../../route-a/route-a-profile.js';
import { EventLog, eventLogSectors, type FlashRange } from '../../route-a/standard-log.js';
import { SECTOR_SIZE } from '../units/unit-memory.js';

const STORE_SECTORS = 4;
const EVENT_SECTORS = eventLogSectors(SECTOR_SIZE, IDIS_PROFILE.eventCapacity);
export const ROUTE_A_SECTORS = STORE_SECTORS + EVENT_SECTORS;
/** Its owner, in a `UnitMemory`: the meter, whichever communication unit is in place. */
export const ROUTE_A = 'route-a';

/** Changes nothing of a flash that is not blank. Throws JournalError if it holds something else. */
export function openRouteAFlash(flash: Flash): { readonly store: Store; readonly eventFlash: FlashRange } {
	const { eventCapacity: capacity, deviation } = IDIS_PROFILE;
	const eventFlash = { flash, firstSector: STORE_SECTORS, sectors: EVENT_SECTORS };
	new EventLog({ capacity, deviation, range: eventFlash });
	return { store: new Settings({ flash, firstSector: 0, sectors: STORE_SECTORS }), eventFlash };
}
