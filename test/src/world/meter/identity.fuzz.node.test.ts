import assert from 'node:assert/strict';
import { identityOf, placeOf } from '../../../../src/world/meter/identity.js';
import { fuzzCount, tried } from '../../../fuzz/campaign.js';

const METERS = 1_000_000;

/** All of them, or, in a short run, half as many from the first on, and as many apart from each other up to the last. */
function numbers(): readonly number[] {
	const count = fuzzCount(METERS);
	const half = count === METERS ? count : Math.ceil(count / 2);
	const step = Math.floor((METERS - half) / Math.max(1, count - half));
	return Array.from({ length: count }, (_, i) => (i < half ? i + 1 : METERS - (i - half) * step));
}

/** How many there are of each text that `of` returns, of so many meters. */
function distinct(of: (number: number) => readonly string[]): { meters: number; texts: number[] } {
	const seen = of(1).map(() => new Set<string>());
	const all = numbers();
	tried(`${all.length} meters`);
	for (const number of all) for (const [i, text] of of(number).entries()) seen[i]!.add(text);
	return { meters: all.length, texts: seen.map(({ size }) => size) };
}

describe('the identity of a meter among a million', () => {
	it('has a serial number, numbers of units, a supply point and a system title that no other has', () => {
		const { meters, texts } = distinct((number) => {
			const { serial, supplyPoint, systemTitle } = identityOf(1, number);
			return [serial, supplyPoint, String.fromCharCode(...systemTitle), identityOf(99, number).unitDigits];
		});
		assert.deepEqual(texts, [meters, meters, meters, meters]);
	});

	it('has a MAC address that no other has', () => {
		const { meters, texts } = distinct((number) => [String.fromCharCode(...placeOf(1, number, 0, '').macAddress)]);
		assert.deepEqual(texts, [meters]);
	});
});
