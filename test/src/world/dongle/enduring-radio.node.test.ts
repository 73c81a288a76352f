import { equal } from '../../../assert.js';
import { HemsRig } from '../simulation/hems-rig.js';

describe('EnduringRadio', () => {
	// Offsets in ms from the request: the frame waits, is sensed for, and is on the air.
	it('lets a module be reset in the middle of a transmission, and join at once', () => {
		const rig = new HemsRig();
		equal(rig.join(), true);
		for (let offset = 0; offset < 40; offset += 2) {
			rig.send(new Uint8Array(180));
			rig.simulator.scheduler.runWhile(() => true, offset);
			rig.powerUp();
			equal(rig.join(), true, `reset ${offset} ms after a request`);
		}
	});
});
