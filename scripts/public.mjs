// What the package makes public of dist/, and all that leads on from there: the rest is only for the command, which has its own.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { posix } from 'node:path';

const IMPORT = /(?:\bfrom|\bimport)\s*\(?\s*["'`](\.[^"'`]+)["'`]/g;

/** Whether `exports` of package.json names it. */
function isNamed(path, patterns) {
	return patterns.some(([before, after]) => path.startsWith(before) && path.endsWith(after ?? '') && (after !== undefined || path === before));
}

/** Deletes what no export leads to, of what stands outside `command`. */
export function dropUnreachable(files, command) {
	const { exports } = JSON.parse(readFileSync('package.json', 'utf8'));
	const patterns = Object.values(exports).map((path) => path.replace(/^\.\//, '').split('*'));
	const reached = new Set();
	const way = files.filter((path) => path.endsWith('.js') && isNamed(path, patterns)).flatMap((path) => [path, path.replace(/\.js$/, '.d.ts')]);
	while (way.length > 0) {
		const path = way.pop();
		if (reached.has(path) || !existsSync(path)) continue;
		reached.add(path);
		for (const [, to] of readFileSync(path, 'utf8').matchAll(IMPORT)) {
			const next = posix.join(posix.dirname(path), to);
			way.push(path.endsWith('.d.ts') ? next.replace(/\.js$/, '.d.ts') : next);
		}
	}
	for (const path of files) {
		if (/\.(js|d\.ts)$/.test(path) && !path.startsWith(`${command}/`) && !reached.has(path)) rmSync(path);
	}
}
