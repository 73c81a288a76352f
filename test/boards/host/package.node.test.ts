import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build, ENVIRONMENT } from './command-line-rig.js';

/** Bytes. */
const LARGEST = 1_500_000;

interface Packed {
	readonly filename: string;
	readonly size: number;
	readonly files: readonly { readonly path: string }[];
}

/** npm, away from any registry. */
function npm(cwd: string, ...words: readonly string[]): string {
	const { status, stdout, stderr, error } = spawnSync('npm', [...words, '--offline', '--ignore-scripts', '--no-audit', '--no-fund'], {
		encoding: 'utf8',
		cwd,
		env: ENVIRONMENT,
	});
	assert.equal(status, 0, `npm ${words.join(' ')}: ${error?.message ?? stderr}`);
	return stdout;
}

function pack(source: string, folder: string): Packed {
	return (JSON.parse(npm('.', 'pack', source, '--json', '--pack-destination', folder)) as readonly Packed[])[0]!;
}

/** Folders of what the package needs to run, as it is installed here. */
function dependencies(): readonly string[] {
	const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as { packages: Record<string, { dev?: boolean; optional?: boolean }> };
	const needed = Object.entries(packages).filter(([path, { dev }]) => path !== '' && !dev);
	const missing = needed.filter(([path, { optional }]) => !optional && !existsSync(path)).map(([path]) => path);
	assert.deepEqual(missing, [], 'installed here');
	return needed.map(([path]) => path).filter((path) => existsSync(path));
}

describe('the package', () => {
	let folder: string;
	let packed: Packed;
	let child: ChildProcess | undefined;

	before(function () {
		build.call(this);
		folder = mkdtempSync(join(tmpdir(), 'keiki-package-'));
		packed = pack('.', folder);
	});
	after(() => {
		child?.kill('SIGKILL');
		rmSync(folder, { recursive: true });
	});

	it('is smaller than 1.5 MB, and holds what a user needs: the program, its types, the sources of the firmware, the documents', () => {
		assert.ok(packed.size < LARGEST, `${packed.size} bytes`);
		const paths = packed.files.map(({ path }) => path);
		for (const path of [
			'dist/boards/host/main.js',
			'dist/boards/host/data/household-minutes.csv',
			'dist/modules/dlms/client/client.js',
			'dist/modules/dlms/client/client.d.ts',
			'modules/dlms/client/client.ts',
			'hal/xs/manifest.json',
			'boards/esp32-skstack/manifest.json',
			'manifest.json',
			'docs/route-a.md',
			'README.ja.md',
			'LICENSE',
		])
			assert.ok(paths.includes(path), path);
		assert.deepEqual(
			paths.filter((path) => /(^|\/)(node_modules|build|test)\//.test(path)),
			[],
		);
	});

	it('is installed in an empty folder, and runs from there', async () => {
		const packages = dependencies().map((path) => join(folder, pack(resolve(path), folder).filename));
		const home = join(folder, 'home');
		mkdirSync(home);
		writeFileSync(join(home, 'package.json'), '{ "private": true }');
		npm(home, 'install', join(folder, packed.filename), ...packages);
		const keiki = join(home, 'node_modules/.bin/keiki');
		child = spawn(keiki, ['run', '--json', '--speed', 'max', '--route-a', 'off', '--load', 'house'], {
			cwd: home,
			env: ENVIRONMENT,
			stdio: ['ignore', 'pipe', 'inherit'],
		});
		const ended = once(child, 'close');
		let told = '';
		child.stdout!.setEncoding('utf8').on('data', (text: string) => {
			told += text;
		});
		while (!told.includes('\n') && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 5));
		const ready = JSON.parse(told.split('\n')[0]!) as Record<string, string>;
		assert.equal(ready.event, 'ready');
		const words = ['hems', 'read', '--dongle', ready.dongle!, '--id', ready.routeBId!, '--password', ready.password!, '--json'];
		const hems = spawn(keiki, words, { cwd: home, env: ENVIRONMENT, stdio: ['ignore', 'pipe', 'inherit'] });
		let read = '';
		hems.stdout.setEncoding('utf8').on('data', (text: string) => {
			read += text;
		});
		assert.deepEqual(await once(hems, 'close'), [0, null]);
		assert.match(read, /"epc":"E7"/);
		child.kill('SIGTERM');
		assert.deepEqual(await ended, [0, null]);
	});
});
