import { SeededRandom } from '../../../../hal/virtual/random.js';
import { UTILITIES, utility } from '../../../../src/meter/catalogue/ampere-contracts.js';
import { combinationText, forEachCombination } from '../../../../src/meter/catalogue/combinations.js';
import type { Conditions } from '../../../../src/meter/catalogue/conditions.js';
import { type Combination, checkCombination } from '../../../../src/meter/catalogue/rules.js';
import { type Choice, selectCombination } from '../../../../src/meter/catalogue/select.js';
import { UNIT_TYPES, type UnitType, unitType } from '../../../../src/meter/catalogue/unit-types.js';
import { equal } from '../../../assert.js';
import { HOUSE } from './house.js';

const TOKYO = utility('tokyo')!;

describe('the selection of units', () => {
	it('takes the plainest that serves', () => {
		equal(selected({}), 'rf,1p3w-60-1way,normal');
		equal(selected({ site: 'block' }), 'plc,1p3w-60-1way,normal');
		equal(selected({ site: 'remote' }), 'cellular,1p3w-60-1way,normal');
		equal(selected({ phases: '1p2w', amperes: 30 }), 'rf,1p2w-30-1way,normal');
		equal(selected({ phases: '1p2w', amperes: 31 }), 'rf,1p2w-120-1way,normal');
		equal(selected({ phases: '3p3w', amperes: 120 }), 'rf,3p3w-120-1way,normal');
	});

	it('serves feed-in, Route B, rain, switching and voltage', () => {
		equal(selected({ feedIn: true, routeB: 'radio', amperes: 60, rain: true, switching: true }), 'rf-b,1p3w-60-2way,switch-60,rain');
		equal(selected({ site: 'block', routeB: 'plc', amperes: 100, voltage: true }), 'plc-bplc,1p3w-120-1way,voltage-120,normal');
	});

	it('adds a switching unit where the utility has ampere contracts, and only there', () => {
		equal(selected({ utility: TOKYO }), 'rf,1p3w-60-1way,switch-60,normal');
		equal(selected({ utility: TOKYO, amperes: 100 }), 'rf,1p3w-120-1way,normal');
		equal(selected({ utility: TOKYO, phases: '3p3w' }), 'rf,3p3w-60-1way,normal');
		equal(selected({ utility: TOKYO, phases: '1p2w', amperes: 20 }), 'rf,1p2w-30-1way,switch-30,normal');
	});

	it('says why each unit, and rather than which', () => {
		const [communication, metering, option, cover] = choices({ feedIn: true, routeB: 'radio', utility: TOKYO });
		equal(
			communication?.why.join('; '),
			'suits a detached house; is two-way, and carries what is fed in; has Route B by radio, which the HEMS asks for',
		);
		equal(over(communication), 'cellular-b is cellular, where RF multi-hop is steadier and cheaper to run');
		equal(over(metering), '1p3w-120-2way is rated 120 A, where 60 A would do');
		equal(option?.why[0], 'has the ampere breaker that holds a 50 A contract of Tokyo');
		equal(over(cover), 'rain is against rain, where there is none');
		equal(choices({})[2]?.why[0], 'is asked for by nothing: Kansai has no ampere contract, which would need a breaker');
	});

	it('makes do with what is in stock, and says what is not right about it', () => {
		const conditions = { stock: stock('rf-b,cellular,1p3w-60-2way,1p3w-120-1way,rain') };
		equal(selected(conditions), 'rf-b,1p3w-60-2way,rain');
		equal(
			choices(conditions)
				.map(({ although }) => although.join())
				.join('; '),
			'has Route B, which is not wanted; is two-way, and nothing is fed in; ; is against rain, where there is none',
		);
	});

	it('says which other unit a unit would need', () => {
		const [communication] = choices({ stock: stock('rf-b,rf-old,1p3w-60-1way-old,1p3w-120-1way,normal') });
		equal(communication?.unit?.code, 'rf-old');
		equal(over(communication), 'rf-b has Route B, which is not wanted, and needs 1p3w-120-1way, which is rated 120 A, where 60 A would do');
	});

	it('refuses what no unit is made for, and says what would be possible', () => {
		const both = refused({ switching: true, voltage: true });
		equal(both.reasons, 'optional unit: a voltage measurement unit and a switching unit are wanted, and a meter has room for one optional unit');
		equal(both.possible, 'without remote switching; without voltage measurement');
		const large = refused({ phases: '3p3w', amperes: 100, switching: true });
		equal(
			large.reasons,
			'amperes: there is no switching unit that disconnects and connects remotely, and is for three-phase 3-wire, as the contract is, and bears the 100 A of the contract; none is made',
		);
		equal(large.possible, 'without remote switching; with a contract of 60 A');
		equal(refused({ amperes: 200 }).possible, 'with a contract of 120 A');
		equal(refused({ phases: '1p2w', amperes: 30, voltage: true }).possible, 'without voltage measurement');
	});

	it('refuses an ampere contract that there is not, and one whose breaker takes the place of the voltage unit', () => {
		const between = refused({ utility: TOKYO, amperes: 35 });
		equal(between.reasons, 'amperes: Tokyo has no contract of 35 A; up to 60 A it has 5, 10, 15, 20, 30, 40, 50, 60 A');
		equal(between.possible, 'with a contract of 30 A; with a contract of 40 A; with a contract of more than 60 A');
		equal(
			refused({ utility: TOKYO, voltage: true }).reasons,
			'optional unit: a voltage measurement unit and a switching unit for the ampere breaker of a 50 A contract of Tokyo are wanted, and a meter has room for one optional unit',
		);
	});

	it('refuses what the stock does not hold, and says what would do', () => {
		const { reasons, possible } = refused({ feedIn: true, stock: stock('rf-old,cellular,1p3w-60-1way,rain') });
		equal(
			reasons,
			'feed-in: there is no metering unit in stock that is for single-phase 3-wire, as the contract is, and bears the 50 A of the contract, and is two-way, and measures what is fed in; would do: 1p3w-60-2way or 1p3w-120-2way',
		);
		equal(possible, 'without feed-in; with units that are not in stock: rf,1p3w-60-2way,normal');
		equal(refused({ stock: [] }).reasons.split('; would do').length, 4, 'communication unit, metering unit and cover');
	});

	it('refuses a stock of which nothing fits together, with the rule', () => {
		const { reasons } = refused({ stock: stock('rf-old,1p3w-60-2way,normal') });
		equal(
			reasons,
			'two-way: the closest in stock do not fit together: 1p3w-60-2way is two-way, rf-old is one-way (what the customer feeds in must be measured and carried, so a two-way metering unit needs a communication unit that is two-way too)',
		);
	});

	it('finds one wherever there is one, never an invalid one, for conditions and stocks by chance', () => {
		const random = new SeededRandom(360);
		const one = <Value>(...values: readonly Value[]): Value => values[random.below(values.length)]!;
		let refusals = 0;
		for (let i = 0; i < 200; i++) {
			const conditions: Conditions = {
				site: one('detached', 'block', 'remote'),
				feedIn: one(true, false),
				routeB: one('none', 'radio', 'plc'),
				phases: one('1p2w', '1p3w', '3p3w'),
				amperes: one(5, 10, 30, 31, 40, 60, 61, 120, 121),
				rain: one(true, false),
				switching: one(true, false, false),
				voltage: one(true, false, false),
				utility: one(...UTILITIES),
				stock: one(true, false) ? UNIT_TYPES.filter(() => random.below(3) > 0) : undefined,
			};
			let exists = false;
			forEachCombination((combination) => {
				exists ||= serves(combination, conditions);
			}, true);
			const selection = selectCombination(conditions);
			equal(selection.combination !== undefined, exists, `set ${i}`);
			if (selection.combination === undefined) {
				refusals++;
				equal(selection.reasons.length > 0, true, 'a reason');
			} else {
				equal(checkCombination(selection.combination).length, 0, combinationText(selection.combination));
				equal(serves(selection.combination, conditions), true, combinationText(selection.combination));
			}
		}
		equal(refusals > 40 && refusals < 160, true, `both answers occur; refused ${refusals}`);
	});
});

/** The conditions once more, from the side of a whole meter. */
function serves({ communication, metering, option, cover }: Combination, conditions: Conditions): boolean {
	const { site, feedIn, routeB, phases, amperes, rain, switching, voltage, utility: of, stock: held } = conditions;
	if (held !== undefined) {
		for (const unit of [communication, metering, option, cover]) if (unit !== undefined && !held.includes(unit)) return false;
	}
	if (communication.medium !== 'cellular' && communication.medium !== { detached: 'rf', block: 'plc', remote: '' }[site]) return false;
	if (feedIn && !(communication.twoWay && metering.twoWay)) return false;
	if (routeB !== 'none' && !(communication.routeB === routeB && metering.routeB)) return false;
	if (metering.phases !== phases || metering.rating < amperes || (rain && cover.code !== 'rain')) return false;
	const breaker = of.ampereContracts.length > 0 && phases !== '3p3w' && amperes <= 60;
	if (breaker && ![5, 10, 15, 20, 30, 40, 50, 60].includes(amperes)) return false;
	if ((switching || breaker) !== (option?.kind === 'switching')) return false;
	return voltage === (option?.kind === 'voltage');
}

function selected(change: Partial<Conditions>): string {
	const { combination } = selectCombination({ ...HOUSE, ...change });
	return combination === undefined ? 'none' : combinationText(combination);
}

function choices(change: Partial<Conditions>): readonly Choice[] {
	const selection = selectCombination({ ...HOUSE, ...change });
	return selection.combination === undefined ? [] : selection.choices;
}

function over(choice: Choice | undefined): string | undefined {
	return choice?.over.map(({ unit, why }) => `${unit.code} ${why}`).join('; ');
}

function refused(change: Partial<Conditions>): { readonly reasons: string; readonly possible: string } {
	const selection = selectCombination({ ...HOUSE, ...change });
	if (selection.combination !== undefined) throw new Error(`expected a refusal, got ${combinationText(selection.combination)}`);
	return { reasons: selection.reasons.map(({ about, why }) => `${about}: ${why}`).join('; '), possible: selection.possible.join('; ') };
}

function stock(codes: string): UnitType[] {
	return codes.split(',').map((code) => unitType(code)!);
}
