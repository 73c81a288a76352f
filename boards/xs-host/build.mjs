// Builds the XS device model (see README.md): the engine's C sources from npm, compiled with the machine's own compiler, and the few C files beside this script.
// `node boards/xs-host/build.mjs` prints the program's path; tests import `buildXsHost`.
import { execFile, execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const CACHE = fileURLToPath(new URL('../../build/xs-host', import.meta.url));
const ENGINE = join(HERE, 'node_modules/@agoric/xsnap/moddable/xs');
// Not part of a device: snapshots of a whole machine, and what Hardened JavaScript needs.
const UNUSED = new Set(['xsSnapshot.c', 'xsLockdown.c']);
// Sources whose reports of full pools are meant for a console, not for XS's debugger.
const REPORTING = new Set(['xsMemory.c', 'xsAPI.c']);

const DEFINES = [
	'-DINCLUDE_XSPLATFORM',
	'-DXSPLATFORM="platform.h"',
	'-DmxParse=1',
	'-DmxRun=1',
	'-DmxDebug=1',
	'-DmxBoundsCheck=1',
	'-DmxInstrument=1',
	'-DmxNoConsole=1',
	'-DmxMinusZero=1',
	'-D_GNU_SOURCE',
];
// SSE2 where the compiler would else compute in 80 bits, which is not JavaScript's arithmetic.
const WIDTH_32 = ['-m32', '-msse2', '-mfpmath=sse'];
const WIDTH_64 = ['-Dmx32bitID=1'];
const STRICT = ['-std=gnu11', '-Wall', '-Wextra', '-Wshadow', '-Wstrict-prototypes', '-Wmissing-prototypes', '-Wvla'];
const LIBRARIES = ['-lm', '-ldl', '-lpthread'];

const run = promisify(execFile);

/** Whether the compiler can make and link 32-bit programs, with which slots and pointers have the sizes of the ESP32. */
function has32Bit(compiler) {
	const folder = mkdtempSync(join(tmpdir(), 'xs-host-'));
	try {
		writeFileSync(join(folder, 'probe.c'), '#include <stdio.h>\n#include <math.h>\nint main(void) { return printf("%f", sqrt(4)) < 0; }\n');
		execFileSync(compiler, [...WIDTH_32, 'probe.c', '-o', 'probe', '-lm'], { cwd: folder, stdio: 'ignore' });
		execFileSync(join(folder, 'probe'), { stdio: 'ignore' });
		return true;
	} catch {
		return false;
	} finally {
		rmSync(folder, { recursive: true });
	}
}

function findCompiler() {
	for (const compiler of [process.env.CC, 'cc', 'gcc', 'clang']) {
		if (compiler === undefined) continue;
		try {
			return { compiler, version: execFileSync(compiler, ['--version'], { encoding: 'utf8' }).split('\n', 1)[0] };
		} catch {}
	}
	throw new Error('boards/xs-host needs a C compiler: none of $CC, cc, gcc and clang runs (Debian: apt-get install gcc libc6-dev gcc-multilib)');
}

function installEngine() {
	if (existsSync(join(ENGINE, 'sources/xsAll.h'))) return;
	// What this process was told to load, npm would have to load too.
	const { NODE_OPTIONS: _, ...env } = process.env;
	execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: HERE, stdio: ['ignore', 'ignore', 'inherit'], env });
}

/** Runs `tasks` (functions that return promises), as many at a time as there are processors. */
async function runAll(tasks) {
	const queue = [...tasks];
	const work = async () => {
		for (let task = queue.shift(); task !== undefined; task = queue.shift()) await task();
	};
	await Promise.all(Array.from({ length: Math.max(2, availableParallelism()) }, work));
}

/**
 * With which compiler the device model is built, how wide, and where it is once it was: the place depends on the sources, on the compiler's version and on
 * whether it makes 32-bit programs now, which it may not have done before a package was installed.
 */
export function planXsHost() {
	const { compiler, version } = findCompiler();
	const own = readdirSync(HERE).filter((name) => /\.[ch]$/.test(name));
	const hash = createHash('sha256').update(version).update(process.arch);
	for (const name of [...own, 'build.mjs', 'package-lock.json']) hash.update(readFileSync(join(HERE, name)));
	const bits = process.env.XS_HOST_BITS !== '64' && has32Bit(compiler) ? 32 : 64;
	return { compiler, version, own, bits, folder: join(CACHE, `${hash.digest('hex').slice(0, 16)}-${bits}`) };
}

/**
 * Builds the device model, unless these very sources have been built with this compiler before.
 * @returns {Promise<{ path: string, bits: 32 | 64 }>} the program and the width of its pointers
 */
export async function buildXsHost({ log = (_line) => {} } = {}) {
	installEngine();
	const { compiler, version, own, bits, folder: final } = planXsHost();
	const path = join(final, 'keiki-xs');
	if (existsSync(path)) return { path, bits };

	log(`building XS for ${bits} bits with ${version}${bits === 64 ? ' (no -m32 here: slots count the same, chunks are an upper bound)' : ''}`);
	mkdirSync(CACHE, { recursive: true });
	const folder = mkdtempSync(join(CACHE, 'new-'));
	const common = ['-c', '-O2', '-fno-common', ...DEFINES, ...(bits === 32 ? WIDTH_32 : WIDTH_64)];
	const engineHeaders = ['includes', 'platforms', 'sources'].map((name) => join(ENGINE, name));
	const objects = [];
	const compile = (source, flags) => {
		const object = join(folder, basename(source, '.c') + '.o');
		objects.push(object);
		return async () => {
			const { stderr } = await run(compiler, [...common, ...flags, source, '-o', object]);
			if (stderr !== '') log(stderr);
		};
	};
	const engine = readdirSync(join(ENGINE, 'sources')).filter((name) => name.endsWith('.c') && !UNUSED.has(name));
	const tasks = [
		...own
			.filter((name) => name.endsWith('.c'))
			.map((name) => compile(join(HERE, name), [...STRICT, '-I', HERE, ...engineHeaders.flatMap((path) => ['-isystem', path])])),
		...engine.map((name) =>
			compile(join(ENGINE, 'sources', name), [
				'-w',
				...(REPORTING.has(name) ? ['-DfxReport=reportToConsole'] : []),
				...['-I', HERE, ...engineHeaders.flatMap((path) => ['-I', path])],
			]),
		),
	];
	try {
		await runAll(tasks);
		await run(compiler, [...(bits === 32 ? ['-m32'] : []), ...objects, '-o', join(folder, 'keiki-xs'), ...LIBRARIES]);
		for (const object of objects) rmSync(object);
	} catch (error) {
		rmSync(folder, { recursive: true });
		throw error;
	}
	rmSync(final, { recursive: true, force: true });
	renameSync(folder, final);
	return { path, bits };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	const { path, bits } = await buildXsHost({ log: (line) => console.error(line) });
	console.error(`${bits}-bit device model:`);
	console.log(path);
}
