import { Duplicates } from '../../../modules/ieee802154/duplicates.js';
import { equal } from '../../assert.js';

const eui64 = (last: number) => Uint8Array.of(0, 0x1d, 0x12, 0x90, 0, 0, 0, last);

describe('IEEE 802.15.4 duplicates', () => {
	it('are the same sequence number of the same sender, twice in a row', () => {
		const duplicates = new Duplicates(1000);
		equal(duplicates.isRepeat(eui64(1), 7, 0), false);
		equal(duplicates.isRepeat(eui64(1), 7, 10), true);
		equal(duplicates.isRepeat(eui64(2), 7, 20), false);
		equal(duplicates.isRepeat(eui64(1), 8, 30), false);
		equal(duplicates.isRepeat(eui64(1), 7, 40), false);
	});

	it('are forgotten after the window', () => {
		const duplicates = new Duplicates(1000);
		duplicates.isRepeat(eui64(1), 7, 0);
		equal(duplicates.isRepeat(eui64(1), 7, 1000), false);
	});

	it('of the sender heard least recently make room for another', () => {
		const duplicates = new Duplicates(1000, 2);
		duplicates.isRepeat(eui64(1), 1, 0);
		duplicates.isRepeat(eui64(2), 2, 1);
		duplicates.isRepeat(eui64(1), 1, 2);
		duplicates.isRepeat(eui64(3), 3, 3);
		equal(duplicates.isRepeat(eui64(1), 1, 4), true);
		equal(duplicates.isRepeat(eui64(3), 3, 5), true);
		equal(duplicates.isRepeat(eui64(2), 2, 6), false);
	});
});
