import { decodeGeneralBlock, encodeGeneralBlock } from '../../../../modules/dlms/apdu/general-block.js';
import { bytesEqual, equal, hex, throws } from '../../../assert.js';
import { GENERAL_BLOCK } from '../../../vectors/cosem.js';
import { encoded, refusesOtherLengths } from '../encoded.js';

describe('a general block', () => {
	for (const [name, text] of Object.entries(GENERAL_BLOCK)) {
		it(`goes both ways, and is refused truncated or longer: ${name}`, () => {
			bytesEqual(
				encoded((w) => encodeGeneralBlock(w, decodeGeneralBlock(hex(text)))),
				text.toLowerCase(),
			);
			refusesOtherLengths(hex(text), decodeGeneralBlock);
		});
	}

	it('tells the last, whether more follow, and how many its sender takes', () => {
		const whole = decodeGeneralBlock(hex(GENERAL_BLOCK.whole));
		equal(`${whole.last} ${whole.streaming} ${whole.window} ${whole.number} ${whole.acknowledged} ${whole.part.length}`, 'true false 1 1 0 5');
		const streaming = decodeGeneralBlock(hex(GENERAL_BLOCK.streaming));
		equal(`${streaming.last} ${streaming.streaming} ${streaming.window} ${streaming.number} ${streaming.acknowledged}`, 'false true 63 258 65534');
	});

	it('is refused under another tag', () => throws(() => decodeGeneralBlock(hex('C0 81 0001 0000 00')), /expected General-Block-Transfer \(0xe0\)/));
});
