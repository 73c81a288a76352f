import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, Running } from '../command-line-rig.js';
import { keikiHere } from '../here-rig.js';
import { builtHes, hes, objects } from '../hes/hes-rig.js';

const ENERGY = '1.0.1.8.0.255';
const SERIAL = '0.0.96.1.0.255';
const ANYWHERE = ['--dongle', 'tcp:0', '--route-a', '127.0.0.1:0'] as const;

type Listed = Readonly<Record<string, unknown>> & { readonly routeA: string; readonly serial: string };

describe('keiki run --meters', () => {
	let running: Running | undefined;
	let folder = '';
	before(build);
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'keiki-test-'));
	});
	afterEach(async () => {
		await running?.stop('SIGKILL');
		running = undefined;
		rmSync(folder, { recursive: true, force: true });
	});

	const file = (name: string) => join(folder, name);
	const start = async (...words: readonly string[]) => {
		running = await Running.start(...ANYWHERE, '--route-a-first', '127.0.0.1:0', ...words);
		return running.ready as unknown as { routeA: string; meters: readonly Listed[] };
	};
	const listed = (name: string) => objects(readFileSync(file(name), 'utf8')) as Listed[];
	/** Ports are free ones. */
	const withoutPlace = ({ routeA: _, ...rest }: Listed) => rest;

	it('has 20 meters read by the file that it writes, each under its own keys', async () => {
		const { meters, routeA } = await start('--meters', '20', '--meters-file', file('meters.jsonl'));
		assert.equal(meters[0]!.routeA, routeA);
		const { code, stdout, stderr } = await builtHes('read', SERIAL, '--meters', file('meters.jsonl'), '--json');
		assert.deepEqual([code, stderr], [0, '']);
		const serials = new Map(objects(stdout).map(({ meter, value }) => [meter, value]));
		assert.deepEqual(serials, new Map(meters.map((each) => [each.routeA, each.serial])));
		assert.equal(new Set(serials.values()).size, 20);
		const [first, second] = listed('meters.jsonl');
		writeFileSync(file('wrong.jsonl'), `${JSON.stringify({ ...second, keys: first!.keys })}\n`, { mode: 0o600 });
		assert.notEqual((await hes('read', SERIAL, '--meters', file('wrong.jsonl'))).code, 0);
	});

	it('lists in ready and in the file, for its owner only, who each meter is', async () => {
		const { meters } = await start('--meters', '3', '--meters-file', file('meters.jsonl'));
		assert.deepEqual(
			listed('meters.jsonl').map(({ keys: _keys, demo: _demo, ...rest }) => rest),
			meters,
		);
		assert.deepEqual(
			meters.map(({ node, serial, supplyPoint, systemTitle }) => [node, serial, supplyPoint, systemTitle]),
			[1, 2, 3].map((number) => [
				number === 1 ? 'meter' : `meter-${number}`,
				`KEIKI000000${number}`,
				`000000000000000000000${number}`,
				`4A504D000000000${number}`,
			]),
		);
		if (process.platform !== 'win32') assert.equal(statSync(file('meters.jsonl')).mode & 0o777, 0o600);
	});

	it('has the seventh of ten the same as the seventh of thirty, with what it reads', async () => {
		const seventh = async (count: number) => {
			const { meters } = await start('--meters', `${count}`, '--meters-file', file(`${count}.jsonl`), '--start', '2026-11-22T12:10');
			const line = listed(`${count}.jsonl`)[6]!;
			const { value } = objects((await hes('read', ENERGY, '--meters', file(`${count}.jsonl`), '--json')).stdout).find(
				({ meter }) => meter === meters[6]!.routeA,
			)!;
			await running!.stop('SIGKILL');
			return { ...withoutPlace(line), value };
		};
		assert.deepEqual(await seventh(10), await seventh(30));
	});

	it('gives each meter what a file of keys has for it', async () => {
		assert.equal((await keikiHere('keys', 'make', file('keys.jsonl'), '--meters', '3')).status, 0);
		const again = await keikiHere('keys', 'make', file('keys.jsonl'), '--meters', '3');
		assert.deepEqual([again.status, again.stderr], [2, `keiki: keys make ${file('keys.jsonl')}: expected a new file, found one\n`]);
		const words = ['--meters', '3', '--keys', file('keys.jsonl')];
		await start(...words, '--meters-file', file('meters.jsonl'));
		const { code, stdout } = await hes('read', SERIAL, '--meters', file('meters.jsonl'), '--json');
		assert.deepEqual([code, objects(stdout).length], [0, 3]);
		assert.deepEqual(
			listed('meters.jsonl').map(({ keys }) => keys),
			objects(readFileSync(file('keys.jsonl'), 'utf8')),
		);
	});

	it('makes keys that one meter takes', async () => {
		assert.equal((await keikiHere('keys', 'make', file('keys.json'))).status, 0);
		running = await Running.start(...ANYWHERE, '--keys', file('keys.json'));
		assert.equal((await hes('read', SERIAL, '--meter', running.ready.routeA as string, '--keys', file('keys.json'))).code, 0);
	});

	for (const [words, said] of [
		[['--meters', '0'], /--meters: expected a whole number from 1 to 1000, got "0"/],
		[['--meters', '1001'], /--meters: expected a whole number from 1 to 1000, got "1001"/],
		[['--meters', '2', '--state', 'somewhere'], /--meters 2: expected one meter with --state/],
		[['--meters', '2', '--radio', 'serial:/dev/null'], /--meters 2: expected one meter with --radio/],
		[['--route-a-first', '[::1]:14059'], /--route-a-first \[::1\]:14059: there is one meter; --meters N has more/],
		[['--meters', '2', '--route-a-first', 'here'], /--route-a-first: expected an address of this host and a port like .*, got "here"/],
		[['--meters', '3', '--route-a-first', '[::1]:65535'], /--route-a-first \[::1\]:65535: expected a port of at most 65534 for 3 meters/],
		[['--meters', '2', '--route-a', 'off', '--route-a-first', '[::1]:14059'], /there is no Route A with --route-a off/],
	] as const) {
		it(`refuses ${words.join(' ')}`, async () => {
			const { status, stderr } = await keikiHere('run', '--dongle', 'tcp:0', ...words);
			assert.match(stderr, said);
			assert.equal(status, 2);
		});
	}

	for (const [what, text, said] of [
		['no JSON', '{"routeA":"[::1]:4059"}\nmeter\n', /--meters .*: line 2: expected JSON/],
		['no place', '{"serial":"KEIKI0000001"}\n', /--meters .*: line 1: routeA: expected a place like "\[::1\]:4059", got nothing/],
		['a wrong place', '{"routeA":"[::1"}\n', /--meters .*: line 1: routeA \[::1: expected HOST:PORT/],
		[
			'a meter twice',
			'{"routeA":"[::1]:1"}\n{"routeA":"[::1]:1"}\n',
			/--meters .*: line 2: routeA: expected each meter once, \[::1\]:1 is in line 1/,
		],
		['wrong keys', '{"routeA":"[::1]:1","keys":{}}\n', /--meters .*: line 1: keys: systemTitle: expected 16 hexadecimal digits, got nothing/],
	] as const) {
		it(`reads no file of meters with ${what}`, async () => {
			writeFileSync(file('wrong.jsonl'), text, { mode: 0o600 });
			const { code, stderr } = await hes('read', '--meters', file('wrong.jsonl'));
			assert.match(stderr, said);
			assert.equal(code, 2);
		});
	}

	it('leaves the file of meters as it is when keys are changed', async () => {
		await start('--meters', '2', '--meters-file', file('meters.jsonl'));
		const { code, stderr } = await hes('keys', 'change', '--meters', file('meters.jsonl'));
		assert.match(stderr, /--meters: expected --in FILE for the new keys/);
		assert.equal(code, 2);
	});
});
