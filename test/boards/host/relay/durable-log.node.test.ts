/** A file that is only added to: wherever it is cut it opens, what was promised is there, and damage is told. */
import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DamageError, DurableLog, UnwrittenError } from '../../../../boards/host/relay/durable-log.js';

describe('a durable log', () => {
	let folder = '';
	let path = '';
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'keiki-test-'));
		path = join(folder, 'x.log');
	});
	afterEach(() => rmSync(folder, { recursive: true }));

	async function written(...batches: readonly (readonly unknown[])[]): Promise<Buffer> {
		const { log } = await DurableLog.open(path);
		for (const each of batches) await log.append(each);
		await log.close();
		return readFileSync(path);
	}

	async function read(): Promise<readonly unknown[]> {
		const { log, records } = await DurableLog.open(path);
		await log.close();
		return records;
	}

	it('has what was added, in its order, and is its owner’s alone', async () => {
		await written([1, { a: 'ä' }], [], [[2]]);
		assert.deepEqual(await read(), [1, { a: 'ä' }, [2]]);
		assert.equal(statSync(path).mode & 0o777, 0o600);
	});

	it('writes at once what is added at once, and all of it', async () => {
		const { log } = await DurableLog.open(path);
		await Promise.all(Array.from({ length: 200 }, (_, i) => log.append([i])));
		await log.close();
		assert.deepEqual(
			await read(),
			Array.from({ length: 200 }, (_, i) => i),
		);
		assert.ok(readFileSync(path, 'utf8').split('\n').length < 10);
	});

	it('cut at any byte opens with all lines before, and goes on', async () => {
		const whole = await written([{ n: 1 }], [{ n: 2 }, { n: 3 }]);
		const first = whole.indexOf('\n') + 1;
		for (let length = 0; length < whole.length; length++) {
			writeFileSync(path, whole.subarray(0, length));
			const { log, records, cut } = await DurableLog.open(path);
			const good = length < first ? 0 : first;
			assert.deepEqual([records, cut], [good === 0 ? [] : [{ n: 1 }], length - good], `${length}`);
			await log.append([{ n: 9 }]);
			await log.close();
			assert.deepEqual((await read()).at(-1), { n: 9 });
		}
	});

	it('with a last line that is not as it was written goes on without it', async () => {
		const whole = await written([1], [2]);
		whole[whole.length - 3]! ^= 1;
		writeFileSync(path, whole);
		assert.deepEqual(await read(), [1]);
		// A file system that has made room for the line, and not yet written it.
		appendFileSync(path, Buffer.alloc(30));
		assert.deepEqual(await read(), [1]);
	});

	it('with any bit of a line before it changed is damaged, and stays as it is', async () => {
		const whole = await written([{ n: 1 }], [2]);
		const first = whole.indexOf('\n') + 1;
		for (let i = 0; i < first; i++) {
			for (const bit of [0x01, 0x40]) {
				const bytes = Buffer.from(whole);
				bytes[i]! ^= bit;
				writeFileSync(path, bytes);
				await assert.rejects(DurableLog.open(path), (error) => error instanceof DamageError && error.path === path && error.line === 1, `${i}`);
				assert.deepEqual(readFileSync(path), bytes);
			}
		}
	});

	it('is replaced whole, while others add', async () => {
		const { log } = await DurableLog.open(path);
		await log.append([1, 2, 3]);
		const all = [log.append([4]), log.replace(() => ['anew']), log.append([5]), log.append([6])];
		await Promise.all(all);
		await log.append([7]);
		await log.close();
		const records = await read();
		assert.equal(records[0], 'anew');
		assert.deepEqual(records.slice(-1), [7]);
		assert.equal(records.includes(1), false);
	});

	it('is replaced by as many as there are, in their order', async () => {
		const { log } = await DurableLog.open(path);
		const all = Array.from({ length: 2500 }, (_, i) => ({ n: i }));
		await log.replace(() => all);
		assert.equal(log.length, statSync(path).size);
		await log.append([{ n: 2500 }]);
		await log.close();
		assert.deepEqual(await read(), [...all, { n: 2500 }]);
		assert.equal(readFileSync(path, 'utf8').split('\n').length, 5);
	});

	it('can be replaced by nothing', async () => {
		const { log } = await DurableLog.open(path);
		await log.append([1]);
		await log.replace(() => []);
		assert.equal(log.length, 0);
		await log.append([2]);
		await log.close();
		assert.deepEqual(await read(), [2]);
	});

	it('of a disk that is full tells so', () => {
		for (const code of ['ENOSPC', 'EDQUOT', 'EFBIG']) assert.equal(new UnwrittenError(Object.assign(new Error('x'), { code })).isFull, true);
		assert.equal(new UnwrittenError(Object.assign(new Error('x'), { code: 'EIO' })).isFull, false);
	});
});
