import type { DataWriter } from '../../../../modules/dlms/axdr/data-writer.js';
import { equal, hex } from '../../../assert.js';
import { ChannelsRig, HOUR, SECOND, SOON } from './channels-rig.js';

const CAPTURE_PERIOD = 4;
const SYNCHRONIZE = 5;
const CAPTURE_DEFINITION = 3;
const [INSTALL, DEINSTALL, CAPTURE] = [1, 2, 3] as const;
const VALVE_CLASS = 70;
const PERIOD = 60;
/** So many are told, and kept. */
const MOST = 240;

/** Volume flow alone. */
const definition = (w: DataWriter) => w.array(1).structure(2).octetString(hex('0b')).octetString(hex('3b'));

describe('Route A: rows of the meters behind', () => {
	it('are those that the flash still has, when its ring has turned', () => {
		const rig = new ChannelsRig(['gas']).start().run();
		equal(
			rig.set(CAPTURE_PERIOD, (w) => w.doubleLongUnsigned(PERIOD)),
			0,
		);
		rig.run(319 * PERIOD * SECOND);
		const rows = rig.rows();
		equal(rows.length, MOST);
		rig.restart(SECOND);
		equal(rig.rows().join(), rows.join());
	});

	it('of a meter that was let go, or of another capture definition, are no values after a restart, nor of the rows that come', () => {
		for (const change of [(rig: ChannelsRig) => rig.act(DEINSTALL), (rig: ChannelsRig) => rig.set(CAPTURE_DEFINITION, (w) => definition(w))]) {
			const rig = new ChannelsRig(['gas']).start().run(HOUR);
			equal(rig.value() === 'null', false);
			equal(change(rig), 0);
			rig.run();
			rig.cutOff.add(rig.first);
			equal(rig.value(), 'null');
			rig.restart().run();
			equal(rig.value(), 'null');
			rig.cutOff.clear();
			if (rig.client(5) === '0') rig.act(INSTALL, (w) => w.integer(1));
			else rig.act(CAPTURE);
			rig.run();
			const value = rig.value();
			equal(value === 'null', false);
			rig.run(HOUR);
			rig.cutOff.add(rig.first);
			equal(rig.restart().value() === 'null', false);
		}
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
