import type { SeededRandom } from '../../../hal/virtual/random.js';
import { valuesOf } from '../../../modules/metering-chip/calibration.js';
import { ChipStream, decodeChipFrame, encodeChipFrame, FRAME_LENGTH } from '../../../modules/metering-chip/frame.js';
import { equal, hex, toHex } from '../../assert.js';
import { fuzzCount, fuzzRandom, tried } from '../../fuzz/campaign.js';
import { HLW8032 } from '../../vectors/hlw8032.js';

/** Inputs, of some 24 bytes each: a million bytes. */
const PIECES = 42_000;
const FRAMES = Object.values(HLW8032).map(hex);

/** Of a real frame, with bytes changed, lost or more than it had; its checksum is right again in half of them, so that the rest of it is looked at. */
function pieceOf(random: SeededRandom): Uint8Array {
	const frame = FRAMES[random.below(FRAMES.length)]!.slice();
	for (let i = random.below(4); i > 0; i--) frame[random.below(FRAME_LENGTH)] = random.below(256);
	if (random.below(2) === 0) frame[23] = frame.subarray(2, 23).reduce((sum, byte) => sum + byte, 0) & 0xff;
	const length = random.below(4) === 0 ? random.below(FRAME_LENGTH) : FRAME_LENGTH;
	return frame.subarray(0, length);
}

describe('metering chip fuzz', () => {
	it('a line of anything throws nothing, tells only values that can be, and leaves no byte unaccounted for', () => {
		const random = fuzzRandom(20_261_202);
		let frames = 0;
		let values = 0;
		let bytes = 0;
		const stream = new ChipStream((found) => {
			frames++;
			const frame = decodeChipFrame(found);
			const again = encodeChipFrame(frame);
			// The four lowest bits of byte 20 have no meaning, and so the checksum is another.
			for (let at = 0; at < FRAME_LENGTH - 1; at++) equal(again[at]! >> (at === 20 ? 4 : 0), found[at]! >> (at === 20 ? 4 : 0), `byte ${at}`);
			const told = valuesOf(frame, { divider: 1000, shunt: 1 });
			if (typeof told === 'string') return;
			values++;
			const { voltage, current, power, pulse } = told;
			equal(voltage > 0 && voltage <= 300 && current >= 0 && current <= 120 && power >= 0 && power <= 54_020 && pulse > 0, true, toHex(found));
		});
		for (let i = fuzzCount(PIECES); i > 0; i--) {
			const piece = tried(pieceOf(random));
			bytes += piece.length;
			stream.receive(piece);
		}
		const open = bytes - stream.strays - frames * FRAME_LENGTH;
		equal(open >= 0 && open < FRAME_LENGTH, true, `${open} bytes of a frame that is under way`);
		equal(frames > 0 && values > 0, true, 'some are valid');
	});

	it('behind anything, two whole frames are found at the latest', () => {
		const random = fuzzRandom(20_261_203);
		const frame = hex(HLW8032.sound);
		let newest = '';
		const stream = new ChipStream((found) => {
			newest = toHex(found);
		});
		for (let i = fuzzCount(PIECES); i > 0; i--) {
			stream.receive(tried(pieceOf(random)));
			newest = '';
			stream.receive(frame);
			stream.receive(frame);
			equal(newest, toHex(frame));
		}
	});
});
