/** What the package exports, as a stranger uses it: the programs of docs/library.md, and whatever else there is to import. */
import assert from 'node:assert/strict';
import { type ChildProcessByStdio, spawn, spawnSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import * as esbuild from 'esbuild';
import { hex } from '../../assert.js';
import { ENVIRONMENT } from '../../boards/host/command-line-rig.js';
import { type Installed, install } from '../../package-rig.js';
import { PUSH } from '../../vectors/cosem.js';

/** Lines. */
const LONGEST = 50;
const TSC = resolve('node_modules/typescript/bin/tsc');
const COMPILER = ['--strict', '--noUncheckedIndexedAccess', '--skipLibCheck', 'false', '--module', 'nodenext', '--target', 'es2022'];

/** Blocks of a page, by what stands behind their fence: `ts meter.ts`, `text`. */
function blocks(page: string): Map<string, string> {
	return new Map([...readFileSync(page, 'utf8').matchAll(/^```([^\n]+)\n(.*?)^```$/gms)].map(([, kind, text]) => [kind!, text!]));
}

function programs(page: string): Map<string, string> {
	return new Map([...blocks(page)].filter(([kind]) => kind.startsWith('ts ')).map(([kind, text]) => [kind.slice(3), text]));
}

/** Every file that `exports` opens, as a program names it. */
function entries({ packed, home }: Installed): string[] {
	const { exports } = JSON.parse(readFileSync(join(home, 'node_modules/keiki/package.json'), 'utf8')) as { exports: Record<string, string> };
	return Object.entries(exports).flatMap(([name, target]) => {
		const [before, after] = target.slice(2).split('*') as [string, string?];
		const files = packed.files
			.map(({ path }) => path)
			.filter((path) => (after === undefined ? path === before : path.startsWith(before) && path.endsWith(after)));
		assert.ok(files.length > 0, `${name}: there is ${target}`);
		return files.map((path) => name.replace('.', 'keiki').replace('*', path.slice(before.length, path.length - (after ?? '').length)));
	});
}

describe('the library', () => {
	let installed: Installed;
	const running: ChildProcessByStdio<null, Readable, null>[] = [];

	/** A program of the page that goes on; its first line, and all that it prints after. */
	async function start(name: string) {
		const child = spawn(process.execPath, [name, '0'], { cwd: installed.home, env: ENVIRONMENT, stdio: ['ignore', 'pipe', 'inherit'] });
		running.push(child);
		const lines = child.stdout.setEncoding('utf8')[Symbol.asyncIterator]();
		let text = '';
		const line = async (): Promise<string> => {
			while (!text.includes('\n')) {
				const { value, done } = await lines.next();
				if (done) throw new Error(`${name} has ended: ${text}`);
				text += value as string;
			}
			const at = text.indexOf('\n');
			const first = text.slice(0, at);
			text = text.slice(at + 1);
			return first;
		};
		return { first: await line(), line };
	}

	/** A program of the page that comes to an end: what it prints. */
	async function run(name: string, ...words: readonly string[]): Promise<string> {
		const child = spawn(process.execPath, [name, ...words], { cwd: installed.home, env: ENVIRONMENT, stdio: ['ignore', 'pipe', 'inherit'] });
		running.push(child);
		let text = '';
		child.stdout.setEncoding('utf8').on('data', (part: string) => {
			text += part;
		});
		assert.deepEqual(await once(child, 'close'), [0, null]);
		return text;
	}

	before(function () {
		installed = install.call(this);
		const { home } = installed;
		for (const [name, text] of programs('docs/library.md')) writeFileSync(join(home, name), text);
		const names = entries(installed).filter((name) => !name.endsWith('.json'));
		const all = names.map((name, i) => `import * as entry${i} from '${name}';`).join('\n');
		writeFileSync(join(home, 'all.ts'), `${all}\nconsole.log([${names.map((_, i) => `entry${i}`).join(', ')}].length);\n`);
		const { status, stdout } = spawnSync(process.execPath, [TSC, ...COMPILER, ...programs('docs/library.md').keys(), 'all.ts'], {
			encoding: 'utf8',
			cwd: home,
			env: ENVIRONMENT,
		});
		assert.equal(status, 0, stdout);
	});
	afterEach(() => {
		for (const child of running.splice(0)) child.kill('SIGKILL');
	});

	it('has programs of at most 50 lines, the same in both languages', () => {
		const english = programs('docs/library.md');
		assert.deepEqual([...english.keys()], ['meter.ts', 'head-end.ts', 'route-a-meter.ts', 'own-meter.ts', 'listener.ts']);
		for (const [name, text] of english) assert.ok(text.split('\n').length - 1 <= LONGEST, name);
		assert.deepEqual(programs('docs/library.ja.md'), english);
		assert.equal(blocks('docs/library.ja.md').get('text'), blocks('docs/library.md').get('text'));
	});

	it('imports whatever the package exports, with types that hold', async () => {
		const names = entries(installed).filter((name) => !name.endsWith('.json'));
		for (const name of ['keiki/world', 'keiki/hal/node/pty', 'keiki/hal/ports/serial', 'keiki/modules/dlms/client/client'])
			assert.ok(names.includes(name), name);
		assert.equal(await run('all.js'), `${names.length}\n`);
	});

	it('needs Node and other packages only below keiki/hal/node', async () => {
		const { home } = installed;
		const needs = async (names: readonly string[]) => {
			const stdin = { contents: names.map((name) => `export * as entry${names.indexOf(name)} from '${name}';`).join('\n'), resolveDir: home };
			const { outputFiles, errors } = await esbuild
				.build({ stdin, bundle: true, format: 'esm', platform: 'neutral', write: false, logLevel: 'silent' })
				.catch((error: esbuild.BuildFailure) => ({ ...error, outputFiles: [] }));
			return { size: outputFiles[0]?.contents.length ?? 0, missing: errors.map(({ text }) => text) };
		};
		const names = entries(installed).filter((name) => !name.endsWith('.json'));
		const { size, missing } = await needs(names.filter((name) => !name.startsWith('keiki/hal/node')));
		assert.deepEqual(missing, []);
		assert.ok(size > 100_000, `${size} bytes`);
		assert.match((await needs(['keiki/hal/node'])).missing.join('\n'), /^Could not resolve "node:/m);
	});

	it('opens nothing else', () => {
		for (const name of ['keiki', 'keiki/src/meter/backplane/backplane', 'keiki/boards/host/main', 'keiki/hal/node/library']) {
			const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', `import '${name}'`], {
				encoding: 'utf8',
				cwd: installed.home,
				env: ENVIRONMENT,
			});
			assert.equal(status, 1, name);
			assert.match(stderr, /ERR_PACKAGE_PATH_NOT_EXPORTED/, name);
		}
	});

	it('puts a meter and a HEMS together, as the page prints it', async () => {
		const timeless = (text: string) => text.replace(/\d+ s of/, 'N s of');
		assert.equal(timeless(await run('meter.js')), timeless(blocks('docs/library.md').get('text')!));
	});

	it('reads a meter of a world over Route A', async () => {
		const { first } = await start('route-a-meter.js');
		const [, port] = /^Route A: 127\.0\.0\.1:(\d+)$/.exec(first) ?? [];
		const read = await run('head-end.js', '127.0.0.1', port!);
		assert.match(read, /^0\.0\.96\.1\.0\.255 {2}KEIKI0000001$/m);
		assert.match(read, /^1\.0\.1\.8\.0\.255 {2}12345\.\d kWh$/m);
		assert.match(read, /^1\.0\.1\.7\.0\.255 {2}500 W$/m);
	});

	it('reads a meter that is put together of its units over Route A', async () => {
		const { first } = await start('own-meter.js');
		const [, port] = /^Route A: 127\.0\.0\.1:(\d+)$/.exec(first) ?? [];
		const read = await run('head-end.js', '127.0.0.1', port!);
		assert.match(read, /^0\.0\.96\.1\.0\.255 {2}OWN000000001$/m);
		assert.match(read, /^1\.0\.1\.8\.0\.255 {2}4000\.\d kWh$/m);
		assert.match(read, /^1\.0\.1\.7\.0\.255 {2}750 W$/m);
	});

	it('opens the worked push once, and refuses it a second time and changed', async () => {
		const { first, line } = await start('listener.js');
		const port = Number(/^listening: (\d+)$/.exec(first)?.[1]);
		const push = hex(PUSH.wrapped);
		const changed = push.slice();
		changed[changed.length - 1]! ^= 1;
		// A counter that was not used yet, so that the tag alone tells.
		changed[23]! ^= 2;
		const socket = createSocket('udp4');
		const answers: string[] = [];
		for (const message of [push, push, changed, push.subarray(0, 40)]) {
			socket.send(message, port, '127.0.0.1');
			answers.push(await line());
		}
		socket.close();
		assert.deepEqual(answers, [
			'127.0.0.1: notification 1: {0.0.25.9.0.255, 2026-11-01T12:30:00+09:00, 0, 12345, 0}',
			'127.0.0.1: refused, 6',
			'127.0.0.1: refused, 5',
			'127.0.0.1: wrapper: at byte 8: expected APDU (82 bytes), found 32',
		]);
	});
});
