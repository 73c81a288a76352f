/** What the customers of a town apply for: each kind of application, for contracts that it makes sense for. */
import { DAY } from '../../../modules/time/durations.js';
import { timeText } from '../records/columns.js';
import type { Values } from '../records/record-reader.js';
import type { Bundle } from './dirt.js';
import { contractCode, contractRecords, dirtOf, LIVING } from './town.js';
import type { TownOptions } from './town-options.js';

export interface TownApplication {
	readonly contract: string;
	readonly kind: string;
	readonly wishes: Readonly<Record<string, string>>;
	readonly received_at: number;
}

interface Way {
	readonly kind: string;
	/** Undefined: not for this contract. */
	readonly wishes: (bundle: Bundle, now: number) => Readonly<Record<string, string>> | undefined;
}

/** Of each kind so many, beside those of living meters. */
const EACH = 4;

const ways = (options: TownOptions): readonly Way[] => [
	{ kind: 'feed-in', wishes: ({ contract }) => (contract!.feed_in === 0 ? { feedIn: 'yes' } : undefined) },
	{
		kind: 'route-b',
		wishes: ({ contract, sites }) => (contract!.route_b === 'none' ? { routeB: sites[0]!.kind === 'block' ? 'plc' : 'radio' } : undefined),
	},
	{ kind: 'amperes', wishes: ({ contract }) => (contract!.phases === '1p3w' && contract!.amperes === 60 ? { amperes: '75' } : undefined) },
	{ kind: 'option-in', wishes: ({ mounted }) => (mounted[0]!.option === null ? { option: 'switching' } : undefined) },
	{ kind: 'option-out', wishes: ({ mounted }) => (mounted[0]!.option === null ? undefined : {}) },
	{ kind: 'communication', wishes: ({ mounted }) => (String(mounted[0]!.communication).startsWith('rf') ? { medium: 'cellular' } : undefined) },
	{ kind: 'certification', wishes: ({ mounted }) => (Number(mounted[0]!.certified_until) < options.now + 365 * DAY ? {} : undefined) },
	{ kind: 'move-in', wishes: ({ contract }, now) => (contract!.route_b === 'none' ? { at: timeText(now + 3 * DAY) } : undefined) },
	{ kind: 'move-out', wishes: ({ contract }, now) => (contract!.route_b === 'none' ? undefined : { at: timeText(now + 5 * DAY) }) },
	{ kind: 'lost-password', wishes: ({ contract }) => (contract!.route_b === 'none' ? undefined : {}) },
];

/** For the first of the living meters, which a HEMS can be tried with. */
const FOR_LIVING: readonly (readonly [number: number, kind: string, wishes: Readonly<Record<string, string>>])[] = Object.freeze([
	[1, 'route-b', { routeB: 'radio' }],
	[2, 'route-b', { routeB: 'radio' }],
	[3, 'option-in', { option: 'switching' }],
	[4, 'feed-in', { feedIn: 'yes' }],
]);

/** In a town of `contracts`; the last of them are in force and have no meter yet: they apply for one. */
export function townApplications(contracts: number, options: TownOptions): readonly TownApplication[] {
	const { now, draw } = options;
	const kinds = ways(options);
	const left = new Map(kinds.map((way) => [way, EACH]));
	const found: TownApplication[] = FOR_LIVING.map(([number, kind, wishes]) => ({
		contract: contractCode(number),
		kind,
		wishes,
		received_at: now - number * DAY,
	}));
	for (let number = LIVING + 1; number <= contracts && left.size > 0; number++) {
		if (dirtOf(number, draw) !== undefined) continue;
		const bundle = contractRecords(number, options);
		for (const [way, count] of left) {
			const wishes = way.wishes(bundle, now);
			if (wishes === undefined) continue;
			found.push({ contract: contractCode(number), kind: way.kind, wishes, received_at: now - (1 + draw('application', number).below(10)) * DAY });
			if (count === 1) left.delete(way);
			else left.set(way, count - 1);
			break;
		}
	}
	for (let number = contracts + 1; number <= contracts + EACH; number++)
		found.push({ contract: contractCode(number), kind: 'new', wishes: {}, received_at: now - 2 * DAY });
	return found;
}

/** Contracts behind the last of the town, which have a site, and no meter yet. */
export function newContracts(contracts: number, options: TownOptions): { readonly contracts: readonly Values[]; readonly sites: readonly Values[] } {
	const clean = Array.from({ length: EACH }, (_, i) => contractRecords(contracts + 1 + i, { ...options, draw: cleanDraw(options) }));
	return {
		contracts: clean.map(({ contract }) => ({ ...contract!, since: options.now - 2 * DAY })),
		sites: clean.flatMap(({ sites }) => sites),
	};
}

/** Chance with which nothing is wrong on purpose. */
function cleanDraw({ draw }: TownOptions): TownOptions['draw'] {
	return (purpose, number) => (purpose === 'dirt' ? { below: (limit) => limit - 1 } : draw(purpose, number));
}
