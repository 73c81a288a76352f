import type { SeededRandom } from '../../../hal/virtual/random.js';
import { hex } from '../../assert.js';
import { HEMS_ADDRESS, METER_ADDRESS } from '../../vectors/sixlowpan.js';

/** An IPv6 packet, mostly UDP; each field is as often one that has a short form as not. */
export function randomPacket(random: SeededRandom): Uint8Array {
	const packet = new Uint8Array(48 + random.below(100));
	random.fill(packet);
	const length = packet.length - 40;
	packet[0] = 0x60 | (random.below(2) * random.below(16));
	if (random.below(2)) packet.fill(0, 1, 4);
	packet[1]! &= random.below(2) ? 0x0f : 0xff;
	packet.set([length >> 8, length & 0xff], 4);
	if (random.below(4)) packet[6] = 17;
	if (random.below(2)) packet[7] = [1, 64, 255][random.below(3)]!;
	const unicast = [HEMS_ADDRESS, METER_ADDRESS, 'fe80000000000000000000fffe00abcd', `fe80000000000000${'0123456789abcdef'}`, '00'.repeat(16)];
	const multicast = ['ff020000000000000000000000000001', 'ff050000000000000000000000010003', 'ff0200000000000000000001ff345678'];
	if (random.below(4)) packet.set(hex(unicast[random.below(unicast.length)]!), 8);
	const destinations = [...unicast, ...multicast];
	if (random.below(4)) packet.set(hex(destinations[random.below(destinations.length)]!), 24);
	for (const port of [40, 42]) if (random.below(2)) packet.set([0xf0, random.below(2) ? 0xb0 | random.below(16) : random.below(256)], port);
	if (random.below(4)) packet.set([length >> 8, length & 0xff], 44);
	return packet;
}
