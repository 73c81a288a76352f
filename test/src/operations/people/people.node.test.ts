import assert from 'node:assert/strict';
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
