import { RamFlash } from '../../../../hal/virtual/flash.js';
import { LateFlash } from '../../../../src/world/units/late-flash.js';
import { equal, hex, throws, toHex } from '../../../assert.js';

describe('a late flash', () => {
	const setUp = () => {
		const opened: RamFlash[] = [];
		const flash = new LateFlash(2, 16, () => {
			opened.push(new RamFlash(2, 16));
			return opened[0]!;
		});
		const read = (offset: number, length: number): string => {
			const into = new Uint8Array(length);
			flash.read(offset, into);
			return toHex(into);
		};
		return { flash, opened, read };
	};

	it('reads as blank and takes no room until it is written to or erased', () => {
		const { flash, opened, read } = setUp();
		equal(read(30, 2), 'ffff');
		equal(opened.length, 0);
		flash.write(30, hex('0f0e'));
		equal([read(29, 3), opened.length].join(), 'ff0f0e,1');
		flash.erase(1);
		equal([read(29, 3), opened.length].join(), 'ffffff,1');
		const other = setUp();
		other.flash.erase(0);
		equal(other.opened.length, 1);
	});

	it('has the bounds of the flash that it will be', () => {
		const { read } = setUp();
		for (const [offset, length] of [
			[31, 2],
			[-1, 1],
		] as const)
			throws(() => read(offset, length), /within 32 bytes/);
	});
});
