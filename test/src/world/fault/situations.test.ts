import { FAULT_NAMES, strikesAt } from '../../../../src/world/fault/fault-table.js';
import { SITUATION_NAMES, situation, situationsOf } from '../../../../src/world/fault/situations.js';
import { equal } from '../../../assert.js';

describe('situations', () => {
	it('are numbered from 1 to 45, and each can be played', () => {
		equal(SITUATION_NAMES.join(), Array.from({ length: 45 }, (_, i) => `B${i + 1}`).join());
		for (const name of SITUATION_NAMES) {
			const { faults = [], options = [], commands = [] } = situation(name);
			equal(faults.length + options.length + commands.length > 0, true, name);
		}
	});

	it('have a place for every fault that a HEMS meets', () => {
		for (const name of FAULT_NAMES) equal(situationsOf(name).length > 0, !strikesAt(name, 'route-a'), name);
		equal(situationsOf('late-reply').join(), 'B13,B14');
		equal(situationsOf('meter-asks').join(), 'B30');
	});
});
