import assert from 'node:assert/strict';
import { SeededRandom } from '../../../../hal/virtual/random.js';
import { UTILITIES, utility } from '../../../../src/meter/catalogue/ampere-contracts.js';
import { candidatesFor } from '../../../../src/meter/catalogue/candidates.js';
import { combinations, combinationText } from '../../../../src/meter/catalogue/combinations.js';
import { examine } from '../../../../src/meter/catalogue/parse.js';
import { type Combination, fits, type Units } from '../../../../src/meter/catalogue/rules.js';
import {
	COMMUNICATION_TYPES,
	COVER_TYPES,
	METERING_TYPES,
	OPTION_TYPES,
	type Phases,
	UNIT_TYPES,
	type UnitType,
	unitType,
} from '../../../../src/meter/catalogue/unit-types.js';
import { type ApplicationKind, readWishes, type Wishes } from '../../../../src/operations/design/applications.js';
import { codesOf } from '../../../../src/operations/design/as-built.js';
import { checkUnits, type Fault } from '../../../../src/operations/design/checks.js';
import { kept, PLACES } from '../../../../src/operations/design/choose.js';
import { type Design, designFor } from '../../../../src/operations/design/design.js';
import type { LinkedRecords, StockCount } from '../../../../src/operations/design/linked-records.js';
import { takesUnit } from '../../../../src/operations/design/plan.js';
import { APPLICATION_KINDS } from '../../../../src/operations/records/record-kinds.js';
import { FULL, house, MONDAY, mountedAs, stockOf } from './town-house.js';

const KANSAI = utility('kansai')!;
const TOKYO = utility('tokyo')!;

function designed(kind: ApplicationKind, wishes: Wishes, records: LinkedRecords, units?: string, of = KANSAI): Design {
	const chosen = units === undefined ? undefined : examine(units);
	return designFor({ number: 'A00000001', kind, wishes, receivedAt: MONDAY }, [], records, of, chosen);
}

/** What is done, as `communication exchange rf-old rf-b`. */
const work = ({ plan }: Design) =>
	plan
		.filter(({ action }) => action !== 'keep' && action !== 'none')
		.map(({ place, action, from, to }) => [place, action, from, to].filter((each) => each !== undefined).join(' '));
const broken = ({ checks }: Design) => checks.filter(({ faults }) => faults.length > 0).map(({ check }) => check);
const obstacles = ({ obstacles: found }: Design) => found.map(({ kind }) => kind);
const finished = ({ finishable }: Design) => (finishable === undefined ? undefined : combinationText(finishable));

describe('the design of a meter', () => {
	it('mounts the plainest new meter that serves', () => {
		const design = designed('new', { routeB: 'radio', amperes: 60 }, house({ mounted: [] }));
		assert.equal(finished(design), 'rf-b,1p3w-60-1way,normal');
		assert.equal(design.note, 'newMeter');
		assert.deepEqual(work(design), ['communication add rf-b', 'metering add 1p3w-60-1way', 'cover add normal']);
	});

	it('exchanges only what must change', () => {
		const feedIn = designed('feed-in', {}, house({ mounted: [mountedAs('rf-b,1p3w-120-1way,rain')] }));
		assert.deepEqual(work(feedIn), ['metering exchange 1p3w-120-1way 1p3w-60-2way']);
		assert.equal(feedIn.note, 'meteringAlone');
		const routeB = designed('route-b', {}, house({ mounted: [mountedAs('rf,1p3w-60-1way,normal')] }));
		assert.deepEqual(work(routeB), ['communication exchange rf rf-b']);
		assert.equal(routeB.note, 'communicationAlone');
		assert.deepEqual(work(designed('route-b', { routeB: 'plc' }, house())), [
			'communication exchange rf-old rf-bplc',
			'metering exchange 1p3w-60-1way-old 1p3w-60-1way',
		]);
	});

	it('touches nothing where the meter serves as it stands', () => {
		const design = designed('route-b', {}, house({ mounted: [mountedAs('rf-b,1p3w-120-2way,rain')] }));
		assert.deepEqual(work(design), []);
		assert.equal(design.note, 'nothing');
		assert.equal(finished(design), 'rf-b,1p3w-120-2way,rain');
	});

	it('renews the metering unit alone for its certification, by another of its kind', () => {
		const mounted = [mountedAs('rf-b,1p3w-60-1way,switch-60,normal')];
		const design = designed('certification', {}, house({ mounted }));
		assert.deepEqual(work(design), ['metering exchange 1p3w-60-1way 1p3w-60-1way']);
		assert.equal(design.note, 'meteringAlone');
		assert.equal(
			finished(designed('certification', {}, house({ mounted, stock: stockOf('rf-b,1p3w-120-1way,switch-60') }))),
			undefined,
			'the option would not fit',
		);
	});

	it('changes the method of communication', () => {
		const design = designed('communication', { medium: 'cellular' }, house({ mounted: [mountedAs('rf-b,1p3w-60-1way,normal')] }));
		assert.deepEqual(work(design), ['communication exchange rf-b cellular']);
		assert.deepEqual(obstacles(designed('communication', {}, house())), []);
		const wrong = designed('communication', { medium: 'plc' }, house(), 'rf,1p3w-60-1way,normal');
		assert.deepEqual(broken(wrong), ['communication']);
	});

	it('says that no meter serves where the method of communication does not reach the site, and what would be possible', () => {
		const design = designed('communication', { medium: 'plc' }, house());
		assert.ok(design.best !== undefined && design.best.combination === undefined);
		assert.deepEqual(
			design.best.reasons.map(({ why }) => why),
			['there is no communication unit in stock that suits a detached house, and is reached by PLC, as is asked for; none is made'],
		);
		assert.deepEqual(design.best.possible, ['without that communication method']);
	});

	it('puts an optional unit in, keeps it, and takes it out', () => {
		const design = designed('option-in', { option: 'voltage' }, house({ mounted: [mountedAs('rf,1p3w-60-1way,normal')] }));
		assert.deepEqual(work(design), ['option add voltage-1p3w-60']);
		const mounted = [mountedAs('rf,1p3w-60-1way,voltage-60,normal')];
		assert.deepEqual(work(designed('amperes', { amperes: 80 }, house({ mounted }))), [
			'metering exchange 1p3w-60-1way 1p3w-120-1way',
			'option exchange voltage-1p3w-60 voltage-1p3w-120',
		]);
		assert.deepEqual(work(designed('option-out', {}, house({ mounted }))), ['option remove voltage-1p3w-60']);
		assert.deepEqual(obstacles(designed('option-in', { option: 'switching' }, house({ mounted }))), []);
	});

	it('keeps the breaker that an ampere contract needs', () => {
		const mounted = [mountedAs('rf,1p3w-60-1way,switch-60,normal')];
		assert.deepEqual(obstacles(designed('option-out', {}, house({ mounted }), undefined, TOKYO)), ['optionNeeded']);
		assert.deepEqual(work(designed('amperes', { amperes: 100 }, house({ mounted }), undefined, TOKYO)), [
			'metering exchange 1p3w-60-1way 1p3w-120-1way',
			'option exchange switch-1p3w-60 switch-1p3w-120',
		]);
		assert.deepEqual(obstacles(designed('amperes', { amperes: 55 }, house({ mounted }), undefined, TOKYO)), ['asked']);
	});

	it('knows what was applied for since the contract was written', () => {
		const earlier = [{ number: 'A00000000', kind: 'feed-in' as const, wishes: {}, receivedAt: MONDAY - 1 }];
		const mounted = [mountedAs('rf,1p3w-60-2way,normal')];
		assert.equal(finished(designed('certification', {}, house({ mounted, earlier }))), 'rf,1p3w-60-2way,normal');
		assert.equal(finished(designed('certification', {}, house({ mounted }))), 'rf,1p3w-60-1way,normal');
	});

	it("names each of the paper's checks that a combination fails, and what would do", () => {
		const records = house({ mounted: [mountedAs('rf-b,1p3w-60-2way,normal')] });
		const check = (kind: ApplicationKind, wishes: Wishes, units: string, named: string, code: string | undefined) => {
			const design = designed(kind, wishes, records, units);
			assert.deepEqual(broken(design), [named], units);
			assert.equal(finished(design), undefined);
			const wouldDo = design.checks.flatMap(({ faults }) => faults.flatMap((fault) => fault.wouldDo));
			assert.ok(
				wouldDo.some((each) => each.code === code && each.isAtHand),
				`${units}: ${JSON.stringify(wouldDo)}`,
			);
		};
		check('route-b', {}, 'plc-b,1p3w-60-1way,normal', 'communication', 'rf-b');
		check('feed-in', {}, 'rf,1p3w-60-1way,normal', 'two-way', '1p3w-60-2way');
		check('route-b', {}, 'rf,1p3w-60-1way,normal', 'route-b', 'rf-b');
		check('amperes', { amperes: 100 }, 'rf,1p3w-60-1way,normal', 'contract', '1p3w-120-1way');
		check('option-in', { option: 'switching' }, 'rf,1p3w-60-1way,normal', 'contract', 'switch-1p3w-60');
		check('certification', {}, 'rf,1p3w-60-1way,switch-60,normal', 'contract', undefined);
	});

	it('names for a rule that is broken what suits the site alone', () => {
		const design = designed('route-b', {}, house(), 'rf-b,1p3w-60-1way-old,switch-60,normal');
		const faults = design.checks.flatMap((check) => check.faults).filter((fault) => fault.kind === 'rule');
		assert.deepEqual(
			faults.map((fault) => fault.wouldDo.map(({ code }) => code)),
			[['1p3w-60-1way']],
		);
		const other = designed('route-b', {}, house(), 'plc-b,1p3w-120-1way,switch-60,normal');
		const rules = other.checks.flatMap((check) => check.faults).filter((fault) => fault.kind === 'rule');
		assert.deepEqual(
			rules.map((fault) => fault.wouldDo.map(({ code, insteadOf }) => [code, insteadOf])),
			[
				[
					['1p3w-60-1way', '1p3w-120-1way'],
					[undefined, 'switch-1p3w-60'],
				],
			],
		);
	});

	it('asks for units that lie in a depot, but not for those that stay', () => {
		const mounted = [mountedAs('rf-b,1p3w-60-1way,normal')];
		const design = designed('feed-in', {}, house({ mounted, stock: stockOf('1p3w-120-2way') }));
		assert.equal(finished(design), 'rf-b,1p3w-120-2way,normal');
		assert.deepEqual(broken(designed('feed-in', {}, house({ mounted, stock: stockOf('1p3w-120-2way') }), 'rf-b,1p3w-60-2way,normal')), ['stock']);
		const none = designed('feed-in', {}, house({ mounted, stock: [] }));
		assert.equal(finished(none), undefined);
		assert.ok(none.best !== undefined && none.best.combination === undefined && none.best.possible.length > 0);
	});

	it('tells others of the depots that would do, but none for what stays', () => {
		const { best } = designed('route-b', {}, house({ mounted: [mountedAs('rf,1p3w-60-1way,normal')] }));
		const [communication, metering] = best?.combination === undefined ? [] : best.choices;
		assert.ok(communication!.over.some(({ unit }) => unit.code === 'cellular-b'));
		assert.deepEqual(metering!.over, []);
	});

	it('misses an optional unit that is wanted, as one fault, and plans nothing for units that are no meter', () => {
		const mounted = [mountedAs('rf-b,1p3w-60-1way,switch-60,normal')];
		assert.deepEqual(broken(designed('route-b', {}, house({ mounted }), 'rf-b,1p3w-60-1way,normal')), ['contract']);
		const design = designed('route-b', {}, house({ mounted }), 'rf-b,normal');
		assert.deepEqual([design.plan, design.note, broken(design)], [[], undefined, ['contract']]);
		assert.deepEqual(
			designed('new', {}, house({ mounted: [] }))
				.plan.filter(takesUnit)
				.map(({ place }) => place),
			['communication', 'metering', 'cover'],
		);
	});

	it('is not finished from records that are missing or contradict each other', () => {
		const mounted = [mountedAs('rf-b,1p3w-60-1way,normal')];
		const found = (more: Partial<LinkedRecords>, kind: ApplicationKind = 'feed-in') => {
			const design = designed(kind, {}, house({ mounted, ...more }));
			assert.equal(finished(design) === undefined, design.obstacles.length > 0);
			return obstacles(design).join();
		};
		const { contract, site } = house();
		const reports = { meter: mounted[0]!.meter, answers: true, since: MONDAY, medium: 'rf', units: undefined, asOf: MONDAY };
		assert.equal(found({}), '');
		assert.equal(found({ contract: undefined }), 'noContract');
		assert.equal(found({ site: undefined }), 'noSite');
		assert.equal(found({ contract: { ...contract!, active: false } }), 'contractEnded');
		assert.equal(found({ contract: { ...contract!, active: false } }, 'move-out'), '');
		assert.equal(found({ site: { ...site!, phases: '1p2w' } }), 'phases,meterPhases');
		assert.equal(found({ mounted: [] }), 'noMeter');
		assert.equal(found({}, 'new'), 'meterThere');
		assert.equal(found({ mounted: [...mounted, { ...mounted[0]!, meter: 'B' }] }), 'severalMeters');
		const odd = (units: object) => [{ ...mounted[0]!, units: { ...mounted[0]!.units, ...units } }];
		assert.equal(found({ mounted: odd({ communication: 'rf-c' }) }), 'unknownTypes');
		assert.equal(found({ mounted: odd({ communication: '1p3w-60-1way' }) }), 'unknownTypes');
		assert.equal(found({ mounted: odd({ option: 'switch-1p2w-30' }) }), 'noCombination');
		assert.equal(found({ supervision: { ...reports, units: { communication: 'rf-b@kaede' } } }), '');
		assert.equal(found({ supervision: { ...reports, units: { communication: 'rf' } } }), 'reportsOther');
		assert.equal(found({ supervision: { ...reports, units: { option: 'switch-1p3w-60' } } }), 'reportsOther');
		assert.equal(found({ supervision: { ...reports, medium: 'plc' } }), 'otherMedium');
		assert.equal(found({ supervision: { ...reports, medium: 'unknown' } }), '');
		assert.equal(
			found({ supervision: { ...reports, medium: 'plc', asOf: mounted[0]!.mountedAt - 1 } }),
			'',
			'an old report tells of the meter before',
		);
		assert.equal(found({}, 'lost-password'), 'noDesign');
	});

	it('reads wishes, and says which are none', () => {
		assert.deepEqual(readWishes('feed-in', { feedIn: 'yes' }).wishes, { feedIn: true });
		for (const amperes of [1, 600]) assert.deepEqual(readWishes('amperes', { amperes }).wishes, { amperes });
		assert.deepEqual(readWishes('amperes', { amperes: '60', note: 'x' }), { wishes: { amperes: 60 }, wrong: [] });
		assert.deepEqual(readWishes('amperes', {}).wrong, [{ wish: 'amperes', text: undefined }]);
		assert.deepEqual(readWishes('new', { feedIn: 'no', routeB: 'wifi', at: '2026-12-01T00:00:00+09:00' }), {
			wishes: { feedIn: false, at: Date.UTC(2026, 10, 30, 15) },
			wrong: [{ wish: 'routeB', text: 'wifi' }],
		});
		assert.deepEqual(readWishes('option-in', { option: 'none' }).wrong, [{ wish: 'option', text: 'none' }]);
		for (const text of ['', '0', '601', '4.5', 'x']) assert.equal(readWishes('amperes', { amperes: text }).wrong.length, 1, text);
	});
});

describe("Table 1's combinations, each held against customers by chance", () => {
	const random = new SeededRandom(6);
	const pick = <T>(list: readonly T[]): T => list[random.below(list.length)]!;
	const chance = () => random.below(2) === 0;
	const customer = (units?: Combination): [ApplicationKind, Wishes, LinkedRecords] => {
		const phases: Phases = units?.metering.phases ?? pick(['1p2w', '1p3w', '3p3w'] as const);
		const records = house({
			contract: {
				code: 'C',
				phases,
				amperes: pick([5, 20, 30, 31, 40, 60, 61, 120]),
				feedIn: chance(),
				routeB: pick(['none', 'radio', 'plc']),
				active: true,
				asOf: 1,
			},
			site: { code: 'S', kind: pick(['detached', 'block', 'remote']), phases, rain: chance(), asOf: 1 },
			mounted: units === undefined ? [] : [mountedAs(combinationText(units))],
			stock: chance() ? FULL : UNIT_TYPES.filter(chance).map(({ code }): StockCount => ({ type: code, depot: 'Kita', count: 1 })),
		});
		const kind = units === undefined ? 'new' : pick(APPLICATION_KINDS.filter((each) => each !== 'new' && each !== 'lost-password'));
		const wishes: Wishes = {
			...(chance() ? { option: pick(kind === 'option-in' ? (['switching', 'voltage'] as const) : (['switching', 'voltage', 'none'] as const)) } : {}),
			...(random.below(8) === 0 ? { medium: pick(['rf', 'plc', 'cellular']) } : {}),
		};
		return [kind, wishes, records];
	};

	it('finishes what is whole, fits, and does all that is asked, from what is at hand, and nothing else', function () {
		this.timeout(60_000);
		const tried = { finished: 0, refused: 0 };
		const anything: Units[] = [];
		for (let i = 0; i < 400; i++) {
			anything.push({
				communication: random.below(20) === 0 ? undefined : pick(COMMUNICATION_TYPES),
				metering: random.below(20) === 0 ? undefined : pick(METERING_TYPES),
				option: chance() ? undefined : pick(OPTION_TYPES),
				cover: random.below(20) === 0 ? undefined : pick(COVER_TYPES),
			});
		}
		const valid = combinations(true);
		for (let round = 0; round < 60; round++) {
			const [kind, wishes, records] = customer(round % 3 === 0 ? undefined : pick(valid));
			const of = pick(UTILITIES);
			const before = designed(kind, wishes, records, undefined, of);
			const { asked, mounted } = before;
			if (asked === undefined) continue;
			const at: UnitType[] = records.stock.map(({ type }) => unitType(type)!);
			const candidates = candidatesFor(asked.conditions);
			for (const units of [...anything, ...(before.units === undefined ? [] : [before.units]), ...valid.filter(() => random.below(8) === 0)]) {
				const chosen = { units, broken: [] as never[] };
				const serves: boolean = PLACES.every((place) => {
					const unit = units[place];
					if (unit === undefined) return place === 'option' && candidates.option.includes(undefined);
					const isRight: boolean = (candidates[place] as readonly unknown[]).includes(unit);
					return isRight && (at.includes(unit) || kept(place, asked, mounted) === unit);
				});
				const right: boolean = serves && fits(units) && before.obstacles.length === 0;
				const design = designFor(
					before.application,
					[],
					records,
					of,
					chosen.units === before.units ? undefined : { units, broken: checkBroken(units) },
				);
				assert.equal(design.finishable !== undefined, right, `${JSON.stringify(codesOf(units))} ${kind} ${JSON.stringify(asked)}`);
				tried[right ? 'finished' : 'refused']++;
			}
		}
		assert.ok(tried.finished > 100 && tried.refused > 5000, JSON.stringify(tried));
	});

	it('finishes the best wherever there is one', function () {
		this.timeout(60_000);
		const valid = combinations(true);
		const counts = { found: 0, none: 0 };
		for (let round = 0; round < 300; round++) {
			const [kind, wishes, records] = customer(round % 3 === 0 ? undefined : pick(valid));
			const design = designed(kind, wishes, records, undefined, pick(UTILITIES));
			if (design.obstacles.length > 0) continue;
			const combination = design.best?.combination;
			assert.equal(finished(design), combination === undefined ? undefined : combinationText(combination));
			counts[combination === undefined ? 'none' : 'found']++;
			if (combination !== undefined) continue;
			// Then nothing at all would do: any meter of what is at hand fails a check.
			const { asked, mounted } = design;
			const at = records.stock.map(({ type }) => unitType(type)!);
			assert.ok(valid.every((units) => checkUnits(units, asked!, mounted, at).some(({ faults }) => faults.length > 0)));
		}
		assert.ok(counts.found > 50 && counts.none > 20, JSON.stringify(counts));
	});

	it('finishes each of the 360 for some customer', () => {
		for (const units of combinations()) {
			const { communication, metering, option, cover } = units;
			const records = house({
				contract: {
					code: 'C',
					phases: metering.phases,
					amperes: metering.rating,
					feedIn: metering.twoWay,
					routeB: communication.routeB,
					active: true,
					asOf: 1,
				},
				site: { code: 'S', kind: communication.medium === 'plc' ? 'block' : 'detached', phases: metering.phases, rain: cover.rain, asOf: 1 },
				mounted: [],
			});
			const design = designed('new', option === undefined ? {} : { option: option.kind }, records);
			assert.equal(finished(design), combinationText(units));
		}
		assert.equal(combinations().length, 360);
	});

	it('says of each fault what would do, and it does', () => {
		const valid = combinations(true);
		let told = 0;
		for (let round = 0; round < 300; round++) {
			const [kind, wishes, records] = customer(pick(valid));
			const before = designed(kind, wishes, records);
			if (before.asked === undefined || before.obstacles.length > 0) continue;
			// The best with one unit exchanged for another.
			const near = before.best?.combination;
			if (near === undefined) continue;
			const units = pick(valid.filter((each) => PLACES.filter((place) => each[place] !== near[place]).length === 1));
			const at = records.stock.map(({ type }) => unitType(type)!);
			const checks = checkUnits(units, before.asked, before.mounted, at);
			const count = checks.flatMap(({ faults }) => faults).length;
			for (const { check, faults } of checks) {
				for (const fault of faults) {
					for (const { code, insteadOf } of fault.wouldDo) {
						const place = PLACES.find((each) => units[each]?.code === insteadOf);
						if (place === undefined || count > 1) continue;
						const changed = { ...units, [place]: code === undefined ? undefined : unitType(code) };
						const left: readonly Fault[] = checkUnits(changed, before.asked, before.mounted, at).find((each) => each.check === check)!.faults;
						assert.equal(left.filter(({ kind: each }) => each !== 'notInStock').length, 0, `${combinationText(units)}: ${code} for ${insteadOf}`);
						told++;
					}
				}
			}
		}
		assert.ok(told > 50, `${told}`);
	});
});

function checkBroken(units: Units) {
	return examine(
		Object.values(codesOf(units))
			.filter((code) => code !== null && code !== '')
			.join(','),
	).broken;
}
