import { utility } from '../../../../src/meter/catalogue/ampere-contracts.js';
import type { Conditions } from '../../../../src/meter/catalogue/conditions.js';

/** A plain house, for which nothing is asked that not all have. */
export const HOUSE: Conditions = {
	site: 'detached',
	feedIn: false,
	routeB: 'none',
	phases: '1p3w',
	amperes: 50,
	rain: false,
	switching: false,
	voltage: false,
	utility: utility('kansai')!,
};
