import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { parsePage } from '../../docs/markdown.js';
import { type Installed, install } from '../../package-rig.js';
import { ENVIRONMENT } from './command-line-rig.js';

/** Bytes. */
const LARGEST = 2_000_000;
/** Of pages that are read where the repository is: a megabyte that no program needs. Without them a page has their words. */
const PICTURES = 'docs/pictures/';
/** What is about the sources is where these are, too: boards are built of them, the threat model names their tests, and schemas are what `keiki` prints. */
const SOURCES = /^((modules|src|hal|boards)(\/.*)?|SECURITY(\.ja)?\.md|docs\/security(\.ja)?\.md|docs\/.*\.schema\.json)$/;

describe('the package', () => {
	let installed: Installed;
	let child: ChildProcess | undefined;

	before(function () {
		installed = install.call(this);
	});
	after(() => child?.kill('SIGKILL'));

	it('is smaller than 2 MB, and holds what a user needs: the program, its types, the documents', () => {
		const { packed } = installed;
		assert.ok(packed.size < LARGEST, `${packed.size} bytes`);
		const paths = packed.files.map(({ path }) => path);
		for (const path of [
			'dist/boards/host/main.js',
			'dist/boards/host/data/household-minutes.br',
			'dist/modules/dlms/client/client.js',
			'dist/modules/dlms/client/client.d.ts',
			'docs/route-a.md',
			'docs/library.md',
			'docs/exam/momonga.yaml',
			'action.yml',
			'README.ja.md',
			'LICENSE',
		])
			assert.ok(paths.includes(path), path);
		assert.deepEqual(
			paths.filter((path) => path.startsWith(PICTURES) || /(^|\/)(node_modules|build|test)\//.test(path)),
			[],
		);
		// Boards are built in the repository.
		assert.deepEqual(
			paths.filter((path) => /^(bench|boards|hal|modules|scripts|src)\//.test(path)),
			[],
		);
	});

	it('has pages whose links, but for pictures and sources, lead to files of it', () => {
		const { packed, home } = installed;
		const paths = new Set(packed.files.map(({ path }) => path));
		const isThere = (path: string) => paths.has(path) || [...paths].some((each) => each.startsWith(`${path}/`));
		const pages = [...paths].filter((path) => path.endsWith('.md'));
		assert.ok(pages.length > 10);
		for (const page of pages) {
			const { links } = parsePage(readFileSync(join(home, 'node_modules/keiki', page), 'utf8'));
			const files = links.filter((link) => !/^[a-z]+:/.test(link)).map((link) => decodeURI(link.split('#')[0]!));
			const targets = files.filter((file) => file !== '').map((file) => posix.join(posix.dirname(page), file).replace(/\/$/, ''));
			const dead = targets.filter((target) => !target.startsWith(PICTURES) && !SOURCES.test(target) && !isThere(target));
			assert.deepEqual(dead, [], page);
		}
	});

	it('is installed in an empty folder, and runs from there', async () => {
		const { home } = installed;
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
