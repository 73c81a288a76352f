import { VirtualScheduler } from '../../../hal/virtual/scheduler.js';
import { Air, type Reception, SUN_FSK_100K } from '../../../modules/medium/air.js';
import { ARIB_LIMIT, LimitedRadio } from '../../../modules/medium/transmit-limit.js';
import { equal, hex, throws, toHex } from '../../assert.js';

const FRAME = hex('61dc01 8888 0102030405060708 1112131415161718 aabbcc');

function rig() {
	const scheduler = new VirtualScheduler();
	const air = new Air({ scheduler });
	const [a, b, c] = [air.createRadio('a'), air.createRadio('b'), air.createRadio('c')];
	const heard: string[] = [];
	for (const radio of [a, b, c]) {
		radio.listen(33);
		radio.onReceive = ({ psdu }) => heard.push(`${radio.name} ${scheduler.now().toFixed(2)} ${toHex(psdu)}`);
	}
	return { scheduler, air, a, b, c, heard };
}

describe('virtual air', () => {
	it('takes the time of 100 kbit/s for a frame, and then all who listen hear it', () => {
		const { scheduler, a, heard } = rig();
		let sentAt = 0;
		a.transmit(FRAME, false, () => {
			sentAt = scheduler.now();
		});
		scheduler.runFor(100);
		equal(sentAt.toFixed(2), (0.96 + FRAME.length * 0.08).toFixed(2));
		equal(heard.join('; '), `b ${sentAt.toFixed(2)} ${toHex(FRAME)}; c ${sentAt.toFixed(2)} ${toHex(FRAME)}`);
	});

	it('is silent for radios on another channel, asleep, or tuned in too late', () => {
		const { scheduler, a, b, c, heard } = rig();
		b.sleep();
		c.listen(35);
		a.transmit(FRAME, false, () => {});
		scheduler.runFor(1);
		b.listen(33);
		scheduler.runFor(100);
		equal(heard.length, 0);
	});

	it('destroys two frames that overlap at a receiver, and lets a much stronger one survive', () => {
		const { scheduler, air, a, b, c, heard } = rig();
		a.transmit(FRAME, false, () => {});
		b.transmit(FRAME, false, () => {});
		scheduler.runFor(100);
		equal(heard.length, 0, 'equal strength');
		air.setPathLoss('b', 'c', 20);
		a.transmit(FRAME, false, () => {});
		b.transmit(FRAME, false, () => {});
		scheduler.runFor(100);
		equal(heard.length, 1, 'a stronger by 20 dB at c');
		equal(c.isReceiving, true);
	});

	it('senses a busy channel before it sends', () => {
		const { scheduler, a, b } = rig();
		const results: string[] = [];
		a.transmit(FRAME, false, () => {});
		b.transmit(FRAME, true, (result) => results.push(result));
		scheduler.runFor(100);
		b.transmit(FRAME, true, (result) => results.push(result));
		scheduler.runFor(100);
		equal(results.join(' '), 'busy sent');
	});

	it('measures the energy on a channel', () => {
		const { scheduler, a, b } = rig();
		const levels: number[] = [];
		b.detectEnergy(2, (level) => levels.push(level));
		a.transmit(FRAME, false, () => {});
		scheduler.runFor(10);
		b.detectEnergy(2, (level) => levels.push(level));
		scheduler.runFor(10);
		equal(levels.join(' '), `${SUN_FSK_100K.nominalLevel} ${SUN_FSK_100K.noiseLevel}`);
	});

	it('keeps beyond reach who is too far', () => {
		const { scheduler, air, a, heard } = rig();
		const outcomes: Reception[] = [];
		air.onReception = (_, __, outcome) => outcomes.push(outcome);
		air.setPathLoss('a', 'b', 60);
		a.transmit(FRAME, false, () => {});
		scheduler.runFor(100);
		equal(outcomes.join(' '), 'weak received');
		equal(heard.length, 1);
	});

	it('refuses what no radio could do', () => {
		const { a, c } = rig();
		c.sleep();
		throws(() => c.transmit(FRAME, false, () => {}), /expected to listen on a channel/);
		throws(() => a.transmit(new Uint8Array(256), false, () => {}), /expected at most 255 bytes, got 256/);
		a.transmit(FRAME, false, () => {});
		throws(() => a.transmit(FRAME, false, () => {}), /one transmission at a time/);
	});
});

describe('ARIB transmit limit', () => {
	it('allows 360 s in an hour, says when it is reached, and when there is room again', () => {
		const { scheduler, air, a, b, c } = rig();
		for (const other of [a, b, c]) other.sleep();
		const radio = new LimitedRadio(air.createRadio('limited'), scheduler);
		const events: string[] = [];
		radio.onLimit = (limited) => events.push(`${limited} at ${Math.round(scheduler.now() / 60_000)} min`);
		radio.listen(33);
		const psdu = new Uint8Array(255);
		let sent = 0;
		let result: string | undefined;
		const send = () =>
			radio.transmit(psdu, false, (what) => {
				result = what;
				if (what !== 'sent') return;
				sent++;
				scheduler.after(2, send);
			});
		send();
		scheduler.runFor(3_000_000);
		equal(result, 'limited');
		equal(sent, Math.floor(ARIB_LIMIT / air.airTime(255)));
		equal(radio.isLimited, true);
		scheduler.runFor(760_000);
		equal(radio.isLimited, false);
		equal(events[0], 'true at 7 min');
		equal(events[1], 'false at 62 min');
	});

	it('does not count what was not sent', () => {
		const { scheduler, a, air } = rig();
		const radio = new LimitedRadio(air.createRadio('limited'), scheduler);
		radio.listen(33);
		a.transmit(FRAME, false, () => {});
		radio.transmit(FRAME, true, () => {});
		scheduler.runFor(100);
		equal(radio.transmitTime, 0);
	});
});
