import { MemoryStore } from '../../../hal/virtual/store.js';
import { bytesEqual, equal, throws } from '../../assert.js';

describe('a store in memory', () => {
	it('keeps copies, and gives copies', () => {
		const store = new MemoryStore();
		const value = Uint8Array.of(1, 2);
		store.set('name', value);
		value.fill(0xa5);
		store.get('name')!.fill(0xa5);
		bytesEqual(store.get('name')!, '0102');
		store.delete('name');
		equal(store.get('name'), undefined);
	});

	it('takes names of 15 characters and values of 60 bytes, and none that are longer', () => {
		const store = new MemoryStore();
		store.set('fifteen letters', new Uint8Array(60));
		equal(store.get('fifteen letters')!.length, 60);
		throws(() => store.set('sixteen letters.', new Uint8Array(1)), /^store: sixteen letters.: 1 bytes$/);
		throws(() => store.set('name', new Uint8Array(61)), /^store: name: 61 bytes$/);
		equal(store.get('name'), undefined);
	});
});
