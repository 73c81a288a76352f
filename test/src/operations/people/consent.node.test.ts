import assert from 'node:assert/strict';
import { allows, type Consent, isSharedData, recipientName, stateOf } from '../../../../src/operations/people/consent.js';

const CONSENT: Consent = { to: 'Energy Adviser K.K.', data: ['readings', 'events'], from: 1000, until: 2000, withdrawnAt: null };

describe('a consent', () => {
	it('lets the named recipient have the named data, from its begin to its end', () => {
		assert.equal(allows([CONSENT], 'Energy Adviser K.K.', 'readings', 1000), true);
		assert.equal(allows([CONSENT], 'Energy Adviser K.K.', 'events', 1999), true);
		assert.equal(allows([CONSENT], 'Energy Adviser K.K.', 'readings', 999), false);
		assert.equal(allows([CONSENT], 'Energy Adviser K.K.', 'readings', 2000), false);
		assert.equal(allows([CONSENT], 'Energy Adviser K.K.', 'status', 1500), false);
		assert.equal(allows([CONSENT], 'Energy Advisor K.K.', 'readings', 1500), false);
		assert.equal(allows([], 'Energy Adviser K.K.', 'readings', 1500), false);
	});

	it('ends when it is withdrawn, and held before', () => {
		const withdrawn = { ...CONSENT, withdrawnAt: 1500 };
		assert.equal(allows([withdrawn], CONSENT.to, 'readings', 1499), true);
		assert.equal(allows([withdrawn], CONSENT.to, 'readings', 1500), false);
		assert.equal(allows([withdrawn, { ...CONSENT, from: 1600 }], CONSENT.to, 'readings', 1700), true);
	});

	it('is told as what it is', () => {
		assert.deepEqual(
			[999, 1000, 1999, 2000].map((at) => stateOf(CONSENT, at)),
			['notYet', 'holds', 'holds', 'over'],
		);
		assert.equal(stateOf({ ...CONSENT, withdrawnAt: 1200 }, 3000), 'withdrawn');
	});

	it('is to one recipient, however their name was typed', () => {
		assert.equal(recipientName('  Ｅｎｅｒｇｙ\tAdviser  K.K. '), 'Energy Adviser K.K.');
		assert.equal(allows([CONSENT], 'Ｅｎｅｒｇｙ  Adviser K.K.', 'readings', 1500), true);
		for (const none of ['', '   ', 'x'.repeat(81), 'a\u0000b', 'a\u202eb']) assert.equal(recipientName(none), undefined);
		assert.equal(recipientName('x'.repeat(80)), 'x'.repeat(80));
	});

	it('names data that there is', () => {
		assert.deepEqual(['readings', 'events', 'controls', 'status', 'password', 'toString', ''].map(isSharedData), [
			true,
			true,
			true,
			true,
			false,
			false,
			false,
		]);
	});
});
