import { ampereContracts as contractsOf, UTILITIES } from '../../../../src/meter/catalogue/ampere-contracts.js';
import { AMPERE_CONTRACTS } from '../../../../src/meter/switching/curve.js';
import { UTILITY_PROFILES } from '../../../../src/meter/switching/utility.js';
import { equal } from '../../../assert.js';

describe('utilities', () => {
	it('have the same contracts in the catalogue as in the breaker', () => {
		for (const utility of UTILITIES) {
			const contracts = contractsOf(utility, '1p3w');
			if (contracts.length > 0) equal(contracts.join(), AMPERE_CONTRACTS.join(), utility.code);
			equal(contractsOf(utility, '3p3w').length, 0);
		}
	});

	it('have an ampere contract in the breaker where they have one in the catalogue', () => {
		for (const { name, ampereContract } of Object.values(UTILITY_PROFILES)) {
			const listed = UTILITIES.find(({ code }) => code === name);
			if (name !== 'general') equal(listed !== undefined && listed.ampereContracts.length > 0, ampereContract, name);
		}
	});
});
