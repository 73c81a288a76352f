import { formatAddress, linkLocalAddress, solicitedNodeAddress, UNSPECIFIED } from '../../../modules/ipv6/address.js';
import { decodeIcmpv6, encodeAdvertisement, encodeSolicitation } from '../../../modules/ipv6/icmpv6.js';
import { decodePacket } from '../../../modules/ipv6/packet.js';
import { decompress } from '../../../modules/sixlowpan/iphc.js';
import { bytesEqual, equal, hex, toHex } from '../../assert.js';
import { HEMS_ADDRESS, HEMS_EUI64, METER_ADDRESS, METER_EUI64, SOLICITATION } from '../../vectors/sixlowpan.js';
import { HEMS, icmpPacket, METER, Pair } from './pair-rig.js';

describe('neighbor discovery', () => {
	let pair: Pair;

	beforeEach(() => {
		pair = new Pair();
	});

	it('answers the solicitation of a real module', () => {
		pair.wire.deliver({ from: HEMS, to: METER, payload: hex(SOLICITATION.payload), secured: false });
		pair.scheduler.runFor(10);
		const { to, payload, secured } = pair.wire.frames[0]!;
		bytesEqual(to!, HEMS_EUI64);
		equal(secured, false);
		equal(toHex(payload.subarray(0, 3)), '7b333a');
		const packet = decodePacket(decompress(payload, METER, HEMS));
		const message = decodeIcmpv6(packet);
		if (message.kind !== 'advertisement') throw new Error(message.kind);
		equal(JSON.stringify([message.router, message.solicited, message.override]), '[false,true,true]');
		bytesEqual(message.target, METER_ADDRESS);
		bytesEqual(message.linkLayer!, METER_EUI64);
		bytesEqual(packet.destination, HEMS_ADDRESS);
	});

	it('finds a neighbor by asking it', () => {
		let resolved: boolean | undefined;
		pair.hems.solicit(pair.meter.address, (result) => {
			resolved = result;
		});
		pair.scheduler.runFor(10);
		equal(resolved, true);
		equal(pair.wire.frames.length, 2);
		bytesEqual(pair.wire.frames[0]!.to!, METER_EUI64);
		equal(formatAddress(pair.hems.neighbors[0]!.address), formatAddress(pair.meter.address));
		bytesEqual(pair.hems.neighbors[0]!.eui64, METER_EUI64);
		bytesEqual(pair.meter.neighbors[0]!.eui64, HEMS_EUI64);
		pair.scheduler.runFor(5000);
		equal(pair.wire.frames.length, 2, 'frames after the answer');
	});

	it('finds it by asking its group', () => {
		pair = new Pair({ solicitation: 'multicast' });
		let resolved: boolean | undefined;
		pair.hems.solicit(pair.meter.address, (result) => {
			resolved = result;
		});
		pair.scheduler.runFor(10);
		equal(resolved, true);
		equal(pair.wire.frames[0]!.to, undefined);
		equal(toHex(pair.wire.frames[0]!.payload.subarray(0, 9)), '7b393a0201ff345678');
	});

	it('sends as real modules do, uncompressed, if so told', () => {
		pair = new Pair({ compressDiscovery: false });
		pair.hems.solicit(pair.meter.address, () => {});
		pair.scheduler.runFor(10);
		bytesEqual(pair.wire.frames[0]!.payload, SOLICITATION.payload);
		equal(pair.wire.frames[1]!.payload[0], 0x41);
	});

	it('asks three times, a second apart, and gives up', () => {
		const times: number[] = [];
		pair.wire.arrives = () => {
			times.push(Math.round(pair.scheduler.now()));
			return [];
		};
		let resolved: boolean | undefined;
		pair.hems.solicit(pair.meter.address, (result) => {
			resolved = result;
		});
		pair.scheduler.runUntil(2999);
		equal(resolved, undefined);
		pair.scheduler.runUntil(3001);
		equal(resolved, false);
		equal(times.join(), '1,1001,2001');
	});

	it('is content with an answer to the last question', () => {
		pair.wire.arrives = (frame) => (pair.wire.frames.length < 3 ? [] : [frame]);
		let resolved: boolean | undefined;
		pair.hems.solicit(pair.meter.address, (result) => {
			resolved = result;
		});
		pair.scheduler.runUntil(2100);
		equal(resolved, true);
	});

	it('asks for four addresses at a time', () => {
		pair.wire.arrives = () => [];
		const results: boolean[] = [];
		for (let i = 0; i < 6; i++) pair.hems.solicit(pair.meter.address, (result) => results.push(result));
		equal(results.length, 0);
		pair.scheduler.runFor(1);
		equal(results.join(), 'false,false');
		pair.scheduler.runFor(4000);
		equal(results.length, 6);
	});

	it('answers who looks for a duplicate of its address, to all nodes', () => {
		const group = solicitedNodeAddress(pair.meter.address);
		const message = encodeSolicitation({ kind: 'solicitation', target: pair.meter.address }, UNSPECIFIED, group);
		pair.inject(HEMS, undefined, icmpPacket(message, UNSPECIFIED, group));
		equal(pair.wire.frames[0]!.to, undefined);
		const answer = decodeIcmpv6(decodePacket(decompress(pair.wire.frames[0]!.payload, METER, undefined)));
		if (answer.kind !== 'advertisement') throw new Error(answer.kind);
		equal(answer.solicited, false);
	});

	it('does not answer for other addresses', () => {
		const target = linkLocalAddress(hex('ffffffffff345678'));
		const message = encodeSolicitation({ kind: 'solicitation', target, linkLayer: HEMS }, pair.hems.address, pair.meter.address);
		pair.inject(HEMS, METER, icmpPacket(message, pair.hems.address, pair.meter.address));
		equal(pair.wire.frames.length, 0);
	});

	it('remembers a few neighbors, and forgets who was silent for longest', () => {
		for (let i = 1; i <= 10; i++) {
			const eui64 = Uint8Array.of(0, 0, 0, 0, 0, 0, 0, i);
			const address = linkLocalAddress(eui64);
			const message = encodeSolicitation({ kind: 'solicitation', target: pair.meter.address, linkLayer: eui64 }, address, pair.meter.address);
			pair.inject(eui64, METER, icmpPacket(message, address, pair.meter.address));
			if (i === 9) pair.wire.deliver({ from: HEMS, to: METER, payload: hex(SOLICITATION.payload), secured: false });
		}
		equal(pair.meter.neighbors.map(({ eui64 }) => eui64[7]!.toString(16)).join(), '8,9,dd,a');
	});

	it('believes nobody who speaks for another', () => {
		const other = linkLocalAddress(hex('0011223344556677'));
		const claims = { kind: 'advertisement', router: false, solicited: true, override: true } as const;
		const forAnother = encodeAdvertisement({ ...claims, target: other }, pair.hems.address, pair.meter.address);
		pair.inject(HEMS, METER, icmpPacket(forAnother, pair.hems.address, pair.meter.address));
		const elsewhere = encodeAdvertisement(
			{ ...claims, target: pair.hems.address, linkLayer: hex('0011223344556677') },
			pair.hems.address,
			pair.meter.address,
		);
		pair.inject(HEMS, METER, icmpPacket(elsewhere, pair.hems.address, pair.meter.address));
		equal(pair.meter.counts.malformed, 2);
		equal(pair.meter.neighbors.length, 0);
	});
});
