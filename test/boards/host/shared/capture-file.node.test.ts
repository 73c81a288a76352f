import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { CaptureFile } from '../../../../boards/host/shared/capture-file.js';
import { build, ENVIRONMENT } from '../command-line-rig.js';

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

	it('ends with its last whole piece where the disk gets full, and tells so once, and at its end', function () {
		build.call(this);
		const folder = mkdtempSync(join(tmpdir(), 'keiki-test-'));
		const path = join(folder, 'air.pcapng');
		// A file gets no longer than 1024 bytes there.
		const script = `
			import { CaptureFile } from './dist/boards/host/shared/capture-file.js';
			const file = new CaptureFile(process.argv[1]);
			file.begin((reason) => {
				console.log(reason);
				file.write(new Uint8Array(1));
				try {
					file.close();
				} catch (error) {
					console.log(error.message);
				}
			});
			file.write(new Uint8Array(600));
			file.flush();
			file.write(new Uint8Array(600));`;
		const limited = `ulimit -f 1; trap '' XFSZ; exec "$0" --input-type=module -e "$1" "$2"`;
		const { stdout, stderr } = spawnSync('bash', ['-c', limited, process.execPath, script, path], { encoding: 'utf8', env: ENVIRONMENT });
		const { size } = statSync(path);
		rmSync(folder, { recursive: true });
		assert.match(stdout, /^(EFBIG.*)\ncapture: cannot write .*air\.pcapng: \1\n$/, stderr);
		assert.equal(size, 600);
	});
});
