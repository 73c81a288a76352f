import { type BrokenRule, type Change, checkCombination, checkFit, fits, RULES, type Units } from '../../../../src/meter/catalogue/rules.js';
import {
	COMMUNICATION_TYPES,
	METERING_TYPES,
	NORMAL_COVER,
	OPTION_TYPES,
	optionType,
	UNIT_TYPES,
	type UnitType,
	unitType,
} from '../../../../src/meter/catalogue/unit-types.js';
import { unitName } from '../../../../src/meter/catalogue/unit-words.js';
import { equal } from '../../../assert.js';

describe('the unit types', () => {
	it('have codes that find them, each its own', () => {
		for (const type of UNIT_TYPES) equal(unitType(type.code), type, type.code);
		equal(unitType('switch-60'), undefined);
		equal(optionType('voltage', '3p3w', 120)?.code, 'voltage-3p3w-120');
		equal(optionType('switching', '3p3w', 120), undefined);
	});

	it('carry two-way measurement and Route B where they are counted, and neither where they are older', () => {
		for (const type of COMMUNICATION_TYPES) equal(type.twoWay, type.stock === 'current', type.code);
		for (const type of METERING_TYPES) equal(type.routeB, type.counted, type.code);
		for (const type of UNIT_TYPES) if (type.stock === 'older') equal(type.counted, false, type.code);
		equal(COMMUNICATION_TYPES.filter(({ medium, counted }) => medium === 'cellular' && counted).length, 0);
	});

	it('cannot be changed', () => {
		for (const type of UNIT_TYPES) equal(Object.isFrozen(type), true, type.code);
		equal(Object.isFrozen(UNIT_TYPES), true);
	});

	it('have names', () => {
		equal(unitName(unitType('plc-b')!), 'communication unit, PLC, Route B by radio');
		equal(unitName(unitType('1p3w-60-1way-old')!), 'metering unit, single-phase 3-wire, 60 A, one-way, without Route B, older stock');
		equal(unitName(unitType('rain')!), 'terminal cover, against rain');
	});
});

describe('the rules of the catalogue', () => {
	it('want the phases of optional and metering unit equal', () => {
		const [broken, ...more] = checkCombination(units('rf', '3p3w-60-1way', 'switch-1p3w-60'));
		equal(more.length, 0);
		equal(broken?.rule, 'phases');
		equal(broken?.found, 'switch-1p3w-60 is for single-phase 3-wire, 3p3w-60-1way for three-phase 3-wire');
		equal(changes(broken!), 'switch-3p3w-60←switch-1p3w-60 1p3w-60-1way←3p3w-60-1way ←switch-1p3w-60');
	});

	it('want the ratings of optional and metering unit equal', () => {
		const [broken, ...more] = checkCombination(units('rf', '1p3w-120-2way', 'voltage-1p3w-60'));
		equal(more.length, 0);
		equal(broken?.rule, 'rating');
		equal(broken?.found, 'voltage-1p3w-60 is rated 60 A, 1p3w-120-2way 120 A');
		equal(changes(broken!), 'voltage-1p3w-120←voltage-1p3w-60 1p3w-60-2way←1p3w-120-2way ←voltage-1p3w-60');
	});

	it('want a two-way communication unit for a two-way metering unit, not the other way round', () => {
		const [broken, ...more] = checkCombination(units('plc-old', '1p2w-30-2way'));
		equal(more.length, 0);
		equal(broken?.rule, 'two-way');
		equal(changes(broken!), 'plc←plc-old plc-b←plc-old plc-bplc←plc-old 1p2w-30-1way←1p2w-30-2way 1p2w-30-1way-old←1p2w-30-2way');
		equal(checkCombination(units('plc', '1p2w-30-1way')).length, 0);
	});

	it('want Route B of the metering unit where the communication unit has it, not the other way round', () => {
		const [broken, ...more] = checkCombination(units('rf-b', '1p3w-60-1way-old'));
		equal(more.length, 0);
		equal(broken?.rule, 'route-b');
		equal(changes(broken!), '1p3w-60-1way←1p3w-60-1way-old rf←rf-b rf-old←rf-b');
		equal(checkCombination(units('rf', '1p3w-60-1way')).length, 0);
	});

	it('name everything that is broken at once', () => {
		const found = checkCombination(units('rf-old', '1p3w-120-2way', 'switch-3p3w-60'));
		equal(found.map(({ rule }) => rule).join(), 'phases,rating,two-way');
	});

	it('miss the units that are not there, and ask nothing else of them', () => {
		equal(
			checkCombination({})
				.map(({ rule }) => rule)
				.join(),
			'communication-unit,metering-unit,terminal-cover',
		);
		equal(checkFit({}).length, 0);
		equal(checkFit({ metering: units('rf', '1p3w-60-1way').metering, option: optionType('voltage', '1p3w', 120) }).length, 1);
	});

	it('are satisfied by every change that they name', () => {
		for (const communication of COMMUNICATION_TYPES) {
			for (const metering of METERING_TYPES) {
				for (const option of OPTION_TYPES) {
					const before = { communication, metering, option, cover: NORMAL_COVER };
					const broken = checkFit(before);
					equal(broken.length === 0, fits(before));
					for (const { rule, wouldDo } of broken) {
						equal(wouldDo.length > 0, true, 'a change');
						const { holds } = RULES.find(({ id }) => id === rule)!;
						for (const change of wouldDo) equal(holds(changed(before, change)), true, `${rule} with ${change.code}`);
					}
				}
			}
		}
	});
});

function units(communication: string, metering: string, option?: string): Units {
	const found = (code: string) => UNIT_TYPES.find((type) => type.code === code);
	return { communication: found(communication), metering: found(metering), option: option && found(option), cover: NORMAL_COVER } as Units;
}

function changes({ wouldDo }: BrokenRule): string {
	return wouldDo.map(({ code, insteadOf }) => `${code ?? ''}←${insteadOf}`).join(' ');
}

function changed(before: Units, { code, insteadOf }: Change): Units {
	const put = <Type extends UnitType>(unit: Type | undefined): Type | undefined =>
		unit?.code !== insteadOf ? unit : code === undefined ? undefined : (unitType(code) as Type);
	return { communication: put(before.communication), metering: put(before.metering), option: put(before.option), cover: before.cover };
}
