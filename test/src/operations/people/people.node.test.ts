import assert from 'node:assert/strict';
import { addressKey, lockAfter, Tries } from '../../../../src/operations/people/lock-out.js';
import { canonicalPassword, type PasswordFault, passwordFault } from '../../../../src/operations/people/password-policy.js';
import { keptSince, RETENTION } from '../../../../src/operations/people/retention.js';
import { isStaffName } from '../../../../src/operations/people/staff-name.js';

describe('a password of staff', () => {
	const rows: readonly (readonly [string, PasswordFault | undefined])[] = [
		['correct horse battery', undefined],
		['紫の牛は三日月の夜に北の海へ泳ぐ', undefined],
		['x7Kq9 mPw2 Lz4 R', undefined],
		['x7Kq9 mPw2 Lz4R', undefined],
		['x7Kq9 mPw2 Lz4', 'short'],
		['abcQdefZghiXu7Rp', 'plain'],
		['abQdeZghXu7RpKmT', undefined],
		['', 'short'],
		[`${'correct horse '.repeat(9)}ab`, undefined],
		[`${'correct horse '.repeat(9)}abc`, 'long'],
		['correct horse\u0007battery', 'unprintable'],
		['aaaaaaaaaaaaaaaa', 'plain'],
		['abababababababab', 'plain'],
		['abcdefghijklmnop', 'plain'],
		['9876543210zyxwvu', 'plain'],
		['tanaka.tanaka.tanaka', 'name'],
		['Tanaka-2026-Tanaka', 'name'],
	];
	for (const [password, fault] of rows) {
		it(`${fault === undefined ? 'may be' : `is too ${fault}:`} ${JSON.stringify(password.slice(0, 20))}`, () => {
			assert.equal(passwordFault(canonicalPassword(password), 'tanaka'), fault);
		});
	}

	it('is the same however wide it was typed', () => assert.equal(canonicalPassword('ｃｏｒｒｅｃｔ'), 'correct'));

	it('has its length counted in characters, not in halves of them', () => {
		assert.equal(passwordFault('🐮🌙🌊🐟🏔🚲🍙', 'tanaka'), 'short');
	});
});

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

describe('names of staff', () => {
	for (const [name, is] of [
		['tanaka.k', true],
		['t', true],
		['a'.repeat(32), true],
		['a'.repeat(33), false],
		['Tanaka', false],
		['1tanaka', false],
		['tanaka k', false],
		['system', false],
		['', false],
	] as const) {
		it(`${is ? 'may be' : 'are not'} ${JSON.stringify(name)}`, () => assert.equal(isStaffName(name), is));
	}
});

describe('periods of keeping', () => {
	it('are days back from now, and each says why', () => {
		assert.equal(keptSince('codes', 100 * 86_400_000), 70 * 86_400_000);
		for (const { why } of Object.values(RETENTION)) assert.match(why.en + why.ja, /from.*から/s);
	});
});
