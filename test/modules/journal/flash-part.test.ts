import { RamFlash } from '../../../hal/virtual/flash.js';
import { FlashPart } from '../../../modules/journal/flash-part.js';
import { bytesEqual, equal, throws } from '../../assert.js';

const SECTOR = 64;

describe('a part of a flash', () => {
	it('reads, writes and erases its own sectors as if they were all', () => {
		const flash = new RamFlash(5, SECTOR);
		const part = new FlashPart(flash, 2, 2);
		equal(part.sectors, 2);
		equal(part.sectorSize, SECTOR);
		part.write(0, Uint8Array.of(1));
		part.write(2 * SECTOR - 1, Uint8Array.of(2));
		const bytes = new Uint8Array(5 * SECTOR);
		flash.read(0, bytes);
		equal(bytes[2 * SECTOR], 1);
		equal(bytes[4 * SECTOR - 1], 2);
		equal(bytes.filter((byte) => byte !== 0xff).length, 2);
		part.erase(1);
		const last = new Uint8Array(1);
		part.read(2 * SECTOR - 1, last);
		bytesEqual(last, 'ff');
		part.read(0, last);
		bytesEqual(last, '01');
	});

	it('has nothing outside', () => {
		const part = new FlashPart(new RamFlash(5, SECTOR), 2, 2);
		throws(() => part.read(2 * SECTOR, new Uint8Array(1)), /flash: expected to stay within 128 bytes, got 1 at 128/);
		throws(() => part.write(-1, new Uint8Array(1)), /flash: expected to stay within 128 bytes, got 1 at -1/);
		throws(() => part.read(Number.NaN, new Uint8Array(1)), /flash: expected to stay within 128 bytes, got 1 at NaN/);
		throws(() => part.erase(2), /flash: expected a sector below 2, got 2/);
		throws(() => part.erase(-1), /flash: expected a sector below 2, got -1/);
		throws(() => new FlashPart(new RamFlash(5, SECTOR), 4, 2), /flash: expected 6 sectors, there are 5/);
	});
});
