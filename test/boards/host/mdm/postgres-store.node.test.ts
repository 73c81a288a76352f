import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { isOfStore } from '../../../../boards/host/mdm/open-store.js';
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

	it('answers more questions at once than it has connections', async () => {
		const store = await PostgresStore.open(server.freshDatabase());
		const day = 20_800;
		await store.put(day, 0, 1, wholeDay([1, 2], { day }));
		const matrices = await Promise.all(Array.from({ length: 40 }, () => store.day(day, 0)));
		for (const matrix of matrices) assert.deepEqual([...matrix!.numbers], [1, 2]);
		await store.close();
	});

	it('tells whoever reads that the server has gone, between two rows as well, and answers again once it is back', async () => {
		const store = await PostgresStore.open(server.freshDatabase());
		const day = 20_800;
		const numbers = Array.from({ length: 1000 }, (_, i) => i + 1);
		for (let i = 0; i < 5; i++) await store.put(day + i, 0, 1, wholeDay(numbers, { day: day + i }));
		const rows = store.days(numbers, day, day + 4)[Symbol.asyncIterator]();
		await rows.next();
		server.halt();
		// Nobody waits for an answer while it goes.
		await sleep(200);
		const all = async () => {
			while (!(await rows.next()).done);
		};
		await assert.rejects(all(), (error) => isOfStore(error));
		server.resume();
		assert.deepEqual([...(await store.day(day, 0))!.numbers], numbers);
		await store.close();
	});
});
