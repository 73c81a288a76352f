import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, readdirSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EXAM_HOST_WORDS } from '../../../../../boards/host/exam/exam-host-words.js';
import { MOST_FILES, Tail } from '../../../../../boards/host/exam/observe/tail.js';
import { until } from '../../../../until.js';
import { observed, stopped, Told } from './rig.js';

const CSV = observed({ kind: 'tail', file: '', column: 4, where: { 3: 'E7' }, time: 1 });
const REGEX = observed({ kind: 'tail', file: '', pattern: 'energy (?<v>[\\d.]+)' }, {}, 'energy');

describe('the tail of a file', () => {
	let folder = '';
	let told = new Told();
	let tail: Tail | undefined;
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'keiki-test-'));
		told = new Told();
	});
	afterEach(async () => {
		if (tail !== undefined) await stopped(tail);
		tail = undefined;
		rmSync(folder, { recursive: true });
	});

	async function follow(name: string): Promise<Tail> {
		tail = new Tail(join(folder, name), [CSV, REGEX], EXAM_HOST_WORDS.en);
		await tail.start(told);
		return tail;
	}

	const line = (power: number) => `10:00,BR,E7,${power},X\n`;

	it('shows what is written after the start, each line once it is whole', async () => {
		const file = join(folder, 'a.log');
		writeFileSync(file, line(1));
		await follow('a.log');
		appendFileSync(file, `${line(2)}10:00,BR,E0,99,X\nenergy 12.5\n10:01,BR,E7,`);
		await until(() => told.shown.length === 2);
		appendFileSync(file, '3,X\r\n');
		await until(() => told.shown.length === 3);
		assert.deepEqual(
			told.shown.map(({ what, value, time }) => [what, value, time]),
			[
				['power', 2, '10:00'],
				['energy', 12.5, undefined],
				['power', 3, '10:01'],
			],
		);
		assert.deepEqual(told.texts[0], 'file 10:00,BR,E7,2,X');
	});

	it('goes on where the file is cut, and where it is moved away and made anew, without losing what was written before', async () => {
		const file = join(folder, 'a.log');
		writeFileSync(file, line(1).repeat(10));
		const followed = await follow('a.log');
		truncateSync(file);
		followed.look();
		appendFileSync(file, line(2));
		await until(() => told.shown.length === 1);
		appendFileSync(file, line(3));
		renameSync(file, join(folder, 'a.log.1'));
		writeFileSync(file, line(4));
		await until(() => told.shown.length === 3);
		assert.deepEqual(told.values, [2, 3, 4]);
	});

	it('finds files that are made later, by a name with *', async () => {
		writeFileSync(join(folder, 'old-log.txt'), line(1));
		await follow('*-log.txt');
		writeFileSync(join(folder, '20261129-log.txt'), line(2));
		writeFileSync(join(folder, '20261129-log.txt.gz'), line(3));
		appendFileSync(join(folder, 'old-log.txt'), line(4));
		await until(() => told.shown.length === 2);
		await stopped(tail!);
		assert.deepEqual([...told.values].sort(), [2, 4]);
		assert.deepEqual(told.troubles, []);
	});

	it('shows what was written last, though its line has no end, and says where there never was a file', async () => {
		const file = join(folder, 'a.log');
		await follow('a.log');
		writeFileSync(file, line(1).trim());
		await stopped(tail!);
		assert.deepEqual(told.values, [1]);
		await follow('none.log');
		await stopped(tail!);
		assert.match(told.troubles[0]!, /none.*there is no such file/);
	});

	it('looks at so many files, the last by name, and no more', async () => {
		for (let i = 0; i < MOST_FILES + 5; i++) writeFileSync(join(folder, `${String(i).padStart(4, '0')}.log`), '');
		const followed = await follow('*.log');
		assert.match(told.troubles.join(), /more than 1000 files/);
		appendFileSync(join(folder, '0004.log'), line(1));
		appendFileSync(join(folder, '0005.log'), line(2));
		appendFileSync(join(folder, '1004.log'), line(3));
		followed.look();
		writeFileSync(join(folder, '1005.log'), line(4));
		followed.look();
		assert.deepEqual([told.values, told.troubles.length], [[2, 3, 4], 1]);
	});

	it('holds few of them open, and reads on in all', async () => {
		const names = Array.from({ length: 100 }, (_, i) => join(folder, `${i}.log`));
		for (const name of names) writeFileSync(name, line(0));
		const followed = await follow('*.log');
		const open = () => readdirSync('/proc/self/fd').length;
		const before = process.platform === 'linux' ? open() : 0;
		for (let round = 1; round < 4; round++) {
			for (const [i, name] of names.entries()) appendFileSync(name, line(round * 1000 + i));
			followed.look();
		}
		assert.deepEqual(
			[...told.values].sort((one, other) => Number(one) - Number(other)),
			[1000, 2000, 3000].flatMap((round) => names.map((_, i) => round + i)),
		);
		if (process.platform === 'linux') assert.ok(open() - before <= 40, `${open() - before} more are open`);
	});
});
