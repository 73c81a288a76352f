import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KnownMeters } from '../../../../../boards/host/hes/collect/known-meters.js';
import { MeterRegister } from '../../../../../src/mdm/meter-register.js';
import { titleOf } from '../../../../src/head-end/collection/pushed.js';
import { meterLine } from './collect-rig.js';

describe('the meters of a collector', () => {
	let folder = '';
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'keiki-test-'));
	});
	afterEach(() => rmSync(folder, { recursive: true }));

	/** A file of meters, and what is known of them. */
	function known(name: string, ...lines: readonly string[]): KnownMeters {
		write(name, ...lines);
		return new KnownMeters({ kind: 'meters', path: join(folder, name) }, folder, 1);
	}

	function write(name: string, ...lines: readonly string[]): void {
		writeFileSync(join(folder, name), lines.join(''), { mode: 0o600 });
	}

	it('are all in the register of several collectors, each with a number of its own, whoever reads its file anew', () => {
		const one = known('one.jsonl', meterLine(1));
		const other = known('other.jsonl', meterLine(2).replace('"number":2', '"number":1'));
		write('one.jsonl', meterLine(1), meterLine(3));
		one.readAnew();
		other.readAnew();
		const { meters } = MeterRegister.parse(readFileSync(join(folder, 'register.csv'), 'utf8'));
		assert.deepEqual(
			meters.map(({ number, title }) => [number, title]),
			[
				[1, '4A504D0000000001'],
				[2, '4A504D0000000002'],
				[3, '4A504D0000000003'],
			],
		);
		assert.equal(other.table.numberOf(other.table.rowOf(titleOf(2))), 2);
	});

	it('are not taken for others where their file was changed since it was read', () => {
		const meters = known('one.jsonl', meterLine(1), meterLine(2));
		const changed = /one\.jsonl: it is not what it was when it was read; SIGHUP has it read anew/;
		const row = (number: number) => meters.table.rowOf(titleOf(number));
		assert.equal(meters.of(row(2))?.keys.systemTitle[7], 2);
		write('one.jsonl', meterLine(2), meterLine(1));
		assert.throws(() => meters.of(row(1)), changed);
		write('one.jsonl', `\n${meterLine(1)}`, meterLine(2));
		assert.throws(() => meters.of(row(2)), changed);
		rmSync(join(folder, 'one.jsonl'));
		assert.throws(() => meters.of(row(1)), changed);
		write('one.jsonl', meterLine(2));
		meters.readAnew();
		assert.equal(meters.of(row(2))?.keys.systemTitle[7], 2);
		assert.deepEqual([meters.of(row(1)), meters.isThere(row(1)), meters.isThere(row(2))], [undefined, false, true]);
	});

	it('are those of their own files of keys, whatever other files come to the folder', () => {
		const keys = (number: number): string => JSON.stringify(JSON.parse(meterLine(number)).keys);
		const path = join(folder, 'keys');
		mkdirSync(path);
		for (const number of [2, 3]) writeFileSync(join(path, `${number}.json`), keys(number), { mode: 0o600 });
		const meters = new KnownMeters({ kind: 'keys', path }, folder, 1);
		writeFileSync(join(path, '1.json'), keys(1), { mode: 0o600 });
		for (const number of [2, 3]) assert.equal(meters.of(meters.table.rowOf(titleOf(number)))?.keys.systemTitle[7], number);
		writeFileSync(join(path, '2.json'), keys(1), { mode: 0o600 });
		assert.throws(() => meters.of(meters.table.rowOf(titleOf(2))), /2\.json: it is not what it was/);
	});

	it('are no more than there is room for, and then all is as it was', () => {
		const meters = known('one.jsonl', meterLine(1));
		const before = readFileSync(join(folder, 'register.csv'), 'utf8');
		write('one.jsonl', ...Array.from({ length: meters.capacity + 1 }, (_, i) => meterLine(i + 1)));
		assert.throws(() => meters.readAnew(), new RegExp(`would have ${meters.capacity + 1} meters, and there is room for ${meters.capacity}`));
		assert.equal(readFileSync(join(folder, 'register.csv'), 'utf8'), before);
		assert.equal(meters.table.count, 1);
	});

	it('are refused where a place is none', () => {
		assert.throws(() => known('one.jsonl', meterLine(1).replace('{', '{"routeA":"[::1",')), /one\.jsonl: line 1: routeA/);
	});

	it('are refused where two of a file are told to have one number', () => {
		assert.throws(
			() => known('one.jsonl', meterLine(1), meterLine(2).replace('"number":2', '"number":1')),
			/one\.jsonl: line 2: number 1 is that of a meter before it/,
		);
	});
});
