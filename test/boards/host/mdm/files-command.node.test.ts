/** `keiki mdm` on nothing but a folder, as it is without `--store`. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeBlock } from '../../../../src/head-end/collection/journal.js';
import { dayOf } from '../../../../src/mdm/calendar.js';
import { registerText } from '../../../src/mdm/hand-made.js';
import { blockOf, type GivenReading } from '../../../src/mdm/reading-store-contract.js';
import { keikiHere } from '../here-rig.js';

const DATE = '2024-11-19';
const DAY = dayOf(2024, 11, 19);
const LATE = 7;

describe('keiki mdm in a folder', () => {
	let folder: string;
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'keiki-mdm-'));
		mkdirSync(join(folder, 'journal'));
		writeFileSync(join(folder, 'register.csv'), registerText('7,T,S7,P7,100,6,60,0,north,,,'));
	});
	afterEach(() => rmSync(folder, { recursive: true }));

	const mdm = (command: string, ...words: readonly string[]) => keikiHere('mdm', command, ...words, '--data', folder);
	const journal = (sequence: number, readings: readonly GivenReading[]) =>
		writeFileSync(join(folder, 'journal', `1-${String(sequence).padStart(10, '0')}.journal`), encodeBlock(blockOf(1, sequence, readings)));
	const reading = (boundary: number) => ({ number: 7, day: DAY, boundary, import: boundary * (boundary + 1) });
	const dayWithout = (late: number) => Array.from({ length: 49 }, (_, boundary) => reading(boundary)).filter(({ boundary }) => boundary !== late);

	it('closes a day, gives it out, and corrects it when the true value comes', async () => {
		journal(1, dayWithout(LATE));
		assert.match((await mdm('status', '--from', DATE, '--json')).stdout, /"version":0,"rows":1,"closed":false,"missing":1/);
		const validated = await mdm('validate', '--day', DATE);
		assert.match(validated.stdout, /v1, 1 of 1 meters new; of 48 half-hours 0 missing, 2 estimated/, validated.stderr);
		assert.match((await mdm('export', 'daily', '--from', DATE)).stdout, /235\.2,0\.0,48,0,2,0,1\n/);
		journal(2, [reading(LATE)]);
		assert.match((await mdm('validate', '--day', DATE)).stdout, /v2, 1 of 1 meters new; of 48 half-hours 0 missing, 0 estimated/);
		assert.deepEqual(readdirSync(join(folder, 'days', DATE)).sort(), ['0.parquet', '0.v2.parquet']);
		const { stdout } = await mdm('query', '--meter', '7', '--from', DATE, '--history');
		assert.deepEqual(
			stdout.split('\n').filter((line) => line.includes('T03:00:00+09:00,2024-11-19T03:30')),
			[`7,${DATE}T03:00:00+09:00,${DATE}T03:30:00+09:00,15,,0,9,1`, `7,${DATE}T03:00:00+09:00,${DATE}T03:30:00+09:00,14,0,0,17,2`],
		);
		assert.match((await mdm('query', '--slot', `${DATE}T03:30`)).stdout, /\b7,.*,14,/);
	});

	it('has nothing to take, and says so', async () => {
		const { status, stderr } = await mdm('take');
		assert.equal(status, 2);
		assert.match(stderr, /is the store itself/);
	});

	it('names a file that is damaged, and tells no value of that day', async () => {
		journal(1, dayWithout(0));
		await mdm('validate', '--day', DATE);
		const file = join(folder, 'days', DATE, '0.parquet');
		writeFileSync(file, readFileSync(file).subarray(0, 200));
		for (const words of [
			['status', '--from', DATE],
			['query', '--meter', '7', '--from', DATE],
			['export', 'daily', '--from', DATE],
		]) {
			const { status, stdout, stderr } = await mdm(words[0]!, ...words.slice(1));
			assert.equal(status, 2, stdout);
			assert.ok(stderr.includes(file), stderr);
			assert.doesNotMatch(stdout, /P7|^7,/m);
		}
	});
});
