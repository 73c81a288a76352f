import assert from 'node:assert/strict';
import {
	begun,
	EMPTY,
	ended,
	handedIn,
	hasRoom,
	type Ledger,
	MOST_ORDERS,
	MOST_RESULTS,
	orderIn,
	readLedger,
} from '../../../../src/operations/handheld/ledger.js';
import type { SignedResult } from '../../../../src/operations/handheld/result.js';

const NOW = 1_796_000_000_000;
const DAY = 86_400_000;
const METER = '4A504D0000000001';
const order = (number: number) => `W${String(number).padStart(8, '0')}`;
const entry = (number: number, notAfter = NOW + DAY) => ({ order: order(number), meter: METER, version: 1, notAfter });
const set = (number: number, of = number): SignedResult => ({
	...{ kind: 'set', number, handheld: 'A1B2C3D4', order: order(of), meter: METER, at: NOW + 1, meterAhead: null, version: 1 },
	signature: number.toString(16).toUpperCase().padStart(128, '0'),
});
const full = (most: number): Ledger => ({
	...EMPTY,
	orders: Array.from({ length: most }, (_, i) => ({ ...entry(i), at: NOW, state: 'set' as const })),
});

describe('the ledger of a hand-held', () => {
	it('has an order used by its end, not by its beginning', () => {
		let ledger = begun(EMPTY, entry(1), NOW);
		assert.deepEqual(orderIn(ledger, order(1)), { ...entry(1), at: NOW, state: 'begun' });
		ledger = begun(begun(ledger, entry(2), NOW + 5), entry(1), NOW + 9);
		assert.deepEqual([ledger.orders.length, orderIn(ledger, order(1))?.at], [2, NOW + 9]);
		ledger = ended(ledger, set(1));
		assert.deepEqual([orderIn(ledger, order(1))?.state, orderIn(ledger, order(2))?.state], ['set', 'begun']);
		ledger = ended(ledger, { ...set(2), kind: 'failed', inForce: 3, why: 'oldVersion' } as SignedResult);
		assert.equal(orderIn(ledger, order(2))?.state, 'failed');
		assert.deepEqual([ledger.next, ledger.results.map(({ number }) => number)], [3, [1, 2]]);
	});

	it('is not used up by what was built, nor by a diagnosis', () => {
		const ledger = ended(begun(EMPTY, entry(1), NOW), { ...set(1), kind: 'built', units: [], told: null } as unknown as SignedResult);
		assert.deepEqual([orderIn(ledger, order(1))?.state, ledger.results.length], ['begun', 1]);
	});

	it('keeps results until the office has them', () => {
		const ledger = ended(ended(EMPTY, set(1)), set(2));
		const left = handedIn(ledger, new Set([set(1).signature, set(9).signature]));
		assert.deepEqual([left.results.map(({ number }) => number), left.next], [[2], 3]);
	});

	it('forgets orders long after their time, and none whose result is still here', () => {
		const late = NOW + 31 * DAY + 1;
		const ledger = ended(begun(begun(EMPTY, entry(1), NOW), entry(2), NOW), set(1));
		const exactly = begun(EMPTY, entry(1), NOW);
		assert.deepEqual([begun(exactly, entry(2, late), late - 2).orders.length, begun(exactly, entry(2, late), late - 1).orders.length], [2, 1]);
		const orders = begun(ledger, entry(3, late + DAY), late).orders.map((each) => each.order);
		assert.deepEqual(orders, [order(1), order(3)]);
		assert.equal(begun(ledger, entry(3), late - 2 * DAY).orders.length, 3);
	});

	it('has no room for more than it can keep', () => {
		assert.equal(hasRoom({ ...EMPTY, results: Array.from({ length: MOST_RESULTS - 1 }, (_, i) => set(i + 1)) }, NOW), true);
		assert.equal(hasRoom({ ...EMPTY, results: Array.from({ length: MOST_RESULTS }, (_, i) => set(i + 1)) }, NOW), false);
		assert.equal(hasRoom(full(MOST_ORDERS - 1), NOW), true);
		assert.equal(hasRoom(full(MOST_ORDERS), NOW), false);
		assert.equal(hasRoom(full(MOST_ORDERS), NOW + 32 * DAY), true, 'they are forgotten by then');
	});

	it('comes back with what several processes had under way as it became full', () => {
		const almost = { ...EMPTY, next: MOST_RESULTS, results: Array.from({ length: MOST_RESULTS - 1 }, (_, i) => set(i + 1)) };
		assert.equal(hasRoom(almost, NOW), true, 'for each of two that look at once');
		const both = ended(ended(almost, set(MOST_RESULTS)), set(MOST_RESULTS + 1));
		assert.deepEqual(readLedger(JSON.stringify(both)), both);
		assert.equal(hasRoom(both, NOW), false);
		assert.equal(hasRoom(handedIn(both, new Set([1, 2].map((number) => set(number).signature))), NOW), true);
		const results = Array.from({ length: 2 * MOST_RESULTS + 1 }, (_, i) => set(i + 1));
		assert.deepEqual(
			[results.slice(1), results].map((each) => readLedger(JSON.stringify({ ...EMPTY, results: each })) !== undefined),
			[true, false],
		);
	});

	it('comes back from its text, and from nothing else', () => {
		const ledger = ended(begun(begun(EMPTY, entry(1), NOW), entry(2), NOW), set(1));
		assert.deepEqual(readLedger(JSON.stringify(ledger)), ledger);
		assert.deepEqual(readLedger(JSON.stringify(EMPTY)), EMPTY);
		const early = begun(EMPTY, entry(1, 0), 0);
		assert.deepEqual(readLedger(JSON.stringify(early)), early);
		const [first] = ledger.orders;
		for (const [what, text] of [
			['no JSON', 'x'],
			['null', 'null'],
			['a number', '1'],
			['half of it', JSON.stringify(ledger).slice(0, -9)],
			['next 0', JSON.stringify({ ...ledger, next: 0 })],
			['no next', JSON.stringify({ ...ledger, next: undefined })],
			['no orders', JSON.stringify({ ...ledger, orders: undefined })],
			['no results', JSON.stringify({ ...ledger, results: undefined })],
			['an order without a meter', JSON.stringify({ ...ledger, orders: [{ ...first, meter: undefined }] })],
			['an order of another state', JSON.stringify({ ...ledger, orders: [{ ...first, state: 'done' }] })],
			['an order with a time that is none', JSON.stringify({ ...ledger, orders: [{ ...first, at: 'x' }] })],
			['an order of a version below 0', JSON.stringify({ ...ledger, orders: [{ ...first, version: -1 }] })],
			['an order of half a version', JSON.stringify({ ...ledger, orders: [{ ...first, version: 0.5 }] })],
			['null among orders', JSON.stringify({ ...ledger, orders: [null] })],
			['a result that is none', JSON.stringify({ ...ledger, results: [{ ...set(1), at: 'x' }] })],
			['too many orders', JSON.stringify(full(MOST_ORDERS + 1))],
		] as const)
			assert.equal(readLedger(text), undefined, what);
	});
});
