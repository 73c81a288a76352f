/** What a head-end makes of the M-Bus log, which is a ring. */
import assert from 'node:assert/strict';
import { isSilentSince, type MbusEntry } from '../../../src/head-end/mbus.js';

const log = (...codes: readonly string[]): MbusEntry[] => codes.map((each) => ({ text: each, code: Number(each.split(' ')[1]) }));

describe('The M-Bus log that a head-end watches', () => {
	for (const [what, before, now, is] of [
		['nothing new', ['1 100'], ['1 100'], false],
		['the first entry', [], ['1 100'], true],
		['one behind another', ['1 105'], ['1 105', '2 100'], true],
		['one of another channel', ['1 105'], ['1 105', '2 110'], false],
		['one in front of others', ['1 105'], ['1 105', '2 100', '3 111', '4 115'], true],
		['one of before', ['1 100', '2 101'], ['1 100', '2 101', '3 115'], false],
		['a ring that has turned by one', ['1 100', '2 101', '3 105'], ['2 101', '3 105', '4 102'], false],
		['a ring that has turned by one, the one', ['1 105', '2 101', '3 105'], ['2 101', '3 105', '4 100'], true],
		['a ring that has turned whole', ['1 105', '2 101'], ['5 100', '6 102'], true],
	] as const)
		it(`is ${is ? '' : 'not '}silent by ${what}`, () => assert.equal(isSilentSince(log(...before), log(...now), 1), is));

	it('has codes of each channel', () => {
		assert.equal(isSilentSince([], log('1 130'), 4), true);
		assert.equal(isSilentSince([], log('1 130'), 3), false);
	});
});
