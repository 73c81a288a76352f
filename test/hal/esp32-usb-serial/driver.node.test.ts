import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const MODULE = 'hal/esp32-usb-serial';
const HERE = 'test/hal/esp32-usb-serial';
/** XS in C, as far as the modules use it. */
const XS_STUBS = 'test/hal/esp32-ieee802154/stubs';
/** As the SDK compiles it (gnu17), and strict. */
const FLAGS = [
	'-std=gnu17',
	'-O2',
	'-Wall',
	'-Wextra',
	'-Werror',
	'-Wconversion',
	'-Wsign-conversion',
	'-Wshadow',
	'-Wstrict-prototypes',
	'-Wmissing-prototypes',
	// Of the macros of XS's stand-in.
	'-Wno-unused-parameter',
];

describe('the USB serial module of the ESP32-S3, compiled here and run with a driver and an XS machine that are played', function () {
	this.timeout(30_000);
	const compiler = process.env.CC ?? 'cc';
	let folder: string;
	let harness: string;

	before(() => {
		folder = mkdtempSync(join(tmpdir(), 'keiki-usb-'));
		harness = join(folder, 'harness');
	});

	after(() => rmSync(folder, { recursive: true }));

	it('compiles without a warning', () => {
		const includes = [join(HERE, 'stubs'), XS_STUBS, MODULE].flatMap((each) => ['-I', each]);
		const sources = [join(MODULE, 'esp32-usb-serial.c'), join(HERE, 'harness.c')];
		const { status, stderr, error } = spawnSync(compiler, [...FLAGS, ...includes, ...sources, '-o', harness], { cwd: ROOT, encoding: 'utf8' });
		assert.ifError(error);
		assert.equal(stderr, '');
		assert.equal(status, 0);
	});

	it('does what each case of the harness expects', () => {
		const cases = execFileSync(harness, { encoding: 'utf8' }).trimEnd().split('\n');
		assert.ok(cases.length >= 5, `expected the cases, got ${cases.length}`);
		for (const name of cases) {
			const { status, signal, stderr } = spawnSync(harness, [name], { encoding: 'utf8' });
			assert.equal(status, 0, `${name}: ${signal ?? ''} ${stderr}`);
		}
	});
});
