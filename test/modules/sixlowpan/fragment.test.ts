import { SeededRandom } from '../../../hal/virtual/random.js';
import { decodeFragmentHeader, Fragments, isFragment, MINIMUM_CAPACITY } from '../../../modules/sixlowpan/fragment.js';
import { compress, encodeUncompressed } from '../../../modules/sixlowpan/iphc.js';
import { Reassembler } from '../../../modules/sixlowpan/reassembly.js';
import { bytesEqual, equal, hex, throws, toHex } from '../../assert.js';
import { FRAGMENTED, FRAGMENTED_ECHO, HEMS_EUI64, METER_EUI64 } from '../../vectors/sixlowpan.js';

const METER = hex(METER_EUI64);
const HEMS = hex(HEMS_EUI64);

function allOf(fragments: Fragments): Uint8Array[] {
	const all: Uint8Array[] = [];
	for (let one = fragments.next(); one !== undefined; one = fragments.next()) all.push(one);
	return all;
}

describe('6LoWPAN fragments', () => {
	it('read their headers', () => {
		const first = decodeFragmentHeader(hex(FRAGMENTED.fragments[0]!));
		equal(JSON.stringify(first), '{"size":366,"tag":4660,"offset":0,"dataAt":4}');
		const second = decodeFragmentHeader(hex(FRAGMENTED.fragments[1]!));
		equal(JSON.stringify(second), '{"size":366,"tag":4660,"offset":160,"dataAt":5}');
	});

	it('are told by their dispatch', () => {
		for (let dispatch = 0; dispatch < 256; dispatch++) {
			const expected = dispatch >> 3 === 0b11000 || dispatch >> 3 === 0b11100;
			equal(isFragment(Uint8Array.of(dispatch)), expected, `dispatch ${dispatch}`);
			if (!expected)
				throws(() => decodeFragmentHeader(Uint8Array.of(dispatch, 0, 0, 0, 1)), /at byte 0: expected FRAG1 \(11000…\) or FRAGN \(11100…\)/);
		}
		equal(isFragment(new Uint8Array(0)), false);
	});

	it('are refused where their header is cut, or a later one claims to be first', () => {
		for (let length = 0; length < 4; length++) throws(() => decodeFragmentHeader(hex('c16e1234').subarray(0, length)), /^6LoWPAN fragment: at byte/);
		for (let length = 0; length < 5; length++)
			throws(() => decodeFragmentHeader(hex('e16e123414').subarray(0, length)), /^6LoWPAN fragment: at byte/);
		throws(() => decodeFragmentHeader(hex('e16e123400')), /at byte 4: expected an offset above 0 in FRAGN/);
	});

	it('are cut as Contiki-NG cut its echo request', () => {
		const { packet, source, destination, size, tag, fragments, capacity } = FRAGMENTED_ECHO;
		const payload = compress(hex(packet), hex(source), hex(destination));
		const cut = allOf(new Fragments(payload, size, tag, capacity));
		equal(cut.length, 2);
		for (let i = 0; i < 2; i++) bytesEqual(cut[i]!, fragments[i]!);
	});

	it('end at multiples of 8 bytes of the packet, not of the frame', () => {
		const payload = compress(hex(FRAGMENTED.packet), METER, HEMS);
		const cut = allOf(new Fragments(payload, FRAGMENTED.size, 0xffff, 100));
		// 9 bytes of compressed headers stand for 48: 9 + 80 bytes fit in 96, and end at 128 of the packet.
		equal(cut.map((one) => one.length).join(), '93,93,93,67');
		equal(cut.map((one) => toHex(one.subarray(0, 5))).join(), 'c16effff7e,e16effff10,e16effff1b,e16effff26');
	});

	it('come whole out of a reassembler, at each capacity and size, compressed or not', () => {
		for (let seed = 0; seed < 300; seed++) {
			const random = new SeededRandom(seed, 'fragments');
			const packet = new Uint8Array(48 + random.below(1233));
			random.fill(packet.subarray(40));
			packet.set([0x60, 0, 0, 0, (packet.length - 40) >> 8, (packet.length - 40) & 0xff, 17, 64]);
			packet.set(packet.subarray(4, 6), 44);
			const payload = random.below(2) ? compress(packet, METER, HEMS) : encodeUncompressed(packet);
			const capacity = MINIMUM_CAPACITY + random.below(200);
			const reassembler = new Reassembler();
			let whole: Uint8Array | undefined;
			for (const one of allOf(new Fragments(payload, packet.length, seed, capacity))) {
				if (one.length > capacity) throw new Error(`seed ${seed}: ${one.length} bytes, capacity ${capacity}`);
				equal(whole, undefined, `seed ${seed}: whole too early`);
				whole = reassembler.accept(METER, HEMS, one, false, 0);
			}
			equal(toHex(whole!), toHex(packet), `seed ${seed}`);
			equal(reassembler.pending, 0);
		}
	});

	it('are not made for more bytes than they can name, nor in too small frames', () => {
		throws(() => new Fragments(new Uint8Array(2048), 2048, 0, 100), /expected a packet of at most 2047 bytes, got 2048/);
		throws(() => new Fragments(new Uint8Array(100), 100, 0, 63), /expected room for at least 64 bytes, got 63/);
	});
});
