import { equal } from '../../../assert.js';
import { ChannelsRig, SECOND, SOON } from './channels-rig.js';

const CAPTURE_PERIOD = 4;
const SYNCHRONIZE = 5;
const VALVE_CLASS = 70;
const PERIOD = 60;
/** What the flash of a channel's rows holds at least; so many may be told. */
const [LEAST, MOST] = [212, 240];

describe('Route A: rows of the meters behind', () => {
	it('are those that the flash still has, when its ring has turned', () => {
		const rig = new ChannelsRig(['gas']).start().run();
		equal(
			rig.set(CAPTURE_PERIOD, (w) => w.doubleLongUnsigned(PERIOD)),
			0,
		);
		rig.run(319 * PERIOD * SECOND);
		const rows = rig.rows();
		equal(rows.length >= LEAST && rows.length <= MOST, true, String(rows.length));
		rig.restart(SECOND);
		equal(rig.rows().join(), rows.join());
	});

	it('of a valve are gone when other events have taken their place in the flash', () => {
		const rig = new ChannelsRig(['gas']).start().run();
		rig.act(1, undefined, 'mbusValve1', VALVE_CLASS);
		rig.run();
		equal(rig.valveCodes, '162');
		for (let i = 0; i < 900; i++) {
			rig.act(SYNCHRONIZE);
			rig.run(SOON);
		}
		equal(rig.codes.split(',').length, 30);
		equal(rig.valveCodes, '');
		equal(rig.read(1, 'mbusValveCode1', 2), '0');
	});
});
