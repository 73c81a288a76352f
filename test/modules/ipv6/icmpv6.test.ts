import { ALL_NODES, solicitedNodeAddress, UNSPECIFIED } from '../../../modules/ipv6/address.js';
import { internetChecksum } from '../../../modules/ipv6/checksum.js';
import {
	decodeIcmpv6,
	encodeAdvertisement,
	encodeEcho,
	encodePortUnreachable,
	encodeSolicitation,
	type NeighborAdvertisement,
	type NeighborSolicitation,
} from '../../../modules/ipv6/icmpv6.js';
import { decodePacket, type Packet } from '../../../modules/ipv6/packet.js';
import { bytesEqual, equal, hex, throws, toHex } from '../../assert.js';
import { ECHO, HEMS_ADDRESS, HEMS_EUI64, METER_ADDRESS, METER_EUI64, SOLICITATION } from '../../vectors/sixlowpan.js';

const METER = hex(METER_ADDRESS);
const HEMS = hex(HEMS_ADDRESS);

function packetOf(payload: Uint8Array, { source = HEMS, destination = METER, hopLimit = 255 } = {}): Packet {
	return { nextHeader: 58, hopLimit, source, destination, payload };
}

/** The message with its checksum put right. */
function mended(text: string, source = HEMS, destination = METER): Uint8Array {
	const message = hex(text);
	message.set([0, 0], 2);
	const checksum = internetChecksum(message, 58, source, destination);
	message.set([checksum >> 8, checksum & 0xff], 2);
	return message;
}

describe('ICMPv6', () => {
	it('decodes the solicitation of a real module', () => {
		const message = decodeIcmpv6(decodePacket(hex(SOLICITATION.payload).subarray(1))) as NeighborSolicitation;
		equal(message.kind, 'solicitation');
		bytesEqual(message.target, METER_ADDRESS);
		bytesEqual(message.linkLayer!, HEMS_EUI64);
	});

	it('encodes it to the same bytes', () => {
		bytesEqual(encodeSolicitation({ kind: 'solicitation', target: METER, linkLayer: hex(HEMS_EUI64) }, HEMS, METER), SOLICITATION.icmpv6);
	});

	it('encodes and decodes an advertisement', () => {
		const message = { kind: 'advertisement', target: METER, router: false, solicited: true, override: true, linkLayer: hex(METER_EUI64) } as const;
		const bytes = encodeAdvertisement(message, METER, HEMS);
		equal(toHex(bytes.subarray(4)), `60000000${METER_ADDRESS}0202${METER_EUI64}000000000000`);
		const decoded = decodeIcmpv6(packetOf(bytes, { source: METER, destination: HEMS })) as NeighborAdvertisement;
		equal(
			JSON.stringify({ ...decoded, target: undefined, linkLayer: undefined }),
			'{"kind":"advertisement","router":false,"solicited":true,"override":true}',
		);
		bytesEqual(decoded.target, METER_ADDRESS);
		bytesEqual(decoded.linkLayer!, METER_EUI64);
	});

	it('carries each flag of an advertisement by itself', () => {
		for (const [flag, first] of [
			['router', 0x80],
			['solicited', 0x40],
			['override', 0x20],
		] as const) {
			const message = { kind: 'advertisement', target: METER, router: false, solicited: false, override: false, [flag]: true } as const;
			const bytes = encodeAdvertisement(message, METER, HEMS);
			equal(bytes.length, 24);
			equal(bytes[4], first);
			const decoded = decodeIcmpv6(packetOf(bytes, { source: METER, destination: HEMS })) as NeighborAdvertisement;
			for (const one of ['router', 'solicited', 'override'] as const) equal(decoded[one], one === flag, one);
			equal(decoded.linkLayer, undefined);
		}
	});

	it('decodes and encodes the echo request of Contiki-NG', () => {
		const packet = decodePacket(hex(ECHO.packet));
		const message = decodeIcmpv6(packet);
		if (message.kind !== 'echoRequest') throw new Error(message.kind);
		equal(toHex(encodeEcho(message, packet.source, packet.destination)), toHex(packet.payload));
	});

	it('encodes and decodes an echo reply', () => {
		const bytes = encodeEcho({ kind: 'echoReply', identifier: 0x1234, sequence: 0xffff, data: hex('0102') }, METER, HEMS);
		equal(toHex(bytes.subarray(4)), '1234ffff0102');
		equal(toHex(bytes.subarray(0, 2)), '8100');
		equal(decodeIcmpv6(packetOf(bytes, { source: METER, destination: HEMS })).kind, 'echoReply');
	});

	it('answers to no port with the front of what came, at most 1280 bytes in all', () => {
		const bytes = encodePortUnreachable(new Uint8Array(1280).fill(0xa5), METER, HEMS);
		equal(bytes.length, 1240);
		equal(toHex(bytes.subarray(0, 2)), '0104');
		equal(toHex(bytes.subarray(4, 10)), '00000000a5a5');
		equal(internetChecksum(bytes, 58, METER, HEMS), 0);
	});

	it('names a type that it does not know', () => {
		const message = decodeIcmpv6(packetOf(mended('85 00 0000 00000000')));
		equal(JSON.stringify(message), '{"kind":"other","type":133}');
	});

	it('refuses every truncation', () => {
		const whole = hex(SOLICITATION.icmpv6);
		for (let length = 0; length < whole.length; length++) throws(() => decodeIcmpv6(packetOf(whole.subarray(0, length))), /^ICMPv6: at byte/);
		// With the checksum put right only what is cut between options is a whole message.
		for (let length = 4; length < whole.length; length++) {
			if (length !== 24) throws(() => decodeIcmpv6(packetOf(mended(toHex(whole.subarray(0, length))))), /^ICMPv6: at byte/);
		}
	});

	it('refuses a wrong checksum', () =>
		throws(() => decodeIcmpv6(packetOf(hex(SOLICITATION.icmpv6.replace('6ad8', '6ad9')))), /at byte 2: expected a right checksum/));

	it('refuses neighbor discovery that RFC 4861 §7.1 calls invalid', () => {
		throws(() => decodeIcmpv6(packetOf(hex(SOLICITATION.icmpv6), { hopLimit: 254 })), /expected hop limit 255, found 254/);
		throws(() => decodeIcmpv6(packetOf(mended(SOLICITATION.icmpv6.replace('8700', '8701')))), /at byte 1: expected code 0, found 1/);
		throws(
			() => decodeIcmpv6(packetOf(mended(SOLICITATION.icmpv6.replace('fe80', 'ff02')))),
			/at byte 8: expected a target that is no multicast address/,
		);
		throws(() => decodeIcmpv6(packetOf(mended(SOLICITATION.icmpv6.replace('01 02', '01 00')))), /at byte 25: expected an option length above 0/);
		const advertisement = encodeAdvertisement(
			{ kind: 'advertisement', target: HEMS, router: false, solicited: true, override: true },
			HEMS,
			ALL_NODES,
		);
		throws(() => decodeIcmpv6(packetOf(advertisement, { destination: ALL_NODES })), /at byte 4: expected no S flag to a multicast address/);
	});

	it('refuses code 1 in an echo', () => throws(() => decodeIcmpv6(packetOf(mended('80 01 0000 0001 0001'))), /expected code 0, found 1/));

	it('takes a solicitation from nowhere only to a solicited-node group and without link-layer address', () => {
		const group = solicitedNodeAddress(METER);
		const bare = encodeSolicitation({ kind: 'solicitation', target: METER }, UNSPECIFIED, group);
		equal(decodeIcmpv6(packetOf(bare, { source: UNSPECIFIED, destination: group })).kind, 'solicitation');
		const toAll = encodeSolicitation({ kind: 'solicitation', target: METER }, UNSPECIFIED, ALL_NODES);
		throws(() => decodeIcmpv6(packetOf(toAll, { source: UNSPECIFIED, destination: ALL_NODES })), /a solicited-node destination/);
		const named = encodeSolicitation({ kind: 'solicitation', target: METER, linkLayer: hex(HEMS_EUI64) }, UNSPECIFIED, group);
		throws(() => decodeIcmpv6(packetOf(named, { source: UNSPECIFIED, destination: group })), /no source link-layer address/);
	});

	it('passes over options that it does not know, and 16-bit link-layer addresses', () => {
		const short = mended(`8700 0000 00000000 ${METER_ADDRESS} 01 01 1234 00000000 0e 01 aabbccddeeff`);
		equal((decodeIcmpv6(packetOf(short)) as NeighborSolicitation).linkLayer, undefined);
		const behind = mended(`8700 0000 00000000 ${METER_ADDRESS} 0e 01 aabbccddeeff 01 02 ${HEMS_EUI64} 000000000000`);
		bytesEqual((decodeIcmpv6(packetOf(behind)) as NeighborSolicitation).linkLayer!, HEMS_EUI64);
	});
});
