import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, keiki, keikiIn, Running } from '../command-line-rig.js';

const PASSWORD = 'SECRET23WORD';
const ID = '00112233445566778899AABBCCDDEEFF';

describe('the Route B password', () => {
	let folder = '';
	let file = '';
	let running: Running | undefined;
	before(build);
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'keiki-test-'));
		file = join(folder, 'password');
		writeFileSync(file, `${PASSWORD}\n`, { mode: 0o600 });
	});
	afterEach(async () => {
		await running?.stop('SIGKILL');
		running = undefined;
		rmSync(folder, { recursive: true });
	});

	const words = ['--dongle', 'tcp:0', '--route-a', 'off', '--speed', 'max'];
	const read = (...more: readonly string[]) => ['hems', 'read', '--dongle', running!.ready.dongle as string, '--id', ID, ...more];

	it('comes from a file or from the environment, for meter and HEMS, and is not told', async () => {
		running = await Running.start(...words, '--password-file', file);
		assert.equal(running.ready.password, null);
		assert.deepEqual(
			(running.ready.meters as readonly { password: unknown }[]).map(({ password }) => password),
			[null],
		);
		const byFile = keiki(...read('--password-file', file));
		assert.equal(byFile.status, 0, byFile.stderr);
		assert.equal(await running.stop(), 0);
		assert.doesNotMatch(JSON.stringify(running.events) + running.stderr, new RegExp(PASSWORD));

		running = await Running.startIn({ KEIKI_RUN_PASSWORD: PASSWORD }, ...words);
		assert.equal(running.ready.password, null);
		const byVariable = keikiIn({ KEIKI_HEMS_PASSWORD: PASSWORD }, ...read());
		assert.equal(byVariable.status, 0, byVariable.stderr);
	});

	it('is told where that is asked for, and where everybody knows it', async () => {
		running = await Running.start(...words, '--password-file', file, '--show-password');
		assert.equal(running.ready.password, PASSWORD);
		assert.equal(await running.stop(), 0);
		running = await Running.start(...words);
		assert.equal(running.ready.password, '0123456789AB');
	});

	it('is not on the screen either', async () => {
		const end = join(folder, 'end');
		writeFileSync(end, '+1m end\n');
		const { stdout, stderr, status } = keiki('run', ...words, '--password', PASSWORD, '--scenario', end);
		assert.equal(status, 0);
		assert.match(stdout, /password {7}\(not shown; --show-password does\)/);
		assert.match(stdout, /hems read .* --password-file FILE$/m);
		assert.doesNotMatch(stdout + stderr, new RegExp(PASSWORD));
	});

	for (const [line, message] of [
		['run --password a --password-file b', /--password and --password-file: expected one of them/],
		['run --password-file /nowhere/b', /--password-file \/nowhere\/b: cannot read it: ENOENT/],
		[
			`hems read --dongle nowhere --id ${ID.replace('00', 'FF')}`,
			/expected the Route B password of this id: --password-file FILE, --password, or KEIKI_HEMS_PASSWORD/,
		],
	] as const) {
		it(`keiki ${line} is wrong use`, () => {
			const { status, stderr } = keiki(...line.split(' '));
			assert.match(stderr, message);
			assert.equal(status, 2);
		});
	}
});
