import { countersFrom } from '../../../../src/world/meter/first-counter.js';
import { equal } from '../../../assert.js';

describe('the first counter of a meter that knows of no life before', () => {
	it('is the seconds since 2020-01-01T00:00:00Z', () => {
		equal(countersFrom(Date.UTC(2020, 0, 1, 0, 0, 7, 999)), 7);
		equal(countersFrom(Date.UTC(2026, 10, 22, 3, 7)), 217_480_020);
	});

	it('is none that cannot be used', () => {
		equal(countersFrom(0), 1);
		equal(countersFrom(Date.UTC(2020, 0, 1)), 1);
		equal(countersFrom(Date.UTC(9999, 0, 1)), 0xfffffffe);
	});
});
