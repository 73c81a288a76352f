/** Whatever a camera or somebody else sends as a picture: a text, no bar code, or no picture, and never anything else. */
import bwip from 'bwip-js/node';
import { textOfPicture } from '../../../../boards/host/handheld/scan.js';
import { HandheldTrouble } from '../../../../boards/host/handheld/trouble.js';
import { UsageError } from '../../../../boards/host/shared/usage-error.js';
import { fuzzCount, fuzzRandom, tried } from '../../../fuzz/campaign.js';

const PICTURES = fuzzCount(20_000);
const MOST_CHANGES = 6;
/** Bytes of a file that say what it is, where changes tell most. */
const HEAD = 120;

describe('pictures of bar codes', () => {
	it('are read, or refused as what they are', async () => {
		const random = fuzzRandom(1994);
		const whole = await bwip.toBuffer({ bcid: 'datamatrix', text: 'KEIKI1-W00000001-X', scale: 3, backgroundcolor: 'FFFFFF', padding: 8 });
		for (let i = 0; i < PICTURES; i++) {
			const bytes = Uint8Array.from(whole);
			for (let change = random.below(MOST_CHANGES); change >= 0; change--) bytes[random.below(i % 2 === 0 ? HEAD : bytes.length)] = random.below(256);
			const picture = tried(i % 5 === 0 ? bytes.subarray(0, random.below(bytes.length)) : bytes);
			try {
				await textOfPicture(picture, 'x');
			} catch (error) {
				if (!(error instanceof UsageError) && !(error instanceof HandheldTrouble)) throw error;
			}
		}
	});
});
