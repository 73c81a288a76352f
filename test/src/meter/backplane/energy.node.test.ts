import assert from 'node:assert/strict';
import { fuzzSeed, tried } from '../../../fuzz/campaign.js';
import { EnergyBalance } from './energy-rig.js';

describe('backplane: 10,000 swaps', () => {
	it('lose and invent no energy, among power cuts', () => {
		const balance = new EnergyBalance(fuzzSeed(2026));
		for (let i = 0; balance.swaps < 10_000; i++) {
			tried(`step ${i}`);
			balance.step();
		}
		assert.ok(balance.cuts > 500);
	});
});
