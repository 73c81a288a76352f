import { RamFlash } from '../../../hal/virtual/flash.js';
import { SeededRandom } from '../../../hal/virtual/random.js';
import { Slots } from '../../../modules/journal/slots.js';
import { bytesEqual, equal, hex, throws } from '../../assert.js';

/** (256 − 32) / (2 + 4 + 6) = 18 records a sector, so 9 values. */
const SECTOR_SIZE = 256;
const LENGTH = 4;
const COUNT = 9;

function open(flash: RamFlash, count = COUNT): Slots {
	return new Slots({ range: { flash, firstSector: 0, sectors: flash.sectors }, count, length: LENGTH });
}

function put(slots: Slots, number: number, value: number): void {
	slots.bytes[LENGTH * number] = value >> 8;
	slots.bytes[LENGTH * number + 1] = value;
	slots.keep(number);
}

const numberOf = (slots: Slots, number: number): number => (slots.bytes[LENGTH * number]! << 8) | slots.bytes[LENGTH * number + 1]!;
const all = (slots: Slots): string => Array.from({ length: COUNT }, (_, i) => numberOf(slots, i)).join();

describe('slots', () => {
	it('are 0 at first, and what was kept last, also after a restart', () => {
		const flash = new RamFlash(3, SECTOR_SIZE);
		const slots = open(flash);
		equal(all(slots), '0,0,0,0,0,0,0,0,0');
		put(slots, 3, 7);
		put(slots, 8, 300);
		put(slots, 3, 8);
		equal(all(slots), '0,0,0,8,0,0,0,0,300');
		equal(all(open(flash)), '0,0,0,8,0,0,0,0,300');
	});

	it('forget what was changed and not kept', () => {
		const flash = new RamFlash(3, SECTOR_SIZE);
		const slots = open(flash);
		put(slots, 1, 5);
		slots.bytes[LENGTH + 1] = 6;
		equal(numberOf(open(flash), 1), 5);
	});

	it('write nothing where the value is the same', () => {
		const flash = new RamFlash(3, SECTOR_SIZE);
		const slots = open(flash);
		put(slots, 2, 9);
		const { operations } = flash;
		slots.keep(2);
		equal(flash.operations, operations);
	});

	it('keep values that never change again, however often others do, and not what was changed since', () => {
		const flash = new RamFlash(3, SECTOR_SIZE);
		const slots = open(flash);
		for (let i = 0; i < COUNT; i++) put(slots, i, 100 + i);
		slots.bytes[1] = 1;
		for (let i = 0; i < 1000; i++) {
			put(slots, 5, i);
			if (i % 50 === 0) equal(all(open(flash)), `100,101,102,103,104,${i},106,107,108`);
		}
	});

	it('work without flash', () => {
		const slots = new Slots({ range: undefined, count: 2, length: LENGTH });
		put(slots, 1, 3);
		equal(numberOf(slots, 1), 3);
	});

	it('refuse a range that is too small, or holds something else', () => {
		throws(() => open(new RamFlash(2, SECTOR_SIZE)), /slots: expected at most 9 values on 3 sectors or more, got 9 on 2/);
		throws(() => open(new RamFlash(3, SECTOR_SIZE), 10), /expected at most 9 values on 3 sectors or more, got 10 on 3/);
		const flash = new RamFlash(3, SECTOR_SIZE);
		flash.write(0, hex('00'));
		throws(() => open(flash), /journal at sector 0: foreign/);
	});

	it('pass over numbers that a later version kept', () => {
		const flash = new RamFlash(3, SECTOR_SIZE);
		const later = open(flash);
		put(later, 8, 1);
		put(later, 1, 2);
		bytesEqual(open(flash, 2).bytes, '0000000000020000');
	});

	it('have what was kept, or what was before, wherever the power fails', () => {
		const random = new SeededRandom(5, 'slots');
		const write = (flash: RamFlash, onBegin: (number: number, value: number) => void, onKept: () => void): void => {
			const slots = open(flash);
			for (let i = 1; i <= 200; i++) {
				onBegin((i * i) % COUNT, i);
				put(slots, (i * i) % COUNT, i);
				onKept();
			}
		};
		const whole = new RamFlash(4, SECTOR_SIZE);
		write(
			whole,
			() => {},
			() => {},
		);
		equal(whole.operations > 200, true);
		for (let cut = 0; cut < whole.operations; cut++) {
			const flash = new RamFlash(4, SECTOR_SIZE);
			const kept = new Array<number>(COUNT).fill(0);
			let next = 0;
			let number = 0;
			flash.cutAt(cut, random);
			throws(
				() =>
					write(
						flash,
						(...begun) => {
							[number, next] = begun;
						},
						() => {
							kept[number] = next;
						},
					),
				/power failed/,
			);
			flash.powerUp();
			const slots = open(flash);
			const found = numberOf(slots, number);
			equal(found === kept[number] || found === next, true, `cut at ${cut}: ${number}`);
			kept[number] = found;
			equal(all(slots), kept.join(), `cut at ${cut}`);
			put(slots, number, 999);
			kept[number] = 999;
			equal(all(open(flash)), kept.join(), `after the cut at ${cut}`);
		}
	});
});
