/** `keiki mdm validate` and `export` as a person uses them, from a collector's journal to a file. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeBlock } from '../../../../src/head-end/collection/journal.js';
import { dayOf } from '../../../../src/mdm/calendar.js';
import { registerText } from '../../../src/mdm/hand-made.js';
import { blockOf, type GivenReading } from '../../../src/mdm/reading-store-contract.js';
import { keikiHere } from '../here-rig.js';
import { Postgres } from '../office/engines.js';

const DATE = '2024-11-19';
const DAY = dayOf(2024, 11, 19);
const LATE = 7;

describe('keiki mdm validate and export', () => {
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
		writeFileSync(join(folder, 'register.csv'), registerText('7,T,S7,P7,100,6,60,0,north,,,'));
	});
	afterEach(() => rmSync(folder, { recursive: true }));

	const mdm = (command: string, ...words: readonly string[]) => keikiHere('mdm', command, ...words, '--data', folder, '--store', store);
	const journal = (sequence: number, readings: readonly GivenReading[]) =>
		writeFileSync(join(folder, 'journal', `1-${String(sequence).padStart(10, '0')}.journal`), encodeBlock(blockOf(1, sequence, readings)));
	const reading = (boundary: number) => ({ number: 7, day: DAY, boundary, import: boundary * (boundary + 1) });

	it('close a day, give it out, and correct it when the true value comes', async () => {
		journal(
			1,
			Array.from({ length: 49 }, (_, boundary) => reading(boundary)).filter(({ boundary }) => boundary !== LATE),
		);
		assert.equal((await mdm('take')).status, 0);
		const export1 = await mdm('export', 'daily', '--from', DATE);
		assert.match(export1.stderr, /1 days of shards are not closed, and are not in it: keiki mdm validate/);
		const validated = await mdm('validate', '--day', DATE);
		assert.deepEqual(
			[validated.status, validated.stderr, validated.stdout],
			[0, '', `${DATE} shard 0: v1, 1 of 1 meters new; of 48 half-hours 0 missing, 2 estimated; 0 days held (missing 1, high limit 1)\n`],
		);
		const daily = await mdm('export', 'daily', '--from', DATE);
		assert.equal(
			daily.stdout,
			'supply_point,begin,end,import_kwh,export_kwh,half_hours,missing,estimated,held,version\n' +
				`P7,${DATE}T00:00:00+09:00,2024-11-20T00:00:00+09:00,235.2,0.0,48,0,2,0,1\n`,
		);
		journal(2, [reading(LATE)]);
		await mdm('take');
		assert.match((await mdm('validate', '--day', DATE)).stdout, /v2, 1 of 1 meters new; of 48 half-hours 0 missing, 0 estimated/);
		const changes = await mdm('export', 'changes', '--from', DATE, '--format', 'jsonl');
		assert.deepEqual(
			changes.stdout
				.trimEnd()
				.split('\n')
				.map((line) => JSON.parse(line))
				.map((each) => [each.begin, each.import_kwh_before, each.import_kwh, each.quality_before, each.quality]),
			[
				[`${DATE}T03:00:00+09:00`, 1.5, 1.4, 'interpolated', 'validated'],
				[`${DATE}T03:30:00+09:00`, 1.5, 1.6, 'interpolated', 'validated'],
			],
		);
	});

	it('end with 2 for wrong words, and 3 where the store is away', async () => {
		assert.deepEqual((await mdm('export', 'nonsense', '--from', DATE)).status, 2);
		const shared = await mdm('export', 'readings', '--from', DATE, '--for', 'A社');
		assert.deepEqual([shared.status, shared.stdout], [2, '']);
		assert.match(shared.stderr, /--for: nothing leaves for somebody else without the office's consents/);
		const away = await keikiHere('mdm', 'validate', '--day', DATE, '--data', folder, '--store', 'postgres://x@127.0.0.1:1/x');
		assert.equal(away.status, 3);
	});
});
