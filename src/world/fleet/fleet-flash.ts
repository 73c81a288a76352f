/** The flashes of the Route A of a fleet's meter, where and as large as a meter has them that stands alone (../meter/route-a-flash.ts), and its own work alone. */
import { CERTIFICATE_SECTORS } from '../../route-a/certificates/certificate-memory.js';
import { PUSH_SECTORS } from '../../route-a/control/push-flash.js';
import { CONTROL_SECTORS, controlRange } from '../../route-a/control/slot-rows.js';
import { IMAGE_SECTORS } from '../../route-a/image/image-memory.js';
import type { RouteAKeys } from '../../route-a/keys.js';
import type { RouteAOptions } from '../../route-a/route-a-options.js';
import { TARIFF_SECTORS } from '../../route-a/tariff/tariff-slots.js';
import {
	EVENT_SECTORS,
	hasCurves,
	ROUTE_A,
	ROUTE_A_CERTIFICATES,
	ROUTE_A_CONTROL,
	ROUTE_A_IMAGE,
	ROUTE_A_PUSH,
	ROUTE_A_SECTORS,
	ROUTE_A_TARIFF,
	STORE_SECTORS,
} from '../meter/route-a-flash.js';
import { LateFlash } from '../units/late-flash.js';
import { SECTOR_SIZE } from '../units/unit-memory.js';
import type { PagedMemory } from './paged-flash.js';

/** What it finds in them Route A looks at itself: nobody else writes there. */
export function fleetFlash(
	memory: PagedMemory,
	keys: RouteAKeys,
): Pick<RouteAOptions, 'eventFlash' | 'controlFlash' | 'tariffFlash' | 'imageFlash' | 'pushFlash' | 'certificateFlash'> {
	return {
		eventFlash: { flash: memory.flash(ROUTE_A, ROUTE_A_SECTORS), firstSector: STORE_SECTORS, sectors: EVENT_SECTORS },
		controlFlash: controlRange(memory.flash(ROUTE_A_CONTROL, CONTROL_SECTORS)),
		tariffFlash: memory.flash(ROUTE_A_TARIFF, TARIFF_SECTORS),
		imageFlash: late(memory, ROUTE_A_IMAGE, IMAGE_SECTORS),
		pushFlash: late(memory, ROUTE_A_PUSH, PUSH_SECTORS),
		certificateFlash: hasCurves(keys) ? memory.flash(ROUTE_A_CERTIFICATES, CERTIFICATE_SECTORS) : undefined,
	};
}

function late(memory: PagedMemory, owner: string, sectors: number) {
	return memory.has(owner) ? memory.flash(owner, sectors) : new LateFlash(sectors, SECTOR_SIZE, () => memory.flash(owner, sectors));
}
