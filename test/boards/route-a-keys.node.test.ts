import assert from 'node:assert/strict';
import { deviceRouteAKeys } from '../../boards/route-a-keys.js';
import { MemoryStore } from '../../hal/virtual/store.js';
import { toHex } from '../../modules/bytes/hex.js';

const NONE = { routeATitle: '', routeAKek: '', routeABroadcast: '', routeAKeys1: '', routeAKeys2: '', routeAKeys102: '' };
const TOLD = { ...NONE, routeATitle: '4A504D0000000001', routeAKek: 'F0'.repeat(16), routeAKeys1: '10'.repeat(16) + 'a1'.repeat(16) };

/** As text, in which keys can be compared. */
function text(keys: ReturnType<typeof deviceRouteAKeys>): string {
	if (keys === undefined) return 'none';
	const clients = Object.entries(keys.clients).map(([id, { encryption, authentication }]) => `${id} ${toHex(encryption)} ${toHex(authentication)}`);
	return [toHex(keys.systemTitle), keys.kek && toHex(keys.kek), keys.broadcast && toHex(keys.broadcast), ...clients].join(', ');
}

const FIRST = `4a504d0000000001, ${'f0'.repeat(16)}, , 1 ${'10'.repeat(16)} ${'a1'.repeat(16)}`;

class CountingStore extends MemoryStore {
	writes = 0;

	override set(name: string, value: Uint8Array): void {
		assert.ok(name.length <= 15 && value.length <= 60, name);
		this.writes++;
		super.set(name, value);
	}
}

describe('the Route A keys of a device', () => {
	it('are none unless it was told some', () => {
		assert.equal(deviceRouteAKeys(new MemoryStore(), NONE), undefined);
		assert.equal(deviceRouteAKeys(new MemoryStore(), {}), undefined);
	});

	it('are kept once a build was told them, and a build that was told none goes on with them', () => {
		const store = new CountingStore();
		assert.equal(text(deviceRouteAKeys(store, TOLD)), FIRST);
		assert.equal(text(deviceRouteAKeys(store, NONE)), FIRST);
	});

	it('are not written where they are the same', () => {
		const store = new CountingStore();
		deviceRouteAKeys(store, TOLD);
		const { writes } = store;
		deviceRouteAKeys(store, TOLD);
		assert.equal(store.writes, writes);
	});

	it('are replaced as a whole by those of a later build', () => {
		const store = new CountingStore();
		deviceRouteAKeys(store, TOLD);
		deviceRouteAKeys(store, { ...NONE, routeATitle: '4A504D0000000002', routeABroadcast: 'b0'.repeat(16), routeAKeys102: '30'.repeat(32) });
		const expected = `4a504d0000000002, , ${'b0'.repeat(16)}, 102 ${'30'.repeat(16)} ${'30'.repeat(16)}`;
		assert.equal(text(deviceRouteAKeys(store, NONE)), expected);
	});

	it('are refused where they are malformed, without a digit of a key in the message, and those kept stay', () => {
		const store = new CountingStore();
		deviceRouteAKeys(store, TOLD);
		const wrong: [object, RegExp][] = [
			[{ routeATitle: '' }, /^Route A: routeATitle: expected 16 hexadecimal digits, got 0$/],
			[{ routeATitle: '4A504D' }, /^Route A: routeATitle: expected 16 hexadecimal digits, got 6$/],
			[{ routeAKek: 'f0' }, /^Route A: routeAKek: expected 32 hexadecimal digits, got 2$/],
			[{ routeAKeys1: `${'7e'.repeat(31)}7g` }, /^Route A: routeAKeys1: expected 64 hexadecimal digits, but character 64 is something else$/],
			[{ routeAKeys1: '' }, /^Route A: expected routeAKeys1=… or another client with keys$/],
		];
		for (const [change, message] of wrong) {
			assert.throws(
				() => deviceRouteAKeys(store, { ...TOLD, routeATitle: '4A504D0000000009', ...change }),
				({ message: found }: Error) => message.test(found),
			);
		}
		assert.equal(text(deviceRouteAKeys(store, NONE)), FIRST);
	});

	it('are refused where what is kept is no key', () => {
		const store = new CountingStore();
		deviceRouteAKeys(store, TOLD);
		store.set('routeAKek', new Uint8Array(5));
		assert.throws(() => deviceRouteAKeys(store, NONE), /Route A: routeAKek: expected 16 bytes in the store, got 5/);
	});
});
