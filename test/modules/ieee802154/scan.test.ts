import { PAN_COORDINATOR, SUPERFRAME_NONE } from '../../../modules/ieee802154/beacon.js';
import type { BeaconPolicy, BeaconRequest } from '../../../modules/ieee802154/coordinator.js';
import { writeFcs } from '../../../modules/ieee802154/fcs.js';
import type { Mac } from '../../../modules/ieee802154/mac.js';
import type { FoundPan, ScanRequest } from '../../../modules/ieee802154/scan.js';
import { bytesEqual, equal, hex, throws, toHex } from '../../assert.js';
import { frameNamed, HEMS, METER } from '../../vectors/ieee802154.js';
import { FakeAir } from './air-rig.js';

const PAIRING = hex('3434353536363737');
const OTHER_PAIRING = hex('4141414142424242');
const NEIGHBOUR = '001d129000000099';
const SCAN: ScanRequest = { channels: [33, 35, 37], durationPerChannelMs: 50, enhanced: true, pairing: PAIRING };

/** Answers a request for its own pairing ID, or for none. */
function policyFor(pairing: Uint8Array): BeaconPolicy {
	return (request) => {
		if (!request.enhanced) return { superframe: PAN_COORDINATOR | SUPERFRAME_NONE, payload: pairing };
		return !request.pairing || toHex(request.pairing) === toHex(pairing) ? { pairing } : undefined;
	};
}

function coordinator(air: FakeAir, eui64: string, panId: number, channel: number, beacon: BeaconPolicy): Mac {
	const mac = air.createMac(eui64, { beacon });
	mac.join(panId, channel);
	return mac;
}

function scan(air: FakeAir, mac: Mac, request: ScanRequest): readonly FoundPan[] {
	let found: readonly FoundPan[] | undefined;
	mac.scan(request, (pans) => {
		found = pans;
	});
	equal(
		air.scheduler.runWhile(() => found === undefined, 10_000),
		true,
	);
	return found!;
}

function withFcs(frame: string): Uint8Array {
	const psdu = hex(`${frame}0000`);
	writeFcs(psdu, 2);
	return psdu;
}

describe('IEEE 802.15.4 scan', () => {
	it('finds the coordinator that has the pairing ID, and no other', () => {
		const air = new FakeAir();
		coordinator(air, METER, 0x8888, 35, policyFor(PAIRING));
		coordinator(air, NEIGHBOUR, 0x9999, 33, policyFor(OTHER_PAIRING));
		const found = scan(air, air.createMac(HEMS), SCAN);
		equal(found.length, 1);
		const { channel, panId, address, rssi, pairing } = found[0]!;
		equal(channel, 35);
		equal(panId, 0x8888);
		bytesEqual(address as Uint8Array, METER);
		equal(rssi, -50);
		bytesEqual(pairing!, toHex(PAIRING));
	});

	it('sends a request on each channel', () => {
		const air = new FakeAir();
		scan(air, air.createMac(HEMS), SCAN);
		equal(air.sent.length, 3);
		for (const { psdu } of air.sent) bytesEqual(psdu.subarray(3, -2), frameNamed('EBR').slice(6));
	});

	it('is answered as in the session', () => {
		const air = new FakeAir();
		coordinator(air, METER, 0x8888, 33, policyFor(PAIRING));
		scan(air, air.createMac(HEMS), { ...SCAN, channels: [33] });
		const { psdu } = air.sent[1]!;
		bytesEqual(psdu.subarray(0, 2), frameNamed('EB').slice(0, 4));
		bytesEqual(psdu.subarray(3, -2), frameNamed('EB').slice(6));
	});

	it('without a pairing ID finds all PANs, also several on one channel', () => {
		const air = new FakeAir();
		coordinator(air, METER, 0x8888, 33, policyFor(PAIRING));
		coordinator(air, NEIGHBOUR, 0x9999, 33, policyFor(OTHER_PAIRING));
		coordinator(air, '001d129000000098', 0x7777, 37, policyFor(OTHER_PAIRING));
		const found = scan(air, air.createMac(HEMS), { channels: [33, 35, 37], durationPerChannelMs: 100, enhanced: true });
		const text = found.map(({ channel, panId }) => `${channel} ${panId.toString(16)}`).sort();
		equal(text.join(), '33 8888,33 9999,37 7777');
	});

	it('of version 0 is answered with a beacon that carries the pairing ID', () => {
		const air = new FakeAir();
		coordinator(air, METER, 0x8888, 33, policyFor(PAIRING));
		const found = scan(air, air.createMac(HEMS), { channels: [33], durationPerChannelMs: 50, enhanced: false });
		bytesEqual(air.sent[0]!.psdu.subarray(3, -2), frameNamed('BR').slice(6));
		bytesEqual(air.sent[1]!.psdu.subarray(3, -2), frameNamed('Beacon').slice(6));
		equal(found[0]!.panId, 0x8888);
		bytesEqual(found[0]!.pairing!, toHex(PAIRING));
	});

	it('names a coordinator once, however often it answers, and as soon as it does', () => {
		const air = new FakeAir();
		const hems = air.createMac(HEMS);
		let early = 0;
		let found: readonly FoundPan[] = [];
		hems.scan(
			{ ...SCAN, channels: [33] },
			(pans) => {
				found = pans;
			},
			() => early++,
		);
		air.scheduler.runWhile(() => air.sent.length === 0);
		for (let i = 0; i < 3; i++) air.inject(withFcs(frameNamed('EB')));
		equal(early, 1);
		air.scheduler.runFor(100);
		equal(found.length, 1);
	});

	it('remembers no more than 32 PANs of a hostile neighbourhood', () => {
		const air = new FakeAir();
		const hems = air.createMac(HEMS);
		let found = -1;
		hems.scan({ ...SCAN, channels: [33] }, (pans) => {
			found = pans.length;
		});
		air.scheduler.runWhile(() => air.sent.length === 0);
		for (let i = 0; i < 100; i++) air.inject(withFcs(frameNamed('EB').replace('8888', `${i < 16 ? '0' : ''}${i.toString(16)}88`)));
		air.scheduler.runFor(100);
		equal(found, 32);
	});

	it('comes back to the PAN, and sends then what was waiting', () => {
		const air = new FakeAir();
		const meter = coordinator(air, METER, 0x8888, 33, policyFor(PAIRING));
		let received = 0;
		meter.onData = () => received++;
		const hems = air.createMac(HEMS);
		hems.join(0x8888, 33);
		let isDone = false;
		let result = '';
		hems.scan({ ...SCAN, channels: [35, 37] }, () => {
			isDone = true;
		});
		hems.send(hex(METER), hex('01'), false, (outcome) => {
			equal(isDone, true, 'after the scan');
			result = outcome;
		});
		air.scheduler.runFor(1000);
		equal(result, 'sent');
		equal(received, 1);
		equal(air.radios[1]!.channel, 33);
	});

	it('waits for the frame that is on its way', () => {
		const air = new FakeAir();
		coordinator(air, METER, 0x8888, 33, policyFor(PAIRING));
		const hems = air.createMac(HEMS);
		hems.join(0x8888, 33);
		let result = '';
		hems.send(hex(METER), hex('01'), false, (outcome) => {
			result = outcome;
		});
		const found = scan(air, hems, { ...SCAN, channels: [35, 33] });
		equal(result, 'sent');
		equal(found.length, 1);
	});

	it('leaves the radio off where there was no PAN before', () => {
		const air = new FakeAir();
		const hems = air.createMac(HEMS);
		scan(air, hems, SCAN);
		equal(air.radios[0]!.channel, undefined);
		equal(hems.isScanning, false);
	});

	it('takes one scan at a time', () => {
		const air = new FakeAir();
		const hems = air.createMac(HEMS);
		hems.scan(SCAN, () => {});
		throws(() => hems.scan(SCAN, () => {}), /expected one scan at a time/);
		throws(() => hems.detectEnergy([33], 10, () => {}), /expected one scan at a time/);
	});

	it('ends without a word when the MAC is stopped', () => {
		const air = new FakeAir();
		const hems = air.createMac(HEMS);
		let isDone = false;
		hems.scan(SCAN, () => {
			isDone = true;
		});
		air.scheduler.runFor(20);
		hems.stop();
		air.scheduler.runFor(1000);
		equal(isDone, false);
		equal(hems.isScanning, false);
		scan(air, hems, SCAN);
	});

	it('is forgotten wherever its request is when the MAC is stopped, and leaves the next one alone', () => {
		for (let time = 0; time < 12; time += 0.25) {
			const air = new FakeAir();
			const hems = air.createMac(HEMS);
			hems.scan(SCAN, () => {});
			air.scheduler.runFor(time);
			hems.stop();
			const found = scan(air, hems, SCAN);
			equal(found.length, 0);
			equal(air.scheduler.now() - time >= SCAN.channels.length * SCAN.durationPerChannelMs, true);
			air.scheduler.runFor(1000);
		}
	});

	it('measures the energy of each channel', () => {
		const air = new FakeAir();
		const hems = air.createMac(HEMS);
		hems.join(0x8888, 39);
		let levels = '';
		hems.detectEnergy([33, 35, 37], 10, (found) => {
			levels = found.map(({ channel, level }) => `${channel}:${level}`).join();
		});
		air.scheduler.runFor(100);
		equal(levels, '33:-67,35:-65,37:-63');
		equal(air.radios[0]!.channel, 39);
		equal(air.sent.length, 0);
	});
});

describe('IEEE 802.15.4 coordinator', () => {
	it('tells its policy who asks, and for what', () => {
		const air = new FakeAir();
		const requests: BeaconRequest[] = [];
		coordinator(air, METER, 0x8888, 33, (request) => {
			requests.push(request);
			return undefined;
		});
		air.inject(withFcs(frameNamed('EBR')));
		air.inject(withFcs(frameNamed('BR')));
		bytesEqual(requests[0]!.from!, HEMS);
		bytesEqual(requests[0]!.pairing!, toHex(PAIRING));
		equal(requests[0]!.enhanced, true);
		equal(requests[1]!.from, undefined);
		equal(requests[1]!.pairing, undefined);
		equal(requests[1]!.enhanced, false);
		air.scheduler.runFor(100);
		equal(air.sent.length, 0);
	});

	it('does not let a flood of requests fill its queue', () => {
		const air = new FakeAir();
		const meter = coordinator(air, METER, 0x8888, 33, policyFor(PAIRING));
		for (let i = 0; i < 100; i++) air.inject(withFcs(frameNamed('BR')));
		let result = '';
		meter.send(undefined, hex('01'), false, (outcome) => {
			result = outcome;
		});
		air.scheduler.runFor(200);
		equal(result, 'sent');
		equal(air.sent.length, 4);
	});

	it('drops a request whose elements are no good', () => {
		const air = new FakeAir();
		const meter = coordinator(air, METER, 0x8888, 33, policyFor(PAIRING));
		air.inject(withFcs(frameNamed('EBR').replace('0868', 'ff68')));
		equal(meter.counters.dropped.malformed, 1);
	});

	it('a device answers no requests', () => {
		const air = new FakeAir();
		air.createMac(METER).join(0x8888, 33);
		air.inject(withFcs(frameNamed('BR')));
		air.scheduler.runFor(100);
		equal(air.sent.length, 0);
	});

	it('ends before its time with what was found so far, and sends what waited', () => {
		const air = new FakeAir();
		coordinator(air, METER, 0x8888, 33, policyFor(PAIRING));
		const mac = air.createMac(HEMS);
		equal(mac.finishScan(), false, 'none goes on');
		let found: readonly FoundPan[] | undefined;
		let first = false;
		mac.join(0x8888, 33);
		mac.scan(
			{ ...SCAN, durationPerChannelMs: 60_000 },
			(pans) => {
				found = pans;
			},
			() => {
				first = true;
			},
		);
		equal(
			air.scheduler.runWhile(() => !first, 1_000),
			true,
		);
		let sent: string | undefined;
		mac.send(hex(METER), hex('00'), false, (result) => {
			sent = result;
		});
		equal(mac.finishScan(), true);
		equal(found, undefined, 'not from inside the call');
		equal(
			air.scheduler.runWhile(() => sent === undefined, 1_000),
			true,
		);
		equal(found!.length, 1);
		equal(sent, 'sent');
	});
});
