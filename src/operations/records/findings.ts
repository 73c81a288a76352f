/**
 * What the records of a contract show when they are linked: what is missing, what contradicts, what is stale. A rule a row; it tells which stores say what, and
 * the age of each is with it. What a rule is about, and what settles it, is in finding-words.ts.
 */
import { frozen } from '../../../modules/bytes/frozen.js';
import { DAY } from '../../../modules/time/durations.js';
import { COMMUNICATION_DEMANDS } from '../../meter/catalogue/conditions.js';
import { checkCombination, type Units } from '../../meter/catalogue/rules.js';
import { type CommunicationType, type MeteringType, unitType } from '../../meter/catalogue/unit-types.js';
import { timeText } from './columns.js';
import { folded } from './fold.js';
import type { Linked, MountedRecord, StoreTimes } from './linked.js';
import { PLACES, SYSTEMS, type System } from './record-kinds.js';
import { isOtherMedium } from './supervised-medium.js';
import { isSince, unitDifferences } from './unit-differences.js';

/** Something that a store says. */
export interface Fact {
	readonly store: System;
	/** `site.phases` */
	readonly field: string;
	/** Empty: it has no such record. */
	readonly value: string;
	/** When its system had it so; undefined: never told. */
	readonly asOf: number | undefined;
}

export interface Finding {
	readonly rule: FindingRule;
	/** Null: of no contract. */
	readonly contract: string | null;
	readonly facts: readonly Fact[];
}

export const FINDING_RULES = Object.freeze([
	'no-contract',
	'no-site',
	'site-twice',
	'no-transformer',
	'street-differs',
	'phases-differ',
	'not-mounted',
	'mounted-phases-differ',
	'combination-wrong',
	'medium-unfit',
	'feed-in-not-measured',
	'route-b-not-served',
	'amperes-above-rating',
	'result-not-recorded',
	'construction-overdue',
	'certificate-expired',
	'serial-in-stock',
	'serial-twice',
	'credential-key-missing',
	'not-supervised',
	'silent',
	'units-differ',
	'medium-differs',
	'meter-unknown',
	'store-stale',
] as const);
export type FindingRule = (typeof FINDING_RULES)[number];

/** Rules of one contract; the others are of a meter or of a store. */
export type ContractRule = Exclude<FindingRule, 'meter-unknown' | 'store-stale'>;

/** How long a record may be missing before it is called missing, and a meter be silent. */
export const PATIENCE = Object.freeze({ mounting: 30 * DAY, construction: 14 * DAY, silence: 3 * DAY });
/** How long a store may be without news. */
export const FRESH: Readonly<Record<System, number>> = Object.freeze({
	customer: 2 * DAY,
	distribution: 8 * DAY,
	supervision: DAY,
	metering: 2 * DAY,
});

type Found = readonly (readonly Fact[])[];
type Rule = (linked: Linked, times: StoreTimes, now: number) => Found;

const NONE: Found = Object.freeze([]);

export const RULES: Readonly<Record<ContractRule, Rule>> = frozen({
	'no-contract': ({ contract, sites, mounted }, times) => {
		if (contract !== undefined) return NONE;
		const theirs = [...sites.map((site) => siteFact(site, 'code', site.code)), ...mounted.map((each) => mountedFact(each, 'meter', each.meter))];
		return theirs.length === 0 ? NONE : [[lacking('customer', 'contract', times), ...theirs]];
	},
	'no-site': (linked, times) =>
		isActive(linked) && linked.sites.length === 0 ? [[contractFact(linked, 'state'), lacking('distribution', 'site', times)]] : NONE,
	'site-twice': ({ sites }) => (sites.length > 1 ? [sites.map((site) => siteFact(site, 'code', site.code))] : NONE),
	'no-transformer': ({ sites, transformers }, times) =>
		sites
			.filter(({ transformer }) => !transformers.has(transformer))
			.map((site) => [siteFact(site, 'transformer', site.transformer), lacking('distribution', 'transformer', times)]),
	'street-differs': (linked) =>
		withContract(linked, (contract) =>
			linked.sites
				.filter(({ street }) => folded(street) !== folded(contract.street))
				.map((site) => [contractFact(linked, 'street'), siteFact(site, 'street', site.street)]),
		),
	'phases-differ': (linked) =>
		withContract(linked, (contract) =>
			linked.sites
				.filter(({ phases }) => phases !== contract.phases)
				.map((site) => [contractFact(linked, 'phases'), siteFact(site, 'phases', site.phases)]),
		),
	'not-mounted': (linked, times, now) =>
		isActive(linked) && linked.mounted.length === 0 && !linked.hasOpenApplication && now - linked.contract!.since > PATIENCE.mounting
			? [[contractFact(linked, 'since'), lacking('distribution', 'mounted', times)]]
			: NONE,
	'mounted-phases-differ': (linked) =>
		ofMounted(linked, (each, { metering }) => {
			const site = linked.sites[0];
			return site !== undefined && metering !== undefined && metering.phases !== site.phases
				? [siteFact(site, 'phases', site.phases), mountedFact(each, 'metering', each.metering)]
				: undefined;
		}),
	'combination-wrong': ({ mounted }) =>
		mounted
			.filter((each) => checkCombination(unitsOf(each)).length > 0)
			.map((each) => PLACES.map((place) => mountedFact(each, place, each[place] ?? ''))),
	'medium-unfit': (linked) =>
		ofMounted(linked, (each, { communication }) => {
			const site = linked.sites[0];
			const suits = COMMUNICATION_DEMANDS.find(({ condition }) => condition === 'site')!;
			return site !== undefined &&
				communication !== undefined &&
				!suits.meets(communication, { site: site.kind } as Parameters<typeof suits.meets>[1])
				? [siteFact(site, 'kind', site.kind), mountedFact(each, 'communication', each.communication)]
				: undefined;
		}),
	'feed-in-not-measured': (linked) =>
		ofMounted(linked, (each, { communication, metering }) => {
			if (!isActive(linked) || linked.contract!.feed_in === 0) return undefined;
			const lacks = [...(communication?.twoWay ? [] : ['communication' as const]), ...(metering?.twoWay ? [] : ['metering' as const])];
			return lacks.length > 0 ? [contractFact(linked, 'feed_in'), ...lacks.map((place) => mountedFact(each, place, each[place]))] : undefined;
		}),
	'route-b-not-served': (linked) =>
		ofMounted(linked, (each, { communication, metering }) => {
			if (!isActive(linked) || linked.contract!.route_b === 'none') return undefined;
			const lacks = [
				...(communication?.routeB === linked.contract!.route_b ? [] : ['communication' as const]),
				...(metering?.routeB ? [] : ['metering' as const]),
			];
			return lacks.length > 0 ? [contractFact(linked, 'route_b'), ...lacks.map((place) => mountedFact(each, place, each[place]))] : undefined;
		}),
	'amperes-above-rating': (linked) =>
		ofMounted(linked, (each, { metering }) =>
			isActive(linked) && metering !== undefined && linked.contract!.amperes > metering.rating
				? [contractFact(linked, 'amperes'), mountedFact(each, 'metering', each.metering)]
				: undefined,
		),
	'result-not-recorded': ({ constructions, mounted }, times) => {
		const done = constructions.filter(({ result }) => result === 'as-planned' || result === 'otherwise').sort((a, b) => doneAt(b) - doneAt(a))[0];
		if (done === undefined) return NONE;
		const each = mounted.find(({ meter }) => meter === done.meter);
		const units = JSON.parse(done.units) as Readonly<Record<string, string>>;
		const result = fact('distribution', 'construction.units', `${done.number}: ${wordsOf(units)}`, done.as_of);
		if (each === undefined) return [[result, lacking('distribution', 'mounted', times)]];
		const differs = unitDifferences(each, units);
		// What was mounted after it is not its result.
		return differs.length > 0 && each.mounted_at <= doneAt(done)
			? [[result, ...differs.map(({ place }) => mountedFact(each, place, each[place] ?? ''))]]
			: NONE;
	},
	'construction-overdue': ({ constructions }, _times, now) =>
		constructions
			.filter(({ result, planned_at }) => result === 'open' && now - planned_at > PATIENCE.construction)
			.map(({ number, planned_at, as_of }) => [fact('distribution', 'construction.planned_at', `${number}: ${dayOf(planned_at)}`, as_of)]),
	'certificate-expired': ({ mounted }, _times, now) =>
		mounted.filter(({ certified_until }) => certified_until < now).map((each) => [mountedFact(each, 'certified_until', dayOf(each.certified_until))]),
	'serial-in-stock': ({ mounted, stock }) =>
		mounted.flatMap((each) =>
			serialsOf(each)
				.map(([place, serial]) => [place, serial, stock.get(serial)] as const)
				.filter(([, , unit]) => unit !== undefined && unit.state !== 'mounted')
				.map(([place, serial, unit]) => [
					mountedFact(each, `serials.${place}`, serial),
					fact('distribution', 'stock.state', `${serial}: ${unit!.state}`, unit!.as_of),
				]),
		),
	'serial-twice': ({ mounted, elsewhere }) =>
		mounted.flatMap((each) =>
			serialsOf(each)
				.filter(([, serial]) => elsewhere.has(serial))
				.map(([place, serial]) => [
					mountedFact(each, `serials.${place}`, serial),
					fact('distribution', `mounted.serials.${place}`, `${elsewhere.get(serial)}: ${serial}`, each.as_of),
				]),
		),
	'credential-key-missing': (linked, times) =>
		ofMounted(linked, (each, { communication }) => {
			if (communication === undefined || communication.routeB === 'none') return undefined;
			const serial = new Map(serialsOf(each)).get('communication');
			const unit = serial === undefined ? undefined : linked.stock.get(serial);
			if (unit !== undefined && unit.credential_key !== null) return undefined;
			const held = unit === undefined ? lacking('distribution', 'stock', times) : fact('distribution', 'stock.credential_key', '', unit.as_of);
			return [mountedFact(each, 'communication', `${each.communication} ${serial ?? ''}`.trimEnd()), held];
		}),
	'not-supervised': ({ mounted, supervision }, times) =>
		mounted
			.filter(({ meter }) => !supervision.has(meter))
			.map((each) => [mountedFact(each, 'meter', each.meter), lacking('supervision', 'supervision', times)]),
	silent: ({ mounted, supervision }, _times, now) =>
		mounted
			.map(({ meter }) => supervision.get(meter))
			.filter((each) => each !== undefined && each.answers === 0 && now - each.since > PATIENCE.silence)
			.map((each) => [fact('supervision', 'supervision.since', `${each!.meter}: ${dayOf(each!.since)}`, each!.as_of)]),
	'units-differ': ({ mounted, supervision }) =>
		mounted.flatMap((each) => {
			const seen = supervision.get(each.meter);
			if (seen === undefined || seen.units === null || !isSince(seen.as_of, each.mounted_at)) return NONE;
			const units = JSON.parse(seen.units) as Readonly<Record<string, string>>;
			return unitDifferences(each, units).map(({ place }) => [
				mountedFact(each, place, each[place] ?? ''),
				fact('supervision', `supervision.units.${place}`, units[place]!, seen.as_of),
			]);
		}),
	'medium-differs': (linked) =>
		ofMounted(linked, (each, { communication }) => {
			const seen = linked.supervision.get(each.meter);
			return seen !== undefined &&
				isSince(seen.as_of, each.mounted_at) &&
				communication !== undefined &&
				isOtherMedium(communication.medium, seen.medium)
				? [mountedFact(each, 'communication', each.communication), fact('supervision', 'supervision.medium', seen.medium, seen.as_of)]
				: undefined;
		}),
});

/** All that these records show, in the order of the rules. @param now ms since 1970-01-01T00:00:00Z */
export function findingsOf(linked: Linked, times: StoreTimes, now: number): Finding[] {
	const found: Finding[] = [];
	if (linked.contract?.state === 'erased') return found;
	for (const rule of FINDING_RULES) {
		if (rule === 'meter-unknown' || rule === 'store-stale') continue;
		for (const facts of RULES[rule](linked, times, now)) found.push({ rule, contract: linked.code, facts });
	}
	return found;
}

/** Stores that have had no news for longer than they should. */
export function staleStores(times: StoreTimes, now: number): Finding[] {
	return SYSTEMS.filter((store) => times[store] !== undefined && now - times[store] > FRESH[store]).map((store) => ({
		rule: 'store-stale',
		contract: null,
		facts: [fact(store, 'import.as_of', dayOf(times[store]!), times[store])],
	}));
}

/** A meter that the supervisory control system knows, and nobody else. */
export function unknownMeter({ meter, as_of }: { readonly meter: string; readonly as_of: number }, times: StoreTimes): Finding {
	return {
		rule: 'meter-unknown',
		contract: null,
		facts: [fact('supervision', 'supervision.meter', meter, as_of), lacking('distribution', 'mounted', times)],
	};
}

function unitsOf(each: MountedRecord): Units {
	const units: Record<string, unknown> = {};
	for (const place of PLACES) units[place] = each[place] === null ? undefined : unitType(each[place]);
	return units as Units;
}

function ofMounted(
	{ mounted }: Linked,
	find: (
		each: MountedRecord,
		units: { readonly communication?: CommunicationType | undefined; readonly metering?: MeteringType | undefined },
	) => readonly Fact[] | undefined,
): Found {
	return mounted.map((each) => find(each, unitsOf(each))).filter((facts) => facts !== undefined);
}

function withContract({ contract }: Linked, find: (contract: NonNullable<Linked['contract']>) => Found): Found {
	return contract === undefined || contract.state !== 'active' ? NONE : find(contract);
}

function isActive({ contract }: Linked): boolean {
	return contract?.state === 'active';
}

function serialsOf({ serials }: MountedRecord): [string, string][] {
	return Object.entries(JSON.parse(serials) as Record<string, string>);
}

/** A result without a time is as old as its plan. */
function doneAt({ done_at, planned_at }: { readonly done_at: number | null; readonly planned_at: number }): number {
	return done_at ?? planned_at;
}

function wordsOf(units: Readonly<Record<string, string>>): string {
	return PLACES.filter((place) => place in units)
		.map((place) => units[place])
		.join(',');
}

function fact(store: System, field: string, value: string, asOf: number | undefined): Fact {
	return { store, field, value, asOf };
}

function lacking(store: System, record: string, times: StoreTimes): Fact {
	return fact(store, record, '', times[store]);
}

function contractFact({ contract }: Linked, field: 'state' | 'street' | 'phases' | 'since' | 'feed_in' | 'route_b' | 'amperes'): Fact {
	const value = contract![field];
	const text = field === 'since' ? dayOf(value as number) : field === 'feed_in' ? (value === 1 ? 'yes' : 'no') : String(value);
	return fact('customer', `contract.${field}`, text, contract!.as_of);
}

function siteFact({ as_of }: { readonly as_of: number }, field: string, value: string): Fact {
	return fact('distribution', `site.${field}`, value, as_of);
}

function mountedFact({ as_of }: MountedRecord, field: string, value: string): Fact {
	return fact('distribution', `mounted.${field}`, value, as_of);
}

/** Japan's. */
function dayOf(time: number): string {
	return timeText(time).slice(0, '2026-11-30'.length);
}
