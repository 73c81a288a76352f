/** Readings into three replicas of ClickHouse, each write acknowledged by two, one of which is killed meanwhile. */
import { loadavg } from 'node:os';
import { ClickHouseStore } from '../boards/host/mdm/clickhouse/clickhouse-store.js';
import { RECORD_SIZE } from '../src/head-end/collection/journal.js';
import { ClickHouseCluster, findClickHouse, readingsIn } from '../test/boards/host/mdm/clickhouse-rig.js';

const REPLICAS = 3;
const RECORDS = 100_000;
const BLOCKS = 80;
/** Before it, and after it, the replica that is written to is killed and started again. */
const [KILLED_AT, STARTED_AT] = [30, 60];
/** Blocks that come again in the end. */
const AGAIN = 10;
const FIRST_SLOT = 1_000_000;

export interface ClickHouseFigures {
	/** Readings a second of the wall clock, the kill included. */
	readonly rate: number;
	/** Readings a second of this process's processor. */
	readonly own: number;
	/** ms of the longest write, and of the longest of those before the kill. */
	readonly stall: number;
	readonly usual: number;
	readonly lost: number;
	readonly twice: number;
	/** MB of each server, and of ZooKeeper. */
	readonly memory: readonly number[];
	readonly load: number;
}

/** Undefined: there is no ClickHouse here. */
export async function benchClickHouse(): Promise<ClickHouseFigures | undefined> {
	const found = findClickHouse();
	if (found === undefined) return undefined;
	const cluster = await ClickHouseCluster.of(found, REPLICAS);
	try {
		const address = cluster.freshStore();
		const store = await ClickHouseStore.open(address);
		await store.append(block(1));
		const times: number[] = [];
		let restarted: Promise<void> | undefined;
		const [began, processor] = [performance.now(), process.cpuUsage()];
		for (let sequence = 2; sequence <= BLOCKS; sequence++) {
			const each = block(sequence);
			const from = performance.now();
			const written = store.append(each);
			if (sequence === KILLED_AT) setTimeout(() => void cluster.servers[0]!.kill(), 20);
			await written;
			times.push(performance.now() - from);
			if (sequence === STARTED_AT) restarted = cluster.servers[0]!.start();
		}
		const took = performance.now() - began;
		const { user, system } = process.cpuUsage(processor);
		await restarted;
		const memory = cluster.memory();
		for (let sequence = BLOCKS - AGAIN + 1; sequence <= BLOCKS; sequence++) await store.append(block(sequence));
		await store.close();
		const { distinct, twice } = await readingsIn(address);
		const readings = (BLOCKS - 1) * RECORDS;
		return {
			rate: (1000 * readings) / took,
			own: (1e6 * readings) / (user + system),
			stall: Math.max(...times),
			usual: Math.max(...times.slice(0, KILLED_AT - 3)),
			lost: BLOCKS * RECORDS - distinct,
			twice,
			memory,
			load: loadavg()[0]!,
		};
	} finally {
		await cluster.stop();
	}
}

function block(sequence: number) {
	const records = new Uint8Array(RECORDS * RECORD_SIZE);
	const view = new DataView(records.buffer);
	for (let i = 0, at = 0; i < RECORDS; i++, at += RECORD_SIZE) {
		view.setUint32(at, i + 1, true);
		view.setUint32(at + 4, FIRST_SLOT + sequence, true);
		view.setUint32(at + 8, 7 * i + sequence * (1 + (i % 13)), true);
		view.setUint32(at + 12, i, true);
		view.setUint32(at + 16, 1000 + sequence, true);
		view.setUint8(at + 21, 1);
		view.setUint16(at + 22, i % 300, true);
	}
	return { worker: 1, sequence, receivedAt: 1_800_000 * (FIRST_SLOT + sequence), records };
}
