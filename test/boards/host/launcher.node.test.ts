import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { build, ENVIRONMENT } from './command-line-rig.js';

const LAUNCHER = resolve('keiki');

describe('the launcher in the repository', () => {
	let folder: string;
	before(build);
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'keiki-launcher-'));
	});
	afterEach(() => rmSync(folder, { recursive: true }));

	const run = (path: string, env: NodeJS.ProcessEnv = ENVIRONMENT) => spawnSync(path, ['--version'], { encoding: 'utf8', cwd: folder, env });

	it('works from any directory, by its path', () => {
		const { status, stdout, stderr } = run(LAUNCHER);
		assert.equal(status, 0, stderr);
		assert.match(stdout, /^\d+\.\d+\.\d+\n$/);
	});

	it('works by a link to it', () => {
		symlinkSync(LAUNCHER, join(folder, 'first'));
		symlinkSync('first', join(folder, 'second'));
		assert.match(run(join(folder, 'second')).stdout, /^\d+\.\d+\.\d+\n$/);
	});

	it('says so where there is no node', () => {
		for (const tool of ['dirname', 'readlink']) {
			const found = spawnSync('sh', ['-c', `command -v ${tool}`], { encoding: 'utf8' }).stdout.trim();
			symlinkSync(found, join(folder, tool));
		}
		const { status, stderr } = run(LAUNCHER, { PATH: folder });
		assert.equal(status, 2);
		assert.match(stderr, /^keiki: node is not installed, or not in PATH: expected Node 20\.19 or newer/);
	});

	it('needs no package to begin with: where none is installed yet, it installs them', () => {
		for (const path of ['keiki', 'scripts', 'package.json', 'package-lock.json']) cpSync(path, join(folder, path), { recursive: true });
		const tools = join(folder, 'tools');
		mkdirSync(tools);
		writeFileSync(join(tools, 'npm'), '#!/bin/sh\nexit 7\n', { mode: 0o755 });
		const { status, stderr } = run(join(folder, 'keiki'), { ...ENVIRONMENT, PATH: `${tools}:${process.env.PATH}` });
		assert.equal(stderr, 'keiki: first run here\nkeiki: npm ci --no-audit --no-fund\n');
		assert.equal(status, 7);
	});

	it('hands its exit code on', () => {
		const { status, stderr } = spawnSync(LAUNCHER, ['no-such-command'], { encoding: 'utf8', cwd: folder, env: ENVIRONMENT });
		assert.equal(status, 2);
		assert.match(stderr, /no-such-command/);
	});

	it('is what the hints of keiki run name', async () => {
		const child = spawn(LAUNCHER, ['run', '--dongle', 'tcp:0', '--route-a', '[::1]:0'], {
			cwd: folder,
			env: ENVIRONMENT,
			stdio: ['ignore', 'pipe', 'inherit'],
		});
		const ended = once(child, 'close');
		let text = '';
		child.stdout.setEncoding('utf8');
		for await (const part of child.stdout) {
			text += part as string;
			if (text.includes('Ctrl+C ends it.')) break;
		}
		child.kill('SIGTERM');
		await ended;
		assert.ok(text.includes(`  ${LAUNCHER} hems read --dongle `), text);
		assert.ok(text.includes(`${LAUNCHER} hes read`), text);
		assert.ok(text.includes(`"${LAUNCHER} meter help"`), text);
		assert.doesNotMatch(text, /npx/);
	});
});
