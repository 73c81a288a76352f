import assert from 'node:assert/strict';
import { rangesIn, rangesOf, type SeqRange, without } from '../../../../src/operations/audit/seq-ranges.js';

const numbers = (ranges: readonly SeqRange[]) => ranges.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, i) => from + i));

describe('ranges of entries', () => {
	it('are as few as can be', () => {
		assert.deepEqual(rangesOf([1, 2, 3, 5, 7, 8]), [
			[1, 3],
			[5, 5],
			[7, 8],
		]);
		assert.deepEqual(rangesOf([]), []);
	});

	it('without others are what is in the first alone, for all sets of eight numbers', () => {
		for (let a = 0; a < 256; a += 3) {
			for (let b = 0; b < 256; b++) {
				const [first, second] = [a, b].map((bits) => [0, 1, 2, 3, 4, 5, 6, 7].filter((bit) => bits & (1 << bit))) as [number[], number[]];
				const left = without(rangesOf(first), rangesOf(second));
				assert.deepEqual(
					numbers(left),
					first.filter((each) => !second.includes(each)),
				);
			}
		}
	});

	it('are read from what a log tells, in their order, and nothing else is', () => {
		assert.deepEqual(rangesIn([[5, 6], [1, 2], [3], [4, 3], ['1', 2], [1.5, 2], null]), [
			[1, 2],
			[5, 6],
		]);
		for (const value of [undefined, null, 1, 'x', {}]) assert.deepEqual(rangesIn(value), []);
	});
});
