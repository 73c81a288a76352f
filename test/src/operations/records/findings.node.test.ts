/** What linked records show, at the bounds of each rule. */
import assert from 'node:assert/strict';
import { DAY } from '../../../../modules/time/durations.js';
import { type FindingRule, FRESH, findingsOf, PATIENCE, staleStores } from '../../../../src/operations/records/findings.js';
import type { Linked } from '../../../../src/operations/records/linked.js';

const NOW = Date.UTC(2026, 10, 30);
const AS_OF = NOW - DAY;
const TIMES = Object.freeze({ customer: AS_OF, distribution: AS_OF, supervision: AS_OF, metering: undefined });
const METER = '4A504D0000000001';

const contract: NonNullable<Linked['contract']> = {
	...{
		code: 'C0000000001',
		street: '桜町1丁目',
		phases: '1p3w',
		amperes: 60,
		feed_in: 0,
		route_b: 'none',
		state: 'active',
		since: NOW - 400 * DAY,
		as_of: AS_OF,
	},
};
const site: Linked['sites'][number] = { code: 'S1', street: '桜町１丁目', kind: 'detached', phases: '1p3w', transformer: 'T1', as_of: AS_OF };
const mounted: Linked['mounted'][number] = {
	...{
		meter: METER,
		communication: 'rf',
		metering: '1p3w-60-1way',
		option: null,
		cover: 'normal',
		serials: '{"communication":"C1","metering":"M1"}',
	},
	...{ mounted_at: NOW - 300 * DAY, certified_until: NOW, as_of: AS_OF },
};
const seen = {
	meter: METER,
	answers: 1 as const,
	since: NOW - 300 * DAY,
	medium: 'rf',
	units: '{"communication":"rf@kaede","metering":"1p3w-60-1way"}',
	as_of: AS_OF,
};
const construction: Linked['constructions'][number] = {
	...{
		number: 'K1',
		meter: METER,
		planned_at: NOW - 300 * DAY,
		done_at: NOW - 300 * DAY,
		units: '{"metering":"1p3w-60-1way"}',
		result: 'as-planned',
		as_of: AS_OF,
	},
};
const unit = (serial: string, state: 'mounted' | 'in-stock' = 'mounted', credential_key: string | null = null) =>
	[serial, { serial, type: 'rf', state, credential_key, as_of: AS_OF }] as const;
const CLEAN: Linked = {
	...{ code: contract.code, contract, sites: [site], transformers: new Set(['T1']), constructions: [construction], mounted: [mounted] },
	...{ stock: new Map([unit('C1'), unit('M1')]), supervision: new Map([[METER, seen]]), elsewhere: new Map(), hasOpenApplication: false },
};

const rules = (change: Partial<Linked>): FindingRule[] => findingsOf({ ...CLEAN, ...change }, TIMES, NOW).map(({ rule }) => rule);
const withMountedAndSeen = (mountedChange: Partial<typeof mounted>, seenChange: Partial<typeof seen>) =>
	rules({ mounted: [{ ...mounted, ...mountedChange }], supervision: new Map([[METER, { ...seen, ...seenChange }]]) });
const withMounted = (change: Partial<typeof mounted>) =>
	rules({ mounted: [{ ...mounted, ...change }], constructions: [], supervision: new Map([[METER, { ...seen, units: null }]]) });

describe('the records of a contract', () => {
	it('show nothing where they agree, in whatever width a street is written and whoever made a unit', () => assert.deepEqual(rules({}), []));

	for (const [name, found, expected] of [
		['an erased contract', rules({ contract: { ...contract, state: 'erased' }, sites: [], mounted: [] }), []],
		['an ended contract without a site', rules({ contract: { ...contract, state: 'ended' }, sites: [] }), []],
		['a contract that only a meter names', rules({ contract: undefined, sites: [] }), ['no-contract']],
		['a code that nobody has', rules({ contract: undefined, sites: [], mounted: [], constructions: [] }), []],
		['no meter after 30 days', rules({ contract: { ...contract, since: NOW - PATIENCE.mounting }, mounted: [], constructions: [] }), []],
		[
			'no meter after more',
			rules({ contract: { ...contract, since: NOW - PATIENCE.mounting - 1 }, mounted: [], constructions: [] }),
			['not-mounted'],
		],
		['no meter, and an application for one', rules({ mounted: [], constructions: [], hasOpenApplication: true }), []],
		['a certificate that ends now', withMounted({ certified_until: NOW }), []],
		['a certificate that has ended', withMounted({ certified_until: NOW - 1 }), ['certificate-expired']],
		['silence of three days', rules({ supervision: new Map([[METER, { ...seen, answers: 0, since: NOW - PATIENCE.silence }]]) }), []],
		['longer silence', rules({ supervision: new Map([[METER, { ...seen, answers: 0, since: NOW - PATIENCE.silence - 1 }]]) }), ['silent']],
		[
			'construction that is 14 days late',
			rules({ constructions: [{ ...construction, result: 'open', done_at: null, planned_at: NOW - PATIENCE.construction }] }),
			[],
		],
		[
			'later construction',
			rules({ constructions: [{ ...construction, result: 'open', done_at: null, planned_at: NOW - PATIENCE.construction - 1 }] }),
			['construction-overdue'],
		],
		[
			'construction that mounted another unit',
			rules({ constructions: [{ ...construction, units: '{"metering":"1p3w-120-1way"}' }] }),
			['result-not-recorded'],
		],
		[
			'what was mounted after construction',
			rules({ constructions: [{ ...construction, units: '{"metering":"1p3w-120-1way"}', done_at: mounted.mounted_at - 1 }] }),
			[],
		],
		[
			'construction of which a later one is right',
			rules({ constructions: [{ ...construction, units: '{"cover":"rain"}', done_at: NOW - 301 * DAY }, construction] }),
			[],
		],
		['construction that was not done', rules({ constructions: [{ ...construction, units: '{"cover":"rain"}', result: 'not-done' }] }), []],
		['as many amperes as the unit bears', rules({ contract: { ...contract, amperes: 60 } }), []],
		['one more', rules({ contract: { ...contract, amperes: 61 } }), ['amperes-above-rating']],
		['feed-in and a one-way metering unit', rules({ contract: { ...contract, feed_in: 1 } }), ['feed-in-not-measured']],
		['Route B by radio and a unit without', rules({ contract: { ...contract, route_b: 'radio' } }), ['route-b-not-served']],
		['Route B by power line and a unit by radio', rules({ ...CLEAN, contract: { ...contract, route_b: 'plc' } }), ['route-b-not-served']],
		[
			'a unit with Route B whose key there is',
			rules({
				mounted: [{ ...mounted, communication: 'rf-b' }],
				supervision: new Map([[METER, { ...seen, units: null }]]),
				stock: new Map([unit('C1', 'mounted', '{}'), unit('M1')]),
			}),
			[],
		],
		['a unit with Route B without its key', withMounted({ communication: 'rf-b' }), ['credential-key-missing']],
		[
			'a unit with Route B that the stock does not know',
			rules({ mounted: [{ ...mounted, communication: 'rf-b' }], supervision: new Map([[METER, { ...seen, units: null }]]), stock: new Map() }),
			['credential-key-missing'],
		],
		[
			'a report from before the meter was mounted anew',
			withMountedAndSeen({ mounted_at: AS_OF + 1 }, { medium: 'plc', units: '{"cover":"rain"}' }),
			[],
		],
		[
			'a report from right after it',
			withMountedAndSeen({ mounted_at: AS_OF }, { medium: 'plc', units: '{"cover":"rain"}' }),
			['units-differ', 'medium-differs'],
		],
		['a unit that is on the shelf, too', rules({ stock: new Map([unit('C1'), unit('M1', 'in-stock')]) }), ['serial-in-stock']],
		['a unit that another has, too', rules({ elsewhere: new Map([['M1', 'C0000000002']]) }), ['serial-twice']],
		['another unit reported', rules({ supervision: new Map([[METER, { ...seen, units: '{"metering":"1p3w-60-2way"}' }]]) }), ['units-differ']],
		['a medium that nobody told', rules({ supervision: new Map([[METER, { ...seen, medium: 'unknown' }]]) }), []],
		['another medium', rules({ supervision: new Map([[METER, { ...seen, medium: 'cellular' }]]) }), ['medium-differs']],
		['a power line at a house', withMounted({ communication: 'plc' }), ['medium-unfit', 'medium-differs']],
		[
			'cellular at a house, which reaches all',
			rules({ mounted: [{ ...mounted, communication: 'cellular' }], supervision: new Map([[METER, { ...seen, medium: 'cellular', units: null }]]) }),
			[],
		],
	] as const) {
		it(`show ${expected.length === 0 ? 'nothing' : expected.join(' and ')} for ${name}`, () => assert.deepEqual(found, expected));
	}

	it('tell which store says what, and since when', () => {
		const [finding] = findingsOf(
			{ ...CLEAN, sites: [{ ...site, phases: '1p2w', as_of: NOW - 2 * DAY }], mounted: [], hasOpenApplication: true, constructions: [] },
			TIMES,
			NOW,
		);
		assert.deepEqual(finding, {
			rule: 'phases-differ',
			contract: 'C0000000001',
			facts: [
				{ store: 'customer', field: 'contract.phases', value: '1p3w', asOf: AS_OF },
				{ store: 'distribution', field: 'site.phases', value: '1p2w', asOf: NOW - 2 * DAY },
			],
		});
	});
});

describe('a store', () => {
	it('is stale once it is older than it should be, and one that was never filled is not', () => {
		const times = { customer: NOW - FRESH.customer, distribution: NOW - FRESH.distribution - 1, supervision: NOW, metering: undefined };
		assert.deepEqual(
			staleStores(times, NOW).map(({ rule, facts }) => [rule, facts[0]!.store]),
			[['store-stale', 'distribution']],
		);
	});
});
