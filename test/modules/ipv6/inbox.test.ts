import { ALL_NODES } from '../../../modules/ipv6/address.js';
import { equal, hex, toHex } from '../../assert.js';
import { FRAGMENTED } from '../../vectors/sixlowpan.js';
import { HEMS, METER, numbered, Pair } from './pair-rig.js';
import type { Carried } from './wire-rig.js';

describe('IPv6 packets in fragments', () => {
	let pair: Pair;

	beforeEach(() => {
		pair = new Pair();
	});

	it('of the published packet arrive as one', () => {
		for (const fragment of FRAGMENTED.fragments) pair.wire.deliver({ from: METER, to: HEMS, payload: hex(fragment), secured: false });
		equal(toHex(pair.atHems[0]!.bytes), toHex(hex(FRAGMENTED.packet).subarray(48)));
	});

	it('are sent one after another, under a tag that counts up', () => {
		pair.sendToMeter(numbered(208));
		pair.sendToMeter(numbered(208));
		equal(pair.wire.frames.map(({ payload }) => toHex(payload.subarray(0, 4))).join(), 'c1000000,e1000000,e1000000,c1000001,e1000001,e1000001');
	});

	it('that are lost on the way cost the datagram, and its buffer is free after the timeout', () => {
		for (const lost of [0, 1, 2]) {
			pair = new Pair();
			pair.wire.arrives = (frame) => (pair.wire.frames.indexOf(frame) === lost ? [] : [frame]);
			equal(pair.sendToMeter(numbered(208)), 'sent');
			equal(pair.atMeter.length, 0);
			pair.scheduler.runFor(59_000);
			equal(pair.meter.incomplete, 0);
			pair.scheduler.runFor(2000);
			equal(pair.meter.incomplete, 1);
			equal(pair.logged[0], 'IPv6: dropped: a packet with fragments missing; counted only from here on');
			equal(pair.scheduler.next, Number.POSITIVE_INFINITY, 'no timer is left');
			equal(pair.sendToMeter(numbered(208)), 'sent');
			equal(pair.atMeter.length, 1);
		}
	});

	it('that are lost again and again are counted, and logged once', () => {
		pair.wire.arrives = (frame) => (pair.wire.frames.indexOf(frame) % 3 === 2 ? [] : [frame]);
		for (let i = 0; i < 3; i++) {
			equal(pair.sendToMeter(numbered(208)), 'sent');
			pair.scheduler.runFor(61_000);
		}
		equal(pair.meter.incomplete, 3);
		equal(pair.logged.length, 1);
	});

	it('that cannot be sent fail the datagram, and the rest is not sent', () => {
		pair.wire.result = () => (pair.wire.frames.length === 2 ? 'failed' : undefined);
		equal(pair.sendToMeter(numbered(1200)), 'failed');
		equal(pair.wire.frames.length, 2);
		equal(pair.sendToMeter(hex('1081')), 'sent');
	});

	it('fail at once where a frame carries too little', () => {
		pair.wire.capacity = 63;
		equal(pair.sendToMeter(numbered(208)), 'failed');
		equal(pair.sendToMeter(numbered(10)), 'sent');
	});

	it('arrive in any order and more than once', () => {
		pair.wire.arrives = () => [];
		const bytes = numbered(208);
		pair.sendToMeter(bytes);
		const [first, second, third] = pair.wire.frames as [Carried, Carried, Carried];
		for (const frame of [third, first, first, third, second, second]) pair.wire.deliver(frame);
		equal(pair.atMeter.length, 1);
		equal(toHex(pair.atMeter[0]!.bytes), toHex(bytes));
		equal(pair.atMeter[0]!.secured, true);
	});

	it('of which one was not secured make no datagram', () => {
		pair.wire.arrives = (frame) => [{ ...frame, secured: pair.wire.frames.indexOf(frame) !== 1 }];
		pair.sendToMeter(numbered(208), true);
		equal(pair.atMeter.length, 0);
		pair.scheduler.runFor(60_000);
		equal(pair.meter.incomplete, 2);
	});

	it('of broadcasts are put together too', () => {
		pair.sendToMeter(numbered(208), true, ALL_NODES);
		equal(pair.atMeter[0]!.bytes.length, 208);
	});

	it('of many senders take no more than the buffers that are set', () => {
		pair = new Pair({ reassembly: { buffers: 1, timeout: 1000 } });
		pair.wire.arrives = () => [];
		pair.sendToMeter(numbered(208));
		const [first] = pair.wire.frames as [Carried];
		for (let i = 0; i < 100; i++) pair.wire.deliver({ ...first, from: Uint8Array.of(0, 0, 0, 0, 0, 0, 0, i) });
		equal(pair.meter.incomplete, 99);
		pair.scheduler.runFor(2000);
		equal(pair.meter.incomplete, 100);
	});
});
