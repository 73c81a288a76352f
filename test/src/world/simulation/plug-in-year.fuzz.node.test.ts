import { houseLoad } from '../../../../src/world/load/house.js';
import { equal } from '../../../assert.js';
import { fuzzCount, tried } from '../../../fuzz/campaign.js';
import { PlugInRig } from './plug-in-rig.js';

const WEEK = 7 * 86_400_000;
/** A year, or a season in a short run. */
const WEEKS = Math.max(13, fuzzCount(52));

describe('plug-in meter: a year', () => {
	it('of a house, with each of its four units swapped every week, isolates none of them', () => {
		const rig = new PlugInRig('rf-b,1p3w-60-2way,switch-60,normal', { load: houseLoad(1, false) });
		const options = ['switch-60', 'voltage-60'];
		for (let week = 1; week <= WEEKS; week++) {
			tried(`week ${week}`);
			rig.run(week * WEEK - rig.scheduler.now());
			rig.does('service on 1h');
			rig.does(week === 1 ? 'swap 1p3w-60-2way' : 'swap metering');
			rig.does(week === 1 ? 'swap plc-b' : 'swap communication');
			rig.does(week === 1 ? `swap ${options[1]}` : 'swap option');
			rig.does(week === 1 ? 'swap rain' : 'swap cover');
			rig.run(0);
			for (const place of ['metering', 'communication', 'option', 'cover'] as const)
				equal(rig.stand.view.unit(place).state, 'working', `week ${week}`);
		}
		equal(rig.events.filter((text) => text.includes('isolated') || text.includes('unannounced') || text.includes('mismatch')).join(), '');
	});
});
