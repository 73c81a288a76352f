import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { partsOf, ROUTE_A_PARTS, ROUTE_A_PARTS_SECTORS, routeAFlashes } from '../../boards/route-a-parts.js';
import { RamFlash } from '../../hal/virtual/flash.js';
import { Slots } from '../../modules/journal/slots.js';
import { LOG_ROWS, SLOT_LENGTH, slotCount } from '../../src/route-a/control/slot-rows.js';
import { ImageMemory } from '../../src/route-a/image/image-memory.js';
import { TariffMemory } from '../../src/route-a/tariff/tariff-slots.js';

const BOARDS = fileURLToPath(new URL('../../boards', import.meta.url));
const SECTOR = 4096;

describe('the parts of a device’s Route A', () => {
	it('are none unless the manifest names some, and no others than there are', () => {
		assert.deepEqual(partsOf({}), []);
		assert.deepEqual(partsOf({ routeAParts: '' }), []);
		assert.deepEqual(partsOf({ routeAParts: 'push,control' }), ['push', 'control']);
		for (const word of ['billing', 'control,', 'control;push', 'toString'])
			assert.throws(() => partsOf({ routeAParts: word }), /^RangeError: routeAParts: expected some of control,tariff,image,household,push, got /);
	});

	it('have a flash each, in which one finds nothing of another, whichever there are', () => {
		const flash = new RamFlash(ROUTE_A_PARTS_SECTORS);
		const all = routeAFlashes(ROUTE_A_PARTS, flash);
		const control = new Slots({ range: all.controlFlash, count: slotCount(LOG_ROWS, true), length: SLOT_LENGTH });
		control.bytes[0] = 7;
		control.keep(0);
		new TariffMemory(all.tariffFlash!).tariffSlots().keep(0);
		const image = new ImageMemory(all.imageFlash!);
		image.begin(new Uint8Array(3), image.mostSize, 900);
		const fewer = routeAFlashes(['image'], flash);
		assert.deepEqual([fewer.controlFlash, fewer.tariffFlash, fewer.pushes], [undefined, undefined, false]);
		assert.equal(new ImageMemory(fewer.imageFlash!).size, image.mostSize);
		const again = routeAFlashes(['push', 'control'], flash);
		assert.equal(new Slots({ range: again.controlFlash, count: slotCount(LOG_ROWS, true), length: SLOT_LENGTH }).bytes[0], 7);
		assert.equal(again.pushes, true);
	});

	it('want more flash than a smaller one has', () => {
		assert.throws(() => routeAFlashes(['image'], new RamFlash(102)), /^RangeError: flash: expected 103 sectors, there are 102$/);
	});

	for (const board of readdirSync(BOARDS)) {
		const table = join(BOARDS, board, 'sdkconfig/partitions.csv');
		let text: string;
		try {
			text = readFileSync(table, 'utf8');
		} catch {
			continue;
		}
		it(`have room on the flash of ${board}, between its firmware and what the meter keeps`, () => {
			const rows = text
				.split('\n')
				.filter((line) => line !== '' && !line.startsWith('#'))
				.map((line) => line.split(',').map((cell) => cell.trim()));
			const ends = rows.map(([name, , , offset, size]) => [name, Number(offset), Number(offset) + Number(size)] as const);
			for (let i = 1; i < ends.length; i++) assert.ok(ends[i]![1] >= ends[i - 1]![2], `${ends[i]![0]} begins within ${ends[i - 1]![0]}`);
			assert.equal(ends.at(-1)![2], 4 * 1024 * 1024);
			const [, begin, end] = ends.find(([name]) => name === 'route-a')!;
			assert.ok((end - begin) / SECTOR >= ROUTE_A_PARTS_SECTORS);
		});
	}
});
