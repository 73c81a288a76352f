/** Readings in the folder of files, into which DuckDB looks. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDbStore } from '../../../../boards/host/mdm/duckdb/duckdb-store.js';
import { DamagedDay } from '../../../../boards/host/mdm/files/day-file.js';
import { FilesStore } from '../../../../boards/host/mdm/files/files-store.js';
import { SeededRandom } from '../../../../hal/virtual/random.js';
import { dateText } from '../../../../src/mdm/calendar.js';
import { BOUNDARIES, DayMatrix, firstSlotOf, HALF_HOURS, MISSING } from '../../../../src/mdm/day-matrix.js';
import type { MeterDay, ReadingStore, SlotColumn } from '../../../../src/mdm/reading-store.js';
import { blockOf, readingStoreContract, wholeDay } from '../../../src/mdm/reading-store-contract.js';
import { keikiHere } from '../here-rig.js';

const DAY = 20_800;

describe('readings in files that DuckDB looks into', () => {
	describe('keep to what holds of all stores', () => {
		readingStoreContract(() => {
			const folder = mkdtempSync(join(tmpdir(), "keiki-duck'db-"));
			return { open: () => DuckDbStore.open(folder), end: async () => rmSync(folder, { recursive: true }) };
		});
	});

	let folder: string;
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'keiki-duckdb-'));
	});
	afterEach(() => rmSync(folder, { recursive: true }));

	const all = async <Each>(items: AsyncIterable<Each>): Promise<Each[]> => {
		const found: Each[] = [];
		for await (const each of items) found.push(each);
		return found;
	};

	it('are told as from files alone, whatever is missing, begins again or was corrected', async () => {
		const random = new SeededRandom(7, 'duckdb');
		const files = await FilesStore.open(folder);
		const numbers = Array.from({ length: 40 }, (_, i) => 1 + 3 * i + (i > 20 ? 100_000 : 0));
		const drawn = (day: number, shard: number, own: readonly number[], version: number): DayMatrix => {
			const matrix = new DayMatrix(day, shard, Uint32Array.from(own));
			for (let i = 0; i < own.length * BOUNDARIES; i++) {
				matrix.imports[i] = random.below(12) === 0 ? MISSING : random.below(9) === 0 ? random.below(0xfffffffe) : 1000 + 7 * (i % BOUNDARIES);
				matrix.exports[i] = random.below(3) === 0 ? MISSING : random.below(1000);
			}
			for (let i = 0; i < own.length * HALF_HOURS; i++) {
				matrix.quality[i] = random.below(10) === 0 ? 255 : 17;
				matrix.status[i] = random.below(20) === 0 ? 3 : 0;
			}
			for (let i = 0; i < own.length; i++) [matrix.flags[i], matrix.versions[i]] = [random.below(4096), version];
			return matrix;
		};
		for (let day = DAY; day < DAY + 4; day++)
			for (const shard of [0, 1]) {
				const own = numbers.filter((number) => Math.floor((number - 1) / 100_000) === shard);
				await files.put(day, shard, 1, drawn(day, shard, own, 1));
				if (day % 2 === 0) await files.put(day, shard, 2, drawn(day, shard, own.slice(3, 9), 2));
			}
		await files.append(blockOf(1, 1, [{ number: 5, boundary: 3, import: 7, day: DAY + 4 }]));
		const duckdb = await DuckDbStore.open(folder);
		const told = async (store: ReadingStore): Promise<readonly (MeterDay | SlotColumn)[]> => [
			...(await all(store.days([numbers[30]!, numbers[4]!, numbers[0]!, 77], DAY, DAY + 5))),
			...(await all(store.days(numbers, DAY + 1, DAY + 2, { history: true }))),
			...(await all(store.days([77, 100_077], DAY, DAY + 5))),
			...(await all(store.days(numbers, DAY, DAY + 3, { asOf: 1 }))),
			...(await all(store.slot(firstSlotOf(DAY) + 7))),
			...(await all(store.slot(firstSlotOf(DAY + 1) + 48))),
			...(await all(store.slot(firstSlotOf(DAY + 4) + 3))),
		];
		assert.deepEqual(await told(duckdb), await told(files));
		await duckdb.close();
	});

	it('tell of a file that is damaged, by its path', async () => {
		const duckdb = await DuckDbStore.open(folder);
		await duckdb.put(DAY, 0, 1, wholeDay([1, 2]));
		const path = join(folder, 'days', dateText(DAY), '0.parquet');
		writeFileSync(path, 'something else');
		await assert.rejects(all(duckdb.days([1], DAY, DAY)), (error) => error instanceof DamagedDay && error.message.startsWith(path));
		await duckdb.close();
	});

	it('are chosen by --store duckdb', async () => {
		const files = await FilesStore.open(folder);
		await files.put(DAY, 0, 1, wholeDay([1, 2]));
		const words = ['mdm', 'query', '--data', folder, '--meter', '2', '--from', dateText(DAY)];
		const [own, other] = [await keikiHere(...words, '--store', 'duckdb'), await keikiHere(...words)];
		assert.deepEqual([own.status, own.stdout], [0, other.stdout]);
		const take = await keikiHere('mdm', 'take', '--data', folder, '--store', 'duckdb');
		assert.equal(take.status, 2);
	});
});
