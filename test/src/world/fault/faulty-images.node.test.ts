import { DataWriter } from '../../../../modules/dlms/axdr/data-writer.js';
import type { FaultName } from '../../../../src/world/fault/fault-table.js';
import { FaultyDevice } from '../../../../src/world/fault/faulty-device.js';
import { equal } from '../../../assert.js';
import { ImageRig, imageOf, MINUTE } from '../../route-a/image/image-rig.js';
import { switchedOn } from './fault-rig.js';

const IMAGE = imageOf({}, 20_000);

function setUp(...texts: string[]) {
	const switches = switchedOn(texts);
	const rig = new ImageRig({ makeDevice: (entries, meter) => new FaultyDevice(entries, meter, switches) }).start();
	const sendAll = (): string => {
		const results = new Set<number>();
		for (let number = 0; number * rig.blockSize < IMAGE.length; number++) results.add(rig.transfer(number, rig.blockOf(IMAGE, number)));
		return [...results].join();
	};
	return { rig, sendAll, struck: (name: FaultName) => switches.find(name)?.struck };
}

describe('image transfer of a meter with faults', () => {
	it('forgets blocks that it takes, always the same ones', () => {
		const { rig, sendAll, struck } = setUp('image-stalls=1/4');
		rig.initiate(IMAGE);
		equal(sendAll(), '0');
		const first = rig.number(4);
		equal(first < 21, true, `${first}`);
		equal([rig.transfer(first, rig.blockOf(IMAGE, first)), rig.number(4)].join(), `0,${first}`);
		equal(rig.act(3), 250);
		equal((struck('image-stalls') ?? 0) >= 2, true);
		// Of what is no block it says so as ever.
		equal([rig.transfer(99, new Uint8Array(964)), rig.act(2)].join(), '250,12');
	});

	it('verifies for ten minutes, or as told, and takes no other method meanwhile but another image', () => {
		for (const [text, time] of [
			['verify-slow', 10 * MINUTE],
			['verify-slow=30s', 30_000],
		] as const) {
			const { rig, sendAll, struck } = setUp(text);
			rig.initiate(IMAGE);
			equal(rig.act(3), 250);
			sendAll();
			equal([rig.act(3), rig.status, rig.info, rig.act(3), rig.act(4)].join(), '2,2,,2,2');
			rig.scheduler.runFor(time - 1);
			equal(rig.status, 2);
			rig.scheduler.runFor(1);
			equal([rig.status, rig.info === '', struck('verify-slow')].join(), '3,false,1');
			equal(rig.act(3), 2);
			equal([rig.initiate(IMAGE), rig.status].join(), '0,1');
		}
	});

	it('says after a slow verification what came of it', () => {
		const { rig } = setUp('verify-slow');
		const old = imageOf({ version: '1.0' });
		rig.initiate(old);
		rig.transfer(0, old);
		equal([rig.act(3), rig.status].join(), '2,2');
		rig.scheduler.runFor(10 * MINUTE);
		equal(rig.status, 4);
	});

	for (const byScript of [false, true])
		it(`comes back old, and says that the activation was successful${byScript ? ', by the script, too' : ''}`, () => {
			const { rig, sendAll, struck } = setUp('activation-old');
			rig.initiate(IMAGE);
			const activate = () => (byScript ? rig.act(1, new DataWriter().longUnsigned(1), 'imageScripts', 9) : rig.act(4));
			sendAll();
			equal(rig.act(3), 0);
			equal(activate(), 2);
			rig.leave().associate();
			equal([rig.status, rig.version, rig.restarts, struck('activation-old')].join(), '6,1.2.3,0,1');
			rig.initiate(IMAGE);
			equal(rig.status, 1);
		});

	it('does nothing of it while no such fault is on', () => {
		const { rig, sendAll } = setUp('clock-jumps');
		rig.initiate(IMAGE);
		sendAll();
		equal([rig.act(3), rig.act(4)].join(), '0,2');
		rig.leave().associate();
		equal([rig.status, rig.version].join(), '6,1.3.0');
	});
});
