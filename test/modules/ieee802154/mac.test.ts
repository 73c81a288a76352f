import { writeFcs } from '../../../modules/ieee802154/fcs.js';
import { decodeFrame, encodeFrame, type Frame, FrameType, FrameVersion } from '../../../modules/ieee802154/frame.js';
import type { Data, Mac, MacOptions } from '../../../modules/ieee802154/mac.js';
import { TIMING_100_KBIT } from '../../../modules/ieee802154/timing.js';
import { bytesEqual, equal, hex, throws, toHex } from '../../assert.js';
import { HEMS, METER } from '../../vectors/ieee802154.js';
import { FakeAir } from './air-rig.js';

const PAN_ID = 0x8888;
const CHANNEL = 33;
const PAYLOAD = hex('7e33f00102');

interface Pair {
	readonly air: FakeAir;
	readonly meter: Mac;
	readonly hems: Mac;
	readonly atMeter: Data[];
	readonly atHems: Data[];
}

function pair(options: Partial<MacOptions> = {}): Pair {
	const air = new FakeAir();
	const meter = air.createMac(METER, options);
	const hems = air.createMac(HEMS, options);
	const atMeter: Data[] = [];
	const atHems: Data[] = [];
	meter.onData = (data) => atMeter.push(data);
	hems.onData = (data) => atHems.push(data);
	meter.join(PAN_ID, CHANNEL);
	hems.join(PAN_ID, CHANNEL);
	return { air, meter, hems, atMeter, atHems };
}

/** Sends and runs until it is done. */
function deliver(air: FakeAir, from: Mac, to: string | undefined, payload = PAYLOAD, secured = false): string {
	let outcome = 'pending';
	from.send(to === undefined ? undefined : hex(to), payload, secured, (result) => {
		outcome = result;
	});
	equal(outcome, 'pending');
	air.scheduler.runWhile(() => outcome === 'pending', 10_000);
	return outcome;
}

function isAck(psdu: Uint8Array): boolean {
	return (psdu[0]! & 7) === FrameType.ack;
}

function withFcs(frame: Frame): Uint8Array {
	const psdu = encodeFrame(frame, 2);
	writeFcs(psdu, 2);
	return psdu;
}

describe('IEEE 802.15.4 MAC', () => {
	it('delivers a frame, acknowledged', () => {
		const { air, hems, meter, atMeter } = pair();
		equal(deliver(air, hems, METER), 'sent');
		equal(atMeter.length, 1);
		const [data] = atMeter;
		bytesEqual(data!.from, HEMS);
		bytesEqual(data!.payload, toHex(PAYLOAD));
		equal(data!.broadcast, false);
		equal(data!.secured, false);
		equal(data!.rssi, -50);
		equal(air.sent.length, 2);
		equal(hems.counters.sent, 1);
		equal(meter.counters.acksSent, 1);
	});

	it('counts what it sends, acknowledgements and retries too, and their time on the air', () => {
		const { air, hems, meter } = pair();
		// Those of the rig.
		const [headerTime, byteTime] = [0.8, 0.08];
		deliver(air, hems, METER);
		equal(deliver(air, hems, '001d129000000001'), 'noAck');
		const timeOf = (sent: readonly { readonly psdu: Uint8Array }[]): number =>
			sent.reduce((time, { psdu }) => time + headerTime + psdu.length * byteTime, 0);
		const acks = air.sent.filter(({ psdu }) => isAck(psdu));
		const frames = air.sent.filter(({ psdu }) => !isAck(psdu));
		equal(frames.length > 2, true);
		equal(hems.counters.transmissions, frames.length);
		equal(Math.abs(hems.counters.airTime - timeOf(frames)) < 1e-6, true);
		equal(meter.counters.transmissions, 1);
		equal(Math.abs(meter.counters.airTime - timeOf(acks)) < 1e-6, true);
	});

	it('sends data as the session on the air has it', () => {
		const { air, hems } = pair();
		deliver(air, hems, METER);
		const { psdu } = air.sent[0]!;
		bytesEqual(psdu.subarray(0, 2), '61dc');
		bytesEqual(psdu.subarray(3, -7), '8888 7856341290121d00 ddccbbaa90121d00');
	});

	it('acknowledges the turnaround after the end of the frame, without carrier sense', () => {
		const { air, hems } = pair();
		deliver(air, hems, METER);
		const [frame, ack] = air.sent;
		equal(Math.round(1e6 * (ack!.start - frame!.end)), 1e6 * TIMING_100_KBIT.turnaround);
		bytesEqual(ack!.psdu.subarray(0, 3), `0200 ${toHex(frame!.psdu.subarray(2, 3))}`);
	});

	it('counts up sequence numbers from a random one', () => {
		const { air, hems } = pair();
		for (let i = 0; i < 300; i++) equal(deliver(air, hems, METER), 'sent');
		const numbers = air.sent.filter(({ psdu }) => !isAck(psdu)).map(({ psdu }) => psdu[2]!);
		for (let i = 1; i < numbers.length; i++) equal(numbers[i], (numbers[i - 1]! + 1) & 255);
	});

	it('never asks for an acknowledgement of a broadcast, and never gives one', () => {
		const { air, hems, atMeter } = pair();
		equal(deliver(air, hems, undefined), 'sent');
		air.scheduler.runFor(100);
		equal(air.sent.length, 1);
		equal(decodeFrame(air.sent[0]!.psdu.subarray(0, -2)).ackRequest, false);
		equal(atMeter[0]!.broadcast, true);
		// Even where the broadcast asks for one.
		const { psdu } = air.sent[0]!;
		const asking = psdu.slice();
		asking[0]! |= 0x20;
		asking[2]!++;
		writeFcs(asking, 2);
		air.inject(asking);
		air.scheduler.runFor(100);
		equal(air.sent.length, 1);
		equal(atMeter.length, 2);
	});

	it('sends again what was not acknowledged, the same bytes, and delivers it once', () => {
		const { air, hems, meter, atMeter } = pair();
		let lost = 0;
		air.isLost = (psdu) => isAck(psdu) && lost++ < 2;
		equal(deliver(air, hems, METER), 'sent');
		equal(atMeter.length, 1);
		equal(meter.counters.acksSent, 3);
		equal(meter.counters.dropped.duplicate, 2);
		equal(hems.counters.retries, 2);
		equal(hems.counters.acksMissing, 2);
		const frames = air.sent.filter(({ psdu }) => !isAck(psdu));
		equal(frames.length, 3);
		for (const { psdu } of frames) bytesEqual(psdu, toHex(frames[0]!.psdu));
	});

	it('gives up after three retransmissions', () => {
		const { air, hems, meter, atMeter } = pair();
		air.isLost = () => true;
		equal(deliver(air, hems, METER), 'noAck');
		equal(air.sent.length, 4);
		equal(hems.counters.sent, 0);
		equal(meter.counters.received, 0);
		air.isLost = () => false;
		equal(deliver(air, hems, METER), 'sent');
		equal(atMeter.length, 1);
	});

	it('takes an acknowledgement that comes during the next back-off', () => {
		const { air, hems, atMeter } = pair();
		air.isLost = isAck;
		let outcome = '';
		hems.send(hex(METER), PAYLOAD, false, (result) => {
			outcome = result;
		});
		air.scheduler.runWhile(() => hems.counters.acksMissing === 0);
		const ack = air.sent[1]!.psdu;
		air.inject(ack);
		equal(outcome, 'sent');
		air.scheduler.runFor(1000);
		equal(air.sent.length, 2);
		equal(atMeter.length, 1);
	});

	it('ignores an acknowledgement of another frame', () => {
		const { air, hems } = pair();
		air.isLost = isAck;
		let outcome = '';
		hems.send(hex(METER), PAYLOAD, false, (result) => {
			outcome = result;
		});
		air.scheduler.runWhile(() => air.sent.length < 2);
		const other = air.sent[0]!.psdu[2]! ^ 1;
		air.inject(withFcs({ type: FrameType.ack, version: 0, sequence: other, payload: new Uint8Array(0) }));
		equal(outcome, '');
	});

	it('backs off from a busy channel five times, for longer and longer, then reports it', () => {
		const { air, hems } = pair();
		air.isBusy = true;
		equal(deliver(air, hems, METER), 'busy');
		equal(hems.counters.channelBusy, 5);
		equal(air.sent.length, 0);
		// At most 7, 15, 31, 31 and 31 periods.
		equal(air.scheduler.now() <= 115 * TIMING_100_KBIT.backoffPeriod, true);
		equal(air.scheduler.now() > 7 * TIMING_100_KBIT.backoffPeriod, true);
	});

	it('doubles the range of its back-off with each busy channel, up to 31 periods', () => {
		const air = new FakeAir();
		const longest = { fill: (bytes: Uint8Array) => bytes.fill(0xff) };
		const hems = air.createMac(HEMS, { random: longest });
		hems.join(0x8888, 33);
		air.isBusy = true;
		equal(deliver(air, hems, METER), 'busy');
		// 2^BE - 1 for BE 3, 4, 5, 5, 5 (IEEE 802.15.4-2015 §6.2.5.1)
		equal(Math.round(air.scheduler.now() / TIMING_100_KBIT.backoffPeriod), 7 + 15 + 31 + 31 + 31);
	});

	it('sends once the channel is free again', () => {
		const { air, hems, atMeter } = pair();
		air.isBusy = true;
		air.scheduler.after(10, () => {
			air.isBusy = false;
		});
		equal(deliver(air, hems, METER), 'sent');
		equal(atMeter.length, 1);
		equal(air.sent[0]!.start >= 10, true);
	});

	it('reports the limit of transmit time at once', () => {
		const { air, hems } = pair();
		air.radios[1]!.result = 'limited';
		equal(deliver(air, hems, METER), 'limited');
	});

	it('keeps the order of its queue, and refuses what is beyond it', () => {
		const { air, hems, atMeter } = pair();
		const results: string[] = [];
		for (let i = 0; i < 12; i++) hems.send(hex(METER), Uint8Array.of(i), false, (result) => results.push(`${i} ${result}`));
		equal(results.length, 0);
		air.scheduler.runFor(1000);
		// One on its way and eight that wait; the rest is refused at once.
		equal(results.slice(0, 3).join(), '9 busy,10 busy,11 busy');
		equal(results.slice(3).join(), '0,1,2,3,4,5,6,7,8'.replace(/\d/g, '$& sent'));
		equal(atMeter.map(({ payload }) => payload[0]).join(), '0,1,2,3,4,5,6,7,8');
	});

	it('lets both sides send at once, acknowledgements first', () => {
		const { air, hems, meter, atMeter, atHems } = pair();
		let sent = 0;
		const count = (result: string) => {
			if (result === 'sent') sent++;
		};
		for (let i = 0; i < 8; i++) {
			hems.send(hex(METER), Uint8Array.of(i), false, count);
			meter.send(hex(HEMS), Uint8Array.of(i), false, count);
		}
		air.scheduler.runFor(5000);
		equal(sent, 16);
		equal(atMeter.length, 8);
		equal(atHems.length, 8);
	});

	it('with frames of version 2 carries no PAN ID and is answered by an enhanced acknowledgement', () => {
		const { air, hems, atMeter } = pair({ frameVersion: 2 });
		equal(deliver(air, hems, METER), 'sent');
		const [frame, ack] = air.sent;
		bytesEqual(frame!.psdu.subarray(0, 2), '61ec');
		bytesEqual(frame!.psdu.subarray(3, 19), '7856341290121d00 ddccbbaa90121d00');
		bytesEqual(ack!.psdu.subarray(0, -2), `422c ${toHex(frame!.psdu.subarray(2, 3))} ddccbbaa90121d00`);
		equal(atMeter.length, 1);
		equal(deliver(air, hems, undefined), 'sent');
		equal(atMeter[1]!.broadcast, true);
	});

	it('works with an FCS of 4 bytes', () => {
		const { air, hems, atMeter } = pair({ fcs: 4 });
		equal(deliver(air, hems, METER), 'sent');
		equal(air.sent[1]!.psdu.length, 7);
		equal(atMeter.length, 1);
	});

	it('leaves immediate acknowledgements to hardware that gives them, not enhanced ones', () => {
		const air = new FakeAir();
		const meter = air.createMac(METER, {}, { acknowledges: true });
		const old = air.createMac(HEMS);
		meter.join(PAN_ID, CHANNEL);
		old.join(PAN_ID, CHANNEL);
		equal(deliver(air, old, METER), 'noAck');
		const young = air.createMac('001d129000000001', { frameVersion: 2 });
		young.join(PAN_ID, CHANNEL);
		equal(deliver(air, young, METER), 'sent');
	});

	it('fills a PSDU of 255 bytes, and refuses one byte more', () => {
		const { air, hems } = pair();
		equal(hems.capacity(false), 255 - 21 - 2);
		equal(hems.capacity(true), 255 - 21 - 6 - 4 - 2);
		equal(deliver(air, hems, METER, new Uint8Array(232)), 'sent');
		equal(air.sent[0]!.psdu.length, 255);
		throws(() => hems.send(hex(METER), new Uint8Array(233), false, () => {}), /payload: expected at most 232 bytes, got 233/);
	});

	it('takes no frame of another PAN, for another address, or from another channel', () => {
		const { air, hems, meter, atMeter } = pair();
		hems.join(PAN_ID + 1, CHANNEL);
		equal(deliver(air, hems, METER), 'noAck');
		equal(meter.counters.dropped.filtered, 4);
		hems.join(PAN_ID, CHANNEL);
		equal(deliver(air, hems, '001d129000000001'), 'noAck');
		equal(meter.counters.dropped.filtered, 8);
		hems.join(PAN_ID, CHANNEL + 2);
		equal(deliver(air, hems, METER), 'noAck');
		equal(meter.counters.received, 8);
		equal(atMeter.length, 0);
	});

	it('drops and counts what is damaged or makes no sense, and logs the first of each kind', () => {
		const { air, meter, atMeter } = pair();
		const damaged = withFcs({ type: FrameType.data, version: FrameVersion.v2006, sequence: 1, payload: PAYLOAD });
		damaged[3]! ^= 1;
		air.inject(damaged);
		const cut = hex('61dc0100000000');
		writeFcs(cut, 2);
		air.inject(cut);
		equal(meter.counters.dropped.fcs, 1);
		equal(meter.counters.dropped.malformed, 1);
		equal(air.log[0], 'IEEE 802.15.4: dropped, fcs: 10 bytes; counted only from here on');
		equal(
			air.log[2],
			'IEEE 802.15.4: dropped, malformed: IEEE 802.15.4: at byte 5: expected destination address (8 bytes), found 0; counted only from here on',
		);
		equal(atMeter.length, 0);
		air.inject(new Uint8Array(0));
		equal(meter.counters.dropped.fcs, 2);
		equal(air.log.length, 4, 'two lines of each of two nodes');
	});

	it('has no use for the other commands and for beacons outside a scan', () => {
		const { air, meter } = pair();
		const frame = { version: 0, sequence: 1, destinationPan: PAN_ID, destination: 0xffff, payload: hex('08') };
		air.inject(withFcs({ type: FrameType.command, ...frame }));
		air.inject(withFcs({ type: FrameType.beacon, ...frame }));
		equal(meter.counters.dropped.unused, 2);
	});

	it('says nothing more once it is stopped', () => {
		const { air, hems, meter, atMeter } = pair();
		const results: string[] = [];
		for (let i = 0; i < 5; i++) hems.send(hex(METER), PAYLOAD, false, (result) => results.push(result));
		air.scheduler.runWhile(() => air.sent.length === 0);
		hems.stop();
		meter.stop();
		air.scheduler.runFor(1000);
		equal(results.join(), 'off,off,off,off,off');
		equal(air.sent.length, 1);
		equal(atMeter.length, 0);
		equal(deliver(air, hems, METER), 'off');
		meter.join(PAN_ID, CHANNEL);
		hems.join(PAN_ID, CHANNEL);
		equal(deliver(air, hems, METER), 'sent');
	});
});
