import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { JournalFile, journalFolder, recoverJournal } from '../../../../../boards/host/hes/collect/journal-files.js';
import { encodeBlock, recordsOf, SOURCE } from '../../../../../src/head-end/collection/journal.js';

describe('the files of a journal', () => {
	let data = '';
	let folder = '';
	beforeEach(() => {
		data = mkdtempSync(join(tmpdir(), 'keiki-test-'));
		folder = journalFolder(data);
	});
	afterEach(() => rmSync(data, { recursive: true }));

	function block(worker: number, sequence: number): Uint8Array {
		const reading = { number: sequence, slot: 1, import: 2, export: 3, counter: 4, status: 0, source: SOURCE.profile, lag: 5 };
		return encodeBlock({ worker, sequence, receivedAt: 1, records: recordsOf([reading]) });
	}

	async function write(worker: number, from: number, to: number): Promise<void> {
		const file = new JournalFile(folder, worker);
		for (let sequence = from; sequence <= to; sequence++)
			await new Promise<void>((resolve, reject) => file.append(block(worker, sequence), sequence, (error) => (error ? reject(error) : resolve())));
		file.close();
	}

	function recovered(own: number): { readonly seen: string[]; readonly next: Record<number, number>; readonly torn: number[] } {
		const seen: string[] = [];
		const { next, torn } = recoverJournal(folder, own, ({ worker, sequence }) => seen.push(`${worker}-${sequence}`));
		return { seen, next: Object.fromEntries(next), torn: torn.map(({ bytes }) => bytes) };
	}

	it('are read in the order of workers and blocks, over all starts', async () => {
		await write(0, 1, 2);
		await write(10, 1, 1);
		await write(2, 5, 6);
		await write(0, 3, 3);
		assert.deepEqual(readdirSync(folder).sort(), ['0-0000000001.journal', '0-0000000003.journal', '10-0000000001.journal', '2-0000000005.journal']);
		assert.deepEqual(recovered(0), { seen: ['0-1', '0-2', '0-3', '2-5', '2-6', '10-1'], next: { 0: 4, 2: 7, 10: 2 }, torn: [] });
	});

	it('lose a torn block at the end of their own worker, and leave the one that another may be writing', async () => {
		await write(0, 1, 3);
		await write(1, 1, 3);
		for (const worker of [0, 1]) truncateSync(join(folder, `${worker}-0000000001.journal`), 150);
		assert.deepEqual(recovered(0), { seen: ['0-1', '0-2', '1-1', '1-2'], next: { 0: 3, 1: 3 }, torn: [22] });
		assert.deepEqual(
			[0, 1].map((worker) => statSync(join(folder, `${worker}-0000000001.journal`)).size),
			[128, 150],
		);
		await write(0, 3, 3);
		assert.deepEqual(recovered(0).seen, ['0-1', '0-2', '0-3', '1-1', '1-2']);
	});

	it('begin again where the only block of one was torn', async () => {
		await write(0, 1, 1);
		truncateSync(join(folder, '0-0000000001.journal'), 63);
		assert.deepEqual(recovered(0), { seen: [], next: { 0: 1 }, torn: [63] });
		await write(0, 1, 1);
		assert.deepEqual(recovered(0).seen, ['0-1']);
	});

	it('are refused where a segment is missing or a block is damaged, and the place is told', async () => {
		await write(0, 1, 2);
		await write(0, 3, 3);
		await write(0, 4, 4);
		unlinkSync(join(folder, '0-0000000003.journal'));
		assert.throws(() => recovered(0), /0-0000000004\.journal: expected block 3 to come first/);
		await write(0, 3, 3);
		const path = join(folder, '0-0000000001.journal');
		const bytes = readFileSync(path);
		bytes[50]! ^= 1;
		writeFileSync(path, bytes);
		assert.throws(() => recovered(0), /0-0000000001\.journal: the block at offset 0 is damaged/);
		bytes[50]! ^= 1;
		bytes[120]! ^= 1;
		writeFileSync(path, bytes);
		assert.throws(() => recovered(0), /0-0000000001\.journal: the block at offset 64 is damaged/);
		writeFileSync(path, Buffer.concat([block(0, 1), block(1, 2)]));
		assert.throws(() => recovered(0), /expected block 2 of worker 0, found block 2 of worker 1/);
	});
});
