import assert from 'node:assert/strict';
import { clock, duration, quantity } from '../../../../../boards/host/exam/report/figures.js';

describe('figures of a report', () => {
	for (const [ms, text] of [
		[0, '0 ms'],
		[999, '999 ms'],
		[1000, '1 s'],
		[19_999, '19.999 s'],
		[59_999.9, '60 s'],
		[60_000, '1 min'],
		[299_000, '4 min 59 s'],
		[300_040, '5 min 0.04 s'],
		[301_000, '5 min 1 s'],
		[3_600_000, '1 h'],
		[3_720_000, '1 h 2 min'],
		[-90_000, '−1 min 30 s'],
		[-500, '−500 ms'],
	] as const)
		it(`${ms} ms is ${text}`, () => assert.equal(duration(ms), text));

	for (const [value, unit, text] of [
		[19_900, 'ms', '19.9 s'],
		[0.953, 'share', '95.3 %'],
		[4, 'count', '4'],
		[4, null, '4'],
		[-801, 'W', '−801 W'],
		[4_294_966_496, 'W', '4294966496 W'],
	] as const)
		it(`${value} of ${unit} is ${text}`, () => assert.equal(quantity(value, unit), text));

	for (const [ms, text] of [
		[0, '00:00.0'],
		[59_960, '01:00.0'],
		[754_321, '12:34.3'],
		[3_600_000, '1:00:00.0'],
		[-5, '00:00.0'],
	] as const)
		it(`${ms} ms since the begin is ${text}`, () => assert.equal(clock(ms), text));

	it('tells times, shares and factors from counts', () => {
		assert.equal(quantity(1000, 'ms'), '1 s');
		assert.equal(quantity(20, 'count'), '20');
		assert.equal(quantity(0.95, 'share'), '95 %');
		assert.equal(quantity(10, 'factor'), '× 10');
	});
});
