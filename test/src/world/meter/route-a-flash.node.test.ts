import assert from 'node:assert/strict';
import { gunzipSync } from 'node:zlib';
import { type FlashOperation, RamFlash } from '../../../../hal/virtual/flash.js';
import { SeededRandom } from '../../../../hal/virtual/random.js';
import { JoinedSectors } from '../../../../modules/journal/joined-sectors.js';
import { Settings } from '../../../../modules/journal/settings.js';
import { receiveCounterOf } from '../../../../src/route-a/clients.js';
import type { RouteAKeys } from '../../../../src/route-a/keys.js';
import { openRouteAFlash, ROUTE_A, ROUTE_A_CLIENTS, ROUTE_A_SECTORS } from '../../../../src/world/meter/route-a-flash.js';
import { DamagedMemory, RamUnitMemory } from '../../../../src/world/units/unit-memory.js';

/** Written by the version that served at most 29 names: clients 1 to 26 of 40, and client 24 has sent messages up to counter 7. By gzip, in base64. */
const FULL_FLASH = `
H4sIAAAAAAACA+3bT0iTcRzH8d93Wz3aHygEDx2EgliYkXta/6CgDpW4IAkjIhjhPwjLQa4oyIN48E8QXYq6RAQpEcQoqI6F0CUsgqBsSKREojYd1iGybKN8nl+77dvFw/sFHnZ583uefXy2y2K1ba
cCQbPHhIwxkvsz83+9OfJg0PQ5oeThxNlk816jU79+dEyyjvyJRJSV+P6uZzJbulBpr1ZVyn7F78i4X9Gd5l17X1rGS0Jn/uuSejteRiTjVVxd5ehwd7lV2aKr1PSkD8m0V4nqKuEf/S9k0qts1VVO
By9cs65om64ycqXxrUx5le26Sld07bDMeJUdukrkxqdOyXqVnbpKNLyvWWZKvdXp/gMet5Wk5Itf0Y33YNNDkWm/ohtvqid53D6Lbrz1yx6dlym/ohvvqks1J+27qxtvuDedkM9+RTe7uV11rbmnlF
fRza5i+beAfXd1s2s7l01ZZ3F1q4uVN9y0zuLqVtcpa2at1bm61Q19vX5VJvyKbnWbBp6nrXfa1a3uaf/QOsn4Fd3qTnTcHbSvSPfIDK92L9vvUXTh60BxT6no90qZtL4ziCjOUudUrsx92v9zlmDR
lcaG1vf2dvOVUNGVxIFbrworS4qubK4aqSqsLC26snvgdW1hxSm6cuzD3JiMzgMAAAAAAAAAAAAAAAAAAAAAAAAAFrVY/vf/jnFMoPD3/y33W8pMt9zekKl4EriY/OmY6vyLjRNy72N8hXG5dwAAAA
AAAAAAAAAALBa/Aan+7XoAYAAA
`;
/** All that the store of Route A is asked to keep beside the receive counters. */
const OTHER_NAMES = ['tRouteA', 'bRouteA102', 'RouteA1', 'RouteA1s0', 'RouteA1s1'];

function keysFor(from: number, to: number): RouteAKeys {
	const clients: Record<number, { encryption: Uint8Array; authentication: Uint8Array }> = {};
	for (let client = from; client <= to; client++) clients[client] = { encryption: new Uint8Array(16), authentication: new Uint8Array(16) };
	return { systemTitle: new Uint8Array(8), kek: undefined, broadcast: undefined, clients };
}

const number = (value: number) => Uint8Array.of(0, 0, value >> 8, value);

describe('the flash of Route A', () => {
	it('has room for each of 255 clients and all else that is kept, also after a restart and thousands of writes', () => {
		const memory = new RamUnitMemory();
		const names = [...OTHER_NAMES, ...Array.from({ length: 255 }, (_, i) => receiveCounterOf(i + 1))];
		let { store } = openRouteAFlash(memory, keysFor(1, 255));
		const values = new Map<string, number>();
		for (let turn = 0; turn < 20; turn++) {
			for (const [i, name] of names.entries()) {
				// Some are never set again.
				if (turn > 0 && i % 5 === 0) continue;
				store.set(name, number(turn * 300 + i));
				values.set(name, turn * 300 + i);
			}
			store = openRouteAFlash(memory, keysFor(1, 255)).store;
			for (const name of names) assert.deepEqual(store.get(name), number(values.get(name)!), name);
		}
	});

	it('is what it always was, and alone, for as many clients as it has room for', () => {
		const memory = new RamUnitMemory();
		const { store } = openRouteAFlash(memory, keysFor(1, 24));
		for (const name of OTHER_NAMES) store.set(name, number(1));
		for (let client = 1; client <= 24; client++) store.set(receiveCounterOf(client), number(client));
		assert.equal(memory.has(ROUTE_A_CLIENTS), false);
		const before = new Settings({ flash: memory.flash(ROUTE_A, ROUTE_A_SECTORS), firstSector: 0, sectors: 4 });
		assert.deepEqual(before.get(receiveCounterOf(24)), number(24));
		openRouteAFlash(memory, keysFor(1, 24));
		assert.equal(memory.has(ROUTE_A_CLIENTS), false);
	});

	it('of a version that had room for 29 names goes on: each counter that it holds counts, and the others find room', () => {
		const memory = new RamUnitMemory();
		const flash = memory.flash(ROUTE_A, ROUTE_A_SECTORS) as RamFlash;
		flash.restore(gunzipSync(Buffer.from(FULL_FLASH, 'base64')));
		const before = flash.snapshot();
		const { store } = openRouteAFlash(memory, keysFor(1, 40));
		assert.deepEqual(store.get(receiveCounterOf(24)), number(7));
		for (let client = 27; client <= 40; client++) {
			assert.equal(store.get(receiveCounterOf(client)), undefined);
			store.set(receiveCounterOf(client), number(client));
		}
		assert.deepEqual(flash.snapshot(), before);
		store.set(receiveCounterOf(24), number(8));
		const again = openRouteAFlash(memory, keysFor(1, 40)).store;
		assert.deepEqual(again.get(receiveCounterOf(24)), number(8));
		assert.deepEqual(again.get(receiveCounterOf(40)), number(40));
	});

	it('never forgets a counter because fewer clients have keys, or the first flash has room again', () => {
		const memory = new RamUnitMemory();
		const { store } = openRouteAFlash(memory, keysFor(1, 60));
		for (let client = 1; client <= 60; client++) store.set(receiveCounterOf(client), number(client));
		store.delete(receiveCounterOf(1));
		const later = openRouteAFlash(memory, keysFor(60, 60)).store;
		assert.deepEqual(later.get(receiveCounterOf(60)), number(60));
		later.set(receiveCounterOf(60), number(600));
		later.set(receiveCounterOf(1), number(2));
		const last = openRouteAFlash(memory, keysFor(60, 60)).store;
		assert.deepEqual(last.get(receiveCounterOf(60)), number(600));
		assert.deepEqual(last.get(receiveCounterOf(1)), number(2));
		last.delete(receiveCounterOf(60));
		assert.equal(openRouteAFlash(memory, keysFor(60, 60)).store.get(receiveCounterOf(60)), undefined);
	});

	it('finds room for other clients than those that had keys before', () => {
		const memory = new RamUnitMemory();
		const { store } = openRouteAFlash(memory, keysFor(1, 24));
		for (let client = 1; client <= 24; client++) store.set(receiveCounterOf(client), number(client));
		const other = openRouteAFlash(memory, keysFor(101, 124)).store;
		for (let client = 101; client <= 124; client++) other.set(receiveCounterOf(client), number(client));
		const again = openRouteAFlash(memory, keysFor(1, 24)).store;
		for (const client of [1, 24, 101, 124]) assert.deepEqual(again.get(receiveCounterOf(client)), number(client));
	});

	it('is refused by its own name where something else stands in it', () => {
		for (const owner of [ROUTE_A, ROUTE_A_CLIENTS]) {
			const memory = new RamUnitMemory();
			openRouteAFlash(memory, keysFor(1, 60));
			memory.flash(owner, 0).write(50, Uint8Array.of(0));
			assert.throws(
				() => openRouteAFlash(memory, keysFor(1, 60)),
				(error) => error instanceof DamagedMemory && error.owner === owner,
			);
		}
	});
});

describe('joined sectors', () => {
	it('are erased as one, and are read and written where they stand', () => {
		const flash = new RamFlash(7, 256);
		const joined = new JoinedSectors(flash, 3);
		assert.deepEqual([joined.sectorSize, joined.sectors], [768, 2]);
		const all = new Uint8Array(7 * 256);
		flash.write(0, all);
		joined.erase(1);
		all.fill(0xff, 768, 2 * 768);
		assert.deepEqual(flash.snapshot(), all);
		joined.write(770, Uint8Array.of(5));
		const read = new Uint8Array(2);
		joined.read(769, read);
		assert.deepEqual(read, Uint8Array.of(0xff, 5));
	});

	it('lose no value of the settings on them, wherever power fails', () => {
		// (512 − 32) / (26 + 6) = 15 records a sector, so 7 keys.
		const open = (flash: RamFlash) => new Settings({ flash: new JoinedSectors(flash, 2), firstSector: 0, sectors: 3, recordLength: 26 });
		const flash = new RamFlash(6, 256);
		const victim = new RamFlash(6, 256);
		const random = new SeededRandom(5);
		const settings = open(flash);
		const values = new Map<string, number>();
		let setting = '';
		let next = 0;
		let erasuresCut = 0;
		flash.onOperation = (operation: FlashOperation) => {
			if (operation.type === 'erase') erasuresCut++;
			const before = flash.snapshot();
			for (let variant = 0; variant < 4; variant++) {
				victim.restore(before);
				victim.tear(operation, random);
				const after = open(victim);
				for (let turn = 0; turn < 20; turn++) after.set('g', Uint8Array.of(turn));
				const again = open(victim);
				for (const [key, value] of values) {
					if (key === 'g') continue;
					const found = again.get(key)?.[0];
					assert.ok(found === value || (key === setting && found === next), `${key}: expected ${value}, got ${found}`);
				}
			}
		};
		for (let turn = 0; turn < 150; turn++) {
			setting = 'abcdefg'[turn < 7 ? turn : random.below(10) === 0 ? random.below(7) : 6]!;
			next = turn;
			settings.set(setting, Uint8Array.of(turn));
			values.set(setting, turn);
		}
		assert.ok(erasuresCut > 10, `${erasuresCut}`);
	});
});
