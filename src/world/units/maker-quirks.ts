/** What a maker of a communication unit makes of the meter's Routes A and B. */
import { CONFORMANCE } from '../../../modules/dlms/apdu/initiate.js';
import type { Maker } from '../../meter/catalogue/makers.js';
import type { RouteAOptions } from '../../route-a/route-a-options.js';
import { IDIS_PROFILE, type RouteAProfile } from '../../route-a/route-a-profile.js';
import type { MeterProfile } from '../../route-b/meter-profile.js';

type RouteAQuirks = Pick<RouteAOptions, 'routeAProfile' | 'maxPdu' | 'maxSend'>;

/** Of the options for Route A those that are the maker's. */
export function routeAOf(maker: Maker | undefined, routeAProfile: RouteAProfile = IDIS_PROFILE): RouteAQuirks {
	if (maker === undefined) return { routeAProfile };
	const { letters: flag, quirks } = maker;
	const {
		pdu,
		noLists = false,
		profileRows: profileCapacity = routeAProfile.profileCapacity,
		events: eventCapacity = routeAProfile.eventCapacity,
	} = quirks;
	const without = noLists ? CONFORMANCE.multipleReferences : 0;
	const keyedConformance = routeAProfile.keyedConformance & ~without;
	return {
		routeAProfile: { ...routeAProfile, flag, keyedConformance, profileCapacity, eventCapacity },
		...(pdu !== undefined && { maxPdu: pdu, maxSend: pdu }),
	};
}

/** Route B tells the maker of the communication unit (EPC 8A). */
export function routeBProfileOf(maker: Maker | undefined, profile: MeterProfile): MeterProfile {
	return maker === undefined ? profile : { ...profile, manufacturer: maker.manufacturer };
}
