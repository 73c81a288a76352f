import { IDIS_PROFILE } from '../../../src/route-a/route-a-profile.js';
import { eventLogSectors } from '../../../src/route-a/standard-log.js';

const SECTOR_SIZE = 4096;
export const STORE_SECTORS = 4;
export const EVENT_SECTORS = eventLogSectors(SECTOR_SIZE, IDIS_PROFILE.eventCapacity);

/** What Route A needs of a flash of its own. */
export const ROUTE_A_SECTORS = STORE_SECTORS + EVENT_SECTORS;
