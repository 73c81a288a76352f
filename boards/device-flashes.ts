import type { Log } from '../hal/ports/log.js';
import type { Store } from '../hal/ports/store.js';
import { PartitionFlash } from '../hal/xs/flash.js';
import { formatOnce } from './format.js';

export interface DeviceFlashes {
	readonly flash: PartitionFlash;
	/** Of the parts of Route A (route-a-parts.ts); undefined: `routeAParts` names none. */
	readonly partsFlash: PartitionFlash | undefined;
	/** Of base and switching unit; undefined: `units` names none, so nothing plugs in. */
	readonly unitsFlash: PartitionFlash | undefined;
}

/** As in partitions.csv of each board. */
const PARTITION = 'journal';
const PARTS_PARTITION = 'route-a';
const UNITS_PARTITION = 'units';
/** Of what an ESP32 keeps in NVS. */
export const NAMESPACE = 'keiki';

/** The partitions of an ESP32 that its words ask for, erased first if `format` says so (format.ts). Throws if there is no such partition. */
export function deviceFlashes(words: Readonly<Record<string, string>>, store: Store, log: Log): DeviceFlashes {
	const flash = new PartitionFlash(PARTITION);
	const partsFlash = words.routeAParts ? new PartitionFlash(PARTS_PARTITION) : undefined;
	const unitsFlash = words.units ? new PartitionFlash(UNITS_PARTITION) : undefined;
	const flashes = [flash, partsFlash, unitsFlash].filter((each) => each !== undefined);
	const erased = formatOnce(store, flashes, words.format ?? '');
	if (erased > 0) log.write('keiki', `flash: ${erased} sectors erased, as the build was told`);
	return { flash, partsFlash, unitsFlash };
}
