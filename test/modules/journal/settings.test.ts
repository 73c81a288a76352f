import { type FlashOperation, RamFlash } from '../../../hal/virtual/flash.js';
import { SeededRandom } from '../../../hal/virtual/random.js';
import { JournalError } from '../../../modules/journal/journal.js';
import { Settings } from '../../../modules/journal/settings.js';
import { bytesEqual, equal, hex, throws } from '../../assert.js';
import { sweepStep } from '../../fuzz/campaign.js';

/** (256 − 32) / (26 + 6) = 7 records a sector, so 3 keys. */
const sectorSize = 256;
const recordLength = 26;

describe('settings', () => {
	it('gives back the value set last, also after a restart', () => {
		const flash = new RamFlash(3, sectorSize);
		const settings = open(flash);
		equal(settings.get('id'), undefined);
		settings.set('id', hex('0011'));
		settings.set('password', hex('22'));
		settings.set('id', hex('334455'));
		for (const each of [settings, open(flash)]) {
			bytesEqual(each.get('id')!, '334455');
			bytesEqual(each.get('password')!, '22');
			equal(each.keys().sort().join(), 'id,password');
		}
	});

	it('holds an empty value apart from none', () => {
		const flash = new RamFlash(3, sectorSize);
		open(flash).set('a', new Uint8Array(0));
		equal(open(flash).get('a')?.length, 0);
	});

	it('forgets what was deleted, for good', () => {
		const flash = new RamFlash(3, sectorSize);
		const settings = open(flash);
		settings.set('a', hex('01'));
		settings.delete('a');
		settings.delete('never');
		equal(settings.get('a'), undefined);
		for (let i = 0; i < 100; i++) settings.set('b', Uint8Array.of(i));
		equal(open(flash).get('a'), undefined);
		equal(open(flash).keys().join(), 'b');
	});

	it('keeps values that are never set again, however often others are', () => {
		const flash = new RamFlash(3, sectorSize);
		open(flash).set('old', hex('c0ffee'));
		open(flash).set('older', hex('beef'));
		for (let i = 0; i < 2000; i++) {
			const settings = open(flash);
			settings.set('counter', Uint8Array.of(i >> 8, i));
			bytesEqual(settings.get('old')!, 'c0ffee');
			bytesEqual(settings.get('older')!, 'beef');
			equal(settings.get('counter')![1], i & 0xff);
		}
	});

	it('writes nothing where the value is the same', () => {
		const flash = new RamFlash(3, sectorSize);
		const settings = open(flash);
		settings.set('a', hex('01'));
		const operations = flash.operations;
		settings.set('a', hex('01'));
		equal(flash.operations, operations);
	});

	it('gives out copies', () => {
		const settings = open(new RamFlash(3, sectorSize));
		settings.set('a', hex('01'));
		settings.get('a')![0] = 9;
		bytesEqual(settings.get('a')!, '01');
	});

	it('refuses what does not fit', () => {
		const settings = open(new RamFlash(3, sectorSize));
		throws(() => settings.set('key', new Uint8Array(22)), /settings: key: expected at most 21 bytes, got 22/);
		settings.set('key', new Uint8Array(21));
		settings.set('b', hex('01'));
		settings.set('c', hex('01'));
		throws(() => settings.set('d', hex('01')), /settings: d: expected at most 3 keys/);
		throws(() => settings.set('', hex('01')), /settings/);
		settings.delete('c');
		throws(() => settings.set('é', hex('01')), /expected a key of ASCII/);
		throws(() => new Settings({ flash: new RamFlash(2), firstSector: 0, sectors: 2 }), /expected at least 3 sectors/);
	});

	it('refuses a range that holds something else', () => {
		const flash = new RamFlash(3, sectorSize);
		flash.write(50, hex('00'));
		try {
			open(flash);
		} catch (error) {
			equal(error instanceof JournalError && error.kind, 'foreign');
			return;
		}
		throw new Error('expected a JournalError');
	});

	it('has each value or the one before, wherever power fails', () => {
		const flash = new RamFlash(3, sectorSize);
		const victim = new RamFlash(3, sectorSize);
		const random = new SeededRandom(3);
		const settings = open(flash);
		const names = ['a', 'b', 'c'];
		const values = [-1, -1, -1];
		let setting = 0;
		let next = 0;
		let cuts = 0;
		flash.onOperation = (operation: FlashOperation) => {
			const before = flash.snapshot();
			for (let variant = 0; variant < 20; variant += sweepStep()) {
				victim.restore(before);
				victim.tear(operation, random);
				const after = open(victim);
				for (let i = 0; i < 3; i++) {
					const value = after.get(names[i]!)?.[0] ?? -1;
					if (value !== values[i] && !(i === setting && value === next)) throw new Error(`${names[i]}: expected ${values[i]}, got ${value}`);
				}
				for (let turn = 0; turn < 9; turn++) after.set(names[setting]!, Uint8Array.of(turn));
				for (let i = 0; i < 3; i++) {
					const expected = i === setting ? 8 : values[i]!;
					equal(open(victim).get(names[i]!)?.[0] ?? -1, expected, names[i]);
				}
				cuts++;
			}
		};
		for (let turn = 0; turn < 120; turn++) {
			setting = random.below(10) === 0 ? 1 + random.below(2) : 0;
			next = turn % 200;
			settings.set(names[setting]!, Uint8Array.of(next));
			values[setting] = next;
		}
		equal(cuts > 2500 / sweepStep(), true, `${cuts} cuts`);
	});
});

function open(flash: RamFlash): Settings {
	return new Settings({ flash, firstSector: 0, sectors: 3, recordLength });
}
