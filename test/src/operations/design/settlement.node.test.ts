import assert from 'node:assert/strict';
import { SeededRandom } from '../../../../hal/virtual/random.js';
import { PLACES } from '../../../../src/operations/design/choose.js';
import { type OrderedUnits, type Settling, settle } from '../../../../src/operations/design/settlement.js';
import { unitDifferences } from '../../../../src/operations/records/unit-differences.js';

const OLD = { communication: 'rf', metering: '1p3w-60-1way', option: null, cover: 'normal' };
const BEFORE = { codes: OLD, serials: { communication: 'C1', metering: 'M1', cover: 'T1' } };
/** Another communication unit, and another metering unit of the same type. */
const ORDERED: OrderedUnits = { communication: { out: 'C1', in: 'C2', type: 'rf-b' }, metering: { out: 'M1', in: 'M2', type: '1p3w-60-1way' } };
const EXPECTED = { ...OLD, communication: 'rf-b' };

const LETTERS = { communication: 'C', metering: 'M', option: 'S', cover: 'T' };

const settled = (built: Partial<Settling['built']>, more: Partial<Settling> = {}) =>
	settle({ before: BEFORE, expected: EXPECTED, ordered: ORDERED, built: { codes: {}, serials: {}, ...built }, ...more });

describe('what came of an order', () => {
	it('is what was ordered, where nobody says anything else', () => {
		const { codes, serials, used, freed, returned, differences } = settled({});
		assert.deepEqual(codes, EXPECTED);
		assert.deepEqual(serials, { communication: 'C2', metering: 'M2', cover: 'T1' });
		assert.deepEqual([used, freed, differences], [['C2', 'M2'], [], []]);
		assert.deepEqual(
			returned.map(({ serial, type }) => [serial, type]),
			[
				['C1', 'rf'],
				['M1', '1p3w-60-1way'],
			],
		);
	});

	it('is a unit that stayed, where its own number is read there', () => {
		const { used, freed, returned, serials, differences } = settled({ serials: { metering: 'M1' } });
		assert.deepEqual([used, freed, returned.map(({ serial }) => serial), serials.metering], [['C2'], ['M2'], ['C1'], 'M1']);
		assert.deepEqual(differences, [{ place: 'metering', about: 'serial', expected: 'M2', found: 'M1' }]);
	});

	it('is another unit of the same type, known by its number alone', () => {
		const { used, freed, others, returned, differences } = settled({ serials: { communication: 'C7' } });
		assert.deepEqual([used, freed], [['M2'], ['C2']]);
		assert.deepEqual(others, [{ place: 'communication', serial: 'C7', type: 'rf-b' }]);
		assert.equal(returned.length, 2);
		assert.deepEqual(differences, [{ place: 'communication', about: 'serial', expected: 'C2', found: 'C7' }]);
	});

	it('is a unit of another type, whose number nobody told', () => {
		const { nameless, freed, returned, serials, differences } = settled({ codes: { communication: 'cellular-b@kaede' } });
		assert.deepEqual([nameless, freed, serials.communication], [[{ place: 'communication', type: 'cellular-b' }], ['C2'], undefined]);
		assert.equal(returned[0]?.serial, 'C1');
		assert.deepEqual(differences, [{ place: 'communication', about: 'type', expected: 'rf-b', found: 'cellular-b' }]);
	});

	it('is nothing, where a place is told empty', () => {
		const { codes, freed, returned, differences } = settled({ codes: { metering: '' } });
		assert.deepEqual([codes.metering, freed, returned.map(({ serial }) => serial)], [null, ['M2'], ['C1', 'M1']]);
		assert.deepEqual(differences, [{ place: 'metering', about: 'type', expected: '1p3w-60-1way', found: null }]);
	});

	it('is a unit at a place that nobody was to touch', () => {
		const { others, returned, differences } = settled({ serials: { cover: 'T9' } });
		assert.deepEqual([others, returned.at(-1)?.serial], [[{ place: 'cover', serial: 'T9', type: 'normal' }], 'T1']);
		assert.deepEqual(differences, [{ place: 'cover', about: 'serial', expected: 'T1', found: 'T9' }]);
	});

	it('is the number of a unit that nobody knew, and no difference', () => {
		const before = { codes: OLD, serials: {} };
		const { serials, others, differences } = settled({ serials: { cover: 'T9' } }, { before });
		assert.deepEqual([serials.cover, others, differences], ['T9', [], []]);
	});

	it('takes an optional unit out', () => {
		const codes = { ...OLD, option: 'switch-1p3w-60' };
		const before = { codes, serials: { option: 'S1' } };
		const ordered: OrderedUnits = { option: { out: 'S1', in: null, type: null } };
		const out = settle({ before, expected: OLD, ordered, built: { codes: {}, serials: {} } });
		assert.deepEqual([out.codes.option, out.returned.map(({ serial }) => serial), out.differences], [null, ['S1'], []]);
		const still = settle({ before, expected: OLD, ordered, built: { codes: { option: 'switch-1p3w-60' }, serials: {} } });
		assert.deepEqual([still.returned, still.serials.option, still.differences[0]?.found], [[], 'S1', 'switch-1p3w-60']);
	});

	it('has each unit at one place alone, whatever is told', () => {
		const random = new SeededRandom(3);
		const pick = <T>(list: readonly T[]): T => list[random.below(list.length)]!;
		for (let round = 0; round < 5000; round++) {
			const codes = Object.fromEntries(
				PLACES.filter(() => random.below(2) === 0).map((place) => [place, pick(['', 'x', 'y', EXPECTED[place], OLD[place]])]),
			);
			const serials = Object.fromEntries(PLACES.filter(() => random.below(2) === 0).map((place) => [place, `${LETTERS[place]}${pick([1, 2, 7])}`]));
			const before = pick([undefined, BEFORE, { codes: OLD, serials: {} }]);
			const { used, freed, others, returned, serials: there } = settled({ codes, serials }, { before });
			const held = Object.values(ORDERED).map((each) => each.in);
			assert.deepEqual([...used, ...freed].sort(), held.sort(), 'each that was held is used or free');
			const standing = Object.values(there);
			for (const serial of freed) assert.ok(!standing.includes(serial));
			for (const serial of used) assert.ok(standing.includes(serial));
			for (const { serial } of returned) assert.ok(!standing.includes(serial));
			for (const { serial } of others) assert.ok(standing.includes(serial) && !held.includes(serial));
		}
	});
});

describe('what a meter reports beside what is recorded', () => {
	it('differs by type alone, not by maker, and not where nothing is told', () => {
		assert.deepEqual(unitDifferences(OLD, {}), []);
		assert.deepEqual(unitDifferences(OLD, { communication: 'rf@hinoki', option: null }), []);
		assert.deepEqual(unitDifferences(OLD, { communication: 'rf-b', option: 'switch-1p3w-60' }), [
			{ place: 'communication', expected: 'rf', found: 'rf-b' },
			{ place: 'option', expected: undefined, found: 'switch-1p3w-60' },
		]);
		assert.deepEqual(unitDifferences({ ...OLD, option: 'switch-1p3w-60' }, { option: null }), [
			{ place: 'option', expected: 'switch-1p3w-60', found: undefined },
		]);
	});
});
