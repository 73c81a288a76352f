/** The units of the device model's meter, and where their memory is on its flash. */
import { frozen } from '../../../modules/bytes/frozen.js';
import { meteringSectors } from '../../../src/meter/metering/history.js';
import { UTILITY_PROFILES } from '../../../src/meter/switching/utility.js';
import { IDIS_PROFILE } from '../../../src/route-a/route-a-profile.js';
import { eventLogSectors } from '../../../src/route-a/standard-log.js';
import { unitSectors } from '../../firmware.js';
import { ROUTE_A_PARTS_SECTORS } from '../../route-a-parts.js';

const SECTOR_SIZE = 4096;
/** 2026-01-01T00:00Z, a minute since 1970. */
const CERTIFIED = 29_453_760;
const FIRMWARE = '1.0.0';

/** The metering units that take turns in their place: the first has recorded 45 days, the second is new. */
export const METERING = frozen([
	{ kind: 'metering', code: '1p3w-60-2way', serial: 'M001', firmware: FIRMWARE, certified: CERTIFIED },
	{ kind: 'metering', code: '1p3w-60-2way', serial: 'M002', firmware: FIRMWARE, certified: CERTIFIED },
] as const);
export const COMMUNICATION = frozen({ kind: 'communication', code: 'rf-b', serial: 'C001', firmware: FIRMWARE } as const);
export const COVER = frozen({ kind: 'cover', code: 'normal', serial: 'T001', firmware: FIRMWARE } as const);
export const SWITCHING = frozen({ kind: 'switching', code: 'switch-1p3w-60', serial: 'S001', firmware: FIRMWARE } as const);
export const RATING = frozen({ wiring: '1p3w', amperes: 60 } as const);
export const UTILITY = UTILITY_PROFILES.general;

/** Behind the first metering unit's memory and the event log of Route A. */
export const UNITS_SECTOR = meteringSectors(SECTOR_SIZE) + eventLogSectors(SECTOR_SIZE, IDIS_PROFILE.eventCapacity);
/** Memory of each of `METERING`. */
export const METERING_SECTORS: readonly number[] = Object.freeze([0, UNITS_SECTOR + unitSectors(SECTOR_SIZE)]);
/** Parts of Route A keep what they keep behind all that. */
export const PARTS_SECTOR = METERING_SECTORS[1]! + meteringSectors(SECTOR_SIZE);
/** Of the whole flash. */
export const SECTORS = PARTS_SECTOR + ROUTE_A_PARTS_SECTORS;
