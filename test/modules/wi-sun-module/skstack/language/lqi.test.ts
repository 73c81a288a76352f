import { lqiOf, rssiOf } from '../../../../../modules/wi-sun-module/skstack/language/lqi.js';
import { equal } from '../../../../assert.js';

describe('SKSTACK link quality', () => {
	it('goes with the signal', () => {
		// LQI DD of a real scan is -43.5 dBm.
		equal(lqiOf(-43.495), 0xdd);
		equal(Math.round(1000 * rssiOf(0xdd)), -43495);
		for (let lqi = 0; lqi < 256; lqi++) equal(lqiOf(rssiOf(lqi)), lqi);
	});

	it('stays within a byte', () => {
		equal(lqiOf(-120), 0);
		equal(lqiOf(0), 255);
	});
});
