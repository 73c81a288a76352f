import assert from 'node:assert/strict';
import { PostgresStore } from '../../../../boards/host/mdm/postgres/postgres-store.js';
import { blockOf, readingStoreContract, wholeDay } from '../../../src/mdm/reading-store-contract.js';
import { Postgres } from '../office/engines.js';

describe('readings on PostgreSQL', () => {
	let server: Postgres;
	before(function () {
		server = Postgres.start(this);
	});
	after(() => server?.stop());
	readingStoreContract(() => {
		const address = server.freshDatabase();
		return { open: () => PostgresStore.open(address), end: async () => {} };
	});

	it('waits for a server that goes in the middle of writes, and has all of them once when it is back', async () => {
		const store = await PostgresStore.open(server.freshDatabase());
		const day = 20_800;
		const written: Promise<void>[] = [];
		for (let sequence = 1; sequence <= 30; sequence++) {
			const readings = Array.from({ length: 100 }, (_, i) => ({ number: i + 1, boundary: sequence, import: sequence }));
			written.push(store.append(blockOf(1, sequence, readings)));
			if (sequence === 12) {
				await written[2];
				server.halt();
				setTimeout(() => server.resume(), 300);
			}
		}
		written.push(store.put(day + 1, 0, 1, wholeDay([1, 2], { day: day + 1 })));
		await Promise.all(written);
		await store.append(blockOf(1, 30, [{ number: 1, boundary: 31, import: 9 }]));
		const matrix = (await store.day(day, 0))!;
		for (let boundary = 1; boundary <= 30; boundary++) assert.equal(matrix.imports[boundary], boundary);
		assert.equal(matrix.imports[31], 0xffffffff);
		assert.equal((await store.shards(day + 1))[0]!.version, 1);
		await store.close();
	});
});
