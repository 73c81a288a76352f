// Whether dist/ is there and up to date. Needs no package: it is asked before any is installed.
import { existsSync, readdirSync, statSync } from 'node:fs';

const SOURCES = [
	'modules',
	'hal',
	'src',
	'boards/host',
	'tsconfig.json',
	'tsconfig.base.json',
	'tsconfig.page.json',
	'package-lock.json',
	'scripts/build.mjs',
];
export const STAMP = 'dist/.built';

function newest(path) {
	const stat = statSync(path);
	return stat.isDirectory() ? Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newest(`${path}/${name}`))) : stat.mtimeMs;
}

export function isBuilt() {
	return existsSync(STAMP) && SOURCES.every((path) => newest(path) <= statSync(STAMP).mtimeMs);
}
