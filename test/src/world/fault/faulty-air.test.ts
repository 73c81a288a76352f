import { VirtualScheduler } from '../../../../hal/virtual/scheduler.js';
import { Air } from '../../../../modules/medium/air.js';
import { equal, hex, toHex } from '../../../assert.js';
import { faultyAir, switchedOn, switchOn } from './fault-rig.js';

const FRAME = hex('61dc01 8888 0102030405060708 1112131415161718 aabbcc');
const ACK = hex('020001 0000');

function rig(faults: readonly string[] = [], seed = 1) {
	const scheduler = new VirtualScheduler();
	const switches = switchedOn(faults, seed);
	const air = faultyAir(new Air({ scheduler }), scheduler, switches, seed);
	const [a, b, c] = [air.createRadio('a'), air.createRadio('b'), air.createRadio('c')];
	const heard: string[] = [];
	for (const [name, radio] of Object.entries({ a, b, c })) {
		radio.listen(33);
		radio.onReceive = ({ psdu }) => heard.push(`${name} ${scheduler.now().toFixed(2)} ${toHex(psdu)}`);
	}
	return { scheduler, switches, air, a, b, c, heard };
}

describe('a faulty air', () => {
	it('drops and corrupts by the given share, the same way for the same seed', () => {
		const run = (seed: number) => {
			const { scheduler, a, heard } = rig(['drop=20%', 'corrupt=10%'], seed);
			for (let i = 0; i < 1000; i++) {
				a.transmit(FRAME, false, () => {});
				scheduler.runFor(10);
			}
			return heard;
		};
		const first = run(7);
		equal(first.length > 1530 && first.length < 1670, true, '20 % of 2,000 dropped');
		const corrupted = first.filter((line) => !line.endsWith(toHex(FRAME))).length;
		equal(corrupted > 100 && corrupted < 220, true, '10 % of the rest corrupted');
		equal(run(7).join('\n'), first.join('\n'));
		equal(run(8).join('\n') === first.join('\n'), false);
	});

	it('duplicates, reorders and delays frames, but never acknowledgements', () => {
		const { scheduler, a, c, heard } = rig(['duplicate=always', 'reorder=always', 'delay=50-100ms']);
		c.sleep();
		a.transmit(FRAME, false, () => {});
		scheduler.runFor(500);
		equal(heard.length, 2);
		equal(Number(heard[0]!.split(' ')[1]) >= 92, true);
		a.transmit(ACK, false, () => {});
		scheduler.runFor(2);
		equal(heard.length, 3);
	});

	it('hears on while a delayed frame of its own waits', () => {
		const { scheduler, a, b, heard } = rig(['delay=50ms']);
		b.transmit(FRAME, true, () => {});
		a.transmit(ACK, false, () => {});
		scheduler.runFor(5);
		equal(heard.filter((line) => line.startsWith('b')).length, 1);
	});

	it('spoils nothing before its faults are switched on, and nothing after', () => {
		const { scheduler, switches, a, heard } = rig();
		const send = () => {
			heard.length = 0;
			a.transmit(FRAME, false, () => {});
			scheduler.runFor(500);
			return heard.filter((line) => line.endsWith(toHex(FRAME))).length;
		};
		equal(send(), 2);
		for (const [fault, whole] of [
			['drop=always', 0],
			['corrupt=always', 0],
			['duplicate=always', 4],
		] as const) {
			const { choice } = switchOn(switches, fault);
			equal(send(), whole, fault);
			switches.set(choice.name, undefined);
			equal(send(), 2, `${fault} is off`);
		}
	});

	it('loses one frame at one receiver, where it is to do so once', () => {
		const { scheduler, switches, a, heard } = rig();
		switchOn(switches, 'drop=always', true);
		for (let i = 0; i < 3; i++) {
			a.transmit(FRAME, false, () => {});
			scheduler.runFor(100);
		}
		equal(heard.length, 5);
	});

	it('brings nobody near or far who is none of its own, and whom it removes hears no more', () => {
		const { scheduler, air, a, b, heard } = rig();
		air.moveRadio(b, 60);
		a.transmit(FRAME, false, () => {});
		scheduler.runFor(100);
		equal(heard.length, 1, 'b is far away');
		air.moveRadio(b, 0);
		air.removeRadio(b);
		a.transmit(FRAME, false, () => {});
		scheduler.runFor(100);
		equal(heard.length, 2, 'b is gone');
	});
});
