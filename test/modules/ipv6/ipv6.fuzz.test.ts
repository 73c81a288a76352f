import type { SeededRandom } from '../../../hal/virtual/random.js';
import { VirtualScheduler } from '../../../hal/virtual/scheduler.js';
import { DecodeError } from '../../../modules/bytes/reader.js';
import { ALL_NODES, formatAddress, linkLocalAddress, parseAddress, solicitedNodeAddress, UNSPECIFIED } from '../../../modules/ipv6/address.js';
import { internetChecksum } from '../../../modules/ipv6/checksum.js';
import { decodeIcmpv6, encodeAdvertisement, encodeEcho, encodeSolicitation } from '../../../modules/ipv6/icmpv6.js';
import { Interface } from '../../../modules/ipv6/interface.js';
import type { Link } from '../../../modules/ipv6/link.js';
import { decodePacket, encodePacket } from '../../../modules/ipv6/packet.js';
import { decodeUdp, encodeUdp } from '../../../modules/ipv6/udp.js';
import { compress, encodeUncompressed } from '../../../modules/sixlowpan/iphc.js';
import { equal, hex, toHex } from '../../assert.js';
import { fuzzCount, fuzzRandom, tried } from '../../fuzz/campaign.js';
import { FRAGMENTED_ECHO, HEMS_EUI64, METER_EUI64 } from '../../vectors/sixlowpan.js';

const INPUTS = fuzzCount(1_000_000);
const METER_EUI = hex(METER_EUI64);
const HEMS_EUI = hex(HEMS_EUI64);
const METER = linkLocalAddress(METER_EUI);
const HEMS = linkLocalAddress(HEMS_EUI);
const DESTINATIONS = [METER, METER, METER, ALL_NODES, solicitedNodeAddress(METER), HEMS];
const SOURCES = [HEMS, HEMS, HEMS, HEMS, UNSPECIFIED, METER];
const MESSAGES = [
	encodeSolicitation({ kind: 'solicitation', target: METER, linkLayer: HEMS_EUI }, HEMS, METER),
	encodeAdvertisement({ kind: 'advertisement', target: HEMS, router: false, solicited: true, override: true, linkLayer: HEMS_EUI }, HEMS, METER),
	encodeEcho({ kind: 'echoRequest', identifier: 1, sequence: 2, data: hex('0102030405') }, HEMS, METER),
	encodeEcho({ kind: 'echoReply', identifier: 1, sequence: 2, data: hex('') }, HEMS, METER),
];
const DATAGRAM = encodeUdp({ sourcePort: 3610, destinationPort: 3610, data: hex('1081000105ff0102880162 01e700') }, HEMS, METER);
const ICMPV6 = 58;
const UDP = 17;

function mutate(random: SeededRandom, original: Uint8Array): Uint8Array {
	const bytes = new Uint8Array(random.below(3) ? original.length : random.below(original.length + 20));
	bytes.set(original.subarray(0, bytes.length));
	for (let changes = random.below(3); changes > 0 && bytes.length > 0; changes--) bytes[random.below(bytes.length)] = random.below(256);
	return bytes;
}

/** A whole packet around a changed message, whose checksum is mostly right. */
function packetAround(random: SeededRandom): Uint8Array {
	const nextHeader = random.below(3) ? ICMPV6 : UDP;
	const payload = mutate(random, nextHeader === UDP ? DATAGRAM : MESSAGES[random.below(MESSAGES.length)]!);
	const source = SOURCES[random.below(SOURCES.length)]!;
	const destination = DESTINATIONS[random.below(DESTINATIONS.length)]!;
	const at = nextHeader === UDP ? 6 : 2;
	if (random.below(8) && payload.length >= at + 2) {
		payload.set([0, 0], at);
		const checksum = internetChecksum(payload, nextHeader, source, destination);
		payload.set([checksum >> 8, checksum & 0xff], at);
	}
	const hopLimit = random.below(9) ? 255 : 64;
	return encodePacket({ nextHeader: random.below(20) ? nextHeader : random.below(256), hopLimit, source, destination, payload });
}

describe('fuzz: IPv6', () => {
	it('a packet and its message are decoded, or refused with DecodeError', () => {
		const random = fuzzRandom(1, 'packet');
		let decoded = 0;
		for (let i = 0; i < INPUTS; i++) {
			const bytes = tried(random.below(4) ? packetAround(random) : mutate(random, packetAround(random)));
			try {
				const packet = decodePacket(bytes);
				if (packet.nextHeader === UDP) decodeUdp(packet.payload, packet.source, packet.destination);
				else decodeIcmpv6(packet);
				decoded++;
			} catch (error) {
				if (!(error instanceof DecodeError)) throw error;
			}
		}
		if (decoded < INPUTS / 4) throw new Error(`only ${decoded} of ${INPUTS} inputs were decoded`);
	});

	it('an interface takes everything, keeps little, and works on', () => {
		const random = fuzzRandom(2, 'interface');
		const scheduler = new VirtualScheduler();
		const link: Link = {
			eui64: METER_EUI,
			capacity: () => 100,
			onPayload: () => {},
			send: (_to, payload, _secured, done) => {
				if (payload.length > 100) throw new Error(`a frame of ${payload.length} bytes`);
				scheduler.after(1, () => done(random.below(4) ? 'sent' : 'failed'));
			},
		};
		const node = new Interface({ link, scheduler, log: { write: () => {} }, portUnreachable: true, queue: 4 });
		let heard = 0;
		node.listen(3610, (from, _to, port, bytes, secured) => {
			heard++;
			node.send({ to: from, sourcePort: 3610, destinationPort: port, bytes, secured }, () => {});
		});
		const fragments = FRAGMENTED_ECHO.fragments.map(hex);
		for (let i = 0; i < INPUTS; i++) {
			const choice = random.below(8);
			const broadcast = random.below(8) === 0;
			const to = broadcast ? undefined : METER_EUI;
			let payload = choice === 0 ? mutate(random, fragments[i % 2]!) : packetAround(random);
			if (choice > 0) payload = choice < 3 ? encodeUncompressed(payload) : compress(payload, HEMS_EUI, to);
			if (choice === 3) payload = mutate(random, payload);
			link.onPayload(HEMS_EUI, tried(payload), random.below(2) === 0, broadcast);
			if (i % 4 === 0) scheduler.runFor(random.below(3));
		}
		if (node.neighbors.length > 4) throw new Error(`${node.neighbors.length} neighbors`);
		const { counts } = node;
		const reached = Math.min(heard, counts.malformed, counts.foreign, counts.unheard, counts.unsupported, counts.refused, node.incomplete);
		// A slow engine tries too few for the rare ones.
		if (INPUTS >= 1000 && reached === 0) {
			throw new Error(`not all happened: ${heard} ${JSON.stringify(counts)} ${node.incomplete}`);
		}
		scheduler.runFor(61_000);
		equal(scheduler.next, Number.POSITIVE_INFINITY, 'nothing is left to run');
		heard = 0;
		const whole = encodePacket({ nextHeader: UDP, hopLimit: 64, source: HEMS, destination: METER, payload: DATAGRAM });
		link.onPayload(HEMS_EUI, compress(whole, HEMS_EUI, METER_EUI), true, false);
		equal(heard, 1);
	});

	it('a text is an address or none, and an address is the same in and out of text', () => {
		const random = fuzzRandom(3, 'address');
		const letters = '::::0123abFf.g9';
		let parsed = 0;
		for (let i = 0; i < INPUTS / 4; i++) {
			const address = new Uint8Array(16);
			for (let at = 0; at < 16; at += 2) if (random.below(2)) address.set([random.below(2) * random.below(256), random.below(256)], at);
			const text = formatAddress(address);
			equal(toHex(parseAddress(text)!), toHex(address), text);
			const at = random.below(text.length);
			const changed = text.slice(0, at) + letters[random.below(letters.length)] + text.slice(at + random.below(2));
			const other = parseAddress(tried(changed));
			if (other === undefined) continue;
			parsed++;
			equal(toHex(parseAddress(formatAddress(other))!), toHex(other), changed);
		}
		if (INPUTS >= 1000 && parsed === 0) throw new Error('no changed text was an address');
	});
});
