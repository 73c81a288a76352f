import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const HERE = 'test/hal/xs/random';
/** XS in C, as far as the modules use it. */
const XS_STUBS = 'test/hal/esp32-ieee802154/stubs';
/** As the SDK compiles it (gnu17), and strict. */
const FLAGS = ['-std=gnu17', '-O2', '-Wall', '-Wextra', '-Werror', '-Wshadow', '-Wstrict-prototypes', '-Wno-unused-parameter'];

describe("the platform's random numbers in C, compiled here and run with a chip that is played", function () {
	this.timeout(30_000);
	let folder: string;

	before(() => {
		folder = mkdtempSync(join(tmpdir(), 'keiki-random-'));
	});

	after(() => rmSync(folder, { recursive: true }));

	/** What the chip was asked for buffers of 0, 1, 32 and 4,096 bytes. */
	function asked(...defines: string[]): string[] {
		const harness = join(folder, `harness-${defines.length}`);
		const includes = [join(HERE, 'esp32'), XS_STUBS].flatMap((each) => ['-I', each]);
		const sources = ['hal/xs/random.c', join(HERE, 'harness.c')];
		const { status, stderr, error } = spawnSync(process.env.CC ?? 'cc', [...FLAGS, ...defines, ...includes, ...sources, '-o', harness], {
			cwd: ROOT,
			encoding: 'utf8',
		});
		assert.ifError(error);
		assert.equal(stderr, '');
		assert.equal(status, 0);
		return execFileSync(harness, { encoding: 'utf8' })
			.split('\n')
			.slice(0, -1)
			.map((line) => line.trim());
	}

	it("takes those of the chip on a board whose radio runs, and leaves the bootloader's source alone, which would disturb it", () => {
		assert.deepEqual(asked('-DESP32=5'), ['0', '1', '32', '4096']);
	});

	it("switches the bootloader's source on around each draw on a board without a radio, and off again", () => {
		assert.deepEqual(asked('-DESP32=1', '-DMODDEF_KEIKI_RANDOM_WITHOUTRADIO=1'), ['on 0 off', 'on 1 off', 'on 32 off', 'on 4096 off']);
	});

	it("takes Linux's own there", () => {
		assert.deepEqual(asked(), ['', '', '', '']);
	});
});
