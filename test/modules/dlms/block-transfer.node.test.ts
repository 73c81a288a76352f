/** What takes more memory than a board has. */
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
});
