import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import process from 'node:process';

/** Where Debian keeps daemons, which is not on every user's PATH. */
const ALSO = ['/usr/sbin', '/sbin'];

/** The full path of a program; undefined when it is not installed. */
export function findProgram(name: string): string | undefined {
	for (const folder of [...(process.env.PATH ?? '').split(delimiter), ...ALSO]) {
		const path = join(folder, name);
		try {
			accessSync(path, constants.X_OK);
			return path;
		} catch {
			// Not in this folder.
		}
	}
	return undefined;
}

/**
 * The full path of a program that a test talks to. Without it the test is skipped, and says so loudly; where KEIKI_REQUIRE_PEERS is set, it fails.
 * @param install how to get it, e.g. "apt-get install tshark"
 */
export function requirePeer(test: Mocha.Context, name: string, install: string): string {
	return findProgram(name) ?? missing(test, name, install);
}

/** Where Debian's Python is, which has the modules of Debian's packages; another may stand before it on the PATH. */
export const PYTHON = '/usr/bin/python3';

/** The same for a module of `PYTHON`. */
export function requireModule(test: Mocha.Context, name: string, install: string): void {
	if (spawnSync(PYTHON, ['-c', `import ${name}`]).status !== 0) missing(test, `${name} of ${PYTHON}`, install);
}

function missing(test: Mocha.Context, name: string, install: string): never {
	lacking(test, `${name} is not installed (${install})`);
}

/** Skips a test for something that this host could have been given, and says so loudly; where KEIKI_REQUIRE_PEERS is set, it fails. */
export function lacking(test: Mocha.Context, what: string): never {
	if (process.env.KEIKI_REQUIRE_PEERS) throw new Error(what);
	notTested(test, what);
}

/** Skips a test, and says so loudly. */
export function notTested(test: Mocha.Context, why: string): never {
	process.stderr.write(`\n  NOT TESTED: ${test.test?.fullTitle() ?? 'a test'}: ${why}\n`);
	return test.skip();
}
