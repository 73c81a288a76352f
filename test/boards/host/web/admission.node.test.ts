/** How often a site is asked, by one and by all. */
import assert from 'node:assert/strict';
import { Admission } from '../../../../boards/host/web/admission.js';

describe('the admission to a site', () => {
	const times = (count: number, ask: () => number | undefined) => {
		const came = Array.from({ length: count }, ask);
		return came.filter((each) => each === undefined).length;
	};

	it('lets an address read 200 times at once and 50 times a second then, and act 60 and 10 times', () => {
		let now = 0;
		const admission = new Admission(() => now);
		assert.equal(
			times(300, () => admission.take('GET', 'a')),
			200,
		);
		assert.equal(admission.take('GET', 'a'), 429);
		assert.equal(
			times(100, () => admission.take('POST', 'a')),
			60,
		);
		now = 1000;
		assert.deepEqual(
			['GET', 'POST'].map((method) => times(300, () => admission.take(method, 'a'))),
			[50, 10],
		);
	});

	it('lets one that asks without end take nothing from the others', () => {
		const admission = new Admission(() => 0);
		assert.equal(
			times(10_000, () => admission.take('GET', 'a')),
			200,
		);
		assert.equal(admission.take('GET', 'b'), undefined);
	});

	it('takes all addresses of an IPv6 network for one', () => {
		const admission = new Admission(() => 0);
		let host = 0;
		assert.equal(
			times(1000, () => admission.take('GET', `2001:db8::${(++host).toString(16)}`)),
			200,
		);
		assert.equal(admission.take('GET', '2001:db8:0:1::1'), undefined);
	});

	it('lets all together ask 2000 times at once and 500 times a second then', () => {
		let now = 0;
		const admission = new Admission(() => now);
		let address = 0;
		const many = () => times(3000, () => admission.take('GET', `10.0.${++address >> 8}.${address & 255}`));
		assert.equal(many(), 2000);
		assert.equal(admission.take('GET', 'new'), 503);
		now = 1000;
		assert.equal(many(), 500);
	});
});
