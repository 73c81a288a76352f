// Brings a fresh or stale checkout into a state that can run: installs dependencies and builds where needed, and says what it does.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { isBuilt } from './built.mjs';

const LOCK = 'package-lock.json';
const INSTALLED = 'node_modules/.package-lock.json';

/** Runs npm, and ends with its exit code if it fails. */
function npm(...words) {
	console.error(`keiki: npm ${words.join(' ')}`);
	const { status, error } = spawnSync('npm', words, { stdio: ['ignore', 2, 2], shell: process.platform === 'win32' });
	if (error) console.error(`keiki: ${error.message}`);
	if (status !== 0) process.exit(status ?? 1);
}

/** Every package of the lock file is there in its version; optional ones may be left out by the platform. */
function isInstalled() {
	if (!existsSync(INSTALLED)) return false;
	const wanted = JSON.parse(readFileSync(LOCK, 'utf8')).packages;
	const found = JSON.parse(readFileSync(INSTALLED, 'utf8')).packages;
	return Object.entries(wanted).every(([path, { version, optional }]) => path === '' || (found[path]?.version ?? (optional && version)) === version);
}

if (!isInstalled()) {
	console.error(existsSync('node_modules') ? 'keiki: the installed packages are not those of package-lock.json' : 'keiki: first run here');
	npm('ci', '--no-audit', '--no-fund');
}
if (!isBuilt()) npm('run', '--silent', 'build');
