import assert from 'node:assert/strict';
import { formatOnce } from '../../boards/format.js';
import { RamFlash } from '../../hal/virtual/flash.js';
import { MemoryStore } from '../../hal/virtual/store.js';
import { Journal } from '../../modules/journal/journal.js';

const open = (flash: RamFlash) => new Journal({ flash, firstSector: 0, sectors: 4, recordLength: 10, kind: 1 });

/** A flash of which another program used one sector. */
function used(): RamFlash {
	const flash = new RamFlash(4);
	flash.write(8192, new TextEncoder().encode('SPIFFS'));
	return flash;
}

describe('the build word that formats', () => {
	it('makes a meter’s of a flash that another program used, and leaves blank sectors alone', () => {
		const flash = used();
		assert.throws(() => open(flash), /foreign: neither blank nor a journal/);
		assert.equal(formatOnce(new MemoryStore(), [flash], '1'), 1);
		open(flash).append(new Uint8Array(10));
	});

	it('does it once: what the meter recorded since stays, until the word is another one', () => {
		const flash = used();
		const store = new MemoryStore();
		formatOnce(store, [flash], '1');
		open(flash).append(new Uint8Array(10));
		assert.equal(formatOnce(store, [flash], '1'), 0);
		assert.equal(formatOnce(store, [flash], ''), 0);
		assert.equal(open(flash).end, 1);
		assert.equal(formatOnce(store, [flash], '2'), 1);
		assert.equal(open(flash).end, 0);
	});

	it('does it to each flash that there is', () => {
		const flashes = [used(), new RamFlash(2), used()];
		assert.equal(formatOnce(new MemoryStore(), flashes, '1'), 2);
		for (const flash of [flashes[0]!, flashes[2]!]) open(flash).append(new Uint8Array(10));
	});

	it('does nothing where a build was told none', () => {
		const flash = used();
		assert.equal(formatOnce(new MemoryStore(), [flash], ''), 0);
		assert.throws(() => open(flash), /foreign/);
	});
});
