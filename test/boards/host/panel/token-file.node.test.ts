import assert from 'node:assert/strict';
import { existsSync, lstatSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TokenFile } from '../../../../boards/host/panel/token-file.js';

describe('the secret of scripts', () => {
	let folder: string;
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'keiki-test-'));
	});
	afterEach(() => rmSync(folder, { recursive: true }));

	it('is in a file for its owner alone, whatever the umask, and is gone with the panel', () => {
		const before = process.umask(0);
		try {
			const file = TokenFile.write(join(folder, 'keiki-control'), 'secret');
			assert.equal(file.path, join(folder, 'panel.token'));
			assert.equal(lstatSync(file.path).mode & 0o777, 0o600);
			assert.equal(readFileSync(file.path, 'utf8'), 'secret\n');
			file.close();
			assert.equal(existsSync(file.path), false);
		} finally {
			process.umask(before);
		}
	});

	it('is in the folder of an exam, in place of what one that was killed has left', () => {
		writeFileSync(join(folder, 'panel.token'), 'of before', { mode: 0o644 });
		const file = TokenFile.writeIn(folder, 'secret');
		assert.equal(file.path, join(folder, 'panel.token'));
		assert.equal(lstatSync(file.path).mode & 0o777, 0o600);
		assert.equal(readFileSync(file.path, 'utf8'), 'secret\n');
		file.close();
		assert.equal(existsSync(file.path), false);
	});

	it('follows no link that another has put there', () => {
		const elsewhere = join(folder, 'elsewhere');
		writeFileSync(elsewhere, 'of another');
		symlinkSync(elsewhere, join(folder, 'panel-2.token'));
		symlinkSync(elsewhere, join(folder, 'panel.token'));
		for (const control of ['keiki-control-2', 'mine']) {
			const file = TokenFile.write(join(folder, control), 'secret');
			assert.equal(lstatSync(file.path).isFile(), true);
			assert.equal(readFileSync(file.path, 'utf8'), 'secret\n');
		}
		assert.equal(readFileSync(elsewhere, 'utf8'), 'of another');
	});
});
