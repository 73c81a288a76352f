/** Readings in a folder: journals and files of Parquet. */
import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FilesStore } from '../../../../../boards/host/mdm/files/files-store.js';
import { createOnce } from '../../../../../boards/host/shared/durable-file.js';
import { encodeBlock } from '../../../../../src/head-end/collection/journal.js';
import { dateText } from '../../../../../src/mdm/calendar.js';
import { BOUNDARIES } from '../../../../../src/mdm/day-matrix.js';
import { blockOf, readingStoreContract, wholeDay } from '../../../../src/mdm/reading-store-contract.js';

const DAY = 20_800;

describe('readings in files', () => {
	describe('keep to what holds of all stores', () => {
		readingStoreContract(() => {
			const folder = mkdtempSync(join(tmpdir(), 'keiki-files-'));
			return { open: () => FilesStore.open(folder), end: async () => rmSync(folder, { recursive: true }) };
		});
	});

	let folder: string;
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'keiki-files-'));
	});
	afterEach(() => rmSync(folder, { recursive: true }));
	const dayFile = (name: string) => join(folder, 'days', dateText(DAY), name);

	it('are seen as soon as the journal has them whole', async () => {
		const store = await FilesStore.open(folder);
		await store.append(blockOf(1, 1, [{ number: 1, boundary: 1, import: 10 }]));
		const journal = join(folder, 'journal', '1-0000000001.journal');
		const second = encodeBlock(
			blockOf(1, 2, [
				{ number: 1, boundary: 2, import: 12 },
				{ number: 5, boundary: 2, import: 7 },
			]),
		);
		assert.equal((await store.day(DAY, 0))!.imports[1], 10);
		appendFileSync(journal, second.subarray(0, 50));
		assert.deepEqual([...(await store.day(DAY, 0))!.numbers], [1]);
		appendFileSync(journal, second.subarray(50));
		const matrix = (await store.day(DAY, 0))!;
		assert.deepEqual([[...matrix.numbers], [...matrix.imports.subarray(1, 3)], matrix.imports[BOUNDARIES + 2]], [[1, 5], [10, 12], 7]);
		assert.equal(matrix.quality[1], 14);
	});

	it('tell of a closed day what came since, too, as version 0', async () => {
		const store = await FilesStore.open(folder);
		await store.put(DAY, 0, 1, wholeDay([1]));
		await store.append(blockOf(1, 1, [{ number: 1, boundary: 1, import: 5 }]));
		assert.equal((await store.day(DAY, 0, 0))!.imports[1], 5);
		assert.equal((await store.day(DAY, 0))!.imports[1], 1001);
	});

	it('keeps the first of two that differ by when they were received, whichever collector wrote it', async () => {
		const store = await FilesStore.open(folder);
		const told = (worker: number, received: number, count: number) =>
			store.append(blockOf(worker, 1, [{ number: 1, boundary: 1, import: count }], received));
		await told(1, 2000, 77);
		await told(2, 1000, 50);
		assert.equal((await (await FilesStore.open(folder)).day(DAY, 0))!.imports[1], 50);
	});

	it('tells of what journals lack, each once', async () => {
		const news: string[] = [];
		const journal = (first: number, ...blocks: readonly Uint8Array[]) => {
			mkdirSync(join(folder, 'journal'), { recursive: true });
			writeFileSync(join(folder, 'journal', `1-${String(first).padStart(10, '0')}.journal`), Buffer.concat(blocks));
		};
		const block = (sequence: number) => encodeBlock(blockOf(1, sequence, [{ number: 1, boundary: sequence, import: sequence }]));
		journal(1, block(1), block(2).subarray(0, 50));
		journal(4, block(4), block(5).subarray(0, 50));
		const store = await FilesStore.open(folder, {
			missing: (file, expected, got) => news.push(`${file}: ${expected} ${got}`),
			torn: (file, bytes) => news.push(`${file.split('/').at(-1)}: ${bytes} bytes`),
		});
		for (let i = 0; i < 2; i++) assert.equal((await store.day(DAY, 0))!.imports[4], 4);
		assert.deepEqual(news, ['1-0000000001.journal: 50 bytes', '1-0000000004.journal: 2 4']);
	});

	it('are never altered once they are closed, though two close them at once', async () => {
		const stores = [await FilesStore.open(folder), await FilesStore.open(folder)];
		await Promise.all(stores.map((store, i) => store.put(DAY, 0, 1, wholeDay([1], { more: i }))));
		const file = dayFile('0.parquet');
		const whole = readFileSync(file);
		assert.equal(createOnce(file, 'other'), false);
		assert.deepEqual(readFileSync(file), whole);
		assert.deepEqual(readdirSync(join(folder, 'days', dateText(DAY))), ['0.parquet']);
	});

	it('that are damaged are told by their place, and never read as fewer', async () => {
		const store = await FilesStore.open(folder);
		for (const sequence of [1, 2]) await store.append(blockOf(1, sequence, [{ number: 1, boundary: sequence, import: 10 }]));
		await store.put(DAY, 0, 1, wholeDay([1, 2]));
		const file = dayFile('0.parquet');
		const whole = readFileSync(file);
		for (const length of [0, 3, 100, whole.length - 9, whole.length - 1]) {
			writeFileSync(file, whole);
			truncateSync(file, length);
			const again = await FilesStore.open(folder);
			await assert.rejects(again.day(DAY, 0), (error: Error) => error.message.includes(file), `${length}`);
			await assert.rejects(again.shards(DAY), (error: Error) => error.message.includes(file), `${length}`);
		}
		writeFileSync(dayFile('0.v2.parquet'), whole);
		writeFileSync(file, whole);
		const other = await FilesStore.open(folder);
		await assert.rejects(other.day(DAY, 0), /expected day 20800, shard 0, version 2/);
		const journal = join(folder, 'journal', '1-0000000001.journal');
		const bytes = Buffer.concat([readFileSync(journal), readFileSync(join(folder, 'journal', '1-0000000002.journal'))]);
		bytes[60]! ^= 1;
		writeFileSync(journal, bytes);
		await assert.rejects((await FilesStore.open(folder)).day(DAY, 0, 0), /1-0000000001\.journal: .*offset 0: expected a whole block/);
	});

	it('are read by row groups where a shard has many', async () => {
		const numbers = Array.from({ length: 9000 }, (_, i) => i + 1);
		const store = await FilesStore.open(folder);
		await store.put(DAY, 0, 1, wholeDay(numbers));
		await store.put(DAY, 0, 2, wholeDay([4000, 8001], { version: 2, more: 1 }));
		const found = [];
		for await (const { number, version, imports } of store.days([1, 4000, 4001, 8001, 9000, 9001], DAY, DAY))
			found.push([number, version, imports[1]! - imports[0]!]);
		assert.deepEqual(found, [
			[1, 1, 1],
			[4000, 2, 4001],
			[4001, 1, 4001],
			[8001, 2, 8002],
			[9000, 1, 9000],
		]);
	});
});
