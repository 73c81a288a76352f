/** A search that says "nowhere" is worth what it finds where something is: a canary in each place and each writing. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { deflateSync } from 'node:zlib';
import { lacking, notTested, requirePeer } from '../../../interop/peers.js';
import { familyOf, findIn, findInFamily, findInFiles, needlesOfBytes, needlesOfText } from './secret-search.js';

const CANARY = 'K7RW3M9XPA2H';
const KEY = Buffer.from('00112233445566778899aabbccddeeff', 'hex');
const NEEDLES = [...needlesOfText('the password', CANARY), ...needlesOfBytes('the key', KEY)];

describe('a search for a secret', () => {
	let folder = '';
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'keiki-test-'));
	});
	afterEach(() => rmSync(folder, { recursive: true }));

	for (const [writing, bytes] of [
		['as it is', Buffer.from(`x${CANARY}y`)],
		['in small letters', Buffer.from(CANARY.toLowerCase())],
		['in UTF-16LE', Buffer.from(`日${CANARY}本`, 'utf16le')],
		['in UTF-16BE', Buffer.from(CANARY, 'utf16le').swap16()],
		['in hexadecimal', Buffer.from(Buffer.from(CANARY).toString('hex'))],
		['in HEXADECIMAL', Buffer.from(KEY.toString('hex').toUpperCase())],
		...[0, 1, 2].map(
			(before) => [`in base64 behind ${before} octets`, Buffer.from(Buffer.from(`${'a'.repeat(before)}${CANARY}bcd`).toString('base64'))] as const,
		),
		['as octets', Buffer.concat([Buffer.from([1]), KEY, Buffer.from([2])])],
		[
			'in a stream of a PDF',
			Buffer.concat([Buffer.from('%PDF-1.3\n1 0 obj << >>\nstream\n'), deflateSync(`(${CANARY}) Tj`), Buffer.from('\nendstream')]),
		],
	] as const) {
		it(`finds it ${writing}`, function () {
			if (bytes.includes('%PDF')) requirePeer(this, 'pdftotext', 'apt-get install poppler-utils');
			assert.notDeepEqual(findIn('here', bytes, NEEDLES), []);
			const changed = Buffer.from(bytes.map((each) => each ^ 1));
			assert.deepEqual(findIn('here', changed, NEEDLES), []);
		});
	}

	it('finds it in files of folders, and in their names', () => {
		mkdirSync(join(folder, 'a', CANARY), { recursive: true });
		writeFileSync(join(folder, 'a', 'b'), `=${CANARY}`);
		const places = findInFiles([folder], NEEDLES).map(({ place }) => place.replace(folder, ''));
		assert.deepEqual(places, ['/a, names', '/a/b']);
	});

	it('finds it in the memory of a process and of what it started, in its words and its environment', async function () {
		if (process.platform !== 'linux') notTested(this, 'the memory of processes is read by /proc');
		if (process.getuid?.() !== 0) lacking(this, 'the memory of processes is for root alone to read');
		// Made there, so that it stands in none of its words.
		const script = `const kept = Buffer.from(${JSON.stringify([...CANARY].map((each) => each.charCodeAt(0) + 1))}.map((each) => each - 1)); console.log('ready'); setInterval(() => kept.length, 1000);`;
		const quiet = "console.log('ready'); setInterval(() => {}, 1000)";
		const find = async (words: readonly string[], env: Readonly<Record<string, string>>) => {
			const child = spawn(words[0]!, words.slice(1), { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, NODE_OPTIONS: '', ...env } });
			await once(child.stdout!, 'data');
			const places = findInFamily(child.pid!, NEEDLES).map(({ place }) => place.replace(/\d+/, ''));
			for (const pid of familyOf(child.pid!)) process.kill(pid, 'SIGKILL');
			await once(child, 'close');
			return places;
		};
		assert.ok((await find(['sh', '-c', '"$0" -e "$1"; true', process.execPath, script], {})).includes('memory of '));
		assert.deepEqual(await find([process.execPath, '-e', quiet], {}), []);
		assert.ok((await find([process.execPath, '-e', quiet, CANARY], {})).includes('cmdline of '));
		assert.ok((await find([process.execPath, '-e', quiet], { SECRET: CANARY })).includes('environ of '));
	});

	it('goes on where one that it started ends meanwhile, and tells where the process itself has', async function () {
		if (process.platform !== 'linux') notTested(this, 'the memory of processes is read by /proc');
		if (process.getuid?.() !== 0) lacking(this, 'the memory of processes is for root alone to read');
		const child = spawn('sh', ['-c', 'while :; do sleep 0.001; echo; done', CANARY], { stdio: ['ignore', 'pipe', 'inherit'] });
		await once(child.stdout!, 'data');
		child.stdout!.resume();
		for (let i = 0; i < 100; i++) assert.ok(findInFamily(child.pid!, NEEDLES).some(({ place }) => place === `cmdline of ${child.pid}`));
		child.kill('SIGKILL');
		await once(child, 'close');
		assert.throws(() => findInFamily(child.pid!, NEEDLES), { code: 'ENOENT' });
	});
});
