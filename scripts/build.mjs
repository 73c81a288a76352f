// Compiles the host board and what it stands on to dist/.
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const SOURCES = ['modules', 'hal', 'src', 'boards/host', 'tsconfig.json', 'tsconfig.base.json', 'package-lock.json'];
const STAMP = 'dist/.built';

function newest(path) {
	const stat = statSync(path);
	return stat.isDirectory() ? Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newest(`${path}/${name}`))) : stat.mtimeMs;
}

export function isBuilt() {
	return existsSync(STAMP) && SOURCES.every((path) => newest(path) <= statSync(STAMP).mtimeMs);
}

function build() {
	console.error('keiki: compiling to dist/');
	rmSync('dist', { recursive: true, force: true });
	const { status } = spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.json'], { stdio: ['ignore', 2, 2] });
	if (status !== 0) process.exit(status ?? 1);
	cpSync('boards/host/data', 'dist/boards/host/data', { recursive: true });
	chmodSync('dist/boards/host/main.js', 0o755);
	writeFileSync(STAMP, '');
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) build();
