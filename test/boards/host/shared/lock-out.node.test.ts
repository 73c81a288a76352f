import assert from 'node:assert/strict';
import { addressKey, lockAfter, Tries } from '../../../../boards/host/shared/lock-out.js';

describe('wrong passwords', () => {
	it('cost nothing four times, then ever more, and 15 minutes at most', () => {
		assert.deepEqual([0, 1, 4, 5, 6, 7, 9, 10, 11, 1e9].map(lockAfter), [0, 0, 0, 30_000, 60_000, 120_000, 480_000, 900_000, 900_000, 900_000]);
	});

	it('are counted by address within a window, and the next window is a new one', () => {
		const tries = new Tries(3, 60_000, 10);
		assert.deepEqual(
			[0, 10, 20, 30, 59_999].map((at) => tries.take('192.0.2.1', at)),
			[0, 0, 0, 59_970, 1],
		);
		assert.equal(tries.take('192.0.2.2', 30), 0);
		assert.deepEqual(
			[60_000, 60_001, 60_002, 60_003].map((at) => tries.take('192.0.2.1', at)),
			[0, 0, 0, 59_997],
		);
	});

	it('are counted anew where the clock was set back', () => {
		const tries = new Tries(1, 60_000, 10);
		assert.deepEqual(
			[1_000_000, 1_000_001, 500].map((at) => tries.take('a', at)),
			[0, 59_999, 0],
		);
	});

	it('are remembered of so many addresses, the latest', () => {
		const tries = new Tries(1, 60_000, 2);
		for (const key of ['a', 'b', 'c']) assert.equal(tries.take(key, 0), 0);
		assert.deepEqual([tries.take('b', 1), tries.take('c', 1), tries.take('a', 1)], [59_999, 59_999, 0]);
	});

	it('in a window anew are the latest again', () => {
		const tries = new Tries(1, 60_000, 2);
		for (const [key, at] of [
			['a', 0],
			['b', 1],
			['a', 60_000],
			['c', 60_001],
		] as const)
			assert.equal(tries.take(key, at), 0);
		assert.ok(tries.take('a', 60_002) > 0);
	});

	for (const [address, key] of [
		['192.0.2.1', '192.0.2.1'],
		['::ffff:192.0.2.1', '192.0.2.1'],
		['::1', '0:0:0:0::/64'],
		['2001:db8::1', '2001:db8:0:0::/64'],
		['2001:0DB8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
		['2001:db8:1:2::', '2001:db8:1:2::/64'],
		['fe80::1%eth0', 'fe80:0:0:0::/64'],
	] as const) {
		it(`from ${address} are counted under ${key}`, () => assert.equal(addressKey(address), key));
	}
});
