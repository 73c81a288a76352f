/** The pair of keys that a communication unit draws for its credentials. */
import { SeededRandom } from '../../../../hal/virtual/random.js';
import { sealCredentials } from '../../../../modules/cosem/sealed-credentials.js';
import { PortableCipher } from '../../../../modules/crypto/cipher.js';
import { KeptCredentials } from '../../../../src/route-b/sealed/kept-credentials.js';
import { OwnPair } from '../../../../src/route-b/sealed/own-pair.js';
import { equal, hex, toHex } from '../../../assert.js';
import { CURVES } from '../../route-a/general-rig.node.js';
import { MemoryStore } from '../../route-a/route-a-rig.js';

const TITLE = hex('4A504D0000000001');
const TOLD = { id: '0123456789ABCDEF0123456789ABCDEF', password: 'Abcdef123456' };

describe('the pair of a communication unit', () => {
	it('is drawn once, stays over restarts, and is another one when it is asked for', () => {
		const store = new MemoryStore();
		const random = new SeededRandom(3);
		const first = OwnPair.of(store, CURVES, random)!;
		const key = toHex(first.publicKey);
		equal(key.length, 128);
		equal(toHex(OwnPair.of(store, CURVES, random)!.publicKey), key);
		equal(CURVES.verify(first.publicKey, TITLE, first.sign(TITLE)), true);
		equal(first.draw(), true);
		const second = toHex(first.publicKey);
		equal(second === key, false);
		equal(toHex(OwnPair.of(store, CURVES, random)!.publicKey), second);
	});

	it('is none where the platform has no such keys, or what is drawn is never one; the one before stays', () => {
		const store = new MemoryStore();
		equal(OwnPair.of(store, new PortableCipher(), new SeededRandom(3)), undefined);
		equal(store.values.size, 0);
		const zeros = { fill: (bytes: Uint8Array) => bytes.fill(0) };
		equal(OwnPair.of(store, CURVES, zeros), undefined);
		equal(store.values.size, 0);
		const pair = OwnPair.of(store, CURVES, new SeededRandom(3))!;
		const key = toHex(pair.publicKey);
		const stuck = OwnPair.of(store, CURVES, zeros)!;
		equal(stuck.draw(), false);
		equal(toHex(stuck.publicKey), key);
	});

	it("opens what is sealed for it, and is told of as the unit's; a key of others is not", () => {
		const store = new MemoryStore();
		const pair = OwnPair.of(store, CURVES, new SeededRandom(3))!;
		const options = { store, cipher: CURVES, title: TITLE, psk: () => new Uint8Array(16) };
		const kept = new KeptCredentials({ ...options, key: pair });
		equal(kept.pair, pair);
		equal(new KeptCredentials({ ...options, key: new Uint8Array(32).fill(1) }).pair, undefined);
		equal(new KeptCredentials({ ...options, key: undefined }).pair, undefined);
		const sealed = sealCredentials(CURVES, new SeededRandom(4), pair.publicKey, TITLE, 1, TOLD)!;
		pair.draw();
		equal(kept.take(1, sealed, 0), 'notOurs');
		equal(kept.take(1, sealCredentials(CURVES, new SeededRandom(4), pair.publicKey, TITLE, 1, TOLD)!, 0), undefined);
		equal(kept.inForce?.id, TOLD.id);
	});
});
