/** Servers that go while readings are written: nothing is lost, nothing counts twice. */
import assert from 'node:assert/strict';
import { parseClickHouse } from '../../../../boards/host/mdm/clickhouse/address.js';
import { ClickHouseStore } from '../../../../boards/host/mdm/clickhouse/clickhouse-store.js';
import { Servers } from '../../../../boards/host/mdm/clickhouse/servers.js';
import { blockOf, wholeDay } from '../../../src/mdm/reading-store-contract.js';
import { ClickHouseCluster, readingsIn } from './clickhouse-rig.js';

const DAY = 20_800;
const BLOCKS = 40;
const METERS = 200;

describe('readings on three servers of ClickHouse', () => {
	let cluster: ClickHouseCluster;
	let store: ClickHouseStore;
	let address: string;
	before(async function () {
		cluster = await ClickHouseCluster.start(this, 3);
	});
	after(() => cluster?.stop());
	beforeEach(async () => {
		address = cluster.freshStore();
		store = await ClickHouseStore.open(address);
	});
	afterEach(() => store.close());

	const block = (sequence: number) => {
		const readings = Array.from({ length: METERS }, (_, i) => ({ number: i + 1, boundary: sequence, import: 1000 * sequence + i }));
		return blockOf(1, sequence, readings);
	};

	async function agrees(blocks: number): Promise<void> {
		const day = (await store.day(DAY, 0))!;
		assert.equal(day.numbers.length, METERS);
		for (const [row, number] of day.numbers.entries()) {
			for (let sequence = 1; sequence <= blocks; sequence++) assert.equal(day.imports[row * 49 + sequence], 1000 * sequence + number - 1);
		}
		assert.equal(day.conflictCount, 0);
		assert.deepEqual(await readingsIn(address), { distinct: blocks * METERS, twice: 0 });
	}

	for (const victim of [0, 1, 2]) {
		it(`loses nothing and counts nothing twice where server ${victim + 1} is killed in the middle of a write, and comes back`, async () => {
			const server = cluster.servers[victim]!;
			for (let sequence = 1; sequence <= BLOCKS; sequence++) {
				const written = store.append(block(sequence));
				if (sequence === 10) await server.kill();
				await written;
				if (sequence === 25) await server.start();
			}
			// A collector that does not know how far it got.
			for (let sequence = BLOCKS - 15; sequence <= BLOCKS; sequence++) await store.append(block(sequence));
			await agrees(BLOCKS);
		});
	}

	it('goes on behind a server that takes what is sent and says nothing', async () => {
		for (let sequence = 1; sequence <= 6; sequence++) {
			if (sequence === 3) cluster.servers[0]!.freeze();
			await store.append(block(sequence));
		}
		cluster.servers[0]!.thaw();
		await agrees(6);
	});

	it('waits while ZooKeeper is away, and goes on once it is back', async () => {
		await store.append(block(1));
		await cluster.zookeeper.kill();
		const written = store.append(block(2));
		await cluster.zookeeper.start();
		await written;
		await agrees(2);
	});

	it('closes a day whole where a server is killed meanwhile', async () => {
		const numbers = Array.from({ length: 500 }, (_, i) => i + 1);
		const put = store.put(DAY, 0, 1, wholeDay(numbers));
		await cluster.servers[0]!.kill();
		await put;
		await cluster.servers[0]!.start();
		assert.deepEqual(await store.shards(DAY), [{ shard: 0, rows: 500, version: 1, closed: true, missing: 0, estimated: 0 }]);
		assert.equal((await store.day(DAY, 0))!.numbers.length, 500);
	});

	it('takes blocks of two programs at once, of each worker in its order', async () => {
		const other = await ClickHouseStore.open(address);
		const readings = (sequence: number) => [{ number: METERS + 1, boundary: sequence, import: sequence }];
		for (let sequence = 1; sequence <= 20; sequence++) {
			await Promise.all([store.append(block(sequence)), other.append(blockOf(2, sequence, readings(sequence)))]);
		}
		await other.close();
		assert.deepEqual(await readingsIn(address), { distinct: 20 * (METERS + 1), twice: 0 });
	});

	it('tells what there is once a day of raw readings was dropped, the last one among them', async () => {
		await store.append(block(1));
		const servers = new Servers(parseClickHouse(address));
		const { database } = parseClickHouse(address);
		await store.put(DAY, 0, 1, wholeDay([1, 2]));
		const [arrived] = String(await servers.ask({ sql: `SELECT DISTINCT arrived FROM ${database}.reading` })).split('\n');
		await servers.ask({ sql: `ALTER TABLE ${database}.reading DROP PARTITION '${arrived}'` });
		servers.close();
		assert.equal(await store.day(DAY, 0, 0), undefined);
		assert.equal((await store.day(DAY, 0))!.numbers.length, 2);
	});

	it('opens with two of three, and tells which is left out', async () => {
		const fresh = cluster.freshStore();
		await cluster.servers[1]!.kill();
		const told: string[] = [];
		const other = await ClickHouseStore.open(fresh, { warn: (place) => told.push(place) });
		await other.append(block(1));
		await other.close();
		await cluster.servers[1]!.start();
		assert.deepEqual(told, [`127.0.0.1:${cluster.servers[1]!.port}`]);
	});
});
