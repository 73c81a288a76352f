/** The package as a stranger has it: packed, and installed in an empty folder, away from any registry. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { build, ENVIRONMENT } from './boards/host/command-line-rig.js';

export interface Packed {
	readonly filename: string;
	/** Bytes. */
	readonly size: number;
	readonly files: readonly { readonly path: string }[];
}

export interface Installed {
	readonly packed: Packed;
	/** The folder that it is installed in. */
	readonly home: string;
}

/** What programs that use it are compiled with, besides. */
const TYPES: readonly string[] = ['node_modules/@types/node', 'node_modules/undici-types'];

let installed: Installed | undefined;

/** Packs and installs it once for all tests of a process. */
export function install(this: Mocha.Context): Installed {
	if (installed !== undefined) return installed;
	build.call(this);
	const folder = mkdtempSync(join(tmpdir(), 'keiki-package-'));
	process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
	const [packed, ...others] = pack(['.', ...[...dependencies(), ...TYPES].map((path) => resolve(path))], folder);
	assert.ok(packed !== undefined);
	const home = join(folder, 'home');
	mkdirSync(home);
	writeFileSync(join(home, 'package.json'), '{ "private": true, "type": "module" }');
	npm(home, 'install', ...[packed, ...others].map(({ filename }) => join(folder, filename)));
	installed = { packed, home };
	return installed;
}

function npm(cwd: string, ...words: readonly string[]): string {
	const { status, stdout, stderr, error } = spawnSync('npm', [...words, '--offline', '--ignore-scripts', '--no-audit', '--no-fund'], {
		encoding: 'utf8',
		cwd,
		env: ENVIRONMENT,
	});
	assert.equal(status, 0, `npm ${words.join(' ')}: ${error?.message ?? stderr}`);
	return stdout;
}

/** In the order of the sources. */
function pack(sources: readonly string[], folder: string): readonly Packed[] {
	return JSON.parse(npm('.', 'pack', ...sources, '--json', '--pack-destination', folder)) as readonly Packed[];
}

/** Folders of what the package needs to run, as it is installed here. */
function dependencies(): readonly string[] {
	const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as { packages: Record<string, { dev?: boolean; optional?: boolean }> };
	const needed = Object.entries(packages).filter(([path, { dev }]) => path !== '' && !dev);
	const missing = needed.filter(([path, { optional }]) => !optional && !existsSync(path)).map(([path]) => path);
	assert.deepEqual(missing, [], 'installed here');
	return needed.map(([path]) => path).filter((path) => existsSync(path));
}
