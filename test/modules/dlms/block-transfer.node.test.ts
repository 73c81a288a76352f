/** What takes more memory than a board has. */
import { decodeGeneralBlock } from '../../../modules/dlms/apdu/general-block.js';
import { BlockTransfer } from '../../../modules/dlms/block-transfer.js';
import { equal } from '../../assert.js';

const OPTIONS = { window: 4, most: 1000, burst: 63 };

describe('General Block Transfer, of long APDUs', () => {
	it('does not begin with more blocks than there are numbers', () => {
		const transfer = new BlockTransfer(OPTIONS);
		equal(
			new BlockTransfer(OPTIONS).begin(new Uint8Array(0xffff), 8, () => {}),
			true,
		);
		equal(
			transfer.begin(new Uint8Array(0x10000), 8, () => {}),
			false,
		);
		equal(
			transfer.begin(new Uint8Array(4), 7, () => {}),
			false,
		);
	});

	it('acknowledges no more once there are no more numbers for it', () => {
		const transfer = new BlockTransfer(OPTIONS);
		const numbers: number[] = [];
		const send = (apdu: Uint8Array) => void numbers.push(decodeGeneralBlock(apdu).number);
		const first = { last: false, streaming: false, window: 1, number: 1, acknowledged: 0, part: Uint8Array.of(0xc8) };
		equal(transfer.take(first, send), 'more');
		for (let i = 0; i < 0xffff; i++) transfer.recover(send);
		equal([numbers.length, numbers[0], numbers.at(-1)].join(), '65535,1,65535');
	});
});
