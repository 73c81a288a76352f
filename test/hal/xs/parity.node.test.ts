import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const HERE = 'test/hal/xs';
/** XS in C, as far as the modules use it. */
const XS_STUBS = 'test/hal/esp32-ieee802154/stubs';
const FLAGS = [
	'-std=gnu17',
	'-D_GNU_SOURCE',
	'-O2',
	'-Wall',
	'-Wextra',
	'-Werror',
	'-Wconversion',
	'-Wshadow',
	'-Wstrict-prototypes',
	'-Wno-unused-parameter',
];

describe('even parity on a line of hal/xs, compiled here', function () {
	this.timeout(30_000);
	let folder: string;
	before(() => {
		folder = mkdtempSync(join(tmpdir(), 'keiki-parity-'));
		// The SDK's one header has both.
		writeFileSync(
			join(folder, 'force.h'),
			'#include "xsmc-text.h"\n#include <sys/stat.h>\n#include <termios.h>\nint hear(int line, int when, const struct termios *settings);\nint look(int line, struct stat *found);\n#define tcsetattr hear\n#define fstat look\n',
		);
	});
	after(() => rmSync(folder, { recursive: true }));

	for (const [platform, define] of [
		['the ESP32, with a driver that is played', '-DESP32=1'],
		['Linux, on a pseudo-terminal', '-DESP32=0'],
	] as const)
		it(`is set on ${platform}`, () => {
			const harness = join(folder, 'harness');
			const includes = [`${HERE}/stubs`, XS_STUBS].flatMap((each) => ['-I', each]);
			const sources = ['hal/xs/parity.c', `${HERE}/parity-harness.c`];
			const words = [...FLAGS, define, '-include', join(folder, 'force.h'), ...includes, ...sources, '-o', harness];
			const { stderr, error } = spawnSync(process.env.CC ?? 'cc', words, { cwd: ROOT, encoding: 'utf8' });
			assert.ifError(error);
			assert.equal(stderr, '');
			const run = spawnSync(harness, { encoding: 'utf8' });
			assert.deepEqual([run.stderr, run.status], ['', 0]);
		});
});
