import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const MODULE = 'hal/esp32-ieee802154';
const HERE = 'test/hal/esp32-ieee802154';
/** As the SDK compiles it (gnu17), and strict; without ESP-IDF, the headers are those declarations of it that the module needs. */
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
];

describe('the radio module of the ESP32-C6, compiled here and run with a driver and an XS machine that are played', () => {
	const compiler = process.env.CC ?? 'cc';
	let folder: string;
	let harness: string;

	before(() => {
		folder = mkdtempSync(join(tmpdir(), 'keiki-radio-'));
		harness = join(folder, 'harness');
	});

	after(() => rmSync(folder, { recursive: true }));

	it('compiles without a warning', () => {
		const played = readdirSync(join(ROOT, HERE)).filter((name) => name.endsWith('.c'));
		const sources = [join(MODULE, 'esp32-ieee802154.c'), ...played.map((name) => join(HERE, name))];
		const includes = [join(HERE, 'stubs'), HERE, MODULE].flatMap((each) => ['-I', each]);
		const { status, stderr, error } = spawnSync(compiler, [...FLAGS, ...includes, ...sources, '-o', harness, '-lpthread'], {
			cwd: ROOT,
			encoding: 'utf8',
		});
		assert.ifError(error);
		assert.equal(stderr, '');
		assert.equal(status, 0);
	});

	it('does what each case of the harness expects', () => {
		const cases = execFileSync(harness, { encoding: 'utf8' }).trimEnd().split('\n');
		assert.ok(cases.length >= 20, `expected the cases, got ${cases.length}`);
		for (const name of cases) {
			const { status, signal, stderr } = spawnSync(harness, [name], { encoding: 'utf8' });
			assert.equal(status, 0, `${name}: ${signal ?? ''} ${stderr}`);
		}
	});

	it('changes its shared state by loads and stores only, for a RISC-V without atomic instructions', () => {
		assert.doesNotMatch(
			readFileSync(join(ROOT, MODULE, 'esp32-ieee802154.c'), 'utf8'),
			/(\+\+|--)radio\.|radio\.\w+ ?(\+\+|--|[-+|&^]=)|atomic_(fetch|exchange|compare)/,
		);
	});
});
