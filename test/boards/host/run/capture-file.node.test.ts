import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { CaptureFile } from '../../../../boards/host/run/capture-file.js';

describe('a capture on the disk', () => {
	it('is for its owner alone, whatever the umask: link keys are in it', () => {
		const folder = mkdtempSync(join(tmpdir(), 'keiki-test-'));
		const before = process.umask(0);
		try {
			const path = join(folder, 'air.pcapng');
			const file = new CaptureFile(path);
			file.begin((error) => assert.fail(String(error)));
			file.close();
			assert.equal(statSync(path).mode & 0o777, 0o600);
		} finally {
			process.umask(before);
			rmSync(folder, { recursive: true });
		}
	});
});
