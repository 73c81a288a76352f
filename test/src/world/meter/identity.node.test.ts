import assert from 'node:assert/strict';
import { toHex } from '../../../../modules/bytes/hex.js';
import { DEMO_KEYS } from '../../../../src/world/meter/demo-keys.js';
import { identityOf, keysOf, placeOf } from '../../../../src/world/meter/identity.js';

const METERS = 1_000_000;

function distinct(of: (number: number) => string): number {
	const seen = new Set<string>();
	for (let number = 1; number <= METERS; number++) seen.add(of(number));
	return seen.size;
}

describe('the identity of a meter', () => {
	it('has a serial number, numbers of units, a supply point and a system title that no other of a million has', () => {
		assert.equal(
			distinct((number) => identityOf(1, number).serial),
			METERS,
		);
		assert.equal(
			distinct((number) => identityOf(99, number).unitDigits),
			METERS,
		);
		assert.equal(
			distinct((number) => identityOf(1, number).supplyPoint),
			METERS,
		);
		assert.equal(
			distinct((number) => identityOf(1, number).systemTitle.join()),
			METERS,
		);
	});

	it('has a MAC address that no other of a million has, in any of its communication units', () => {
		assert.equal(
			distinct((number) => placeOf(1, number, 0, '').macAddress.join()),
			METERS,
		);
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
