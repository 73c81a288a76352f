import { equal } from '../../../assert.js';
import { EnergyBalance } from './energy-rig.js';

describe('backplane: energy balance', () => {
	it('of random swaps, loads and power cuts: each unit measured what flowed while it was in place, each entry says so', () => {
		const balance = new EnergyBalance(7);
		for (let i = 0; i < 150; i++) balance.step();
		equal(balance.swaps > 80 && balance.cuts > 10, true, `${balance.swaps} swaps, ${balance.cuts} cuts`);
	});
});
