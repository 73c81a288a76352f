import { type FlashOperation, RamFlash } from '../../../hal/virtual/flash.js';
import { SeededRandom } from '../../../hal/virtual/random.js';
import { encodeHeader } from '../../../modules/journal/header.js';
import { eraseJournal, Journal, JournalError, sectorsFor } from '../../../modules/journal/journal.js';
import { bytesEqual, equal, throws } from '../../assert.js';

const recordLength = 10;
const sectorSize = 128;
/** (128 − 32) / (10 + 6) */
const slots = 6;

class CountingFlash extends RamFlash {
	reads = 0;

	override read(offset: number, into: Uint8Array): void {
		this.reads++;
		super.read(offset, into);
	}
}

describe('journal', () => {
	it('gives back what was appended, in order', () => {
		const journal = open(new RamFlash(4, sectorSize));
		equal(journal.end, 0);
		equal(journal.read(0), undefined);
		for (let i = 0; i < 4; i++) equal(journal.append(record(i)), i);
		equal(journal.first, 0);
		equal(journal.end, 4);
		for (let i = 0; i < 4; i++) equal(value(journal, i), i);
		equal(journal.read(4), undefined);
		equal(journal.read(-1), undefined);
	});

	it('writes a header and sealed records, byte for byte', () => {
		const flash = new RamFlash(4, sectorSize);
		open(flash).append(record(7));
		// Python: zlib.crc32(content, place).to_bytes(4, 'big'), then the number of 0 bits of all before in two bytes
		const bytes = flash.snapshot();
		bytesEqual(bytes.subarray(0, 32), '4b4a6e6c 02 09 000a 0004 00000001 00000000 ffffffffffffffff 257e4d940089');
		bytesEqual(bytes.subarray(32, 48), '00000007 31d900000000 6dee9fd80050');
		equal(
			bytes.subarray(48).every((byte) => byte === 0xff),
			true,
		);
	});

	it('is found again as it was', () => {
		const flash = new RamFlash(4, sectorSize);
		for (let i = 0; i < 100; i++) {
			const journal = open(flash);
			equal(journal.end, i);
			journal.append(record(i));
			const again = open(flash);
			equal(again.first, journal.first);
			for (let index = again.first; index <= i; index++) equal(value(again, index), index);
		}
	});

	it('takes no record of the turn before for one of this turn, whatever became of one of its bytes', () => {
		const flash = new RamFlash(4, sectorSize);
		const journal = open(flash);
		for (let i = 0; i < 4 * slots; i++) journal.append(Uint8Array.of(0x10, i, 0, 0, 0, 0, 0, 0, 0, 0));
		const content = flash.snapshot();
		for (let slot = 0; slot < slots; slot++) {
			for (let byte = 0; byte < 256; byte++) {
				const bytes = content.slice();
				bytes[32 + 16 * slot] = byte;
				flash.restore(bytes);
				const again = open(flash);
				equal(again.end, 4 * slots, `slot ${slot}, byte ${byte}`);
			}
		}
	});

	it('keeps at least what it promises, and gives up whole sectors', () => {
		const journal = open(new RamFlash(4, sectorSize));
		equal(journal.capacity, 3 * slots);
		for (let i = 0; i < 1000; i++) {
			journal.append(record(i));
			const kept = journal.end - journal.first;
			equal(kept >= Math.min(i + 1, journal.capacity), true, `kept ${kept}`);
			equal(journal.first % slots, 0);
			equal(journal.read(journal.first - 1), undefined);
		}
		equal(sectorsFor(journal.capacity, recordLength, sectorSize), 4);
	});

	it('wears all sectors alike', () => {
		const flash = new RamFlash(4, sectorSize);
		const journal = open(flash);
		for (let i = 0; i < 40 * slots; i++) journal.append(record(i));
		equal(flash.erasures.join(), '9,10,10,10');
		equal(journal.erasures, 10);
	});

	it('tells a flipped bit anywhere in a record, and keeps the others', () => {
		const flash = new RamFlash(4, sectorSize);
		const journal = open(flash);
		for (let i = 0; i < 3; i++) journal.append(record(i));
		const good = flash.snapshot();
		for (let bit = 0; bit < 16 * 8; bit++) {
			const bad = good.slice();
			bad[32 + 16 + (bit >> 3)]! ^= 1 << (bit & 7);
			flash.restore(bad);
			const again = open(flash);
			equal(again.read(1), undefined, `bit ${bit}`);
			equal(value(again, 0), 0);
			equal(value(again, 2), 2);
		}
	});

	it('reads and continues a sector whose header is damaged', () => {
		const flash = new RamFlash(4, sectorSize);
		const journal = open(flash);
		for (let i = 0; i < 9 * slots + 2; i++) journal.append(record(i));
		const head = 9 % 4;
		for (const sector of [head, (head + 3) % 4]) {
			const bytes = flash.snapshot();
			bytes[sector * sectorSize + 12]! ^= 4;
			const other = new RamFlash(4, sectorSize);
			other.restore(bytes);
			const again = open(other);
			equal(again.end, journal.end);
			for (let i = again.first; i < again.end; i++) equal(value(again, i), i);
			equal(again.append(record(again.end)), journal.end);
		}
	});

	it('hands out what stands in its slots in blocks, the newest first, until it is enough', () => {
		const flash = new RamFlash(3, 4096);
		const journal = large(flash);
		for (let end = 0; end < 4 * 312; end++) {
			const found: number[] = [];
			let seen = 0;
			journal.blocks((bytes, step, first, count) => {
				equal(bytes.length >= count * step, true);
				for (let i = count - 1; i >= 0; i--) found.push(first + i, (bytes[i * step]! << 8) | bytes[i * step + 1]!);
				return true;
			});
			for (let index = end - 1; index >= journal.first; index--, seen += 2)
				if (found[seen] !== index || found[seen + 1] !== index) throw new Error(`${index}`);
			equal(found.length, seen);
			journal.append(largeRecord(end));
		}
		let blocks = 0;
		journal.blocks(() => ++blocks < 3);
		equal(blocks, 3);
	});

	it('finds how far its newest sector was begun, whatever bit of a slot it was', () => {
		const flash = new RamFlash(3, 4096);
		const journal = large(flash);
		for (let end = 0; end < 2 * 312; end++) {
			equal(large(flash).end, end);
			if (end % 312 > 0 && end % 7 === 0) {
				const before = flash.snapshot();
				for (const bit of [0, 8 * 13 - 1]) {
					const torn = new Uint8Array(13).fill(0xff);
					torn[bit >> 3]! ^= 0x80 >> (bit & 7);
					flash.write(4096 * Math.floor(end / 312) + 32 + 13 * (end % 312), torn);
					const again = large(flash);
					equal(again.end, end + 1);
					equal(again.read(end), undefined);
					equal(again.isTorn(end), true);
					equal(again.isTorn(end - 1), false);
					flash.restore(before);
				}
			}
			journal.append(largeRecord(end));
		}
	});

	it('is found again in a few reads, however much there is', () => {
		const flash = new CountingFlash(5, 4096);
		const journal = large(flash, 5);
		for (let end = 0; end < 11 * 312; end++) {
			flash.reads = 0;
			if (end % 52 === 0) equal(large(flash, 5).end, end);
			// Without the first header, all of it must be blank; else five headers, and the newest sector; or, where that is full, one header more, and the sector behind it, which may be blank.
			equal(flash.reads <= (end === 0 ? 25 : 12), true, `${flash.reads} reads`);
			journal.append(largeRecord(end));
		}
	});

	it('takes nothing of the turn before for the next sector, when that has lost its header', () => {
		const flash = new RamFlash(3, 4096);
		const journal = large(flash);
		for (let end = 0; end < 3 * 312; end++) journal.append(largeRecord(end));
		flash.write(20, new Uint8Array(1));
		equal(large(flash).end, 3 * 312);
		journal.append(largeRecord(3 * 312));
		flash.write(20, new Uint8Array(1));
		const again = large(flash);
		equal(again.end, 3 * 312 + 1);
		equal(again.first, 312);
		equal(again.append(largeRecord(1)), 3 * 312 + 1);
	});

	it('loses nothing and invents nothing, wherever power fails', () => {
		const flash = new RamFlash(4, sectorSize);
		const journal = open(flash);
		const victim = new RamFlash(4, sectorSize);
		const random = new SeededRandom(8);
		let appended = 0;
		let cuts = 0;
		flash.onOperation = (operation: FlashOperation) => {
			const before = flash.snapshot();
			for (let variant = 0; variant < 40; variant++) {
				victim.restore(before);
				victim.tear(operation, random);
				check(victim, appended, variant < 8 ? random : undefined);
				cuts++;
			}
		};
		for (let i = 0; i < 10 * slots; i++) {
			journal.append(record(i));
			appended = i + 1;
		}
		equal(cuts > 3000, true, `${cuts} cuts`);
	});

	it('gets over a cut in each of a hundred starts', () => {
		const flash = new RamFlash(4, sectorSize);
		const random = new SeededRandom(9);
		const kept: number[] = [];
		for (let start = 0; start < 300; start++) {
			const journal = open(flash);
			flash.cutAt(random.below(9), random);
			try {
				for (;;) {
					journal.append(record(kept.length));
					kept.push(kept.length);
				}
			} catch {
				flash.powerUp();
			}
			const again = open(flash);
			const values: number[] = [];
			for (let i = again.first; i < again.end; i++) {
				const found = value(again, i);
				if (found !== undefined) values.push(found);
			}
			// A write whose last bit was cleared as power failed is complete.
			if (values[values.length - 1] === kept.length) kept.push(kept.length);
			equal(values.join(), kept.slice(kept.length - values.length).join());
		}
		equal(kept.length > 500, true);
	});
});

describe('journal: what it refuses', () => {
	it('another kind, record length or ring', () => {
		const flash = new RamFlash(4, sectorSize);
		open(flash).append(record(1));
		refused(flash, 'foreign', () => new Journal({ flash, firstSector: 0, sectors: 4, recordLength, kind: 8 }));
		refused(flash, 'foreign', () => new Journal({ flash, firstSector: 0, sectors: 4, recordLength: 11, kind: 9 }));
		refused(flash, 'foreign', () => new Journal({ flash, firstSector: 0, sectors: 3, recordLength, kind: 9 }));
	});

	it('what a newer version wrote', () => {
		const flash = new RamFlash(4, sectorSize);
		flash.write(0, encodeHeader({ version: 3, kind: 9, recordLength, sectors: 4, sequence: 1, erasures: 0 }));
		refused(flash, 'newer', () => open(flash));
	});

	it('what an older version wrote', () => {
		const flash = new RamFlash(4, sectorSize);
		flash.write(0, encodeHeader({ version: 1, kind: 9, recordLength, sectors: 4, sequence: 1, erasures: 0 }));
		refused(flash, 'foreign', () => open(flash));
	});

	it('a journal without a whole header', () => {
		const flash = new RamFlash(4, sectorSize);
		open(flash).append(record(1));
		flash.write(20, new Uint8Array(1));
		refused(flash, 'corrupt', () => open(flash));
	});

	it('anything else that is not blank, until it is erased', () => {
		for (const place of [0, 32, 4 * sectorSize - 1]) {
			const flash = new RamFlash(4, sectorSize);
			flash.write(place, Uint8Array.of(0xfe));
			refused(flash, 'foreign', () => open(flash));
			eraseJournal(flash, 0, 4);
			equal(open(flash).end, 0);
		}
	});

	it('anything that is not blank in any part of many sectors', () => {
		for (let place = 32; place < 3 * 4096; place += 509) {
			const flash = new RamFlash(3, 4096);
			flash.write(place, Uint8Array.of(0x7f));
			refused(flash, 'foreign', () => large(flash));
		}
	});

	it('options and records that do not fit', () => {
		const flash = new RamFlash(4, sectorSize);
		throws(() => new Journal({ flash, firstSector: 0, sectors: 1, recordLength, kind: 9 }), /expected two or more of a flash of 4, got 0 to 0/);
		throws(() => new Journal({ flash, firstSector: 1, sectors: 4, recordLength, kind: 9 }), /expected two or more of a flash of 4, got 1 to 4/);
		throws(
			() => new Journal({ flash, firstSector: 0, sectors: 4, recordLength: 91, kind: 9 }),
			/record: expected one that fits a sector of 128 bytes, got 91/,
		);
		throws(() => open(flash).append(new Uint8Array(9)), /expected a record of 10 bytes, got 9/);
	});
});

function open(flash: RamFlash): Journal {
	return new Journal({ flash, firstSector: 0, sectors: 4, recordLength, kind: 9 });
}

/** 312 slots of 13 bytes a sector: more than what is read at once, which they do not divide. */
function large(flash: RamFlash, sectors = 3): Journal {
	return new Journal({ flash, firstSector: 0, sectors, recordLength: 7, kind: 9 });
}

function largeRecord(number: number): Uint8Array {
	return Uint8Array.of(number >> 8, number, 0xff, 0xff, 0xff, 0xff, 0xff);
}

function record(number: number): Uint8Array {
	return Uint8Array.of(number >> 24, number >> 16, number >> 8, number, number * 7, number * 31, 0, 0, 0, 0).fill(number & 1 ? 0 : 0xff, 6);
}

function value(journal: Journal, index: number): number | undefined {
	const bytes = journal.read(index);
	if (bytes === undefined) return undefined;
	const number = (bytes[0]! << 24) | (bytes[1]! << 16) | (bytes[2]! << 8) | bytes[3]!;
	const expected = record(number);
	for (let i = 0; i < recordLength; i++) equal(bytes[i], expected[i], 'byte of a record');
	return number;
}

/** All that was appended is there, as far back as promised; at most the record under way is there as well; and the journal goes on. */
function check(flash: RamFlash, appended: number, goOn: SeededRandom | undefined): void {
	const journal = open(flash);
	let next = -1;
	let found = 0;
	for (let i = journal.first; i < journal.end; i++) {
		const number = value(journal, i);
		if (number === undefined) continue;
		if (next >= 0) equal(number, next, 'record');
		next = number + 1;
		found++;
	}
	if (appended > 0 && next !== appended && next !== appended + 1) throw new Error(`expected ${appended} records, the last is ${next - 1}`);
	if (found < Math.min(appended, journal.capacity - 1)) throw new Error(`expected more than ${found} of ${appended} records`);
	if (goOn === undefined) return;
	for (let i = 0; i < 8; i++) {
		const number = Math.max(next, 0) + i;
		equal(value(journal, journal.append(record(number))), number);
	}
	const again = open(flash);
	equal(value(again, again.end - 1), Math.max(next, 0) + 7);
}

function refused(flash: RamFlash, kind: string, run: () => unknown): void {
	const before = flash.snapshot();
	try {
		run();
	} catch (error) {
		equal(error instanceof JournalError && error.kind, kind, 'kind');
		const after = flash.snapshot();
		for (let i = 0; i < after.length; i++) equal(after[i], before[i], 'untouched byte');
		return;
	}
	throw new Error(`expected a JournalError of kind ${kind}`);
}
