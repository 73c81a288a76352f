import { PortableCipher } from '../../../modules/crypto/cipher.js';
import { writeFcs } from '../../../modules/ieee802154/fcs.js';
import { decodeFrame, type Frame, FrameType, FrameVersion } from '../../../modules/ieee802154/frame.js';
import type { Data, Mac } from '../../../modules/ieee802154/mac.js';
import { protectFrame } from '../../../modules/ieee802154/security.js';
import { bytesEqual, equal, hex, throws, toHex } from '../../assert.js';
import { frameNamed, HEMS, LINK_KEY, LINK_KEY_INDEX, METER } from '../../vectors/ieee802154.js';
import { FakeAir } from './air-rig.js';

const PAN_ID = 0x8888;
const CHANNEL = 33;
const OTHER_KEY = '000102030405060708090a0b0c0d0e0f';

interface Peers {
	readonly air: FakeAir;
	readonly meter: Mac;
	readonly hems: Mac;
	readonly atMeter: Data[];
	readonly atHems: Data[];
}

/** Both with the link key of the vectors. */
function peers(): Peers {
	const air = new FakeAir();
	const meter = air.createMac(METER);
	const hems = air.createMac(HEMS);
	const atMeter: Data[] = [];
	const atHems: Data[] = [];
	meter.onData = (data) => atMeter.push(data);
	hems.onData = (data) => atHems.push(data);
	for (const mac of [meter, hems]) mac.join(PAN_ID, CHANNEL);
	meter.setKey(hex(HEMS), LINK_KEY_INDEX, hex(LINK_KEY));
	hems.setKey(hex(METER), LINK_KEY_INDEX, hex(LINK_KEY));
	return { air, meter, hems, atMeter, atHems };
}

function deliver(air: FakeAir, from: Mac, to: string | undefined, payload = hex('7e33')): string {
	let outcome = 'pending';
	from.send(to === undefined ? undefined : hex(to), payload, true, (result) => {
		outcome = result;
	});
	equal(outcome, 'pending');
	air.scheduler.runWhile(() => outcome === 'pending', 10_000);
	return outcome;
}

/** A frame from HEMS to METER as an attacker or another maker would build it. */
function secured(frameCounter: number, level = 5, key = LINK_KEY, keyIndex: number | null = LINK_KEY_INDEX, sequence = 1): Uint8Array {
	const frame: Frame = {
		type: FrameType.data,
		version: FrameVersion.v2006,
		ackRequest: true,
		panIdCompression: true,
		sequence,
		destinationPan: PAN_ID,
		destination: hex(METER),
		source: hex(HEMS),
		security: { level, frameCounter, keyIndex: keyIndex ?? undefined },
		payload: Uint8Array.of(frameCounter & 255),
	};
	const psdu = protectFrame(new PortableCipher(), hex(key), hex(HEMS), frame, 2);
	writeFcs(psdu, 2);
	return psdu;
}

function vectorWithFcs(name: string): Uint8Array {
	const frame = hex(frameNamed(name));
	const psdu = new Uint8Array(frame.length + 2);
	psdu.set(frame);
	writeFcs(psdu, 2);
	return psdu;
}

function counters(air: FakeAir): string {
	return air.sent
		.map(({ psdu }) => decodeFrame(psdu.subarray(0, -2)).security?.frameCounter)
		.filter((counter) => counter !== undefined)
		.join();
}

describe('IEEE 802.15.4 MAC security', () => {
	it('opens the secured frames of the session, of both versions and broadcast', () => {
		const { air, meter, hems, atMeter, atHems } = peers();
		air.inject(vectorWithFcs('EL Get secured v1'));
		air.inject(vectorWithFcs('EL Get secured v2'));
		equal(atMeter.length, 2);
		equal(atMeter[0]!.secured, true);
		// The same Get in 6LoWPAN, in both.
		equal(toHex(atMeter[0]!.payload).startsWith('7e33f00e1a0e1a'), true);
		equal(toHex(atMeter[0]!.payload).endsWith('05ff010288016201e700'), true);
		air.inject(vectorWithFcs('EL Get_Res secured v1'));
		air.inject(vectorWithFcs('INF mcast'));
		equal(atHems.length, 2);
		equal(atHems[1]!.broadcast, true);
		equal(toHex(atHems[1]!.payload).startsWith('7e3b01'), true);
		equal(meter.counters.dropped.mic + hems.counters.dropped.mic, 0);
	});

	it('sends what the session has: level 5, key index, counters from 1, broadcasts under the same key', () => {
		const { air, hems, meter, atMeter, atHems } = peers();
		equal(deliver(air, hems, METER), 'sent');
		equal(deliver(air, meter, HEMS), 'sent');
		equal(deliver(air, meter, undefined), 'sent');
		bytesEqual(air.sent[0]!.psdu.subarray(0, 2), '69dc');
		bytesEqual(air.sent[0]!.psdu.subarray(21, 27), '0d 01000000 01');
		bytesEqual(air.sent[4]!.psdu.subarray(0, 2), '49d8');
		bytesEqual(air.sent[4]!.psdu.subarray(15, 21), '0d 02000000 01');
		equal(counters(air), '1,1,2');
		equal(atMeter[0]!.secured, true);
		equal(atHems.length, 2);
		bytesEqual(atHems[1]!.payload, '7e33');
	});

	it('sends a retransmission with the counter it had, and delivers it once', () => {
		const { air, hems, meter, atMeter } = peers();
		let lost = 0;
		air.isLost = (psdu) => (psdu[0]! & 7) === FrameType.ack && lost++ < 2;
		equal(deliver(air, hems, METER), 'sent');
		equal(counters(air), '1,1,1');
		equal(atMeter.length, 1);
		equal(meter.counters.dropped.duplicate, 2);
		equal(meter.counters.acksSent, 3);
		air.isLost = () => false;
		equal(deliver(air, hems, METER), 'sent');
		equal(atMeter.length, 2);
	});

	it('refuses a replay, and acknowledges it all the same', () => {
		const { air, meter, atMeter } = peers();
		for (const counter of [5, 4, 5, 1, 7, 6, 7]) air.inject(secured(counter));
		equal(atMeter.map(({ payload }) => payload[0]).join(), '5,7');
		equal(meter.counters.dropped.replay, 3);
		equal(meter.counters.dropped.duplicate, 2);
		air.scheduler.runFor(10);
		equal(meter.counters.acksSent, 1);
	});

	it('does not take a sequence number for a repetition when the counter is new', () => {
		const { air, atMeter } = peers();
		air.inject(secured(1, 5, LINK_KEY, 1, 77));
		air.inject(secured(2, 5, LINK_KEY, 1, 77));
		equal(atMeter.length, 2);
	});

	it('refuses the last counter of all', () => {
		const { air, meter, atMeter } = peers();
		air.inject(secured(0xfffffffe));
		air.inject(secured(0xffffffff));
		equal(atMeter.length, 1);
		equal(meter.counters.dropped.replay, 1);
	});

	it('a forged frame moves no counter', () => {
		const { air, meter, atMeter } = peers();
		air.inject(secured(1000, 5, OTHER_KEY));
		equal(meter.counters.dropped.mic, 1);
		air.inject(secured(1));
		equal(atMeter.length, 1);
	});

	it('refuses a level below the one asked for, and takes a higher one', () => {
		const { air, meter, atMeter } = peers();
		for (let level = 0; level < 5; level++) air.inject(secured(1 + level, level));
		equal(meter.counters.dropped.level, 5);
		equal(atMeter.length, 0);
		for (let level = 5; level < 8; level++) air.inject(secured(1 + level, level));
		equal(atMeter.length, 3);
	});

	it('refuses other keys than those it has, and frames of strangers', () => {
		const { air, meter, atMeter } = peers();
		air.inject(secured(1, 5, LINK_KEY, 2));
		air.inject(secured(1, 5, LINK_KEY, null));
		equal(meter.counters.dropped.unknownKey, 2);
		meter.removeKey(hex(HEMS));
		air.inject(secured(1));
		equal(meter.counters.dropped.unknownKey, 3);
		equal(atMeter.length, 0);
	});

	it('sends nothing secured without a key', () => {
		const { air, hems, meter } = peers();
		equal(deliver(air, hems, '001d129000000001'), 'noKey');
		hems.removeKey(hex(METER));
		equal(deliver(air, hems, METER), 'noKey');
		equal(deliver(air, hems, undefined), 'noKey');
		equal(air.sent.length, 0);
		equal(deliver(air, meter, HEMS), 'sent');
	});

	it('never uses the last counter: the key is worn out', () => {
		const { air, hems } = peers();
		hems.setKey(hex(METER), LINK_KEY_INDEX, hex(OTHER_KEY), 0xfffffffd);
		equal(deliver(air, hems, undefined), 'sent');
		equal(deliver(air, hems, undefined), 'sent');
		equal(deliver(air, hems, undefined), 'noKey');
		equal(counters(air), `${0xfffffffd},${0xfffffffe}`);
	});

	it('counts per key: a new key starts anew, both ways', () => {
		const { air, hems, meter, atMeter } = peers();
		deliver(air, hems, METER);
		deliver(air, hems, METER);
		hems.setKey(hex(METER), 2, hex(OTHER_KEY));
		meter.setKey(hex(HEMS), 2, hex(OTHER_KEY));
		equal(deliver(air, hems, METER), 'sent');
		equal(counters(air), '1,2,1');
		equal(atMeter.length, 3);
	});

	it('the same key again goes on counting, so that no counter is used twice', () => {
		const { air, hems, meter, atMeter } = peers();
		deliver(air, hems, METER);
		hems.setKey(hex(METER), LINK_KEY_INDEX, hex(LINK_KEY));
		meter.setKey(hex(HEMS), LINK_KEY_INDEX, hex(LINK_KEY));
		air.inject(secured(1));
		deliver(air, hems, METER);
		equal(counters(air), '1,2');
		equal(atMeter.length, 2);
	});

	it('a key set in place of another ends the other at once', () => {
		const { air, meter, atMeter } = peers();
		meter.setKey(hex(HEMS), LINK_KEY_INDEX, hex(OTHER_KEY));
		air.inject(secured(1));
		equal(atMeter.length, 0);
		equal(meter.counters.dropped.mic, 1);
	});

	it('a key that replaces another leaves the other in force until the first good frame under the new one', () => {
		const { air, meter, atMeter } = peers();
		air.inject(secured(1));
		meter.replaceKey(hex(HEMS), LINK_KEY_INDEX, hex(OTHER_KEY));
		air.inject(secured(2));
		equal(atMeter.length, 2);
		air.inject(secured(1));
		equal(meter.counters.dropped.replay, 1);
		air.inject(secured(1, 5, OTHER_KEY));
		equal(atMeter.length, 3);
		air.inject(secured(3));
		equal(atMeter.length, 3);
		equal(meter.counters.dropped.mic, 1);
	});

	it('sends under the new key at once when one replaces another', () => {
		const { air, hems, meter, atMeter } = peers();
		hems.replaceKey(hex(METER), 2, hex(OTHER_KEY));
		meter.replaceKey(hex(HEMS), 2, hex(OTHER_KEY));
		equal(deliver(air, hems, METER), 'sent');
		equal(decodeFrame(air.sent[0]!.psdu.subarray(0, -2)).security?.keyIndex, 2);
		equal(atMeter.length, 1);
	});

	it('takes a key back that was replaced, with its counters', () => {
		const { air, hems } = peers();
		deliver(air, hems, undefined);
		hems.replaceKey(hex(METER), 2, hex(OTHER_KEY));
		deliver(air, hems, undefined);
		hems.replaceKey(hex(METER), LINK_KEY_INDEX, hex(LINK_KEY));
		deliver(air, hems, undefined);
		equal(counters(air), '1,1,2');
	});

	it('refuses a key that has not 16 bytes', () => {
		const { hems } = peers();
		throws(() => hems.setKey(hex(METER), 1, hex('0102')), /key: expected 16 bytes, got 2/);
	});
});
