import { combinationCount, combinations, combinationText, forEachCombination } from '../../../../src/meter/catalogue/combinations.js';
import { checkCombination, isCounted } from '../../../../src/meter/catalogue/rules.js';
import { UNIT_TYPES } from '../../../../src/meter/catalogue/unit-types.js';
import { equal } from '../../../assert.js';

/** Which optional unit goes on which metering unit, written down from Table 1 by hand. */
const PAIRS = new Set([
	'1p2w-30',
	'1p2w-120',
	'1p3w-60',
	'1p3w-120',
	'3p3w-60',
	'3p3w-120',
	'1p2w-30 switch-1p2w-30',
	'1p2w-120 switch-1p2w-120',
	'1p3w-60 switch-1p3w-60',
	'1p3w-120 switch-1p3w-120',
	'3p3w-60 switch-3p3w-60',
	'1p3w-60 voltage-1p3w-60',
	'1p3w-120 voltage-1p3w-120',
	'3p3w-60 voltage-3p3w-60',
	'3p3w-120 voltage-3p3w-120',
]);

describe('the combinations of the catalogue', () => {
	it('are 360: 15 metering-and-option pairs, 2 directions, 6 communication units, 2 covers', () => {
		equal(combinationCount(), 15 * 2 * 6 * 2);
	});

	it('are the sets of counted units that keep the rules in other words, out of all sets of three and four', () => {
		const codes = UNIT_TYPES.filter(({ counted }) => counted).map(({ code }) => code);
		equal(codes.length, 6 + 12 + 5 + 4 + 2);
		let count = 0;
		for (let a = 0; a < codes.length; a++) {
			for (let b = a + 1; b < codes.length; b++) {
				for (let c = b + 1; c < codes.length; c++) {
					if (isMeter(codes[a]!, codes[b]!, undefined, codes[c]!)) count++;
					for (let d = c + 1; d < codes.length; d++) if (isMeter(codes[a]!, codes[b]!, codes[c]!, codes[d]!)) count++;
				}
			}
		}
		equal(count, 360);
		forEachCombination(({ communication, metering, option, cover }) => {
			equal(isMeter(communication.code, metering.code, option?.code, cover.code), true, `${communication.code},${metering.code},${option?.code}`);
		});
	});

	it('are 750 with cellular and older stock, and those of Table 1 among them', () => {
		// 15 pairs each: 9 current communication units with 2 directions, the 3 of them without Route B also with older metering units;
		// 2 older ones with one-way metering units, current and older. Everything with 2 covers.
		equal(combinationCount(true), (9 * 15 * 2 + 3 * 15 + 2 * 15 * 2) * 2);
		let counted = 0;
		forEachCombination((combination) => {
			if (isCounted(combination)) counted++;
		}, true);
		equal(counted, 360);
	});

	it('break no rule', () => {
		forEachCombination((combination) => equal(checkCombination(combination).length, 0, combinationText(combination)), true);
	});

	it('are listed once each', () => {
		const texts = combinations().map(combinationText);
		equal(texts.length, 360);
		equal(texts[0], 'rf,1p2w-30-1way,normal');
		equal(texts.at(-1), 'plc-bplc,3p3w-120-2way,voltage-120,rain');
		equal(new Set(texts).size, 360);
	});
});

/** The codes in the order in which the catalogue has them. */
function isMeter(communication: string, metering: string, option: string | undefined, cover: string): boolean {
	if (communication.slice(0, 2) !== 'rf' && communication.slice(0, 3) !== 'plc') return false;
	if (cover !== 'rain' && cover !== 'normal') return false;
	const end = metering.slice(-5);
	if (end !== '-1way' && end !== '-2way') return false;
	return PAIRS.has(metering.slice(0, -5) + (option === undefined ? '' : ` ${option}`));
}
