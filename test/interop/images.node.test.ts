/** Image transfer by Gurux.DLMS.Python: its client and its object, unchanged. */
import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { makeImage } from '../../boards/host/hes/hes-image-make.js';
import { FaultyRouteA } from '../boards/host/hes/faulty-route-a-rig.js';
import { notTested, PYTHON } from './peers.js';

const HEAD_END = fileURLToPath(new URL('images.py', import.meta.url));
const SIZE = 5000;
const TEMPORARY_FAILURE = 2;

describe('image transfer and Gurux.DLMS.Python', () => {
	let folder: string;
	let meter: FaultyRouteA;
	before(async function () {
		// No package of Debian's has it: where it is not there, this is no failure.
		if (spawnSync(PYTHON, ['-c', 'import gurux_dlms']).status !== 0)
			notTested(this, `gurux_dlms of ${PYTHON} is not installed (pip install gurux-dlms)`);
		folder = mkdtempSync(join(tmpdir(), 'keiki-test-'));
		meter = await FaultyRouteA.start();
	});
	after(() => {
		meter?.stop();
		if (folder !== undefined) rmSync(folder, { recursive: true });
	});

	it('loads, verifies and activates an image', async () => {
		const file = join(folder, 'image');
		makeImage(file, { unit: 'metering', firmware: '1.1', size: String(SIZE), quiet: true });
		const { stdout } = await promisify(execFile)(PYTHON, [HEAD_END, meter.place.split(':')[1]!, String(meter.counter() + 1), file]);
		assert.deepEqual(JSON.parse(stdout), {
			enabled: true,
			blockSize: 964,
			initiate: 0,
			initiated: 1,
			blocks: 6,
			results: [0, 0, 0, 0, 0, 0],
			firstMissing: 6,
			transferred: '111111',
			verify: 0,
			verified: 3,
			info: [SIZE, 'metering 1.1', readFileSync(file).toString('hex', 0, 16)],
			activate: TEMPORARY_FAILURE,
			activated: 5,
		});
		assert.equal(meter.firmware('metering'), '1.0.0');
		meter.run();
		assert.equal(meter.firmware('metering'), '1.1');
	});
});
