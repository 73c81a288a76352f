import assert from 'node:assert/strict';
import { RamFlash } from '../../../../hal/virtual/flash.js';
import { SeededRandom } from '../../../../hal/virtual/random.js';
import { Settings } from '../../../../modules/journal/settings.js';
import { LeanStore } from '../../../../src/world/fleet/lean-store.js';

const SECTORS = 4;

describe('the store of a meter of a fleet', () => {
	it('keeps, wears and refuses as one on a flash does, and goes on from its bytes', () => {
		const random = new SeededRandom(3);
		const settings = new Settings({ flash: new RamFlash(SECTORS, 4096), firstSector: 0, sectors: SECTORS });
		let store = new LeanStore();
		const outcome = (act: () => void): string => {
			try {
				act();
				return 'done';
			} catch (error) {
				return error instanceof RangeError ? error.message : String(error);
			}
		};
		const told = new Set<string>();
		for (let i = 0; i < 6000; i++) {
			const name = `name${random.below(random.below(20) === 0 ? 40 : 9)}`;
			const value = new Uint8Array(random.below(50) === 0 ? 60 : random.below(5)).fill(random.below(3));
			const act = random.below(12) === 0 ? (one: Settings | LeanStore) => one.delete(name) : (one: Settings | LeanStore) => one.set(name, value);
			const one = outcome(() => act(store));
			assert.equal(
				one,
				outcome(() => act(settings)),
				`${i}: ${name}`,
			);
			told.add(one.replace(/\d+/g, 'n'));
			assert.deepEqual(store.get(name), settings.get(name));
			assert.equal(store.erasures, settings.erasures, `${i}: wear`);
			if (random.below(30) === 0) store = new LeanStore(store.encode());
		}
		assert.ok(settings.erasures > 10);
		assert.ok(told.size >= 3, [...told].join('; '));
		for (const name of settings.keys()) assert.deepEqual(store.get(name), settings.get(name));
	});
});
