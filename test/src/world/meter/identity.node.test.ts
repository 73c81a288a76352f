import assert from 'node:assert/strict';
import { toHex } from '../../../../modules/bytes/hex.js';
import { DEMO_KEYS } from '../../../../src/world/meter/demo-keys.js';
import { identityOf, keysOf, placeOf } from '../../../../src/world/meter/identity.js';

const METERS = 1_000_000;

/** How many different ones there are among a million meters, of each text that `of` returns. */
function distinct(of: (number: number) => readonly string[]): number[] {
	const seen = of(1).map(() => new Set<string>());
	for (let number = 1; number <= METERS; number++) for (const [i, text] of of(number).entries()) seen[i]!.add(text);
	return seen.map(({ size }) => size);
}

describe('the identity of a meter', () => {
	it('has a serial number, numbers of units, a supply point and a system title that no other of a million has', () => {
		assert.deepEqual(
			distinct((number) => {
				const { serial, supplyPoint, systemTitle } = identityOf(1, number);
				return [serial, supplyPoint, String.fromCharCode(...systemTitle), identityOf(99, number).unitDigits];
			}),
			[METERS, METERS, METERS, METERS],
		);
	});

	it('has a MAC address that no other of a million has, in any of its communication units', () => {
		assert.deepEqual(
			distinct((number) => [String.fromCharCode(...placeOf(1, number, 0, '').macAddress)]),
			[METERS],
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
