import { RamFlash } from '../../../hal/virtual/flash.js';
import type { SeededRandom } from '../../../hal/virtual/random.js';
import { decodeHeader, encodeHeader, HEADER_LENGTH } from '../../../modules/journal/header.js';
import { Journal, JournalError } from '../../../modules/journal/journal.js';
import { Settings } from '../../../modules/journal/settings.js';
import { equal, toHex } from '../../assert.js';
import { fuzzCount, fuzzRandom, tried } from '../../fuzz/campaign.js';

const headers = fuzzCount(1_000_000);
const mounts = fuzzCount(60_000);
const sectorSize = 128;

describe('journal, fuzzed', () => {
	it('takes no header but one that was written', () => {
		const random = fuzzRandom(1);
		const good = encodeHeader({ version: 1, kind: 2, recordLength: 26, sectors: 20, sequence: 77, erasures: 3 });
		const bytes = new Uint8Array(HEADER_LENGTH);
		for (let i = 0; i < headers; i++) {
			if (i % 8 === 0) random.fill(bytes);
			else {
				bytes.set(good);
				for (let flips = 1 + (i % 5); flips > 0; flips--) bytes[random.below(HEADER_LENGTH)]! ^= 1 << random.below(8);
			}
			if (decodeHeader(tried(bytes)) !== undefined && bytes.some((byte, j) => byte !== good[j])) throw new Error(`took ${toHex(bytes)}`);
		}
		equal(decodeHeader(good)?.sequence, 77);
	});

	it('mounts any content or says why not, gives back nothing but what was appended, and goes on', () => {
		const random = fuzzRandom(2);
		const flash = new RamFlash(3, sectorSize);
		const journal = new Journal({ flash, firstSector: 0, sectors: 3, recordLength: 10, kind: 9 });
		const contents: Uint8Array[] = [];
		for (let i = 0; i < 40; i++) {
			contents.push(flash.snapshot());
			journal.append(recordOf(i));
		}
		let refused = 0;
		for (let i = 0; i < mounts; i++) {
			flash.restore(tried(damaged(contents[random.below(contents.length)]!, random)));
			try {
				const again = new Journal({ flash, firstSector: 0, sectors: 3, recordLength: 10, kind: 9 });
				for (let index = again.first; index < again.end; index++) {
					const record = again.read(index);
					if (record !== undefined) equal(toHex(record), toHex(recordOf(index)), `record ${index}`);
				}
				const index = again.append(recordOf(5));
				equal(toHex(again.read(index)!), toHex(recordOf(5)));
			} catch (error) {
				if (!(error instanceof JournalError)) throw error;
				refused++;
			}
		}
		equal(refused > 0 && refused < mounts, true, `${refused} refused`);
	});

	it('opens settings on any content or says why not', () => {
		const random = fuzzRandom(3);
		const flash = new RamFlash(3, sectorSize);
		const settings = new Settings({ flash, firstSector: 0, sectors: 3, recordLength: 10 });
		const contents: Uint8Array[] = [];
		for (let i = 0; i < 40; i++) {
			contents.push(flash.snapshot());
			settings.set(i % 3 === 0 ? 'a' : 'bc', Uint8Array.of(i));
		}
		for (let i = 0; i < mounts / 4; i++) {
			flash.restore(tried(damaged(contents[random.below(contents.length)]!, random)));
			try {
				const again = new Settings({ flash, firstSector: 0, sectors: 3, recordLength: 10 });
				for (const key of again.keys()) {
					equal(key === 'a' || key === 'bc', true, key);
					equal(again.get(key)?.length, 1);
				}
				again.set('a', Uint8Array.of(200));
				equal(again.get('a')?.[0], 200);
			} catch (error) {
				if (!(error instanceof JournalError)) throw error;
			}
		}
	});
});

function recordOf(index: number): Uint8Array {
	return Uint8Array.from({ length: 10 }, (_, i) => index * (i + 1));
}

/** A few flipped bits, a few random bytes, or noise in a whole stretch. */
function damaged(content: Uint8Array, random: SeededRandom): Uint8Array {
	const bytes = content.slice();
	const way = random.below(4);
	const from = random.below(bytes.length);
	if (way === 3) random.fill(bytes.subarray(from, from + random.below(bytes.length - from)));
	else
		for (let n = random.below(12); n >= 0; n--)
			bytes[random.below(bytes.length)] = way === 0 ? random.below(256) : content[from]! ^ (1 << random.below(8));
	return bytes;
}
