import { equal } from '../../assert.js';
import { readFarProfile } from './far-line.js';

describe('a load profile of 45 days over 20 ms of round trip, PDUs of 1,024 bytes', () => {
	it('takes at most 4 round trips beside line time in general blocks, and a fifth of the time that GET in blocks takes', () => {
		const general = readFarProfile(63);
		const blocks = readFarProfile(undefined);
		equal(general.roundTrips <= 4, true, `${general.roundTrips.toFixed(1)} round trips`);
		equal(blocks.time / general.time >= 5, true, `${(blocks.time / general.time).toFixed(1)} times`);
	});
});
