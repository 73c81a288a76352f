/** What a meter is asked to be: the conditions of a contract's site, its terms, and all that was applied for since. */
import type { Utility } from '../../meter/catalogue/ampere-contracts.js';
import type { Conditions } from '../../meter/catalogue/conditions.js';
import type { Units } from '../../meter/catalogue/rules.js';
import { APPLICATIONS, type Terms } from './applications.js';
import type { ApplicationRecord, ContractRecord, LinkedRecords, SiteRecord } from './linked-records.js';

export interface Asked {
	/** Without stock. */
	readonly conditions: Conditions;
	/** The metering unit is to be another, whatever it is: its certification ends. */
	readonly newMetering: boolean;
}

/** @param mounted what stands there: an optional unit stays wanted until somebody asks for it to go */
export function askedOf(
	application: ApplicationRecord,
	{ contract, site, earlier }: { readonly contract: ContractRecord; readonly site: SiteRecord; readonly earlier: LinkedRecords['earlier'] },
	mounted: Units | undefined,
	utility: Utility,
): Asked {
	const { routeB, amperes, feedIn, phases } = contract;
	const [switching, voltage] = [mounted?.option?.kind === 'switching', mounted?.option?.kind === 'voltage'];
	let terms: Terms = { routeB, amperes, feedIn, switching, voltage, medium: undefined, newMetering: false };
	for (const { kind, wishes } of earlier) terms = { ...APPLICATIONS[kind].asks(terms, wishes), newMetering: false };
	const { newMetering, ...rest } = APPLICATIONS[application.kind].asks(terms, application.wishes);
	return { conditions: { ...rest, phases, site: site.kind, rain: site.rain, utility }, newMetering };
}
