/** What a customer's site and contracts ask of each unit, one demand at a time, and what makes one unit that serves a lesser choice than another. */
import { frozen } from '../../../modules/bytes/frozen.js';
import { ampereContracts, type Utility } from './ampere-contracts.js';
import { SELECTION_TEXTS, type SelectionTexts } from './selection-texts.js';
import type { Site } from './site.js';
import type { CommunicationType, CoverType, Medium, MeteringType, OptionType, Phases, RouteBMedium, UnitType } from './unit-types.js';

export interface Conditions {
	readonly site: Site;
	/** Renewable energy is connected, and fed in. */
	readonly feedIn: boolean;
	/** By which the meter is to be reached on Route A; absent: whichever suits the site. */
	readonly medium?: Medium | undefined;
	/** The medium on which the customer's HEMS wants Route B. */
	readonly routeB: RouteBMedium;
	/** What the contract supplies. */
	readonly phases: Phases;
	/** The contract's current, A. */
	readonly amperes: number;
	/** The terminals are exposed to rain. */
	readonly rain: boolean;
	/** The contract is to be disconnected and connected remotely. */
	readonly switching: boolean;
	/** The voltage is to be watched. */
	readonly voltage: boolean;
	readonly utility: Utility;
	/** What can be had; absent: every type there is. */
	readonly stock?: readonly UnitType[] | undefined;
}

/** Media by site: the first for steady connection and running cost, then what else reaches it. */
const MEDIA: Readonly<Record<Site, readonly Medium[]>> = frozen({
	detached: ['rf', 'cellular'],
	block: ['plc', 'cellular'],
	remote: ['cellular'],
});

const CONTRACT: Demand<MeteringType | OptionType> = frozen({
	condition: 'contract',
	meets: ({ phases }, conditions) => phases === conditions.phases,
	does: ({ phases }, texts) => texts.isForContract(phases),
});
const AMPERES: Demand<MeteringType | OptionType> = frozen({
	condition: 'amperes',
	meets: ({ rating }, { amperes }) => rating >= amperes,
	does: ({ amperes }, texts) => texts.bears(amperes),
});
export const COMMUNICATION_DEMANDS: readonly Demand<CommunicationType>[] = frozen([
	{
		condition: 'site',
		meets: ({ medium }, { site }) => MEDIA[site].includes(medium),
		does: ({ site }, texts) => texts.suits(site),
	},
	{
		condition: 'medium',
		meets: ({ medium }, conditions) => conditions.medium === undefined || medium === conditions.medium,
		does: ({ medium }, texts) => (medium === undefined ? undefined : texts.isReachedBy(medium)),
	},
	{
		condition: 'feed-in',
		meets: ({ twoWay }, { feedIn }) => twoWay || !feedIn,
		does: ({ feedIn }, texts) => (feedIn ? texts.carriesFeedIn() : undefined),
	},
	{
		condition: 'route-b',
		meets: ({ routeB }, conditions) => conditions.routeB === 'none' || routeB === conditions.routeB,
		does: ({ routeB }, texts) => (routeB === 'none' ? undefined : texts.hasRouteB(routeB)),
	},
]);
export const METERING_DEMANDS: readonly Demand<MeteringType>[] = frozen([
	CONTRACT,
	AMPERES,
	{
		condition: 'feed-in',
		meets: ({ twoWay }, { feedIn }) => twoWay || !feedIn,
		does: ({ feedIn }, texts) => (feedIn ? texts.measuresFeedIn() : undefined),
	},
	{
		condition: 'route-b',
		meets: (type, { routeB }) => routeB === 'none' || type.routeB,
		does: ({ routeB }, texts) => (routeB === 'none' ? undefined : texts.hasRouteB(undefined)),
	},
]);
/** Asked only where an optional unit is wanted. */
export const OPTION_DEMANDS: readonly Demand<OptionType>[] = frozen([
	{
		condition: 'switching',
		meets: ({ kind }, conditions) => optionWanted(conditions) !== 'switching' || kind === 'switching',
		does: (conditions, texts) => {
			const { utility, amperes, switching } = conditions;
			const does = [...(switching ? [texts.switchesRemotely()] : []), ...(hasAmpereBreaker(conditions) ? [texts.hasBreaker(amperes, utility)] : [])];
			return does.length === 0 ? undefined : texts.all(does);
		},
	},
	{
		condition: 'voltage',
		meets: ({ kind }, conditions) => optionWanted(conditions) !== 'voltage' || kind === 'voltage',
		does: (conditions, texts) => (optionWanted(conditions) === 'voltage' ? texts.watchesVoltage() : undefined),
	},
	CONTRACT,
	AMPERES,
]);
export const COVER_DEMANDS: readonly Demand<CoverType>[] = frozen([
	{
		condition: 'rain',
		meets: (type, { rain }) => type.rain || !rain,
		does: ({ rain }, texts) => (rain ? texts.keepsRainOff() : undefined),
	},
]);
const WEIGHT = Object.freeze({ medium: 1000, rating: 100, older: 10, unneeded: 1 });

/** Whether a contract of that many amperes is held by a breaker in the meter. */
export function hasAmpereBreaker({ utility, phases, amperes }: Conditions): boolean {
	return ampereContracts(utility, phases).includes(amperes);
}

/** The optional unit that conditions ask for; the switching unit goes before (select.ts refuses both at once). */
export function optionWanted(conditions: Conditions): OptionType['kind'] | undefined {
	if (conditions.switching || hasAmpereBreaker(conditions)) return 'switching';
	return conditions.voltage ? 'voltage' : undefined;
}

export type Condition = 'site' | 'medium' | 'feed-in' | 'route-b' | 'contract' | 'amperes' | 'rain' | 'switching' | 'voltage';

export interface Demand<Type> {
	readonly condition: Condition;
	readonly meets: (type: Type, conditions: Conditions) => boolean;
	/** What the unit does for the customer, as the end of "it …"; undefined where these conditions ask nothing. */
	readonly does: (conditions: Conditions, texts: SelectionTexts) => string | undefined;
}

/** Something that a unit would have better otherwise. The weights add up; no number of lesser drawbacks outweighs a greater one. */
export interface Drawback {
	readonly weight: number;
	readonly text: string;
}

/** What speaks against a unit that meets all demands. */
export function drawbacks(type: UnitType, conditions: Conditions, texts = SELECTION_TEXTS): Drawback[] {
	const found: Drawback[] = [];
	const add = (applies: boolean, each: number, text: string) => {
		if (applies) found.push({ weight: each, text });
	};
	add(type.stock === 'older', WEIGHT.older, texts.isOlder());
	switch (type.kind) {
		case 'communication': {
			const [first] = MEDIA[conditions.site];
			add(type.medium !== first, WEIGHT.medium, texts.isDearer(type.medium, first!));
			add(conditions.routeB === 'none' && type.routeB !== 'none', WEIGHT.unneeded, texts.hasUnwantedRouteB());
			break;
		}
		case 'metering': {
			// Table 1 makes one small and one large rating of each.
			const small = type.phases === '1p2w' ? 30 : 60;
			add(type.rating > small && conditions.amperes <= small, WEIGHT.rating, texts.isLarger(type.rating, small));
			add(type.twoWay && !conditions.feedIn, WEIGHT.unneeded, texts.isTwoWayForNothing());
			break;
		}
		case 'cover':
			add(type.rain && !conditions.rain, WEIGHT.unneeded, texts.isAgainstNoRain());
			break;
		case 'switching':
		case 'voltage':
			break;
	}
	return found;
}
