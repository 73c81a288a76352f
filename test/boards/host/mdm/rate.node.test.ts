import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Rate } from '../../../../boards/host/mdm/serve/rate.js';

describe('the rate of readings', () => {
	let folder = '';
	let rate: Rate;
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'keiki-test-'));
		rate = new Rate(folder);
	});
	afterEach(() => rmSync(folder, { recursive: true }));

	const grow = (file: string, readings: number): void => {
		mkdirSync(join(folder, 'journal'), { recursive: true });
		appendFileSync(join(folder, 'journal', file), Buffer.alloc(24 * readings));
	};

	it('is known once journals were looked at twice, and that of all of them', () => {
		rate.look(1000);
		assert.equal(rate.readings, undefined);
		grow('0-0000000001.journal', 300);
		grow('1-0000000001.journal', 200);
		writeFileSync(join(folder, 'journal', 'other'), Buffer.alloc(24_000));
		rate.look(11_000);
		assert.equal(rate.readings, 50);
	});

	it('is that of the last minute', () => {
		for (let i = 0; i <= 30; i++) {
			grow('0-0000000001.journal', i < 20 ? 1000 : 10);
			rate.look(10_000 * i);
		}
		assert.equal(rate.readings, 1);
	});

	it('begins anew where journals were taken away, or the clock was set', () => {
		grow('0-0000000001.journal', 300);
		rate.look(0);
		grow('0-0000000002.journal', 300);
		rate.look(10_000);
		assert.equal(rate.readings, 30);
		rmSync(join(folder, 'journal', '0-0000000001.journal'));
		grow('0-0000000002.journal', 1);
		rate.look(20_000);
		assert.equal(rate.readings, undefined);
		rate.look(30_000);
		assert.equal(rate.readings, 0);
		rate.look(10_000);
		assert.equal(rate.readings, undefined);
	});
});
