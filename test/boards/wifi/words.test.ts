import { flawOf, keepWifi, setupKeyOf, takeSetupWish, wifiCredentials, wishSetup } from '../../../boards/wifi/words.js';
import { SeededRandom } from '../../../hal/virtual/random.js';
import { MemoryStore } from '../../../hal/virtual/store.js';
import { equal, throws } from '../../assert.js';

const LONG = 'x'.repeat(63);

/** Counts what is written. */
class WornStore extends MemoryStore {
	writes = 0;

	override set(name: string, value: Uint8Array): void {
		equal(name.length <= 15 && value.length <= 60, true, `${name} of ${value.length} bytes`);
		this.writes++;
		super.set(name, value);
	}
}

describe('the words of Wi-Fi', () => {
	it('are told once, and kept', () => {
		const store = new WornStore();
		equal(wifiCredentials(store, {}), undefined);
		for (const words of [{ ssid: '電気 home', wifiPassword: LONG }, {}]) {
			const { ssid, password } = wifiCredentials(store, words)!;
			equal(ssid, '電気 home');
			equal(password, LONG);
		}
	});

	it('are not written again when they are told again', () => {
		const store = new WornStore();
		wifiCredentials(store, { ssid: 'home', wifiPassword: LONG });
		const { writes } = store;
		wifiCredentials(store, { ssid: 'home', wifiPassword: LONG });
		equal(store.writes, writes);
	});

	it('replace those that were kept, a long password by a short one, or by none', () => {
		const store = new WornStore();
		for (const password of [LONG, 'y'.repeat(8), '', 'z'.repeat(32), 'z'.repeat(33)]) {
			keepWifi(store, { ssid: 'home', password });
			equal(wifiCredentials(store, {})!.password, password);
		}
		keepWifi(store, { ssid: 'other', password: '' });
		equal(wifiCredentials(store, {})!.ssid, 'other');
	});

	it('are kept whole or not at all, if the power fails between', () => {
		for (let last = 0; last < 4; last++) {
			const store = new MemoryStore();
			keepWifi(store, { ssid: 'old', password: LONG });
			let left = last;
			const change = (run: () => void): void => {
				if (left-- === 0) throw new Error('power');
				run();
			};
			const failing = {
				get: (name: string) => store.get(name),
				set: (name: string, value: Uint8Array) => change(() => store.set(name, value)),
				delete: (name: string) => change(() => store.delete(name)),
			};
			throws(() => keepWifi(failing, { ssid: 'new', password: 'p'.repeat(40) }), /power/);
			const { ssid, password } = wifiCredentials(store, {}) ?? { ssid: '', password: '' };
			equal(`${ssid} ${password}`, last === 0 ? `old ${LONG}` : ' ', `after ${last} changes`);
		}
	});

	const wrong: [string, Record<string, string>, RegExp][] = [
		['a password without a name', { wifiPassword: 'secret12' }, /^Wi-Fi: wifiPassword without ssid$/],
		['a long name', { ssid: '電'.repeat(11) }, /^ssid: expected 1 to 32 bytes, got 33$/],
		['a short password', { ssid: 'a', wifiPassword: '1234567' }, /^wifiPassword: expected 8 to 63 ASCII characters, got 7, or others$/],
		['a long password', { ssid: 'a', wifiPassword: 'x'.repeat(64) }, /^wifiPassword: .*, got 64, or others$/],
		['a password in other letters', { ssid: 'a', wifiPassword: 'パスワードパスワード' }, /^wifiPassword: expected/],
	];
	for (const [name, words, message] of wrong) {
		it(`are refused: ${name}`, () => {
			const store = new MemoryStore();
			throws(() => wifiCredentials(store, words), message);
			equal(wifiCredentials(store, {}), undefined);
		});
	}

	it('have flaws that a page can tell', () => {
		equal(flawOf({ ssid: 'a', password: '' }), undefined);
		equal(flawOf({ ssid: 'a'.repeat(32), password: '' }), undefined);
		equal(flawOf({ ssid: '', password: '' }), 'ssid');
		equal(flawOf({ ssid: 'a\u0000', password: '' }), 'ssid');
		equal(flawOf({ ssid: 'a', password: 'tab\tinside' }), 'password');
		equal(flawOf({ ssid: 'a', password: ' ~ ~ ~ ~' }), undefined);
	});

	it('draw a key for the access point, once', () => {
		const store = new WornStore();
		const random = new SeededRandom(1, 'key');
		const key = setupKeyOf(store, {}, random);
		equal(key.length, 10);
		equal(setupKeyOf(store, {}, random), key);
		equal(store.writes, 1);
		equal(setupKeyOf(store, { setupKey: 'told to it' }, random), 'told to it');
		throws(() => setupKeyOf(store, { setupKey: 'short' }, random), /^setupKey: expected 8 to 63 ASCII characters$/);
		equal(setupKeyOf(new MemoryStore(), {}, random) === key, false);
	});

	it('remember a wish for the access point until it is taken', () => {
		const store = new MemoryStore();
		equal(takeSetupWish(store), false);
		wishSetup(store);
		equal(takeSetupWish(store), true);
		equal(takeSetupWish(store), false);
	});
});
