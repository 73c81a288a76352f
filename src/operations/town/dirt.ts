/** What goes wrong between stores that are updated apart, a way a rule of the findings (src/operations/records/findings.ts). */
import { DAY } from '../../../modules/time/durations.js';
import { OPTION_TYPES } from '../../meter/catalogue/unit-types.js';
import type { ContractRule } from '../records/findings.js';
import type { Values } from '../records/record-reader.js';
import type { TownOptions } from './town-options.js';

/** All records of one contract, as its systems have them. */
export interface Bundle {
	readonly contract: Values | undefined;
	readonly sites: readonly Values[];
	readonly mounted: readonly Values[];
	readonly stock: readonly Values[];
	readonly supervision: readonly Values[];
	readonly constructions: readonly Values[];
	readonly applications: readonly Values[];
}

export interface Where extends Pick<TownOptions, 'now' | 'identity' | 'letters'> {
	readonly number: number;
	/** Of another contract. */
	readonly street: (number: number) => string;
}

type Spoil = (bundle: Bundle, where: Where) => Partial<Bundle>;

const OTHER_PHASES: Readonly<Record<string, string>> = Object.freeze({ '1p2w': '1p3w', '1p3w': '1p2w', '3p3w': '1p3w' });

const SPOILS: Readonly<Record<ContractRule | 'meter-unknown', Spoil>> = Object.freeze({
	'no-contract': () => ({ contract: undefined }),
	'no-site': () => ({ sites: [] }),
	'site-twice': ({ sites }, { number }) => ({ sites: [...sites, { ...sites[0]!, code: `S${String(90_000_000 + number)}` }] }),
	'no-transformer': ({ sites }) => ({ sites: sites.map((site) => ({ ...site, transformer: 'T999999' })) }),
	'street-differs': ({ sites }, { number, street }) => ({ sites: sites.map((site) => ({ ...site, street: street(number + 40) })) }),
	'phases-differ': ({ contract }) => ({ contract: { ...contract!, phases: OTHER_PHASES[contract!.phases as string]! } }),
	'not-mounted': ({ contract }, { now }) => ({
		contract: { ...contract!, since: now - 90 * DAY },
		mounted: [],
		stock: [],
		supervision: [],
		constructions: [],
	}),
	'mounted-phases-differ': ({ contract, sites }) => {
		const phases = OTHER_PHASES[contract!.phases as string]!;
		return { contract: { ...contract!, phases }, sites: sites.map((site) => ({ ...site, phases })) };
	},
	'combination-wrong': (bundle) => {
		const other = OPTION_TYPES.find(({ phases }) => !String(bundle.mounted[0]!.metering).startsWith(phases))!.code;
		return { mounted: bundle.mounted.map((each) => ({ ...each, option: other })) };
	},
	'medium-unfit': (bundle) => mounting(bundle, { communication: 'plc' }, { kind: 'detached' }),
	'feed-in-not-measured': (bundle) => ({
		...mounting(bundle, { metering: String(bundle.mounted[0]!.metering).replace('2way', '1way') }),
		contract: { ...bundle.contract!, feed_in: 1 },
	}),
	'route-b-not-served': (bundle) => ({
		...mounting(bundle, { communication: 'rf' }, { kind: 'detached' }),
		contract: { ...bundle.contract!, route_b: 'radio' },
	}),
	'amperes-above-rating': ({ contract }) => ({ contract: { ...contract!, amperes: 150 } }),
	'result-not-recorded': ({ mounted, contract }, { number, now }) => ({
		constructions: [
			{
				number: `K${String(number).padStart(8, '0')}`,
				contract: contract!.code!,
				meter: mounted[0]!.meter!,
				planned_at: now - 4 * DAY,
				done_at: now - 4 * DAY,
				units: JSON.stringify({ metering: '1p3w-120-2way' }),
				result: 'otherwise',
			},
		],
	}),
	'construction-overdue': ({ mounted, contract }, { number, now }) => ({
		constructions: [
			{
				number: `K${String(number).padStart(8, '0')}`,
				contract: contract!.code!,
				meter: mounted[0]!.meter!,
				planned_at: now - 30 * DAY,
				done_at: null,
				units: JSON.stringify({ cover: 'rain' }),
				result: 'open',
			},
		],
	}),
	'certificate-expired': ({ mounted }, { now }) => ({
		mounted: mounted.map((each) => ({ ...each, mounted_at: now - 3680 * DAY, certified_until: now - 30 * DAY })),
	}),
	'serial-in-stock': ({ stock }) => ({ stock: stock.map((unit, at) => (at === 1 ? { ...unit, state: 'in-stock' } : unit)) }),
	'serial-twice': ({ mounted, stock }, { number, identity, letters }) => {
		const before = `${letters.metering}${identity(number - 1).digits}002`;
		const serials = JSON.parse(mounted[0]!.serials as string) as Record<string, string>;
		return {
			mounted: mounted.map((each) => ({ ...each, serials: JSON.stringify({ ...serials, metering: before }) })),
			stock: stock.filter(({ serial }) => serial !== serials.metering),
		};
	},
	'credential-key-missing': (bundle) => {
		const changed = { ...bundle, ...mounting(bundle, { communication: 'rf-b' }, { kind: 'detached' }) };
		return { ...changed, stock: changed.stock.map((unit) => ({ ...unit, credential_key: null })) };
	},
	'not-supervised': () => ({ supervision: [] }),
	silent: ({ supervision }, { now }) => ({ supervision: supervision.map((each) => ({ ...each, answers: 0, since: now - 9 * DAY })) }),
	'units-differ': ({ supervision, mounted }) => ({
		supervision: supervision.map((each) => {
			const units = JSON.parse(each.units as string) as Record<string, string>;
			return { ...each, units: JSON.stringify({ ...units, cover: mounted[0]!.cover === 'rain' ? 'normal' : 'rain' }) };
		}),
	}),
	'medium-differs': ({ supervision }) => ({
		supervision: supervision.map((each) => ({ ...each, medium: each.medium === 'cellular' ? 'rf' : 'cellular', units: null })),
	}),
	'meter-unknown': ({ supervision }, { number, identity }) => ({
		supervision: [...supervision, { ...supervision[0]!, meter: identity(9_000_000 + number).title }],
	}),
});

export const DIRT = Object.freeze(Object.keys(SPOILS) as readonly (keyof typeof SPOILS)[]);

export function dirty(bundle: Bundle, kind: (typeof DIRT)[number] | undefined, where: Where): Bundle {
	return kind === undefined ? bundle : { ...bundle, ...SPOILS[kind](bundle, where) };
}

/** Other units in all stores alike. */
function mounting(bundle: Bundle, units: Readonly<Record<string, string>>, site: Values = {}): Partial<Bundle> {
	const serials = JSON.parse(bundle.mounted[0]!.serials as string) as Record<string, string>;
	const typeOf = (serial: unknown) => Object.entries(units).find(([place]) => serials[place] === serial)?.[1];
	return {
		sites: bundle.sites.map((each) => ({ ...each, ...site })),
		mounted: bundle.mounted.map((each) => ({ ...each, ...units })),
		stock: bundle.stock.map((unit) => ({ ...unit, type: typeOf(unit.serial) ?? unit.type! })),
		supervision: bundle.supervision.map((each) => ({
			...each,
			medium: (units.communication ?? String(bundle.mounted[0]!.communication)).split('-')[0]!,
			units: JSON.stringify({ ...(JSON.parse(each.units as string) as object), ...units }),
		})),
		constructions: [],
	};
}
