import assert from 'node:assert/strict';
import { partsOf, ROUTE_A_PARTS, ROUTE_A_PARTS_SECTORS, routeAFlashes } from '../../boards/route-a-parts.js';
import { RamFlash } from '../../hal/virtual/flash.js';
import { Slots } from '../../modules/journal/slots.js';
import { LOG_ROWS, SLOT_LENGTH, slotCount } from '../../src/route-a/control/slot-rows.js';
import { ImageMemory } from '../../src/route-a/image/image-memory.js';
import { TariffMemory } from '../../src/route-a/tariff/tariff-slots.js';

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
});
