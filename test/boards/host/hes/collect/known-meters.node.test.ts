import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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

	it('are refused where two of a file are told to have one number', () => {
		assert.throws(
			() => known('one.jsonl', meterLine(1), meterLine(2).replace('"number":2', '"number":1')),
			/one\.jsonl: line 2: number 1 is that of a meter before it/,
		);
	});
});
