import { SeededRandom } from '../../../../hal/virtual/random.js';
import { combinationText, forEachCombination } from '../../../../src/meter/catalogue/combinations.js';
import { CombinationError, changeText, examine, parseCombination } from '../../../../src/meter/catalogue/parse.js';
import { checkCombination } from '../../../../src/meter/catalogue/rules.js';
import { UNIT_TYPES } from '../../../../src/meter/catalogue/unit-types.js';
import { equal, throws } from '../../../assert.js';

describe('units in words', () => {
	it('make a combination', () => {
		const { communication, metering, option, cover } = parseCombination('rf-b,1p3w-60-2way,switch-60,rain');
		equal(communication.code, 'rf-b');
		equal(metering.code, '1p3w-60-2way');
		equal(option?.code, 'switch-1p3w-60');
		equal(cover.code, 'rain');
	});

	it('may come in any order, with blanks', () => {
		const words = ['rf-b', '1p3w-60-2way', 'switch-60', 'rain'];
		for (const order of permutations(words)) equal(combinationText(parseCombination(order.join(' , '))), words.join());
	});

	it('have a normal cover and no optional unit where they name none', () => {
		equal(combinationText(parseCombination('plc,3p3w-120-1way')), 'plc,3p3w-120-1way,normal');
	});

	it('may name the phases of an optional unit', () => {
		equal(combinationText(parseCombination('voltage-3p3w-60,plc,3p3w-60-1way')), 'plc,3p3w-60-1way,voltage-60,normal');
	});

	it('name every combination that there is', () => {
		forEachCombination((combination) => {
			const text = combinationText(combination);
			equal(combinationText(parseCombination(text)), text);
		}, true);
	});

	it('that are unknown are refused with place and what is near', () => {
		const { unknown, broken, combination } = examine('rf, swich-60,RAIN,1p3w-30-2way,,whatever');
		equal(
			unknown.map(({ word, number, column, perhaps }) => `${word} ${number} ${column} ${perhaps.join('/')}`).join('; '),
			'swich-60 2 5 switch-60; RAIN 3 14 rain; 1p3w-30-2way 4 19 1p2w-30-2way/1p3w-60-2way;  5 32 ; whatever 6 33 ',
		);
		equal(broken.length, 0);
		equal(combination, undefined);
	});

	it('that are unknown are refused with what is expected, if nothing is near', () => {
		throws(
			() => parseCombination('rf,whatever'),
			/^units "rf,whatever": unit 2 \(column 4\): "whatever" is no unit; expected one like rf-b, 1p3w-60-2way, switch-60, voltage-60, normal or rain$/,
		);
		throws(() => parseCombination(''), /^units "": unit 1 \(column 1\): there is no word; expected one like/);
		throws(() => parseCombination(`rf,${'x'.repeat(10_000)}`), /is no unit; expected one like/);
	});

	it('that name a unit twice are refused', () => {
		const [broken, ...more] = examine('rain,rf,1p2w-30-1way,rain').broken;
		equal(more.length, 0);
		equal(broken?.rule, 'one-each');
		equal(broken?.found, 'rain stands twice: units 1 and 4 (columns 1 and 22)');
		equal(broken?.wouldDo.map(changeText).join(), 'rain in place of rain,rain');
	});

	it('that name two units for one place are refused', () => {
		const [broken, ...more] = examine('rf,1p3w-60-1way,switch-60,voltage-60').broken;
		equal(more.length, 0);
		equal(broken?.found, 'switch-60 and voltage-60, units 3 and 4 (columns 17 and 27), want the same place');
		equal(broken?.reason, 'a meter has room for one optional unit at most');
		equal(broken?.wouldDo.map(changeText).join(), 'no voltage-60,no switch-60');
		equal(rules('rf,plc,1p3w-60-1way,normal,rain'), 'one-each,one-each');
	});

	it('that name an optional unit that is not made are refused with those that are', () => {
		const [broken, ...more] = examine('rf,3p3w-120-1way,switch-120').broken;
		equal(more.length, 0);
		equal(broken?.rule, 'is-made');
		equal(broken?.found, 'switch-120: there is no switching unit for three-phase 3-wire of 120 A');
		equal(broken?.wouldDo.map(changeText).join(), 'voltage-3p3w-120 in place of switch-120,no switch-120');
		equal(rules('rf,3p3w-120-1way,switch-3p3w-120'), 'is-made');
		equal(rules('rf,1p2w-120-1way,voltage-120'), 'is-made');
		equal(rules('rf,voltage-1p2w-30'), 'is-made,metering-unit');
		equal(rules('rf,1p2w-30-1way,voltage-30'), 'is-made');
		equal(rules('rf,switch-60'), 'metering-unit');
	});

	it('that break a rule are refused with rule, reason and what would do', () => {
		throws(
			() => parseCombination('rf-b,1p3w-60-1way-old'),
			/rf-b has Route B, 1p3w-60-1way-old has not \(Route B is answered .*both must have it\); would do: 1p3w-60-1way in place of 1p3w-60-1way-old, or rf /,
		);
		equal(rules('1p3w-60-1way'), 'communication-unit');
		equal(rules('rain'), 'communication-unit,metering-unit');
	});

	it('fail with every reason at hand', () => {
		try {
			parseCombination('rf-old,1p3w-60-2way,switch-120');
		} catch (error) {
			equal(error instanceof CombinationError && error.broken.map(({ rule }) => rule).join(), 'rating,two-way');
			return;
		}
		throw new Error('no error');
	});

	it('of any kind are understood or refused with a reason, never anything else', () => {
		const random = new SeededRandom(360);
		const letters = 'abcdeflnprtuvwy01236-, R計';
		for (let i = 0; i < 500; i++) {
			const words = Array.from({ length: random.below(5) }, () => UNIT_TYPES[random.below(UNIT_TYPES.length)]!.code);
			let text = words.join();
			for (let changes = random.below(3); changes > 0; changes--) {
				const at = random.below(text.length + 1);
				text = text.slice(0, at) + letters[random.below(letters.length)]! + text.slice(at + random.below(2));
			}
			const { unknown, broken, combination } = examine(text);
			equal(combination === undefined, unknown.length + broken.length > 0, text);
			for (const { wouldDo } of broken) equal(wouldDo.length > 0, true, text);
			for (const { word, column } of unknown) equal(text.slice(column - 1, column - 1 + word.length), word, text);
			if (combination !== undefined) equal(checkCombination(combination).length, 0, text);
		}
	});
});

function rules(text: string): string {
	return examine(text)
		.broken.map(({ rule }) => rule)
		.join();
}

function permutations(words: readonly string[]): string[][] {
	if (words.length === 0) return [[]];
	return words.flatMap((word, i) => permutations([...words.slice(0, i), ...words.slice(i + 1)]).map((rest) => [word, ...rest]));
}
