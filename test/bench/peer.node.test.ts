import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Peer } from '../../bench/peer.js';
import { ratio } from '../../bench/report.js';

describe('a peer of the bench', () => {
	let folder = '';
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'keiki-test-'));
	});
	afterEach(() => rmSync(folder, { recursive: true }));

	function peer(script: string): Peer {
		const file = join(folder, 'peer.mjs');
		writeFileSync(file, script);
		const { NODE_OPTIONS: _ours, ...env } = process.env;
		return new Peer('the other one', fork(file, { execArgv: [], env }));
	}

	it('that dies is an error of the bench, and not a rate of 0', async () => {
		const dying = peer("process.on('message', () => process.exit(3)); process.send('ready');");
		assert.equal(await dying.reply(), 'ready');
		const forever = new Promise<never>(() => {});
		const measured = dying.during(forever);
		await assert.rejects(dying.reply({ what: 'die' }), /^Error: bench: the other one ended with 3 while it was needed$/);
		await assert.rejects(measured, /ended with 3/);
	});

	it('that answers nothing is one, too', () => {
		const silent = peer('setInterval(() => {}, 1000);');
		assert.throws(() => silent.counted(0), /^Error: bench: the other one gave no answer at all$/);
		assert.equal(silent.counted(7), 7);
		silent.stop();
	});
});

describe('a ratio of the bench', () => {
	it('is what the two printed medians divide to', () => {
		// The median of the ratios of each round would be 1.33.
		assert.equal(ratio([1, 3, 8], [4, 2, 6]), 3 / 4);
	});

	it('is never infinite', () => {
		assert.throws(() => ratio([1, 2, 3], [0, 0, 0]), /bench: no ratio of 2 to 0/);
	});
});
