/** Private keys that a meter has drawn, in its store. */
import { PortableCipher } from '../../../../modules/crypto/cipher.js';
import { KeyPair } from '../../../../src/route-a/certificates/key-pairs.js';
import { bytesEqual, equal, toHex } from '../../../assert.js';
import { MemoryStore } from '../route-a-rig.js';

const key = (byte: number, length = 32) => new Uint8Array(length).fill(byte);
const shown = (pair: KeyPair) => [pair.current, pair.drawn].map((each) => each?.[0] ?? 'none').join();
const newPair = (store: MemoryStore, told: Uint8Array | undefined, length = 32) =>
	new KeyPair({ store, cipher: new PortableCipher(), name: 'pair', told, length });

describe('a key pair of a meter', () => {
	it('is the one that it was told until one that was drawn is used, over restarts', () => {
		const store = new MemoryStore();
		const pair = newPair(store, key(1));
		equal(shown(pair), '1,none');
		pair.use();
		equal(shown(pair), '1,none', 'nothing was drawn');
		pair.draw(key(2));
		equal([shown(pair), shown(newPair(store, key(1)))].join(' '), '1,2 1,2');
		pair.draw(key(3));
		equal(shown(pair), '1,3', 'the last one that was drawn');
		pair.use();
		pair.use();
		equal([shown(pair), shown(newPair(store, key(1)))].join(' '), '3,none 3,none');
		bytesEqual(pair.current!, '03'.repeat(32));
	});

	it('counts no more once the meter is told another one, and does again with the one before', () => {
		const store = new MemoryStore();
		const pair = newPair(store, key(1));
		pair.draw(key(2));
		pair.use();
		pair.draw(key(4));
		equal(shown(newPair(store, key(9))), '9,none');
		equal(shown(newPair(store, undefined)), 'none,none');
		equal(shown(newPair(store, key(1))), '2,4');
	});

	it('is of one curve: those of the other are none', () => {
		const store = new MemoryStore();
		const pair = newPair(store, undefined);
		pair.draw(key(2));
		pair.use();
		equal(shown(newPair(store, undefined, 48)), 'none,none');
		const long = newPair(store, undefined, 48);
		long.draw(key(5, 48));
		equal([shown(long), shown(newPair(store, undefined))].join(' '), 'none,5 2,none');
	});

	it('fits into a record of the store with its name, and takes its room at the start', () => {
		for (const length of [32, 48]) {
			const store = new MemoryStore();
			const pair = newPair(store, undefined, length);
			const names = [...store.values.keys()];
			equal(names.join(), 'pairc,paird');
			pair.draw(key(1, length));
			pair.use();
			equal([...store.values.keys()].join(), names.join());
			for (const value of store.values.values()) equal('RouteAp0c'.length + value.length <= 62, true, `${value.length} bytes`);
		}
	});

	it('is kept behind the beginning of the SHA-256 of what the meter was told, 8 bytes or 5', () => {
		for (const [length, told, digest] of [
			[32, undefined, 8],
			[32, key(1), 8],
			[48, undefined, 5],
			[48, key(1, 48), 5],
		] as const) {
			const store = new MemoryStore();
			newPair(store, told, length).draw(key(7, length));
			const hash = new PortableCipher().sha256(told ?? new Uint8Array(0)).slice(0, digest);
			bytesEqual(store.get('paird')!, toHex(hash) + '07'.repeat(length));
			equal(store.get('pairc')!.length, 1);
		}
	});

	it('leaves what is kept there at its start', () => {
		const store = new MemoryStore();
		newPair(store, undefined).draw(key(2));
		let written = 0;
		const set = store.set.bind(store);
		store.set = (name, value) => {
			written++;
			set(name, value);
		};
		newPair(store, undefined);
		equal(written, 0);
	});
});
