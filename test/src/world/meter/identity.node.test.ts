import assert from 'node:assert/strict';
import { toHex } from '../../../../modules/bytes/hex.js';
import { DEMO_KEYS } from '../../../../src/world/meter/demo-keys.js';
import { identityOf, keysOf, placeOf } from '../../../../src/world/meter/identity.js';

describe('the identity of a meter', () => {
	it('has a MAC address of its own for each of its communication units', () => {
		const units = Array.from({ length: 999 }, (_, order) => placeOf(1, 1, order, '').macAddress.join());
		assert.equal(new Set(units).size, units.length);
	});

	it('is for the first meter of the default seed what is documented', () => {
		const { serial, supplyPoint, systemTitle, unitDigits } = identityOf(1, 1);
		assert.equal(serial, 'KEIKI0000001');
		assert.equal(supplyPoint, '0000000000000000000001');
		assert.equal(unitDigits, '0001');
		assert.deepEqual(systemTitle, DEMO_KEYS.systemTitle);
		assert.equal(keysOf(1, 1), DEMO_KEYS);
		const { macAddress, panId, channel } = placeOf(1, 1, 0, 'C0001002');
		assert.equal(toHex(macAddress), '001c64004b450001');
		assert.equal(panId, 0x1a7c);
		assert.equal(channel, 49);
	});

	it('gives each meter keys of its own', () => {
		const keys = (seed: number, number: number) =>
			JSON.stringify(keysOf(seed, number), (_, value) => (value instanceof Uint8Array ? toHex(value) : value));
		assert.notEqual(keys(1, 2), keys(1, 3));
		assert.notEqual(keys(1, 2), keys(2, 2));
		assert.equal(keys(1, 2), keys(1, 2));
	});
});
