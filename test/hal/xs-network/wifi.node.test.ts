/** The radio and the button of hal/xs-network on stand-ins for the SDK's. */
import assert from 'node:assert/strict';
import type { Wifi } from '../../../hal/ports/wifi.js';
import { load } from '../sdk-modules.js';

describe('the Wi-Fi of hal/xs-network', () => {
	async function open() {
		const calls: string[] = [];
		let tell: (message: string, reason?: number) => void = () => {};
		class FakeWifi {
			static readonly Mode = { station: 1 };
			static readonly gotIP = 'gotIP';
			static readonly disconnected = 'disconnect';
			static set mode(mode: number) {
				calls.push(`mode ${mode}`);
			}
			static connect(options: object) {
				calls.push(`connect ${JSON.stringify(options)}`);
			}
			static disconnect() {
				calls.push('disconnect');
			}
			static accessPoint(options: object) {
				calls.push(`accessPoint ${JSON.stringify(options)}`);
			}
			constructor(_options: undefined, onEvent: typeof tell) {
				tell = onEvent;
			}
		}
		const { XsWifi } = await load('hal/xs-network/wifi.ts', { wifi: FakeWifi, net: { get: () => -60 } });
		const wifi = new (XsWifi as new () => Wifi)();
		const events: string[] = [];
		wifi.onEvent = (event) => events.push(event);
		return { wifi, calls, events, tell: (message: string, reason?: number) => tell(message, reason) };
	}

	it('joins, and tells of the network and its signal', async () => {
		const { wifi, calls, events, tell } = await open();
		assert.deepEqual(calls.splice(0), ['mode 1'], 'the radio is on from the start, for the sake of random numbers');
		wifi.join('home', 'right one');
		wifi.join('open', '');
		assert.deepEqual(calls, ['mode 1', 'connect {"ssid":"home","password":"right one"}', 'mode 1', 'connect {"ssid":"open"}']);
		assert.equal(wifi.signal, undefined);
		tell('connect');
		tell('gotIP');
		assert.equal(wifi.signal, -60);
		tell('disconnect', 0);
		tell('disconnect', -1);
		tell('start');
		assert.deepEqual(events, ['up', 'down', 'refused']);
		assert.equal(wifi.signal, undefined);
	});

	it('is silent once it has left', async () => {
		const { wifi, calls, events, tell } = await open();
		wifi.join('home', 'right one');
		tell('gotIP');
		wifi.leave();
		tell('disconnect', 0);
		assert.equal(calls.at(-1), 'disconnect');
		assert.deepEqual(events, ['up']);
		wifi.join('home', 'right one');
		tell('gotIP');
		assert.deepEqual(events, ['up', 'up']);
	});

	it('opens an access point', async () => {
		const { wifi, calls } = await open();
		wifi.openAccessPoint('Keiki-4B45', 'a long key');
		assert.deepEqual(calls.slice(1), ['accessPoint {"ssid":"Keiki-4B45","password":"a long key"}']);
	});
});
