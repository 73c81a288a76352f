import { XsClock } from '../../hal/xs/clock.js';
import { FileFlash } from '../../hal/xs-linux/file-flash.js';
import { Settings } from '../../modules/journal/settings.js';
import { meteringSectors } from '../../src/meter/metering/history.js';
import { IDIS_PROFILE } from '../../src/route-a/route-a-profile.js';
import { eventLogSectors } from '../../src/route-a/standard-log.js';
import { unitSectors } from '../firmware.js';
import { ROUTE_A_PARTS_SECTORS } from '../route-a-parts.js';

export interface LinuxMemory {
	readonly flash: FileFlash;
	readonly store: Settings;
	readonly clock: XsClock;
	/** Of the parts of Route A; undefined: `routeAParts` names none. */
	readonly partsFlash: FileFlash | undefined;
	/** Of base and switching unit; undefined: `units` names none. */
	readonly unitsFlash: FileFlash | undefined;
}

const SECTOR_SIZE = 4096;
const SETTINGS_SECTORS = 3;

/** The files that stand for the flash: `file` for the meter and, behind that, what a device keeps in NVS; `file.route-a` and `file.units` where words ask for them. */
export function openMemory(file: string, { routeAParts, units }: Readonly<Record<string, string>>): LinuxMemory {
	const firstSector = meteringSectors(SECTOR_SIZE) + eventLogSectors(SECTOR_SIZE, IDIS_PROFILE.eventCapacity);
	const flash = new FileFlash(file, firstSector + SETTINGS_SECTORS);
	const store = new Settings({ flash, firstSector, sectors: SETTINGS_SECTORS });
	return {
		...{ flash, store },
		clock: new XsClock(store),
		partsFlash: routeAParts ? new FileFlash(`${file}.route-a`, ROUTE_A_PARTS_SECTORS) : undefined,
		unitsFlash: units ? new FileFlash(`${file}.units`, unitSectors(SECTOR_SIZE)) : undefined,
	};
}
