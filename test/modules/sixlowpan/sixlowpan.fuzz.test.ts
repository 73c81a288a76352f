import type { SeededRandom } from '../../../hal/virtual/random.js';
import { DecodeError } from '../../../modules/bytes/reader.js';
import { compress, decompress } from '../../../modules/sixlowpan/iphc.js';
import { Reassembler } from '../../../modules/sixlowpan/reassembly.js';
import { equal, hex, toHex } from '../../assert.js';
import { fuzzCount, fuzzRandom, tried } from '../../fuzz/campaign.js';
import { ECHO, FRAGMENTED, FRAGMENTED_ECHO, HEMS_EUI64, IPHC_CASES, METER_EUI64, PCI, SOLICITATION } from '../../vectors/sixlowpan.js';

const INPUTS = fuzzCount(1_000_000);
const METER = hex(METER_EUI64);
const HEMS = hex(HEMS_EUI64);
const PACKETS = [PCI.payload, SOLICITATION.payload, ECHO.payload, ...Object.values(IPHC_CASES).map(({ compressed }) => compressed)].map(hex);
const FRAGMENTS = [...FRAGMENTED.fragments, ...FRAGMENTED_ECHO.fragments].map(hex);

/** A valid message with some bytes changed, cut or grown; or noise that starts as IPHC, a fragment, or anything. */
function input(random: SeededRandom, valid: readonly Uint8Array[]): Uint8Array {
	if (random.below(4) === 0) {
		const noise = new Uint8Array(random.below(60));
		random.fill(noise);
		if (noise.length > 0 && random.below(2)) noise[0] = random.below(2) ? 0x60 | random.below(32) : 0xc0 | (random.below(2) << 5) | random.below(8);
		return noise;
	}
	const original = valid[random.below(valid.length)]!;
	const bytes = new Uint8Array(random.below(4) ? original.length : random.below(original.length + 20));
	bytes.set(original.subarray(0, bytes.length));
	for (let changes = random.below(4); changes > 0 && bytes.length > 0; changes--)
		bytes[random.below(random.below(2) ? 8 : bytes.length) % bytes.length] = random.below(256);
	return bytes;
}

describe('fuzz: 6LoWPAN', () => {
	it('a payload is expanded, or refused with DecodeError; what was expanded is the same after compression', () => {
		const random = fuzzRandom(1, 'decompress');
		let expanded = 0;
		for (let i = 0; i < INPUTS; i++) {
			const payload = tried(input(random, PACKETS));
			const destination = random.below(4) ? METER : undefined;
			try {
				const packet = decompress(payload, HEMS, destination);
				expanded++;
				if (payload[0] === 0x41 || i % 8 !== 0) continue;
				const again = decompress(compress(packet, HEMS, destination), HEMS, destination);
				equal(toHex(again), toHex(packet));
			} catch (error) {
				if (!(error instanceof DecodeError)) throw error;
			}
		}
		if (expanded < INPUTS / 10) throw new Error(`only ${expanded} of ${INPUTS} inputs were expanded`);
	});

	it('fragments make whole packets or none, in two buffers', () => {
		const random = fuzzRandom(2, 'reassembly');
		const reassembler = new Reassembler();
		let whole = 0;
		for (let i = 0; i < INPUTS; i++) {
			// Mostly fragments as they are, or nothing would ever be whole.
			const fragment = tried(random.below(3) ? FRAGMENTS[i % FRAGMENTS.length]! : input(random, FRAGMENTS));
			try {
				const packet = reassembler.accept(random.below(9) ? METER : HEMS, HEMS, fragment, random.below(9) === 0, i * 100);
				if (packet === undefined) continue;
				whole++;
				if (packet.length < 40 || packet.length > 1280) throw new Error(`a packet of ${packet.length} bytes`);
			} catch (error) {
				if (!(error instanceof DecodeError)) throw error;
			}
			if (reassembler.pending > 2) throw new Error(`${reassembler.pending} packets pending`);
		}
		if (whole < INPUTS / 1000) throw new Error(`only ${whole} packets of ${INPUTS} inputs`);
		reassembler.expire(INPUTS * 100 + 60_000);
		equal(reassembler.pending, 0);
	});
});
