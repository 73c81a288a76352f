/** `keiki mdm` as a person uses it, from a collector's journal to a query. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PostgresStore } from '../../../../boards/host/mdm/postgres/postgres-store.js';
import { encodeBlock } from '../../../../src/head-end/collection/journal.js';
import { blockOf, wholeDay } from '../../../src/mdm/reading-store-contract.js';
import { keikiHere } from '../here-rig.js';
import { Postgres } from '../office/engines.js';

/** 2026-12-13. */
const DAY = 20_800;
const DATE = '2026-12-13';

describe('keiki mdm', () => {
	let server: Postgres;
	let folder: string;
	let store: string;
	before(function () {
		server = Postgres.start(this);
	});
	after(() => server?.stop());
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'keiki-mdm-'));
		mkdirSync(join(folder, 'journal'));
		store = server.freshDatabase();
	});
	afterEach(() => rmSync(folder, { recursive: true }));

	const mdm = (command: string, ...words: readonly string[]) => keikiHere('mdm', command, '--data', folder, '--store', store, ...words);
	const journal = (first: number, ...blocks: readonly Uint8Array[]) =>
		writeFileSync(join(folder, 'journal', `1-${String(first).padStart(10, '0')}.journal`), Buffer.concat(blocks));
	const block = (sequence: number, number = 7) =>
		encodeBlock(
			blockOf(1, sequence, [
				{ number, boundary: sequence - 1, import: 10 * sequence, export: 0 },
				{ number, boundary: sequence, import: 10 * sequence + 3, export: 1 },
			]),
		);

	it('takes what is in the journals once, and goes on where it was left', async () => {
		journal(1, block(1), block(2));
		journal(3, block(3).subarray(0, 50));
		const first = await mdm('take', '--json');
		assert.equal(first.stdout, `${JSON.stringify({ event: 'taken', blocks: 2, readings: 4, store: store.replace('office@', '') })}\n`);
		assert.equal(first.stderr, '');
		journal(3, block(3));
		assert.match((await mdm('take', '--json')).stdout, /"blocks":1,"readings":2/);
		assert.match((await mdm('take')).stdout, /^0 blocks, 0 readings taken into postgres:/);
		const { stdout } = await mdm('query', '--meter', '7', '--from', DATE);
		assert.deepEqual(stdout.split('\n').slice(0, 4), [
			'meter,begin,end,import,export,status,quality,version',
			'7,2026-12-13T00:00:00+09:00,2026-12-13T00:30:00+09:00,3,1,0,14,0',
			'7,2026-12-13T00:30:00+09:00,2026-12-13T01:00:00+09:00,10,0,0,14,0',
			'7,2026-12-13T01:00:00+09:00,2026-12-13T01:30:00+09:00,10,0,0,14,0',
		]);
	});

	it('counts once what it takes anew, where nobody knows any more how far it got', async () => {
		journal(1, block(1), block(2));
		await mdm('take');
		rmSync(join(folder, 'taken'), { recursive: true });
		assert.match((await mdm('take')).stdout, /^2 blocks/);
		const { stdout } = await mdm('status', '--from', DATE, '--json');
		assert.deepEqual(JSON.parse(stdout), {
			...{ day: DATE, shard: 0, version: 0, rows: 1, closed: false, missing: 46, estimated: 0 },
			coverage: 2 / 48,
		});
	});

	it('tells of blocks that are missing, of an end that is none, and of a damaged file by its name', async () => {
		journal(1, block(1));
		await mdm('take');
		journal(3, block(3), block(4).subarray(0, 60));
		journal(5, block(5));
		const { stderr, status } = await mdm('take');
		assert.equal(status, 0);
		assert.match(stderr, /1-0000000003\.journal: expected block 2, got 3/);
		assert.match(stderr, /1-0000000003\.journal: 60 bytes at its end are no whole block/);
		assert.match(stderr, /1-0000000005\.journal: expected block 4, got 5/);
		const damaged = block(6);
		damaged[50]! ^= 1;
		journal(6, damaged, block(7));
		const wrong = await mdm('take');
		assert.equal(wrong.status, 3);
		assert.match(wrong.stderr, /1-0000000006\.journal: journal: offset 0: expected a whole block/);
	});

	it('does not take over a note of how far it got that it cannot read', async () => {
		journal(1, block(1));
		await mdm('take');
		const note = readdirSync(join(folder, 'taken')).find((each) => each.endsWith('.json'))!;
		writeFileSync(join(folder, 'taken', note), '{"1":');
		const { status, stderr } = await mdm('take');
		assert.equal(status, 3);
		assert.match(stderr, /expected the last sequence of each worker as JSON/);
	});

	it('tells closed days by version, half-hour or in 48 columns, and what was known before', async () => {
		const opened = await PostgresStore.open(store);
		await opened.put(DAY, 0, 1, wholeDay([1, 2]));
		await opened.put(DAY, 0, 2, wholeDay([2], { version: 2, more: 1 }));
		await opened.close();
		const columns = await mdm('query', '--meter', '2', '--meter', '1', '--from', DATE, '--columns');
		const lines = columns.stdout.trimEnd().split('\n');
		assert.match(lines[0]!, /^meter,day,direction,version,k1,k2,.*,k48$/);
		assert.match(lines[1]!, /^1,2026-12-13,import,1,1,2,3,/);
		assert.match(lines[3]!, /^2,2026-12-13,import,2,3,4,5,/);
		const before = await mdm('query', '--meter', '2', '--from', DATE, '--as-of', '1', '--json');
		assert.deepEqual(JSON.parse(before.stdout).import.slice(0, 3), [2, 3, 4]);
		const history = await mdm('query', '--meter', '2', '--from', DATE, '--history', '--json');
		assert.deepEqual(
			history.stdout
				.trimEnd()
				.split('\n')
				.map((line) => JSON.parse(line).version),
			[1, 2],
		);
		const slot = await mdm('query', '--slot', `${DATE}T00:30`);
		assert.equal(
			slot.stdout,
			'meter,begin,end,import,export,quality\n1,2026-12-13T00:00:00+09:00,2026-12-13T00:30:00+09:00,1,0,17\n2,2026-12-13T00:00:00+09:00,2026-12-13T00:30:00+09:00,3,0,17\n',
		);
		assert.match(slot.stderr, /received 2 of 2, estimated 0/);
		assert.match((await mdm('status', '--from', DATE)).stdout, /2026-12-13\s+0\s+2\s+v2\s+100\.00 %/);
	});

	it('tells gaps of days that are over by meter, from begin to end', async () => {
		const past = Math.floor(Date.now() / 86_400_000) - 2;
		const opened = await PostgresStore.open(store);
		const given = wholeDay([1, 2], { day: past });
		given.imports.fill(0xffffffff, 5, 7);
		given.exports.fill(0xffffffff, 5, 7);
		given.quality.fill(255, 4, 7);
		await opened.put(past, 0, 1, given);
		await opened.close();
		const date = new Date(past * 86_400_000).toISOString().slice(0, 10);
		const { stdout } = await mdm('gaps', '--from', date);
		assert.equal(stdout, `meter,from,to,half_hours\n1,${date}T02:00:00+09:00,${date}T03:30:00+09:00,3\n`);
	});

	for (const [words, told] of [
		[['query', '--meter', '0'], /--meter: expected a whole number from 1 to 4294967295/],
		[['query'], /--meter: expected 1 to 1000 meters, or --slot, got 0/],
		[['query', '--slot', '2026-12-01T00:31'], /--slot: expected the end of a half-hour/],
		[['status', '--from', '2026-13-01'], /--from: expected a day as 2026-12-01/],
		[['gaps', '--from', '2026-12-02', '--to', '2026-12-01'], /--to: expected a day from --from on/],
	] as const) {
		it(`refuses ${words.join(' ')}`, async () => {
			const { status, stderr } = await mdm(words[0], ...words.slice(1));
			assert.equal(status, 2);
			assert.match(stderr, told);
		});
	}

	it('refuses a store that is none, and ends with 3 where nobody is there, without the password', async () => {
		for (const wrong of ['oracle://x', 'clickhouse:http://u:geheim@h/x', 'clickhouse:http://h:1/X-Y', 'clickhouse:http://h:0/x']) {
			const { status, stderr } = await keikiHere('mdm', 'status', '--store', wrong);
			assert.equal(status, 2);
			assert.match(stderr, /--store: /);
			assert.doesNotMatch(stderr, /geheim/);
		}
		for (const away of ['clickhouse:http://u:geheim@127.0.0.1:9/x', 'postgres://u:geheim@127.0.0.1:9/x']) {
			const { status, stderr } = await keikiHere('mdm', 'status', '--store', away);
			assert.equal(status, 3, stderr);
			assert.match(stderr, /ECONNREFUSED/);
			assert.doesNotMatch(stderr, /geheim/);
		}
	});
});
