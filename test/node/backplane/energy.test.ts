import assert from 'node:assert/strict';
import { EnergyBalance } from '../../src/meter/backplane/energy.js';

describe('backplane: 10,000 swaps', () => {
	it('lose and invent no energy, among power cuts', function () {
		this.timeout(60_000);
		const balance = new EnergyBalance(2026);
		while (balance.swaps < 10_000) balance.step();
		assert.ok(balance.cuts > 500);
	});
});
