/** A year of a house at a meter whose four units are swapped every week: how long a simulation of swaps keeps one waiting. */
import { houseLoad } from '../src/world/load/house.js';
import { PlugInRig } from '../test/src/world/simulation/plug-in-rig.js';

const WEEK = 7 * 86_400_000;
const WEEKS = 52;

/** ms of processor time. */
export function measureYearOfSwaps(): number {
	const begun = process.cpuUsage();
	const rig = new PlugInRig('rf-b,1p3w-60-2way,switch-60,normal', { load: houseLoad(1, false) });
	for (let week = 1; week <= WEEKS; week++) {
		rig.run(week * WEEK - rig.scheduler.now());
		rig.does('service on 1h');
		for (const place of week === 1 ? ['1p3w-60-2way', 'plc-b', 'voltage-60', 'rain'] : ['metering', 'communication', 'option', 'cover'])
			rig.does(`swap ${place}`);
	}
	return process.cpuUsage(begun).user / 1000;
}
