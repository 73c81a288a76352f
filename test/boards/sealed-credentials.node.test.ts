import assert from 'node:assert/strict';
import { deviceRouteAKeys } from '../../boards/route-a-keys.js';
import { sealedDeviceCredentials } from '../../boards/sealed-credentials.js';
import { MemoryStore } from '../../hal/virtual/store.js';
import { sealCredentials } from '../../modules/cosem/sealed-credentials.js';
import { PortableCipher } from '../../modules/crypto/cipher.js';
import { PROVISIONAL_DERIVATIONS } from '../../src/wi-sun/derivations.js';
import { hex } from '../assert.js';

const TITLE = '4A504D0000000001';
const KEY = '30'.repeat(16);
const TOLD = { id: '00112233445566778899AABBCCDDEEFF', password: '0123456789AB' };
const OTHER = { id: '0123456789ABCDEF0123456789ABCDEF', password: 'Abcdef123456' };
const cipher = new PortableCipher();
const psk = (password: string) => PROVISIONAL_DERIVATIONS.psk(cipher, password);
const random = { fill: (bytes: Uint8Array) => void bytes.fill(7) };

class SmallStore extends MemoryStore {
	readonly names = new Set<string>();

	override set(name: string, value: Uint8Array): void {
		assert.ok(name.length <= 15 && value.length <= 60, name);
		this.names.add(name);
		super.set(name, value);
	}

	override delete(name: string): void {
		this.names.delete(name);
		super.delete(name);
	}
}

function device(isTitled = true): {
	readonly store: SmallStore;
	readonly lines: string[];
	start(words?: Record<string, string>): ReturnType<typeof sealedDeviceCredentials>;
} {
	const store = new SmallStore();
	const lines: string[] = [];
	const log = { write: (layer: string, text: string) => void lines.push(`${layer}: ${text}`) };
	if (isTitled) deviceRouteAKeys(store, { routeATitle: TITLE, routeAKeys1: '10'.repeat(32) });
	return { store, lines, start: (words = {}) => sealedDeviceCredentials(store, words, cipher, log) };
}

describe('the Route B credentials of a device with a credential key', () => {
	it('are those that the build was told, of which it keeps no password, from then on', () => {
		const { store, start } = device();
		for (const words of [{ ...TOLD, credentialKey: KEY }, {}, TOLD]) {
			const { told, kept, id } = start(words);
			assert.deepEqual([told, id, kept!.version, kept!.canTake], [undefined, TOLD.id, 0, true]);
			assert.deepEqual(kept!.inForce, { id: TOLD.id, psk: psk(TOLD.password) });
			assert.equal(store.names.has('routeBPassword'), false);
		}
		assert.equal(start(OTHER).id, OTHER.id);
	});

	it('are taken over from a build that was told no credential key', () => {
		const { store, start } = device();
		assert.deepEqual(start(TOLD).told, TOLD);
		assert.equal(store.names.has('routeBPassword'), true);
		assert.equal(start({ credentialKey: KEY }).id, TOLD.id);
		assert.equal(store.names.has('routeBPassword'), false);
	});

	it('give way to those that come sealed, which a later build does not change', () => {
		const { lines, start } = device();
		const { kept } = start({ ...TOLD, credentialKey: KEY });
		assert.equal(kept!.take(1, sealCredentials(cipher, random, hex(KEY), hex(TITLE), 1, OTHER)!, 5), undefined);
		for (const words of [{}, TOLD]) assert.equal(start(words).id, OTHER.id);
		assert.deepEqual(lines, ['Route B: credentials of version 1 came sealed: those that the build was told are not used']);
	});

	it('are as without a key where the device has no system title, which it tells', () => {
		const { lines, start } = device(false);
		assert.deepEqual(start({ ...TOLD, credentialKey: KEY }).told, TOLD);
		assert.deepEqual(lines, ['Route B: credentialKey without routeATitle: nobody can seal credentials for this device']);
	});

	it('are none where it was told none, or a key that is none', () => {
		const { start } = device();
		assert.throws(() => start({ credentialKey: KEY }), /Route B: no credentials yet; build once with id=… password=…/);
		assert.throws(() => start({ ...TOLD, credentialKey: '30' }), /credentialKey: expected 32 hexadecimal digits, got 2/);
	});
});
