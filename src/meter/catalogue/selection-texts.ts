/** What the selection of units says of a unit, a choice and a refusal: in English here, in other languages where people are told. */
import type { Utility } from './ampere-contracts.js';
import type { BrokenRule } from './rules.js';
import type { Site } from './site.js';
import type { Medium, Phases, RouteBMedium, UnitKind } from './unit-types.js';
import { KIND_WORDS, MEDIUM_WORDS, PHASES_WORDS, ROUTE_B_WORDS } from './unit-words.js';

export interface SelectionTexts {
	/** Ends of a sentence that begins with a unit; together by `all`. */
	readonly suits: (site: Site) => string;
	readonly isReachedBy: (medium: Medium) => string;
	readonly carriesFeedIn: () => string;
	readonly measuresFeedIn: () => string;
	/** Undefined: of a unit that has it on whatever medium. */
	readonly hasRouteB: (medium: RouteBMedium | undefined) => string;
	readonly isForContract: (phases: Phases) => string;
	readonly bears: (amperes: number) => string;
	readonly switchesRemotely: () => string;
	readonly hasBreaker: (amperes: number, utility: Utility) => string;
	readonly watchesVoltage: () => string;
	readonly keepsRainOff: () => string;
	readonly servesAnything: () => string;
	/** @param utility that has no ampere contract; undefined: its contracts are not the reason */
	readonly isNotAskedFor: (utility: Utility | undefined) => string;
	/** What speaks against a unit. */
	readonly isOlder: () => string;
	readonly isDearer: (medium: Medium, than: Medium) => string;
	readonly hasUnwantedRouteB: () => string;
	readonly isLarger: (amperes: number, enough: number) => string;
	readonly isTwoWayForNothing: () => string;
	readonly isAgainstNoRain: () => string;
	readonly isNoBetter: () => string;
	readonly needs: (code: string, which: string) => string;
	readonly all: (texts: readonly string[]) => string;
	/** Why there is no combination. */
	readonly noContract: (utility: Utility, amperes: number, contracts: readonly number[]) => string;
	/** @param amperes of the contract whose breaker wants the switching unit; undefined: it is wanted itself */
	readonly bothOptions: (amperes: number | undefined, utility: Utility) => string;
	readonly noUnit: (kind: UnitKind, isOfStock: boolean, does: readonly string[], wouldDo: readonly string[]) => string;
	readonly misfit: (broken: BrokenRule) => string;
	/** What would make one possible. */
	readonly without: (what: 'switching' | 'voltage' | 'feedIn' | 'routeB' | 'rain' | 'medium') => string;
	readonly withRouteB: (medium: 'radio' | 'plc') => string;
	readonly withContract: (amperes: number) => string;
	readonly withMoreThan: (amperes: number) => string;
	readonly withUnits: (units: string) => string;
}

const SITE_WORDS: Readonly<Record<Site, string>> = Object.freeze({
	detached: 'a detached house',
	block: 'a large block of dwellings',
	remote: 'a remote site',
});
const WITHOUT: Readonly<Record<Parameters<SelectionTexts['without']>[0], string>> = Object.freeze({
	switching: 'remote switching',
	voltage: 'voltage measurement',
	feedIn: 'feed-in',
	routeB: 'Route B',
	rain: 'rain',
	medium: 'that communication method',
});

export const SELECTION_TEXTS: SelectionTexts = Object.freeze<SelectionTexts>({
	suits: (site) => `suits ${SITE_WORDS[site]}`,
	isReachedBy: (medium) => `is reached by ${MEDIUM_WORDS[medium]}, as is asked for`,
	carriesFeedIn: () => 'is two-way, and carries what is fed in',
	measuresFeedIn: () => 'is two-way, and measures what is fed in',
	hasRouteB: (medium) => `has ${medium === undefined ? 'Route B' : ROUTE_B_WORDS[medium]}, which the HEMS asks for`,
	isForContract: (phases) => `is for ${PHASES_WORDS[phases]}, as the contract is`,
	bears: (amperes) => `bears the ${amperes} A of the contract`,
	switchesRemotely: () => 'disconnects and connects remotely',
	hasBreaker: (amperes, { name }) => `has the ampere breaker that holds a ${amperes} A contract of ${name}`,
	watchesVoltage: () => 'watches the voltage',
	keepsRainOff: () => 'keeps rain off',
	servesAnything: () => 'serves: nothing more is asked',
	isNotAskedFor: (utility) =>
		`is asked for by nothing${utility === undefined ? '' : `: ${utility.name} has no ampere contract, which would need a breaker`}`,
	isOlder: () => 'is older stock, without two-way measurement and Route B, should they be wanted later',
	isDearer: (medium, than) => `is ${MEDIUM_WORDS[medium]}, where ${MEDIUM_WORDS[than]} is steadier and cheaper to run`,
	hasUnwantedRouteB: () => 'has Route B, which is not wanted',
	isLarger: (amperes, enough) => `is rated ${amperes} A, where ${enough} A would do`,
	isTwoWayForNothing: () => 'is two-way, and nothing is fed in',
	isAgainstNoRain: () => 'is against rain, where there is none',
	isNoBetter: () => 'does no better, and comes later in the catalogue',
	needs: (code, which) => `needs ${code}, which ${which}`,
	all: (texts) => texts.join(', and '),
	noContract: ({ name }, amperes, contracts) =>
		`${name} has no contract of ${amperes} A; up to ${contracts.at(-1)} A it has ${contracts.join(', ')} A`,
	bothOptions: (amperes, { name }) =>
		`a voltage measurement unit and a switching unit${amperes === undefined ? '' : ` for the ampere breaker of a ${amperes} A contract of ${name}`} are wanted, and a meter has room for one optional unit`,
	noUnit: (kind, isOfStock, does, wouldDo) =>
		`there is no ${KIND_WORDS[kind]}${isOfStock ? ' in stock' : ''}${does.length > 0 ? ` that ${does.join(', and ')}` : ''}; ${wouldDo.length > 0 ? `would do: ${wouldDo.join(' or ')}` : 'none is made'}`,
	misfit: ({ found, reason }) => `the closest in stock do not fit together: ${found} (${reason})`,
	without: (what) => `without ${WITHOUT[what]}`,
	withRouteB: (medium) => `with ${ROUTE_B_WORDS[medium]}`,
	withContract: (amperes) => `with a contract of ${amperes} A`,
	withMoreThan: (amperes) => `with a contract of more than ${amperes} A`,
	withUnits: (units) => `with units that are not in stock: ${units}`,
});
